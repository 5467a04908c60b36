//! Working time: the centre's calendar, due instants and lateness.
//!
//! Everything here is a function of its arguments; the present is always passed in.

pub mod calendar;
pub mod decided;
pub mod due;
pub mod lateness;
mod local;
pub mod office_hours;
pub mod seed;
mod timetable;
pub mod undecided;
mod written;

#[cfg(test)]
mod tests;

pub use calendar::{Calendar, WorkingMinutes};
pub use decided::{DayStatus, Undecided};
pub use due::{LimitLength, ResumeRule, TimeLimit, due_after_pause, due_at};
pub use lateness::{DeadlineRule, Lateness, Outcome, is_overdue, outcome, overdue_from};
pub use local::day_start;
pub use office_hours::{CalendarDay, Interval, OfficeHours};
pub use seed::{seed_days_2025_2027, seed_office_hours};

/// A point in time: UTC, whole milliseconds.
pub type Instant = chrono::DateTime<chrono::Utc>;

/// The instant cut to whole milliseconds. Every instant is cut on entry: the database engines keep different precision, and
/// must agree on what is late.
pub fn whole_ms(at: Instant) -> Instant {
    Instant::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}

/// The first instant of the minute the instant lies in. Every zone's clocks have differed from UTC by whole minutes since 1972, so
/// this is the minute they show.
pub fn whole_minute(at: Instant) -> Instant {
    const MINUTE_MS: i64 = 60_000;
    let minutes = at.timestamp_millis().div_euclid(MINUTE_MS);
    Instant::from_timestamp_millis(minutes * MINUTE_MS).unwrap_or(at)
}
