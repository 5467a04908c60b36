//! The calendar: office hours, and the dates that differ from them.
//!
//! It holds working time only. Reception on a Saturday morning that does not count as working time is not in this calendar.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use chrono::{Datelike, Duration, Months, NaiveDate, NaiveTime, Timelike};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::calendar_rows::CalendarRows;
use super::decided::{DayStatus, decided_years};
use super::timetable::{FIRST_YEAR, LAST_YEAR, Rows, Timetable, bounds_ms};
use super::{Instant, local};
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
fn in_order(mut intervals: Vec<Interval>) -> Vec<Interval> {
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

/// Working time in minutes. One working day is 8 hours, whatever the office hours are.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct WorkingMinutes(pub u32);

impl WorkingMinutes {
    /// One working day: 8 working hours, as deployed one-stop software counts.
    pub const DAY: Self = Self(480);

    /// This many working days.
    pub const fn of_days(days: u32) -> Self {
        Self(days.saturating_mul(Self::DAY.0))
    }

    /// This many working hours.
    pub const fn of_hours(hours: u32) -> Self {
        Self(hours.saturating_mul(60))
    }

    /// The same quantity as a duration.
    pub fn duration(self) -> Duration {
        Duration::minutes(i64::from(self.0))
    }
}

/// The working time of one agency, in its centre's zone. Cheap to clone; computed values are shared by the clones.
///
/// Real elapsed time is counted: an office open across a change of the clocks gains or loses the hour. Local dates before 1970
/// and after 2099 have no working time.
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "CalendarRows", into = "CalendarRows")]
pub struct Calendar {
    pub(super) own: Arc<Timetable>,
    pub(super) agencies: Arc<Agencies>,
}

/// The timetable of the rows for all, and those of the agencies that have rows of their own.
pub(super) struct Agencies {
    pub(super) all: Arc<Timetable>,
    pub(super) differing: BTreeMap<AgencyId, Arc<Timetable>>,
    pub(super) decided_years: BTreeSet<i32>,
}

/// The dates that have rows of one owner.
#[derive(Default)]
struct OwnDays {
    days: BTreeMap<NaiveDate, Vec<Interval>>,
    pending: BTreeSet<NaiveDate>,
}

impl OwnDays {
    fn take(&mut self, day: CalendarDay) {
        match day.status {
            DayStatus::Decided => self.pending.remove(&day.date),
            DayStatus::Pending => self.pending.insert(day.date),
        };
        self.days.insert(day.date, in_order(day.intervals));
    }
}

impl Calendar {
    /// The centre's own calendar: office hours and the rows for all.
    ///
    /// Rows of agencies are kept aside until [`Calendar::for_agency`] asks for them, so the rows of
    /// several agencies may be handed in together and never mix. Of two rows for the same date and the
    /// same agency, or two office-hours rows of the same date, the later in the list holds.
    pub fn new(zone: Tz, hours: Vec<OfficeHours>, days: Vec<CalendarDay>) -> Self {
        let mut hours: Vec<OfficeHours> = hours
            .into_iter()
            .map(|row| OfficeHours {
                valid_from: row.valid_from,
                week: row.week.map(in_order),
            })
            .collect();
        hours.sort_by_key(|row| row.valid_from);
        let mut of_all = OwnDays::default();
        let mut own_days: BTreeMap<AgencyId, OwnDays> = BTreeMap::new();
        for day in days {
            match day.agency {
                None => of_all.take(day),
                Some(agency) => own_days.entry(agency).or_default().take(day),
            }
        }
        let decided_years = decided_years(&of_all.days);
        let all = Rows {
            zone,
            hours,
            days: of_all.days,
            pending: of_all.pending,
        };
        let differing = own_days
            .into_iter()
            .map(|(agency, own)| {
                let mut rows = all.clone();
                // The agency's own row replaces the row for all, decided or not.
                rows.pending.retain(|date| !own.days.contains_key(date));
                rows.pending.extend(own.pending);
                rows.days.extend(own.days);
                (agency, Arc::new(Timetable::new(rows)))
            })
            .collect();
        let all = Arc::new(Timetable::new(all));
        Self {
            own: Arc::clone(&all),
            agencies: Arc::new(Agencies {
                all,
                differing,
                decided_years,
            }),
        }
    }

    /// The calendar of the agency: its own rows win over the rows for all.
    #[must_use]
    pub fn for_agency(&self, agency: AgencyId) -> Self {
        let own = self
            .agencies
            .differing
            .get(&agency)
            .unwrap_or(&self.agencies.all);
        Self {
            own: Arc::clone(own),
            agencies: Arc::clone(&self.agencies),
        }
    }

    /// The zone whose clocks the office keeps.
    pub fn zone(&self) -> Tz {
        self.own.rows.zone
    }

    /// The date the office's clocks show at the instant.
    pub fn local_date(&self, at: Instant) -> NaiveDate {
        local::local_date(self.zone(), at)
    }

    /// The first instant of the local date: its midnight, or the jump that passes over midnight.
    pub fn day_start(&self, date: NaiveDate) -> Instant {
        local::day_start(self.zone(), date)
    }

    /// The working intervals of the local date, in order and without overlap; none on a day off.
    pub fn intervals(&self, date: NaiveDate) -> Vec<Interval> {
        self.own.rows.intervals(date).to_vec()
    }

    /// From the first opening of the local date to its last closing, the noon break included; none
    /// on a day off.
    pub fn office_day(&self, date: NaiveDate) -> Option<(Instant, Instant)> {
        let start = self.day_start(date);
        let opening = self
            .own
            .opening_after_ms(start - Duration::milliseconds(1))?;
        let opening = Instant::from_timestamp_millis(opening)?;
        if self.local_date(opening) != date {
            return None;
        }
        let mut closing = opening;
        while let Some(until) = self.own.open_until_ms(closing) {
            closing = Instant::from_timestamp_millis(until)?;
            let again = self.next_opening(closing);
            match again.filter(|again| self.local_date(*again) == date) {
                Some(again) => closing = again,
                None => break,
            }
        }
        Some((opening, closing))
    }

