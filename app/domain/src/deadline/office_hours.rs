//! Office hours, and the dates that differ from them, as they are entered.

use chrono::{NaiveDate, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

use super::decided::DayStatus;
use crate::id::AgencyId;

/// A stretch of working time inside one local date, half-open: `[open, close)`.
///
/// A close of 00:00 is the midnight that ends the date, so 00:00–00:00 is the whole of it. An interval
/// that closes before it opens is left out of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// Local clock time at which working time starts.
    pub open: NaiveTime,
    /// Local clock time at which it stops, itself no longer working time.
    pub close: NaiveTime,
}

impl Interval {
    /// An interval that can hold working time; none if it would close before it opens.
    pub fn new(open: NaiveTime, close: NaiveTime) -> Option<Self> {
        let interval = Self { open, close };
        interval.is_forward().then_some(interval)
    }

    fn is_forward(self) -> bool {
        ms_of_day(self.open) < self.close_ms()
    }

    /// The close in milliseconds after midnight, midnight itself being the end of the date.
    fn close_ms(self) -> u32 {
        const DAY_MS: u32 = 24 * 60 * 60 * 1000;
        if self.close == NaiveTime::MIN {
            DAY_MS
        } else {
            ms_of_day(self.close)
        }
    }
}

fn ms_of_day(time: NaiveTime) -> u32 {
    time.num_seconds_from_midnight() * 1000 + time.nanosecond() / 1_000_000
}

/// The intervals in order, joined where they touch or overlap, so that no minute counts twice.
pub(super) fn in_order(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.retain(|interval| interval.is_forward());
    intervals.sort_by_key(|interval| (interval.open, interval.close_ms()));
    intervals.dedup_by(|next, kept| {
        let joins = ms_of_day(next.open) <= kept.close_ms();
        if joins && next.close_ms() > kept.close_ms() {
            kept.close = next.close;
        }
        joins
    });
    intervals
}

/// The working intervals of a week, in force from a date on. A change of office hours is a new row,
/// so it never restates the past; before the first row the office is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeHours {
    /// The first local date the row holds for, until the next row's.
    pub valid_from: NaiveDate,
    /// Monday first; an empty list is a weekly day off.
    pub week: [Vec<Interval>; 7],
}

/// A date whose working time differs from the office hours: a holiday, a half day, a make-up day, a closure after a storm. The
/// row replaces all office hours of that date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDay {
    /// The local date.
    pub date: NaiveDate,
    /// The agency it holds for, or all. An agency's own row wins over the row for all.
    pub agency: Option<AgencyId>,
    /// Working time of the date; a day off has none.
    pub intervals: Vec<Interval>,
    /// The name of the day, as shown.
    pub name: String,
    /// The decision: by whom and in which document.
    pub decision: String,
    /// Whether it is decided. A pending date counts as it stands, and due times that reach it are marked.
    #[serde(default)]
    pub status: DayStatus,
}
