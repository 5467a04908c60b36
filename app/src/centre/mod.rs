//! The centre itself, as administrators set it up: its settings, its office hours, its calendar.

mod calendar;
pub mod change;
mod day;
mod hours;
pub mod pages;
pub mod port;
mod preview;
pub mod setting;
mod settings;
pub(crate) mod typed;
mod words;
