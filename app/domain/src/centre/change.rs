//! A change of the calendar: the rows it results in, and its effect on open due times.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::deadline::Instant;
use crate::deadline::calendar::Calendar;
use crate::deadline::office_hours::{CalendarDay, OfficeHours};
use crate::dossier::{DossierCode, Refusal};
use crate::id::AgencyId;

/// The most moved dossiers that a preview lists, and the most that cannot be moved (ours).
pub const SHOWN_MAX: usize = 100;
/// The most due times that one change may move: other writes wait meanwhile (ours).
pub const MOVED_MAX: u64 = 200_000;

/// The rows a calendar is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarRows {
    /// Office hours, each from its date on, oldest first.
    pub hours: Vec<OfficeHours>,
    /// The dates that differ, in order.
    pub days: Vec<CalendarDay>,
}

impl CalendarRows {
    /// The calendar of these rows.
    #[must_use]
    pub fn calendar(&self, zone: Tz) -> Calendar {
        Calendar::new(zone, self.hours.clone(), self.days.clone())
    }

    /// The row of a date, for one agency or for all.
    #[must_use]
    pub fn day(&self, date: NaiveDate, agency: Option<AgencyId>) -> Option<&CalendarDay> {
        let mut days = self.days.iter();
        days.find(|day| day.date == date && day.agency == agency)
    }

    /// The office hours that begin on a date.
    #[must_use]
    pub fn hours_from(&self, valid_from: NaiveDate) -> Option<&OfficeHours> {
        self.hours.iter().find(|row| row.valid_from == valid_from)
    }

    /// The office hours in force on a date.
    #[must_use]
    pub fn hours_on(&self, date: NaiveDate) -> Option<&OfficeHours> {
        let held = self.hours.iter().filter(|row| row.valid_from <= date);
        held.max_by_key(|row| row.valid_from)
    }
}

/// A change of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarChange {
    /// Adds or replaces these dates.
    Days(Vec<CalendarDay>),
    /// Removes the row of a date, so that the office hours apply to it.
    RemoveDay {
        /// The date.
        date: NaiveDate,
        /// The agency of the row; `None` for the row of all agencies.
        agency: Option<AgencyId>,
    },
    /// Adds or replaces office hours from a date on.
    Hours(OfficeHours),
    /// Removes office hours that begin on a later date.
    RemoveHours {
        /// Their date.
        valid_from: NaiveDate,
    },
}

impl CalendarChange {
    /// The rows after the change.
    #[must_use]
    pub fn applied(&self, rows: &CalendarRows) -> CalendarRows {
        let CalendarRows {
            mut hours,
            mut days,
        } = rows.clone();
        match self {
            Self::Days(new) => {
                let is_new = |day: &CalendarDay| {
                    let mut new = new.iter();
                    new.any(|it| (it.date, it.agency) == (day.date, day.agency))
                };
                days.retain(|day| !is_new(day));
                days.extend(new.iter().cloned());
                days.sort_by_key(|day| (day.date, day.agency));
            }
            Self::RemoveDay { date, agency } => {
                days.retain(|day| (day.date, day.agency) != (*date, *agency));
            }
            Self::Hours(new) => {
                hours.retain(|row| row.valid_from != new.valid_from);
                hours.push(new.clone());
                hours.sort_by_key(|row| row.valid_from);
            }
            Self::RemoveHours { valid_from } => hours.retain(|row| row.valid_from != *valid_from),
        }
        CalendarRows { hours, days }
    }

    /// The first local date on which it can make a difference.
    #[must_use]
    pub fn first_day(&self) -> Option<NaiveDate> {
        match self {
            Self::Days(days) => days.iter().map(|day| day.date).min(),
            Self::RemoveDay { date, .. } => Some(*date),
            Self::Hours(hours) => Some(hours.valid_from),
            Self::RemoveHours { valid_from } => Some(*valid_from),
        }
    }

    /// The one agency whose dossiers it can affect; `None`: any.
    #[must_use]
    pub fn agency(&self) -> Option<AgencyId> {
        match self {
            Self::Days(days) => {
                let (first, rest) = days.split_first()?;
                let is_one = rest.iter().all(|day| day.agency == first.agency);
                first.agency.filter(|_| is_one)
            }
            Self::RemoveDay { agency, .. } => *agency,
            Self::Hours(_) | Self::RemoveHours { .. } => None,
        }
    }
}

/// A change of the calendar with its reason, which moved dossiers show in their history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarPlan {
    /// The change.
    pub change: CalendarChange,
    /// Why due times move.
    pub reason: String,
}

/// Whether a change of the calendar moves due times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueTimePolicy {
    /// They move.
    Move,
    /// They stay as promised.
    Leave,
}

impl DueTimePolicy {
    /// The word in the form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Move => "move",
            Self::Leave => "leave",
        }
    }

    /// Reads the word of a form; `None` for an unknown word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let both = [Self::Move, Self::Leave];
        both.into_iter().find(|moving| moving.as_str() == word)
    }
}

/// A due time that a change would move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedDue {
    /// The dossier. Nothing about its applicant is included.
    pub code: DossierCode,
    /// The agency that processes it.
    pub agency: AgencyId,
    /// The due time in force.
    pub due: Instant,
    /// The one it would get.
    pub new_due: Instant,
}

/// A due time that a change would move, if a rule did not forbid it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmovableDue {
    /// The dossier.
    pub code: DossierCode,
    /// The agency that processes it.
    pub agency: AgencyId,
    /// The due time, which stays in force.
    pub due: Instant,
    /// The rule that forbids it.
    pub why: Refusal,
}

/// The effect of a change on open due times.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePreview {
    /// How many would move.
    pub moved: u64,
    /// How many would move but cannot.
    pub stuck: u64,
    /// Those that would move, due soonest first, at most [`SHOWN_MAX`].
    pub moves: Vec<MovedDue>,
    /// Those that cannot, due soonest first, at most [`SHOWN_MAX`].
    pub stays: Vec<UnmovableDue>,
    /// A fingerprint of all that is shown: the row before, codes, due times old and new. A confirmation carries it, so that it
    /// confirms what was shown and nothing else. Dossiers that were not listed may come and go meanwhile.
    pub mark: String,
    /// Whether the calendar already is as the change would make it.
    pub is_so: bool,
}

#[cfg(test)]
mod tests;
