//! Early, on time, late; and from when an open dossier is overdue.
//!
//! Four definitions are in use and differ on the due day only. Ours: late is resolved after the due
//! time, early is resolved on a local date before the due date, on time is the rest. A promise counts
//! as it is printed, to the minute: resolved within the due minute is on time.

use std::fmt;
use std::str::FromStr;

use chrono::Duration;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Instant, local, whole_minute, whole_ms};
use crate::word::UnknownValue;

/// What a dossier must be resolved by.
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
    /// The word it is stored and configured under.
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

/// How exactly a due time counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DuePrecision {
    /// As it is printed: the whole of its minute is in time (ours).
    #[default]
    Minute,
    /// To the millisecond, as before promises counted to the minute.
    Millisecond,
}

impl DuePrecision {
    /// The word it is stored under.
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

/// How a resolved dossier counts.
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
    /// The word it is stored under.
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

/// What counts as late at a centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Lateness {
    /// What a dossier must be resolved by.
    pub rule: DeadlineRule,
    /// Due times from here on, the start of a local day, count to the minute; those before it to the millisecond, as they did when
    /// they were counted and signed.
    pub minutes_from: Instant,
}

impl Lateness {
    /// Running dossiers due before this instant, and no others, are overdue at `at`.
    pub fn due_before(self, zone: Tz, at: Instant) -> Instant {
        match self.rule {
            DeadlineRule::Instant if at <= self.minutes_from => at,
            DeadlineRule::Instant => whole_minute(at),
            DeadlineRule::Day => local::day_start(zone, local::local_date(zone, at)),
        }
    }
}

/// At a centre where every due time counts to the minute.
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

/// How a dossier resolved at the instant counts. Without a due time it is on time; it is flagged
/// elsewhere.
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

/// Whether a dossier not resolved by the instant is overdue then. Never without a due time.
pub fn is_overdue(lateness: Lateness, zone: Tz, due: Option<Instant>, at: Instant) -> bool {
    due.is_some_and(|due| at >= overdue_from(lateness, zone, due))
}

/// The first millisecond at which a dossier so due counts as overdue: the end of the due minute (or, where due times do not yet
/// count to the minute, the millisecond after the due instant), or the midnight that ends the local due date.
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
