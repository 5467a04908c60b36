//! What applicants are to be told, as administrators see it: never whom, and never the text.

pub mod model;
