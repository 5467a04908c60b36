//! Ratings of the service, and the figures of them that may be shown.
//!
//! A rating has no link to its dossier, and no figure may create one: somebody who knows which dossier was rated on which day
//! must not learn the rating from a figure, nor from the difference of two figures. So a figure covers closed weeks only, as
//! many together as are needed for enough ratings.

use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::word::UnknownValue;

/// Minutes for which a rating opened by a clerk can be given (ours: as long as the visitor is at the desk).
pub const TICKET_MIN: i64 = 15;
/// Digits of the number that is typed on the desk's tablet.
pub const TICKET_DIGITS: usize = 8;

/// A degree of satisfaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Score {
    /// Very satisfied.
    VerySatisfied,
    /// Satisfied.
    Satisfied,
    /// Neither.
    Neutral,
    /// Dissatisfied.
    Dissatisfied,
}

impl Score {
    /// Every score, the best first.
    pub const ALL: [Self; 4] = [
        Self::VerySatisfied,
        Self::Satisfied,
        Self::Neutral,
        Self::Dissatisfied,
    ];

    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::VerySatisfied => "very_satisfied",
            Self::Satisfied => "satisfied",
            Self::Neutral => "neutral",
            Self::Dissatisfied => "dissatisfied",
        }
    }
}

impl FromStr for Score {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        let found = Self::ALL.into_iter().find(|score| score.as_str() == word);
        found.ok_or_else(|| UnknownValue {
            expected: "a rating",
            given: word.to_owned(),
        })
    }
}

/// The number of ratings of each score, best first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scores(pub [u64; Score::ALL.len()]);

impl Scores {
    /// Adds ratings of a score.
    pub fn add(&mut self, score: Score, ratings: u64) {
        for (known, count) in Score::ALL.iter().zip(&mut self.0) {
            if *known == score {
                *count = count.saturating_add(ratings);
            }
        }
    }

    /// The number of ratings of a score.
    #[must_use]
    pub fn of(&self, score: Score) -> u64 {
        let mut both = Score::ALL.iter().zip(self.0);
        both.find(|(known, _)| **known == score)
            .map_or(0, |(_, count)| count)
    }

    /// The number of all ratings.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The number of satisfied and very satisfied ratings.
    #[must_use]
    pub fn satisfied(&self) -> u64 {
        self.of(Score::VerySatisfied) + self.of(Score::Satisfied)
    }

    fn plus(self, other: Self) -> Self {
        let mut sum = self;
        for score in Score::ALL {
            sum.add(score, other.of(score));
        }
        sum
    }
}

/// The Monday of a date's week.
fn monday(date: NaiveDate) -> NaiveDate {
    let since = u64::from(date.weekday().num_days_from_monday());
    date.checked_sub_days(Days::new(since)).unwrap_or(date)
}

/// The local dates, the last one exclusive, that a figure of ratings covers when it is requested on `today`: the closed weeks
/// of the year in which the last closed week ended. It begins on the same day all year long: if it moved, the ratings that
/// leave it could be computed.
#[must_use]
pub fn span(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let end = monday(today);
    let last = end.pred_opt().unwrap_or(end);
    let first = NaiveDate::from_yo_opt(last.year(), 1).unwrap_or(last);
    (monday(first), end)
}

/// The ratings of a span that may be shown: its weeks in groups, each of at least this many ratings; the remaining weeks at the
/// end wait for later ones. Zero ratings mean that nothing may be shown.
#[must_use]
pub fn shown(
    days: &[(NaiveDate, Scores)],
    (start, end): (NaiveDate, NaiveDate),
    at_least: u64,
) -> Scores {
    let at_least = at_least.max(1);
    let mut shown = Scores::default();
    let mut step = Scores::default();
    let mut week = start;
    while week < end {
        let Some(next) = week.checked_add_days(Days::new(7)) else {
            break;
        };
        let of_week = days
            .iter()
            .filter(|(day, _)| *day >= week && *day < next.min(end));
        step = of_week.fold(step, |step, (_, scores)| step.plus(*scores));
        if step.all() >= at_least {
            shown = shown.plus(step);
            step = Scores::default();
        }
        week = next;
    }
    shown
}

/// A share in tenths of a per cent; `None` of an empty whole.
#[must_use]
pub fn share_tenths(part: u64, whole: u64) -> Option<u16> {
    if whole == 0 {
        return None;
    }
    let tenths = (part.min(whole) * 2_000 + whole) / (2 * whole);
    u16::try_from(tenths).ok()
}

#[cfg(test)]
mod tests;
