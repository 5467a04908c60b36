//! On which undecided part of the calendar a due time depends, and what administrators still have to enter.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::Instant;
use super::calendar::Calendar;
use super::decided::Undecided;

/// The month and day from which the calendar of the next year is missing (ours: the decision comes in the last quarter).
pub const MISSED_FROM: (u32, u32) = (10, 1);

impl Calendar {
    /// Whether the days off of a local year are decided; see [`super::decided::DAYS_OFF_PER_YEAR`].
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
