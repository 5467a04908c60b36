//! What the centre has to say on its walls, beside the figures.

mod compose;
mod list;
mod look;
mod one;
pub mod pages;
mod painted;
pub mod port;
pub mod screen;
mod typed;
mod words;
