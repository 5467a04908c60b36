//! What is wrong with the walls, and who is told.

pub mod model;
pub mod pages;
pub mod port;
pub mod rule;
pub mod still;
pub mod words;
