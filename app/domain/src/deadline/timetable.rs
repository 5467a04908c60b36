//! The working time of one agency on the UTC axis, a year at a time.
//!
//! A year's intervals are computed once, on first use, and stored with the working time before each. Counting and adding are
//! then two binary searches, however long the span.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use chrono::{Datelike, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::decided::DAYS_OFF_PER_YEAR;
use super::office_hours::{Interval, OfficeHours};
use super::{Instant, local};
use crate::id::AgencyId;

/// The first local year with working time. No dossier is older, and a mistyped year must not make the calendar compute
/// centuries.
pub(super) const FIRST_YEAR: i32 = 1970;
/// The last local year that has working time.
pub(super) const LAST_YEAR: i32 = 2099;
/// The number of local years ahead, or back, in which an instant is searched for (ours: no time limit is near it).
const YEARS_AROUND: i32 = 10;

/// The rows of a timetable. Equal rows give equal timetables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Rows {
    pub(super) zone: Tz,
    /// Oldest first; of two rows of one date, the later in the list wins.
    pub(super) hours: Vec<OfficeHours>,
    /// Dates whose intervals replace the office hours.
    pub(super) days: BTreeMap<NaiveDate, Vec<Interval>>,
    /// The dates of `days` that wait for a decision.
    pub(super) pending: BTreeSet<NaiveDate>,
}

impl Rows {
    /// The intervals of the date: its own row, else the office hours in force, else none.
    pub(super) fn intervals(&self, date: NaiveDate) -> &[Interval] {
        if !(FIRST_YEAR..=LAST_YEAR).contains(&date.year()) {
            return &[];
        }
        if let Some(intervals) = self.days.get(&date) {
            return intervals;
        }
        let in_force = self.hours.partition_point(|row| row.valid_from <= date);
        let weekday = date.weekday().num_days_from_monday() as usize;
        in_force
            .checked_sub(1)
            .and_then(|row| self.hours.get(row))
            .and_then(|row| row.week.get(weekday))
            .map_or(&[], Vec::as_slice)
    }
}

/// A stretch of working time on the UTC axis, half-open.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_field_names, reason = "the unit belongs in the name")]
struct Span {
    open_ms: i64,
    close_ms: i64,
    /// Working time of the same local year that lies before this stretch.
    before_ms: i64,
}

impl Span {
    fn until_close_ms(self) -> i64 {
        self.before_ms + self.close_ms - self.open_ms
    }
}

/// The working time of one local year, in order and without overlap.
#[derive(Debug, Default)]
struct Year {
    spans: Vec<Span>,
    total_ms: i64,
}

impl Year {
    fn new(rows: &Rows, year: i32) -> Self {
        let mut laid_out = Self::default();
        let first = NaiveDate::from_yo_opt(year, 1);
        let dates = first.into_iter().flat_map(|first| first.iter_days());
        for date in dates.take_while(|date| date.year() == year) {
            for interval in rows.intervals(date) {
                let (open_ms, close_ms) = bounds_ms(rows.zone, date, *interval);
                laid_out.push(open_ms, close_ms);
            }
        }
        laid_out
    }

    /// Adds a stretch after the others. One that starts where the last ended lengthens it, so that an
    /// office open through midnight has one stretch and not two.
    fn push(&mut self, open_ms: i64, close_ms: i64) {
        let open_ms = self
            .spans
            .last()
            .map_or(open_ms, |last| open_ms.max(last.close_ms));
        if close_ms <= open_ms {
            return;
        }
        match self.spans.last_mut() {
            Some(last) if last.close_ms == open_ms => last.close_ms = close_ms,
            _ => self.spans.push(Span {
                open_ms,
                close_ms,
                before_ms: self.total_ms,
            }),
        }
        self.total_ms += close_ms - open_ms;
    }

    /// The last stretch that opens at or before the instant.
    fn opened_by(&self, at_ms: i64) -> Option<&Span> {
        let opened = self.spans.partition_point(|span| span.open_ms <= at_ms);
        self.spans.get(opened.checked_sub(1)?)
    }

    /// Working time of this year before the instant.
    fn before_ms(&self, at_ms: i64) -> i64 {
        self.opened_by(at_ms).map_or(0, |span| {
            span.before_ms + at_ms.min(span.close_ms) - span.open_ms
        })
    }

    /// The latest instant of this year with at most this working time before it, in milliseconds.
    fn latest_with_ms(&self, working_ms: i64) -> Option<i64> {
        let passed = self
            .spans
            .partition_point(|span| span.until_close_ms() <= working_ms);
        self.spans
            .get(passed)
            .map(|span| span.open_ms + working_ms - span.before_ms)
    }

    /// The earliest instant of this year with this working time before it, in milliseconds.
    fn earliest_with_ms(&self, working_ms: i64) -> Option<i64> {
        let passed = self
            .spans
            .partition_point(|span| span.until_close_ms() < working_ms);
        self.spans
            .get(passed)
            .map(|span| span.open_ms + working_ms - span.before_ms)
    }
}

