//! The settings of the centre, and changes of its calendar.

pub mod change;
pub mod file;
pub mod form_input;
pub mod setting;
