//! The number of dossiers of each day, and their times.
//!
//! Ours: a ward centre receives about 240 dossiers a working day. With enough dossiers for that, the history begins on 1
//! January of last year, or up to four years earlier, all days alike; with still more the days get busier. With fewer, this
//! month and the two before get up to 45 % of all dossiers, to be as realistic as possible; the rest is spread thinly over the
//! months before, and more evenly over the fields: last year's volumes decide which fields may be shown by name.

use chrono::{Datelike, Duration, Months, NaiveDate, NaiveTime, Weekday};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::Calendar;

use super::offer::Mix;

/// Dossiers per working day of a ward centre.
const PER_WORKING_DAY: u64 = 240;
/// The largest share of the recent months in all dossiers, in percent.
const RECENT_PERCENT: u64 = 45;
/// The most years of history before last year.
const YEARS_MORE: i32 = 4;
/// The length of one slot of the day, in minutes.
const SLOT_MIN: i64 = 30;
/// Online dossiers of a day off, for a thousand of a working day.
const DAY_OFF_PERMILLE: u64 = 90;
/// Of a thousand dossiers of a working day, those registered online.
const ONLINE_PERMILLE: u64 = 700;

/// The relative load of each hour at the reception desk (within office hours) and on the portal.
const DESK_HOURS: [u64; 24] = [
    1, 1, 1, 1, 1, 1, 4, 7, 10, 10, 8, 5, 3, 6, 9, 7, 4, 1, 1, 1, 1, 1, 1, 1,
];
const PORTAL_HOURS: [u64; 24] = [
    1, 0, 0, 0, 0, 1, 3, 7, 10, 11, 9, 7, 5, 6, 9, 9, 8, 5, 4, 5, 6, 6, 4, 2,
];

/// Half an hour, or the past part of it, with its weight.
#[derive(Clone, Copy, Debug)]
struct Slot {
    from: Instant,
    ms: i64,
    upto: u64,
}

/// One date of the history.
#[derive(Clone, Debug)]
pub struct Day {
    /// The local date.
    pub date: NaiveDate,
    /// The number of dossiers opened on it.
    pub openings: u64,
    /// The distribution over the fields.
    pub mix: Mix,
    desk: Vec<Slot>,
    portal: Vec<Slot>,
}

impl Day {
    /// Whether the reception desk takes dossiers on this day.
    pub fn has_desk_hours(&self) -> bool {
        !self.desk.is_empty()
    }

    /// An instant at which a dossier comes in at the reception desk.
    pub fn at_desk(&self, rng: &mut ChaCha8Rng) -> Option<Instant> {
        drawn(&self.desk, rng)
    }

    /// An instant at which a dossier comes through the portal.
    pub fn on_portal(&self, rng: &mut ChaCha8Rng) -> Option<Instant> {
        drawn(&self.portal, rng)
    }
}

/// The dates of a history of `size` dossiers that ends before `now`, with the number of dossiers of each; their sum is `size`.
pub struct Days {
    calendar: Calendar,
    now: Instant,
    size: u64,
    seed: u64,
    next: NaiveDate,
    recent: NaiveDate,
    /// The weight of a working day before the recent months, and in them.
    weights: (u64, u64),
    whole: u64,
    weight_done: u64,
    openings_done: u64,
}

impl Days {
    /// Plans a history.
    pub fn new(calendar: &Calendar, size: u32, seed: u64, now: Instant) -> Self {
        let size = u64::from(size);
        let today = calendar.local_date(now);
        let recent = month_start(today)
            .checked_sub_months(Months::new(2))
            .unwrap_or(today);
        let first = first_date(calendar, size, today);
        let working = |from, to| calendar.working_days(from, to).len() as u64;
        let (recent_days, past_days) =
            (working(recent, today).max(1), working(first, recent).max(1));
        let recent_size = (PER_WORKING_DAY * recent_days).min(size * RECENT_PERCENT / 100);
        let enough = size >= PER_WORKING_DAY * (recent_days + past_days);
        let weights = if enough {
            (1_000, 1_000)
        } else {
            let past = (size - recent_size) * 1_000 / past_days;
            (past.max(1), (recent_size * 1_000 / recent_days).max(1))
        };
        let mut days = Self {
            calendar: calendar.clone(),
            now,
            size,
            seed,
            next: first,
            recent,
            weights,
            whole: 0,
            weight_done: 0,
            openings_done: 0,
        };
        let dates = first.iter_days().take_while(|date| *date <= today);
        days.whole = dates.map(|date| days.weight(date)).sum();
        days
    }

    /// The random weight of a day: Mondays are busy, Fridays are not.
    fn weight(&self, date: NaiveDate) -> u64 {
        let base = if date < self.recent {
            self.weights.0
        } else {
            self.weights.1
        };
        let of_weekday = match date.weekday() {
            Weekday::Mon => 1_150,
            Weekday::Tue => 1_060,
            Weekday::Wed => 1_000,
            Weekday::Thu => 980,
            Weekday::Fri => 880,
            Weekday::Sat | Weekday::Sun => 800,
        };
        let mut rng = ChaCha8Rng::seed_from_u64(
            self.seed ^ u64::from(date.num_days_from_ce().unsigned_abs()),
        );
        let chance = rng.random_range(880..1_120);
        let kind = if self.calendar.is_working_day(date) {
            1_000
        } else {
            DAY_OFF_PERMILLE
        };
        let weight = base * of_weekday * chance / 1_000 * kind / 1_000;
        weight * self.passed_permille(date) / 1_000
    }

