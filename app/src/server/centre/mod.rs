//! Settings and calendar in the case database.

pub(crate) mod calendar;
mod day;
mod file;
mod file_text;
mod hours;
pub(crate) mod setting;

use sanh_domain::centre::file::CalendarFile;

/// Takes a file of dates apart, iCalendar or one date on each line; handed over through Leptos' context, for its parsers belong to
/// the server's program.
#[derive(Clone, Copy)]
pub struct CalendarFileReader(pub fn(&[u8]) -> CalendarFile);