/// The instants at which the interval opens and closes on the date.
pub(super) fn bounds_ms(zone: Tz, date: NaiveDate, interval: Interval) -> (i64, i64) {
    let open = local::first_instant(zone, date.and_time(interval.open));
    let close = match date.succ_opt() {
        Some(next) if interval.close == NaiveTime::MIN => local::day_start(zone, next),
        _ => local::first_instant(zone, date.and_time(interval.close)),
    };
    (open.timestamp_millis(), close.timestamp_millis())
}

/// The rows of one agency and the years computed from them so far.
pub(super) struct Timetable {
    pub(super) rows: Rows,
    /// From [`FIRST_YEAR`] on.
    years: Vec<OnceLock<Year>>,
}

impl Timetable {
    pub(super) fn new(rows: Rows) -> Self {
        let years = (FIRST_YEAR..=LAST_YEAR).map(|_| OnceLock::new()).collect();
        Self { rows, years }
    }

    /// The computed year; `None` before [`FIRST_YEAR`] and after [`LAST_YEAR`].
    fn year(&self, year: i32) -> Option<&Year> {
        let index = usize::try_from(year - FIRST_YEAR).ok()?;
        let slot = self.years.get(index)?;
        Some(slot.get_or_init(|| Year::new(&self.rows, year)))
    }

    fn local_year(&self, at: Instant) -> i32 {
        local::local_date(self.rows.zone, at).year()
    }

    /// Working time of the instant's own local year before it.
    fn before_in_year_ms(&self, year: i32, at: Instant) -> i64 {
        self.year(year)
            .map_or(0, |year| year.before_ms(at.timestamp_millis()))
    }

    /// Working time in `[from, to)`; zero when `to` is not after `from`.
    pub(super) fn working_ms(&self, from: Instant, to: Instant) -> i64 {
        if to <= from {
            return 0;
        }
        let (first, last) = (self.local_year(from), self.local_year(to));
        let whole_years = first.max(FIRST_YEAR)..last.min(LAST_YEAR + 1);
        let whole_ms: i64 = whole_years
            .filter_map(|year| self.year(year))
            .map(|year| year.total_ms)
            .sum();
        whole_ms + self.before_in_year_ms(last, to) - self.before_in_year_ms(first, from)
    }

    /// The earliest instant with `working_ms` (more than zero) of working time between `from` and it,
    /// in the ten local years that follow.
    pub(super) fn earliest_after_ms(&self, from: Instant, working_ms: i64) -> Option<i64> {
        let first = self.local_year(from);
        let mut wanted_ms = self
            .before_in_year_ms(first, from)
            .saturating_add(working_ms);
        for year in self.years_ahead(first) {
            if wanted_ms <= year.total_ms {
                return year.earliest_with_ms(wanted_ms);
            }
            wanted_ms -= year.total_ms;
        }
        None
    }

    /// The latest instant with `working_ms` (more than zero) of working time between it and `until`, in the ten local years before.
    pub(super) fn latest_before_ms(&self, until: Instant, working_ms: i64) -> Option<i64> {
        let last = self.local_year(until);
        let mut before_ms = self
            .before_in_year_ms(last, until)
            .saturating_sub(working_ms);
        for number in (last.saturating_sub(YEARS_AROUND)..=last).rev() {
            if before_ms >= 0 {
                return self.year(number)?.latest_with_ms(before_ms);
            }
            before_ms += self.year(number - 1)?.total_ms;
        }
        None
    }

    /// The first opening strictly after the instant, in the ten local years that follow.
    pub(super) fn opening_after_ms(&self, at: Instant) -> Option<i64> {
        let at_ms = at.timestamp_millis();
        self.years_ahead(self.local_year(at)).find_map(|year| {
            let opened = year.spans.partition_point(|span| span.open_ms <= at_ms);
            year.spans.get(opened).map(|span| span.open_ms)
        })
    }

    /// The close of the stretch the instant lies in; none while the office is closed.
    pub(super) fn open_until_ms(&self, at: Instant) -> Option<i64> {
        let at_ms = at.timestamp_millis();
        let span = self.year(self.local_year(at))?.opened_by(at_ms)?;
        (at_ms < span.close_ms).then_some(span.close_ms)
    }

    fn years_ahead(&self, first: i32) -> impl Iterator<Item = &Year> {
        let years = first.max(FIRST_YEAR)..=first.saturating_add(YEARS_AROUND).min(LAST_YEAR);
        years.filter_map(|year| self.year(year))
    }
}

/// The timetable of the rows for all, and those of the agencies that have rows of their own.
pub(super) struct Agencies {
    pub(super) all: Arc<Timetable>,
    pub(super) differing: BTreeMap<AgencyId, Arc<Timetable>>,
    pub(super) decided_years: BTreeSet<i32>,
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
