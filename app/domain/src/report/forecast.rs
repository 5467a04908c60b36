//! A forecast if the pace stays the same: when the backlog is gone, and how many dossiers will be late by Friday.
//!
//! The method (a bootstrap): each of [`RUNS`] runs draws, with replacement, as many days as there are from the last working
//! days; its future days are drawn from those. So the runs differ by how much days differ, and by how little a few days tell
//! about the pace. The middle run is the likely one; eight of ten runs lie in the range. The random numbers follow a fixed
//! rule, so the same days give the same answer.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// The number of simulated runs.
pub const RUNS: u32 = 500;
/// The fewest working days from which a pace is taken.
pub const PACE_DAYS_MIN: usize = 5;
/// A backlog that is not gone after this many working days (about two years) gets no date.
pub const HORIZON_DAYS: u32 = 500;

/// Above this many due dossiers chance hardly changes the result: their expected share is used.
const DRAWN_DOSSIERS_MAX: u64 = 2_000;

/// The dossiers received and ended on a working day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayPace {
    /// Received.
    pub received: u64,
    /// Ended after reception, for whatever reason.
    pub ended: u64,
    /// Of the ended ones, resolved.
    pub resolved: u64,
    /// Of the resolved ones, late.
    pub late: u64,
}

/// The start of the forecast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastStart {
    /// Open dossiers.
    pub open: u64,
    /// Of the open ones, overdue.
    pub overdue: u64,
    /// Running dossiers due by Friday.
    pub due: u64,
    /// Working days left until Friday, today and Friday included.
    pub days_left: u32,
}

/// A likely number and its range: eight of ten runs lie in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastRange {
    /// One run in ten is lower.
    pub low: u64,
    /// The middle run.
    pub likely: u64,
    /// One run in ten is higher.
    pub high: u64,
}

/// When the backlog is gone, in working days from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BacklogEnd {
    /// One run in ten is faster.
    pub earliest: u32,
    /// The middle run.
    pub likely: u32,
    /// One run in ten is slower; `None`: it is not gone within [`HORIZON_DAYS`].
    pub latest: Option<u32>,
}

/// The forecast if the pace stays the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// The number of working days from which it is drawn.
    pub pace_days: u32,
    /// The average received on such a day, in tenths of a dossier.
    pub received_tenths: u64,
    /// The average ended on such a day, in tenths of a dossier.
    pub ended_tenths: u64,
    /// The start of the forecast.
    pub start: ForecastStart,
    /// When the backlog is gone; `None` if it grows, or shrinks too slowly to tell.
    pub gone: Option<BacklogEnd>,
    /// The number of dossiers late by Friday: overdue now, or late among those due by then.
    pub late: ForecastRange,
}

impl Forecast {
    /// The forecast from the last working days; `None` where these are too few, or nothing ever ends.
    #[must_use]
    pub fn of(days: &[DayPace], start: ForecastStart) -> Option<Self> {
        let count = days.len();
        let sum = |of: fn(&DayPace) -> u64| days.iter().map(of).sum::<u64>();
        let (received, ended) = (sum(|day| day.received), sum(|day| day.ended));
        if count < PACE_DAYS_MIN || ended == 0 {
            return None;
        }
        let tenths = |all: u64| (all * 10 + count as u64 / 2) / count as u64;
        let mut draw = Draw::new();
        let runs: Vec<Run> = (0..RUNS)
            .map(|_| Run::play(days, start, &mut draw))
            .collect();
        Some(Self {
            pace_days: u32::try_from(count).unwrap_or(u32::MAX),
            received_tenths: tenths(received),
            ended_tenths: tenths(ended),
            start,
            gone: backlog_end(&runs).filter(|_| ended > received || start.open == 0),
            late: late(&runs),
        })
    }
}

