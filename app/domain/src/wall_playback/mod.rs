//! What a wall showed at an instant that is past.

pub mod model;
