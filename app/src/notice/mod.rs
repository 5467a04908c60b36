//! What the centre has to say on its walls, beside the figures.

mod compose;
mod list;
pub mod model;
mod one;
pub mod pages;
pub mod port;
pub mod record;
pub mod screen;
mod typed;
mod words;
