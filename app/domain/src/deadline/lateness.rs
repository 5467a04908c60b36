//! Lateness: early, on time or late, and when an open dossier becomes overdue.
//!
//! Four definitions are in use and differ on the due day only. Ours: late is resolved after the due time, early is resolved on
//! a local date before the due date, on time is the rest. A due time counts as printed, to the minute: resolved within the due
//! minute is on time.

use std::fmt;
use std::str::FromStr;

use chrono::Duration;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Instant, local, whole_minute, whole_ms};
use crate::word::UnknownValue;

/// The limit by which a dossier must be resolved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineRule {
    /// By the due time.
    #[default]
    Instant,
    /// By the end of the local due date, as the software of report II.06a counts.
    Day,
}

impl DeadlineRule {
    /// The word stored and configured.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Instant => "instant",
            Self::Day => "day",
        }
    }
}

impl fmt::Display for DeadlineRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DeadlineRule {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        [Self::Instant, Self::Day]
            .into_iter()
            .find(|rule| rule.as_str() == word)
            .ok_or_else(|| UnknownValue {
                expected: "a deadline rule",
                given: word.to_owned(),
            })
    }
}

/// The precision of due times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DuePrecision {
    /// The minute, as printed: the whole due minute is in time (ours).
    #[default]
    Minute,
    /// The millisecond: the rule before due times counted to the minute.
    Millisecond,
}

impl DuePrecision {
    /// The word stored in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Millisecond => "millisecond",
        }
    }
}

impl FromStr for DuePrecision {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        [Self::Minute, Self::Millisecond]
            .into_iter()
            .find(|precision| precision.as_str() == word)
            .ok_or_else(|| UnknownValue {
                expected: "a precision of due times",
                given: word.to_owned(),
            })
    }
}

/// The outcome of a resolved dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Trước hạn: resolved on a local date before the due date.
    Early,
    /// Đúng hạn: neither early nor late.
    OnTime,
    /// Quá hạn: resolved after what the [`DeadlineRule`] allows.
    Late,
}

impl Outcome {
    /// The word stored in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Early => "early",
            Self::OnTime => "on_time",
            Self::Late => "late",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Outcome {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        [Self::Early, Self::OnTime, Self::Late]
            .into_iter()
            .find(|outcome| outcome.as_str() == word)
            .ok_or_else(|| UnknownValue {
                expected: "an outcome",
                given: word.to_owned(),
            })
    }
}

/// The rules of lateness of a centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Lateness {
    /// The limit by which a dossier must be resolved.
    pub rule: DeadlineRule,
    /// Due times from this instant on, the start of a local day, count to the minute; those before it to the millisecond, as
    /// they did when they were counted and signed.
    pub minutes_from: Instant,
}

impl Lateness {
    /// The instant before which a due time is overdue at `at`: exactly the running dossiers due before it are overdue.
    pub fn due_before(self, zone: Tz, at: Instant) -> Instant {
        match self.rule {
            DeadlineRule::Instant if at <= self.minutes_from => at,
            DeadlineRule::Instant => whole_minute(at),
            DeadlineRule::Day => local::day_start(zone, local::local_date(zone, at)),
        }
    }
}

/// Every due time counts to the minute.
impl From<DeadlineRule> for Lateness {
    fn from(rule: DeadlineRule) -> Self {
        Self {
            rule,
            minutes_from: Instant::MIN_UTC,
        }
    }
}

/// By the due time, to the minute.
impl Default for Lateness {
    fn default() -> Self {
        DeadlineRule::default().into()
    }
}

/// The outcome of a dossier resolved at the instant. Without a due time it is on time; such dossiers are counted apart.
pub fn outcome(
    lateness: Lateness,
    zone: Tz,
    due: Option<Instant>,
    resolved_at: Instant,
) -> Outcome {
    let Some(due) = due else {
        return Outcome::OnTime;
    };
    if is_overdue(lateness, zone, Some(due), resolved_at) {
        return Outcome::Late;
    }
    if local::local_date(zone, resolved_at) < local::local_date(zone, due) {
        return Outcome::Early;
    }
    Outcome::OnTime
}

/// Whether a dossier that is not resolved by the instant is overdue then. Never without a due time.
pub fn is_overdue(lateness: Lateness, zone: Tz, due: Option<Instant>, at: Instant) -> bool {
    due.is_some_and(|due| at >= overdue_from(lateness, zone, due))
}

/// The first millisecond at which a dossier with this due time counts as overdue: the end of the due minute; for due times that
/// do not count to the minute, the millisecond after the due instant; or the midnight that ends the local due date.
pub fn overdue_from(lateness: Lateness, zone: Tz, due: Instant) -> Instant {
    let (begins, lasts) = match lateness.rule {
        DeadlineRule::Day => return local::next_midnight(zone, due),
        DeadlineRule::Instant if due < lateness.minutes_from => {
            (whole_ms(due), Duration::milliseconds(1))
        }
        DeadlineRule::Instant => (whole_minute(due), Duration::minutes(1)),
    };
    begins.checked_add_signed(lasts).unwrap_or(due)
}
