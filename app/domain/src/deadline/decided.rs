//! Which days of the calendar are decided. If a due time depends on an undecided day, the page says so.
//!
//! Tết, Quốc khánh and swapped days are decided year by year (Labour Code 2019 Art. 112(3)), mostly in the last quarter of the
//! year before. Until then a due time that reaches into the year counts by the office hours alone, and is marked.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Instant;
use super::calendar::{Calendar, Interval};
use crate::word::UnknownValue;

/// Days off that a year has before it counts as decided: the holidays of the Labour Code 2019 Art. 112(1). One that falls on a
/// weekly day off has its day in lieu (Art. 111(3)), so each of them has a row. Ours: a storm's closure, or 1 January typed in
/// alone, is no calendar of a year.
pub const DAYS_OFF_PER_YEAR: usize = 11;

/// The month and day from which on the calendar of the next year is missed (ours: the decision comes in the last quarter).
pub const MISSED_FROM: (u32, u32) = (10, 1);

/// Whether a date of the calendar is decided.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum DayStatus {
    /// It is.
    #[default]
    Decided,
    /// It is expected and waits for its decision ("chờ quyết định"). It counts as it says.
    Pending,
}

impl DayStatus {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Decided, Self::Pending];

    /// The stored word.
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

/// What a due time rests on that may still be decided otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Undecided {
    /// A date that waits for its decision.
    Day(NaiveDate),
    /// A local year whose days off are not decided.
    Year(i32),
}

impl Calendar {
    /// Whether the days off of a local year are decided: see [`DAYS_OFF_PER_YEAR`].
    pub fn is_year_decided(&self, year: i32) -> bool {
        self.agencies.decided_years.contains(&year)
    }

    /// The dates of this agency that wait for a decision, in order.
    pub fn pending_days(&self) -> &BTreeSet<NaiveDate> {
        &self.own.rows.pending
    }

    /// Every date that waits for a decision, for all or for some agency.
    pub fn pending_days_of_any(&self) -> BTreeSet<NaiveDate> {
        let own = self.agencies.differing.values();
        let all = std::iter::once(&self.agencies.all).chain(own);
        all.flat_map(|own| own.rows.pending.iter().copied())
            .collect()
    }

    /// How many days off a local year has for all agencies.
    pub fn days_off(&self, year: i32) -> usize {
        let days = &self.agencies.all.rows.days;
        let of_year = days.iter().filter(|(date, _)| date.year() == year);
        of_year
            .filter(|(_, intervals)| intervals.is_empty())
            .count()
    }

    /// What is undecided in the local dates from `from` to `to`, both inclusive: the first such year, else the first such date.
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

    /// What is undecided of the time from `now` until a due instant. Past days count as decided, so a due time in the past has
    /// nothing undecided.
    #[must_use]
    pub fn undecided_until(&self, now: Instant, due: Instant) -> Option<Undecided> {
        self.undecided(self.local_date(now), self.local_date(due))
    }
}

/// The local years that are decided, by the rows for all agencies. A date that waits for its decision counts: it is marked itself.
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

/// What administrators still have to enter of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearGap {
    /// The local year.
    pub year: i32,
    /// Days off that it has so far, where those of the year are not decided.
    pub days_off: Option<usize>,
    /// Dates from today on that wait for their decision.
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
