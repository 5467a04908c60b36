//! The screens in the lobby: what each of them shows, and how.

pub mod model;
pub mod pages;
pub mod port;