    /// The share of a day's dossiers that have come in by now, per mille.
    fn passed_permille(&self, date: NaiveDate) -> u64 {
        if date < self.calendar.local_date(self.now) {
            return 1_000;
        }
        let end = self.calendar.day_start(date + Duration::days(1));
        let part = |now: &[Slot], whole: &[Slot]| {
            let whole = weight_of(whole).max(1);
            weight_of(now) * 1_000 / whole
        };
        let desk = part(
            &desk_slots(&self.calendar, date, self.now),
            &desk_slots(&self.calendar, date, end),
        );
        let portal = part(
            &portal_slots(&self.calendar, date, self.now),
            &portal_slots(&self.calendar, date, end),
        );
        (desk * (1_000 - ONLINE_PERMILLE) + portal * ONLINE_PERMILLE) / 1_000
    }
}

impl Iterator for Days {
    type Item = Day;

    fn next(&mut self) -> Option<Day> {
        let date = self.next;
        if date > self.calendar.local_date(self.now) {
            return None;
        }
        self.next = date.succ_opt()?;
        self.weight_done += self.weight(date);
        let upto =
            u128::from(self.size) * u128::from(self.weight_done) / u128::from(self.whole.max(1));
        let upto = u64::try_from(upto).unwrap_or(self.size);
        let openings = upto - self.openings_done;
        self.openings_done = upto;
        Some(Day {
            date,
            openings,
            mix: if date < self.recent && self.weights.0 < self.weights.1 {
                Mix::Flat
            } else {
                Mix::Natural
            },
            desk: desk_slots(&self.calendar, date, self.now),
            portal: portal_slots(&self.calendar, date, self.now),
        })
    }
}

fn month_start(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

/// The first date of the history: 1 January of last year, or earlier if there are enough dossiers for full days.
fn first_date(calendar: &Calendar, size: u64, today: NaiveDate) -> NaiveDate {
    let january = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(today);
    let last_year = today.year() - 1;
    let fits = |first: &NaiveDate| {
        calendar.working_days(*first, today).len() as u64 * PER_WORKING_DAY <= size
    };
    (last_year - YEARS_MORE..last_year)
        .map(january)
        .find(fits)
        .unwrap_or_else(|| january(last_year))
}

/// The office hours of a date up to an instant.
fn desk_slots(calendar: &Calendar, date: NaiveDate, until: Instant) -> Vec<Slot> {
    let midnight = calendar.day_start(date);
    let mut slots = Slots::new(&DESK_HOURS, midnight, until);
    for interval in calendar.intervals(date) {
        let since_midnight = |time: NaiveTime| time.signed_duration_since(NaiveTime::MIN);
        let (open, close) = (
            since_midnight(interval.open),
            since_midnight(interval.close),
        );
        slots.add(midnight + open, midnight + close);
    }
    slots.made
}

/// The whole date up to an instant.
fn portal_slots(calendar: &Calendar, date: NaiveDate, until: Instant) -> Vec<Slot> {
    let midnight = calendar.day_start(date);
    let mut slots = Slots::new(&PORTAL_HOURS, midnight, until);
    slots.add(midnight, calendar.day_start(date + Duration::days(1)));
    slots.made
}

fn weight_of(slots: &[Slot]) -> u64 {
    slots.last().map_or(0, |slot| slot.upto)
}

fn drawn(slots: &[Slot], rng: &mut ChaCha8Rng) -> Option<Instant> {
    let whole = weight_of(slots);
    if whole == 0 {
        return None;
    }
    let place = rng.random_range(0..whole);
    let slot = slots.get(slots.partition_point(|slot| slot.upto <= place))?;
    Some(slot.from + Duration::milliseconds(rng.random_range(0..slot.ms)))
}

/// The slots of a day, while they are collected.
struct Slots<'a> {
    hours: &'a [u64; 24],
    midnight: Instant,
    until: Instant,
    made: Vec<Slot>,
}

impl<'a> Slots<'a> {
    fn new(hours: &'a [u64; 24], midnight: Instant, until: Instant) -> Self {
        Self {
            hours,
            midnight,
            until,
            made: Vec::new(),
        }
    }

    /// Adds `[from, to)`, in slots of half an hour.
    fn add(&mut self, from: Instant, to: Instant) {
        let to = to.min(self.until);
        let mut start = from;
        while start < to {
            let end = (start + Duration::minutes(SLOT_MIN)).min(to);
            let ms = (end - start).num_milliseconds();
            let hour = usize::try_from((start - self.midnight).num_hours()).unwrap_or(0);
            let busy = self.hours.get(hour).copied().unwrap_or(0);
            let upto = weight_of(&self.made) + busy * ms.unsigned_abs();
            self.made.push(Slot {
                from: start,
                ms,
                upto,
            });
            start = end;
        }
    }
}
