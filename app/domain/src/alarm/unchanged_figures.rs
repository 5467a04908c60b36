//! Figures that do not change: whether that is unusual, learned from past changes.
//!
//! Ours: the working times between two changes in recent weeks, grouped by the hour of the day in which they began. The limit
//! of an hour is twice the time that 99 of 100 of them did not exceed, and at least ten minutes. An hour with fewer than twenty
//! times uses those of all hours; with fewer than twenty in all there is no limit. A gap of half a working day or more is left
//! out: the office was closed or the system was down.

use chrono::{Duration, Timelike};

use super::model::CheckState;
use crate::deadline::{Calendar, Instant};

/// The fewest times from which a limit is learned.
pub const TIMES_MIN: usize = 20;
/// Of a hundred times, how many count as usual.
const USUAL_OF_100: usize = 99;
/// The limit as a multiple of the longest usual time.
const TIMES_USUAL: i32 = 2;
/// The smallest limit, in minutes.
pub const MINUTES_MIN: i64 = 10;
/// Gaps between changes of this many working hours or more are left out.
const HOURS_MAX: i64 = 4;

/// The usual time between two changes of the figures, by the hour of the day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UsualPace {
    hours: [Option<Duration>; 24],
    all: Option<Duration>,
}

impl UsualPace {
    /// Learns from past changes, in their order.
    #[must_use]
    pub fn learned(changes: &[Instant], calendar: &Calendar) -> Self {
        let mut by_hour: [Vec<Duration>; 24] = Default::default();
        let mut all = Vec::new();
        for (from, to) in changes.iter().zip(changes.iter().skip(1)) {
            let time = calendar.working_time(*from, *to);
            if time > Duration::hours(HOURS_MAX) || time <= Duration::zero() {
                continue;
            }
            all.push(time);
            if let Some(times) = by_hour.get_mut(hour(*from, calendar)) {
                times.push(time);
            }
        }
        Self {
            hours: by_hour.map(longest_usual),
            all: longest_usual(all),
        }
    }

    /// The limit for a pause that began at an instant; `None` when too little was learned.
    #[must_use]
    pub fn limit(&self, began: Instant, calendar: &Calendar) -> Option<Duration> {
        let of_hour = self.hours.get(hour(began, calendar)).copied().flatten();
        let usual = of_hour.or(self.all)?;
        Some((usual * TIMES_USUAL).max(Duration::minutes(MINUTES_MIN)))
    }
}

/// The time that [`USUAL_OF_100`] of a hundred do not exceed.
fn longest_usual(mut times: Vec<Duration>) -> Option<Duration> {
    if times.len() < TIMES_MIN {
        return None;
    }
    times.sort_unstable();
    let place = (times.len() * USUAL_OF_100).div_ceil(100);
    times.get(place.saturating_sub(1)).copied()
}

/// The hour of the working time that begins at an instant.
fn hour(at: Instant, calendar: &Calendar) -> usize {
    let at = calendar.next_opening(at).unwrap_or(at);
    at.with_timezone(&calendar.zone()).hour() as usize
}

/// Whether figures that last changed at `changed` have not changed for too long. Never a fault outside office hours.
#[must_use]
pub fn still(changed: Instant, now: Instant, calendar: &Calendar, usual: &UsualPace) -> CheckState {
    let Some(limit) = usual.limit(changed, calendar) else {
        return CheckState::Unknown;
    };
    let stood = calendar.working_time(changed, now);
    if stood <= limit {
        return CheckState::Fine;
    }
    if !calendar.is_open(now) {
        return CheckState::Unknown;
    }
    CheckState::Wrong {
        value: stood.num_minutes(),
        threshold: limit.num_minutes(),
    }
}

#[cfg(test)]
mod tests;
