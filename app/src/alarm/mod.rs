//! What is wrong with the walls, and who is told.

pub mod pages;
pub mod port;
pub mod words;
