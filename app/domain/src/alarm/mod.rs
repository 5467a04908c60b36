//! What is wrong with the walls, and when that is told.

pub mod model;
pub mod rule;
pub mod still;
