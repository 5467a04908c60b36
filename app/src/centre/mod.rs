//! The centre itself, as administrators set it up: its settings, its office hours, its calendar.

mod calendar;
pub mod change;
mod day;
pub mod file;
pub mod file_page;
mod hours;
pub mod pages;
pub mod port;
mod preview;
pub mod setting;
mod settings;
pub mod typed;
mod words;
