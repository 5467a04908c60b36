//! What the centre has to say on its walls, beside the figures.

mod compose;
mod list;
mod look;
pub mod model;
mod one;
pub mod pages;
mod painted;
pub mod port;
pub mod record;
pub mod screen;
mod typed;
mod words;