/// The Friday up to which late dossiers are forecast: this week's; on Saturday and Sunday next week's.
#[must_use]
pub fn coming_friday(today: NaiveDate) -> NaiveDate {
    let after =
        (7 + Weekday::Fri.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
    today
        .checked_add_days(Days::new(u64::from(after)))
        .unwrap_or(today)
}

/// One simulated run.
struct Run {
    /// Working days until nothing is open.
    gone: Option<u32>,
    /// Late by Friday.
    late: u64,
}

impl Run {
    fn play(days: &[DayPace], start: ForecastStart, draw: &mut Draw) -> Self {
        let seen: Vec<DayPace> = (0..days.len()).map(|_| draw.of(days)).collect();
        Self {
            gone: days_to_clear(&seen, start.open, draw),
            late: start.overdue + newly_late(&seen, start, draw),
        }
    }
}

fn days_to_clear(seen: &[DayPace], open: u64, draw: &mut Draw) -> Option<u32> {
    let mut left = open;
    for day in 0..HORIZON_DAYS {
        if left == 0 {
            return Some(day);
        }
        let came = draw.of(seen);
        left = (left + came.received).saturating_sub(came.ended);
    }
    None
}

/// The newly late among those due by Friday: the share that was late of the resolved ones, and at least those for which the
/// remaining days do not suffice even if only overdue and due dossiers are worked on.
fn newly_late(seen: &[DayPace], start: ForecastStart, draw: &mut Draw) -> u64 {
    let resolved: u64 = seen.iter().map(|day| day.resolved).sum();
    let late: u64 = seen.iter().map(|day| day.late).sum();
    let capacity: u64 = (0..start.days_left).map(|_| draw.of(seen).ended).sum();
    let short = (start.overdue + start.due).saturating_sub(capacity);
    draw.share(start.due, late, resolved)
        .max(short.min(start.due))
}

/// The end of the backlog over all runs; `None` where the middle run does not end.
fn backlog_end(runs: &[Run]) -> Option<BacklogEnd> {
    let mut days: Vec<u32> = runs
        .iter()
        .map(|run| run.gone.unwrap_or(u32::MAX))
        .collect();
    days.sort_unstable();
    let told = |tenths| at(&days, tenths).filter(|days| *days < u32::MAX);
    Some(BacklogEnd {
        earliest: told(1)?,
        likely: told(5)?,
        latest: told(9),
    })
}

fn late(runs: &[Run]) -> ForecastRange {
    let mut late: Vec<u64> = runs.iter().map(|run| run.late).collect();
    late.sort_unstable();
    let told = |tenths| at(&late, tenths).unwrap_or_default();
    ForecastRange {
        low: told(1),
        likely: told(5),
        high: told(9),
    }
}

fn at<T: Copy>(sorted: &[T], tenths: usize) -> Option<T> {
    sorted.get(sorted.len() * tenths / 10).copied()
}

/// Random numbers by a fixed rule (`SplitMix64`).
struct Draw(u64);

impl Draw {
    const fn new() -> Self {
        Self(0x5a6e_6800)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A random number below a bound.
    fn below(&mut self, bound: u64) -> u64 {
        let wide = u128::from(self.next()) * u128::from(bound);
        u64::try_from(wide >> 64).unwrap_or_default()
    }

    fn of(&mut self, days: &[DayPace]) -> DayPace {
        let at = usize::try_from(self.below(days.len() as u64)).unwrap_or_default();
        days.get(at).copied().unwrap_or_default()
    }

    /// How many of `all` draws hit, each with a chance of `part` in `whole`.
    fn share(&mut self, all: u64, part: u64, whole: u64) -> u64 {
        if part == 0 || whole == 0 {
            return 0;
        }
        if all > DRAWN_DOSSIERS_MAX {
            let hit = u128::from(all) * u128::from(part) / u128::from(whole);
            return u64::try_from(hit).unwrap_or(all);
        }
        (0..all).map(|_| u64::from(self.below(whole) < part)).sum()
    }
}
