//! Being told of changes of a dossier: by whom one is reached, how that is confirmed, and how many may ask for it.

pub mod flow;
pub mod letter;
pub mod model;