    /// The last closing of the local date; none on a day off.
    pub fn closing(&self, date: NaiveDate) -> Option<Instant> {
        let last = self.own.rows.intervals(date).last()?;
        let (_, closing_ms) = bounds_ms(self.zone(), date, *last);
        Instant::from_timestamp_millis(closing_ms)
    }

    /// The first date after this one on which the office is closed although it is open on most dates of the same weekday around
    /// it: a holiday, not a weekend, even where a Saturday near it is a make-up day. `None` within the next 400 days.
    pub fn next_holiday(&self, after: NaiveDate) -> Option<NaiveDate> {
        let is_usually_open = |date: NaiveDate| {
            let weeks = [-3, -2, -1, 1, 2, 3].map(Duration::weeks);
            let around = weeks
                .iter()
                .filter_map(|week| date.checked_add_signed(*week));
            around.filter(|date| self.is_working_day(*date)).count() * 2 > weeks.len()
        };
        let ahead = after.iter_days().skip(1).take(400);
        ahead
            .filter(|date| !self.is_working_day(*date))
            .find(|date| is_usually_open(*date))
    }

    /// Whether the local date has any working time.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        !self.own.rows.intervals(date).is_empty()
    }

    /// Working time in `[from, to)`, to the millisecond; zero when `to` is not after `from`.
    pub fn working_time(&self, from: Instant, to: Instant) -> Duration {
        Duration::milliseconds(self.own.working_ms(from, to))
    }

    /// Working time in `[from, to)` in whole minutes, rounded up.
    pub fn working_minutes(&self, from: Instant, to: Instant) -> WorkingMinutes {
        let minutes = self
            .own
            .working_ms(from, to)
            .max(0)
            .cast_unsigned()
            .div_ceil(60_000);
        WorkingMinutes(u32::try_from(minutes).unwrap_or(u32::MAX))
    }

    /// The earliest instant, from `from` on, with this working time between the two. It is the end of an interval rather than
    /// the start of the next: 07:30 + 4 h is 11:30, not 13:00.
    ///
    /// Zero or negative time gives `from` itself, be the office open or closed. The time counts in whole milliseconds. `None`
    /// if there is no such instant within ten years.
    pub fn add_working_time(&self, from: Instant, time: Duration) -> Option<Instant> {
        let working_ms = time.num_milliseconds();
        if working_ms <= 0 {
            return Some(from);
        }
        within_ten_years(from, self.own.earliest_after_ms(from, working_ms)?)
    }

    /// The latest instant with this working time between it and `until`: one day before Monday 17:00 is Monday's opening, not
    /// Friday's closing. Zero or negative time gives `until` itself. `None` if there is no such instant within ten years.
    pub fn latest_before(&self, until: Instant, time: Duration) -> Option<Instant> {
        let working_ms = time.num_milliseconds();
        if working_ms <= 0 {
            return Some(until);
        }
        Instant::from_timestamp_millis(self.own.latest_before_ms(until, working_ms)?)
    }

    /// The earliest instant, from `at` on, at which the office is open: `at` itself while it is. None
    /// if it does not open within ten years.
    pub fn next_opening(&self, at: Instant) -> Option<Instant> {
        if self.is_open(at) {
            return Some(at);
        }
        within_ten_years(at, self.own.opening_after_ms(at)?)
    }

    /// Whether the instant is working time. The instant of closing is not.
    pub fn is_open(&self, at: Instant) -> bool {
        self.own.open_until_ms(at).is_some()
    }

    /// The next local midnight, opening or closing after the instant, whichever comes first: the next instant at which the
    /// calendar alone changes something.
    pub fn next_turn(&self, after: Instant) -> Instant {
        let midnight = local::next_midnight(self.zone(), after);
        let turn_ms = self
            .own
            .open_until_ms(after)
            .or_else(|| self.own.opening_after_ms(after));
        let turn = turn_ms.and_then(Instant::from_timestamp_millis);
        turn.map_or(midnight, |turn| turn.min(midnight))
    }

    /// The local dates with working time in `[from, to_exclusive)`, in order.
    pub fn working_days(&self, from: NaiveDate, to_exclusive: NaiveDate) -> Vec<NaiveDate> {
        let first = NaiveDate::from_yo_opt(FIRST_YEAR, 1).map_or(from, |date| date.max(from));
        first
            .iter_days()
            .take_while(|date| *date < to_exclusive && date.year() <= LAST_YEAR)
            .filter(|date| self.is_working_day(*date))
            .collect()
    }
}

/// The instant, unless it lies more than ten years after `from`.
fn within_ten_years(from: Instant, at_ms: i64) -> Option<Instant> {
    let last = from.checked_add_months(Months::new(120))?;
    Instant::from_timestamp_millis(at_ms).filter(|at| *at <= last)
}

/// Two calendars are equal when they were built from equal rows.
impl PartialEq for Calendar {
    fn eq(&self, other: &Self) -> bool {
        let differing = |calendar: &Self| -> Vec<(AgencyId, Rows)> {
            let of_agency = calendar.agencies.differing.iter();
            of_agency
                .map(|(agency, own)| (*agency, own.rows.clone()))
                .collect()
        };
        self.own.rows == other.own.rows
            && self.agencies.all.rows == other.agencies.all.rows
            && differing(self) == differing(other)
    }
}

impl Eq for Calendar {}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calendar")
            .field("rows", &self.own.rows)
            .finish_non_exhaustive()
    }
}
