//! The centre itself, as administrators set it up: its settings, its office hours, its calendar.

mod calendar;
mod day;
pub mod file_page;
mod file_text;
mod hours;
pub mod pages;
pub mod port;
mod preview;
mod settings;
mod words;
