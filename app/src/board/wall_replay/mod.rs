//! What a wall showed at any instant.

pub mod pages;
pub mod port;
