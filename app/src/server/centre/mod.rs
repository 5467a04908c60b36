//! Settings and calendar in the case database.

pub(crate) mod calendar;
mod day;
mod file;
mod file_text;
mod form_plan;
mod hours;
pub(crate) mod setting;

use sanh_domain::centre::file::CalendarFile;

/// Parses a file of dates, iCalendar or one date per line. Provided through Leptos' context, because its parsers are in the
/// server's program.
#[derive(Clone, Copy)]
pub struct CalendarFileReader(pub fn(&[u8]) -> CalendarFile);
