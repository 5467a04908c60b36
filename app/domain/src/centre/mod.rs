//! The centre itself, as administrators set it up: its settings, and changes of its calendar.

pub mod change;
pub mod file;
pub mod setting;
pub mod typed;
