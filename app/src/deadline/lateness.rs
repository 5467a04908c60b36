//! Early, on time, late; and from when an open dossier is overdue.
//!
//! Four definitions are in use and differ on the due day only. Ours: late is resolved after the due
//! instant, early is resolved on a local date before the due date, on time is the rest.

use std::fmt;
use std::str::FromStr;

use chrono::Duration;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Instant, UnknownWord, local, whole_ms};

/// What a dossier must be resolved by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineRule {
    /// By the due instant.
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
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        [Self::Instant, Self::Day]
            .into_iter()
            .find(|rule| rule.as_str() == word)
            .ok_or_else(|| UnknownWord {
                expected: "a deadline rule",
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
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        [Self::Early, Self::OnTime, Self::Late]
            .into_iter()
            .find(|outcome| outcome.as_str() == word)
            .ok_or_else(|| UnknownWord {
                expected: "an outcome",
                given: word.to_owned(),
            })
    }
}

/// How a dossier resolved at the instant counts. Without a due time it is on time; it is flagged
/// elsewhere.
pub fn outcome(
    rule: DeadlineRule,
    zone: Tz,
    due: Option<Instant>,
    resolved_at: Instant,
) -> Outcome {
    let Some(due) = due else {
        return Outcome::OnTime;
    };
    if is_overdue(rule, zone, Some(due), resolved_at) {
        return Outcome::Late;
    }
    if local::local_date(zone, resolved_at) < local::local_date(zone, due) {
        return Outcome::Early;
    }
    Outcome::OnTime
}

/// Whether a dossier not resolved by the instant is overdue then. Never without a due time.
pub fn is_overdue(rule: DeadlineRule, zone: Tz, due: Option<Instant>, at: Instant) -> bool {
    due.is_some_and(|due| at >= overdue_from(rule, zone, due))
}

/// The first millisecond at which a dossier so due counts as overdue: the one after the due instant,
/// or the midnight that ends the local due date.
pub fn overdue_from(rule: DeadlineRule, zone: Tz, due: Instant) -> Instant {
    match rule {
        DeadlineRule::Instant => {
            let due = whole_ms(due);
            due.checked_add_signed(Duration::milliseconds(1))
                .unwrap_or(due)
        }
        DeadlineRule::Day => local::next_midnight(zone, due),
    }
}
