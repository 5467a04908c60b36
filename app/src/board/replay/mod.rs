//! What a wall showed at any instant.

pub mod model;
pub mod pages;
pub mod port;
