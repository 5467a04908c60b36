//! Import of dossiers: what a file holds, what its columns and words mean, and the states an import goes through.

pub mod draft;
pub mod guess;
pub mod model;
pub mod state;
