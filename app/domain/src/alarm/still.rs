//! Figures that do not move: learned from how long they usually stand.
//!
//! Ours: of the times between two changes in recent weeks, in working time, those that began in an hour of the day say what is
//! usual then. The figures stand too long when they have stood for more than twice what 99 of 100 of those times took, and for
//! more than ten minutes. An hour with fewer than twenty of them borrows those of all hours; where there are not twenty in all,
//! nothing is said. Half a working day without a change is left out: the office was closed or the system was down.

use chrono::{Duration, Timelike};

use super::model::CheckState;
use crate::deadline::{Calendar, Instant};

/// The fewest times that say what is usual.
pub const TIMES_MIN: usize = 20;
/// Of a hundred times so many are usual.
const USUAL_OF_100: usize = 99;
/// So many times the usual is too long.
const TIMES_USUAL: i32 = 2;
/// Minutes that are never too long.
pub const MINUTES_MIN: i64 = 10;
/// Working hours without a change that are no measure.
const HOURS_MAX: i64 = 4;

/// The usual time between two changes of the figures, by the hour of the day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UsualPace {
    hours: [Option<Duration>; 24],
    all: Option<Duration>,
}

impl UsualPace {
    /// Learns it from past changes, in their order.
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

    /// From where on it is too long for what began at an instant; `None`: not known.
    #[must_use]
    pub fn limit(&self, began: Instant, calendar: &Calendar) -> Option<Duration> {
        let of_hour = self.hours.get(hour(began, calendar)).copied().flatten();
        let usual = of_hour.or(self.all)?;
        Some((usual * TIMES_USUAL).max(Duration::minutes(MINUTES_MIN)))
    }
}

/// The time that so many of a hundred do not exceed.
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

/// Whether figures that changed last at `changed` stand too long; outside office hours they may.
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
