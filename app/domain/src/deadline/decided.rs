//! Decided days of the calendar. A due time that depends on an undecided day is marked on the page.
//!
//! Tết, Quốc khánh and swapped days are decided year by year (Labour Code 2019 Art. 112(3)), mostly in the last quarter of the
//! year before. Until then a due time in that year counts by the office hours alone, and is marked.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Instant;
use super::calendar::{Calendar, Interval};
use crate::word::UnknownValue;

/// The days off that a year needs to count as decided: the holidays of the Labour Code 2019 Art. 112(1). A holiday on a weekly
/// day off has its day in lieu (Art. 111(3)), so each of them has a row. Ours: a closure after a storm, or 1 January typed in
/// alone, does not make the calendar of a year.
pub const DAYS_OFF_PER_YEAR: usize = 11;

/// The month and day from which the calendar of the next year is missing (ours: the decision comes in the last quarter).
pub const MISSED_FROM: (u32, u32) = (10, 1);

/// Whether a date of the calendar is decided.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum DayStatus {
    /// Decided.
    #[default]
    Decided,
    /// Expected, and waiting for its decision ("chờ quyết định"). It counts as it stands.
    Pending,
}

impl DayStatus {
    /// Both values.
    pub const ALL: [Self; 2] = [Self::Decided, Self::Pending];

    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Pending => "pending",
        }
    }
}

impl fmt::Display for DayStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DayStatus {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        let found = Self::ALL.into_iter().find(|status| status.as_str() == word);
        found.ok_or_else(|| UnknownValue {
            expected: "a status of a date",
            given: word.to_owned(),
        })
    }
}

/// An undecided part of the calendar on which a due time depends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Undecided {
    /// A date that waits for its decision.
    Day(NaiveDate),
    /// A local year whose days off are not decided.
    Year(i32),
}

impl Calendar {
    /// Whether the days off of a local year are decided; see [`DAYS_OFF_PER_YEAR`].
    pub fn is_year_decided(&self, year: i32) -> bool {
        self.agencies.decided_years.contains(&year)
    }

    /// The dates of this agency that wait for a decision, in order.
    pub fn pending_days(&self) -> &BTreeSet<NaiveDate> {
        &self.own.rows.pending
    }

    /// Every date that waits for a decision, of all agencies or of one.
    pub fn pending_days_of_any(&self) -> BTreeSet<NaiveDate> {
        let own = self.agencies.differing.values();
        let all = std::iter::once(&self.agencies.all).chain(own);
        all.flat_map(|own| own.rows.pending.iter().copied())
            .collect()
    }

    /// The number of days off that a local year has for all agencies.
    pub fn days_off(&self, year: i32) -> usize {
        let days = &self.agencies.all.rows.days;
        let of_year = days.iter().filter(|(date, _)| date.year() == year);
        of_year
            .filter(|(_, intervals)| intervals.is_empty())
            .count()
    }

    /// The first undecided year that has a local date from `from` to `to`, both inclusive; else the first undecided date of
    /// them.
    #[must_use]
    pub fn undecided(&self, from: NaiveDate, to: NaiveDate) -> Option<Undecided> {
        if to < from {
            return None;
        }
        let year = (from.year()..=to.year()).find(|year| !self.is_year_decided(*year));
        let day = || self.pending_days().range(from..=to).next().copied();
        year.map(Undecided::Year)
            .or_else(|| day().map(Undecided::Day))
    }

    /// The undecided part of the calendar between `now` and a due instant. Past days count as decided, so a past due time
    /// depends on none.
    #[must_use]
    pub fn undecided_until(&self, now: Instant, due: Instant) -> Option<Undecided> {
        self.undecided(self.local_date(now), self.local_date(due))
    }
}

/// The local years that are decided, by the rows for all agencies. A pending date counts as a day off here: it is marked
/// itself.
pub(super) fn decided_years(days: &BTreeMap<NaiveDate, Vec<Interval>>) -> BTreeSet<i32> {
    let mut days_off: BTreeMap<i32, usize> = BTreeMap::new();
    for (date, _) in days.iter().filter(|(_, intervals)| intervals.is_empty()) {
        *days_off.entry(date.year()).or_default() += 1;
    }
    let decided = days_off
        .into_iter()
        .filter(|(_, count)| *count >= DAYS_OFF_PER_YEAR);
    decided.map(|(year, _)| year).collect()
}

/// What administrators still have to enter for a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearGap {
    /// The local year.
    pub year: i32,
    /// The number of days off so far, if those of the year are not decided.
    pub days_off: Option<usize>,
    /// The number of dates from today on that wait for their decision.
    pub pending: usize,
}

/// The years with gaps that matter on a local date: the running one, and from [`MISSED_FROM`] on the next.
#[must_use]
pub fn gaps(calendar: &Calendar, today: NaiveDate) -> Vec<YearGap> {
    let is_missed = (today.month(), today.day()) >= MISSED_FROM;
    let last = today.year() + i32::from(is_missed);
    let pending = calendar.pending_days_of_any();
    let gap = |year: i32| {
        let is_decided = calendar.is_year_decided(year);
        let waiting = pending.range(today..);
        YearGap {
            year,
            days_off: (!is_decided).then(|| calendar.days_off(year)),
            pending: waiting.filter(|date| date.year() == year).count(),
        }
    };
    let gaps = (today.year()..=last).map(gap);
    gaps.filter(|gap| gap.days_off.is_some() || gap.pending > 0)
        .collect()
}
