//! Text as stored and compared. The texts of pages are made in the application, from its message catalogues.

pub mod fold;
pub mod name;
pub mod place;
pub mod plain;

use chrono::{NaiveTime, Timelike};

/// A time of day on the 24-hour clock: 10:42.
#[must_use]
pub fn clock(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}
