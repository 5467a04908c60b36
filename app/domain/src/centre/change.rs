//! A change of the calendar: which rows it makes of those there are, and what it does to open due times.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::deadline::Instant;
use crate::deadline::calendar::{Calendar, CalendarDay, OfficeHours};
use crate::dossier::{DossierCode, Refusal};
use crate::id::AgencyId;

/// Dossiers that a preview shows one by one, and as many that cannot be moved (ours).
pub const SHOWN_MAX: usize = 100;
/// Due times that one change may move: the other desks wait for as long as it takes (ours).
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
    /// The calendar that they make.
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
    /// These dates differ from the office hours, or differ otherwise than before.
    Days(Vec<CalendarDay>),
    /// A date is as the office hours say again.
    RemoveDay {
        /// The date.
        date: NaiveDate,
        /// Whose row; `None`: the one for all.
        agency: Option<AgencyId>,
    },
    /// Office hours from a date on.
    Hours(OfficeHours),
    /// Office hours that were to come do not come.
    RemoveHours {
        /// Their date.
        valid_from: NaiveDate,
    },
}

impl CalendarChange {
    /// The rows after it.
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

    /// The first local date it can make a difference on.
    #[must_use]
    pub fn first_day(&self) -> Option<NaiveDate> {
        match self {
            Self::Days(days) => days.iter().map(|day| day.date).min(),
            Self::RemoveDay { date, .. } => Some(*date),
            Self::Hours(hours) => Some(hours.valid_from),
            Self::RemoveHours { valid_from } => Some(*valid_from),
        }
    }

    /// The one agency whose dossiers it can touch; `None`: any.
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

/// A change of the calendar, and what the history of a dossier that it moves will say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarPlan {
    /// The change.
    pub change: CalendarChange,
    /// Why due times move.
    pub reason: String,
}

/// What becomes of the due times that a change would move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueTimePolicy {
    /// They move.
    Move,
    /// They stay as they were promised.
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

    /// What a form says.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let both = [Self::Move, Self::Leave];
        both.into_iter().find(|moving| moving.as_str() == word)
    }
}

/// A due time that would move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedDue {
    /// Whose. Nothing is told of an applicant.
    pub code: DossierCode,
    /// Who processes it.
    pub agency: AgencyId,
    /// The due time in force.
    pub due: Instant,
    /// The one it would get.
    pub new_due: Instant,
}

/// A due time that the change should move and cannot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmovableDue {
    /// Whose.
    pub code: DossierCode,
    /// Who processes it.
    pub agency: AgencyId,
    /// The due time in force, and from now on.
    pub due: Instant,
    /// What stands against it.
    pub why: Refusal,
}

/// What a change would do to the open due times.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePreview {
    /// How many would move.
    pub moved: u64,
    /// How many should and cannot.
    pub stuck: u64,
    /// Those that would move, due soonest first, at most [`SHOWN_MAX`].
    pub moves: Vec<MovedDue>,
    /// Those that cannot, due soonest first, at most [`SHOWN_MAX`].
    pub stays: Vec<UnmovableDue>,
    /// A mark of all that is shown: the row as it was, codes, due times old and new. A confirmation stands for what was shown and
    /// for nothing else, so it carries the mark; what was not shown one by one may come and go meanwhile, as at a busy centre
    /// it does with every minute.
    pub mark: String,
    /// Whether the calendar is so already.
    pub is_so: bool,
}

#[cfg(test)]
mod tests;
