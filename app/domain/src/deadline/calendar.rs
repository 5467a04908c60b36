//! The calendar: working time by the office hours and the dates that differ from them.
//!
//! It holds working time only. Reception on a Saturday morning that does not count as working time is not in this calendar.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use chrono::{Datelike, Duration, Months, NaiveDate};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::decided::DayStatus;
use super::office_hours::{CalendarDay, Interval, OfficeHours, in_order};
use super::timetable::{
    Agencies, FIRST_YEAR, LAST_YEAR, Rows, Timetable, bounds_ms, decided_years,
};
use super::{Instant, local};
use crate::id::AgencyId;

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
#[serde(from = "SerializedCalendar", into = "SerializedCalendar")]
pub struct Calendar {
    pub(super) own: Arc<Timetable>,
    pub(super) agencies: Arc<Agencies>,
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

/// The serialised form of a calendar: its rows, without the values computed from them.
#[derive(Serialize, Deserialize)]
struct SerializedCalendar {
    own: Rows,
    all: Rows,
    differing: BTreeMap<AgencyId, Rows>,
    decided_years: BTreeSet<i32>,
}

impl From<Calendar> for SerializedCalendar {
    fn from(calendar: Calendar) -> Self {
        let Agencies {
            all,
            differing,
            decided_years,
        } = &*calendar.agencies;
        let differing = differing.iter();
        Self {
            own: calendar.own.rows.clone(),
            all: all.rows.clone(),
            differing: differing
                .map(|(agency, own)| (*agency, own.rows.clone()))
                .collect(),
            decided_years: decided_years.clone(),
        }
    }
}

impl From<SerializedCalendar> for Calendar {
    fn from(rows: SerializedCalendar) -> Self {
        let timetable = |rows| Arc::new(Timetable::new(rows));
        let differing = rows.differing.into_iter();
        Self {
            own: timetable(rows.own),
            agencies: Arc::new(Agencies {
                all: timetable(rows.all),
                differing: differing
                    .map(|(agency, own)| (agency, timetable(own)))
                    .collect(),
                decided_years: rows.decided_years,
            }),
        }
    }
}
