//! Decided days of the calendar. A due time that depends on an undecided day is marked on the page.
//!
//! Tết, Quốc khánh and swapped days are decided year by year (Labour Code 2019 Art. 112(3)), mostly in the last quarter of the
//! year before. Until then a due time in that year counts by the office hours alone, and is marked.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::word::UnknownValue;

/// The days off that a year needs to count as decided: the holidays of the Labour Code 2019 Art. 112(1). A holiday on a weekly
/// day off has its day in lieu (Art. 111(3)), so each of them has a row. Ours: a closure after a storm, or 1 January typed in
/// alone, does not make the calendar of a year.
pub const DAYS_OFF_PER_YEAR: usize = 11;

/// Whether a date of the calendar is decided.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum DayStatus {
    /// Decided.
    #[default]
    Decided,
    /// Expected, and waiting for its decision ("chờ quyết định"). It counts as it stands.
    Pending,
}

impl DayStatus {
    /// Both values.
    pub const ALL: [Self; 2] = [Self::Decided, Self::Pending];

    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Pending => "pending",
        }
    }
}

impl fmt::Display for DayStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DayStatus {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        let found = Self::ALL.into_iter().find(|status| status.as_str() == word);
        found.ok_or_else(|| UnknownValue {
            expected: "a status of a date",
            given: word.to_owned(),
        })
    }
}

/// An undecided part of the calendar on which a due time depends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Undecided {
    /// A date that waits for its decision.
    Day(NaiveDate),
    /// A local year whose days off are not decided.
    Year(i32),
}
