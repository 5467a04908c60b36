//! What the centre has to say on its walls, beside the figures.

pub mod model;
pub mod pages;
pub mod port;
pub mod screen;
