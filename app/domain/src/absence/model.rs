//! An absence and its substitute. Nothing is written to a dossier: during the absence the substitute's work list also shows the
//! absent person's dossiers.

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::account::model::AgencyScope;

/// The longest absence, in days (ours: a maternity leave of six months and some weeks after it; for longer, the dossiers are
/// assigned to a colleague).
pub const ABSENCE_DAYS_MAX: i64 = 200;
/// How far ahead an absence may begin, in days (ours: a year).
pub const AHEAD_DAYS_MAX: i64 = 366;
/// The most absences of one person that are not over (ours).
pub const ABSENCES_MAX: usize = 20;

/// Who is away, from when to when, and who does their work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// Its number; 0 before it is stored.
    pub id: i64,
    /// The account of who is away, by its name.
    pub account: String,
    /// The first local date.
    pub from: NaiveDate,
    /// The last local date.
    pub to: NaiveDate,
    /// The account of the substitute, by its name.
    pub substitute: String,
}

impl Absence {
    /// Whether the absence includes a local date.
    #[must_use]
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        (self.from..=self.to).contains(&date)
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

/// A person who may be absent or a substitute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker<'a> {
    /// The account's name.
    pub name: &'a str,
    /// The agencies in which the person works.
    pub reach: &'a AgencyScope,
}

/// Why an absence is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AbsenceRefusal {
    /// It ends before it begins.
    #[error("it ends before it begins")]
    EndsBefore,
    /// It begins in the past, or too far ahead.
    #[error("it begins in the past, or too far ahead")]
    Begins,
    /// It is longer than [`ABSENCE_DAYS_MAX`].
    #[error("it is too long")]
    TooLong,
    /// The substitute is the absent person.
    #[error("nobody stands in for oneself")]
    Oneself,
    /// The substitute does not work in every agency of the absent person.
    #[error("the substitute does not work there")]
    Elsewhere,
    /// The same person has another absence in that time.
    #[error("the person is away then already")]
    AwayAlready(Absence),
    /// The substitute is away in that time.
    #[error("the substitute is away then")]
    SubstituteAway(Absence),
    /// The person to be away is a substitute in that time. With [`AbsenceRefusal::SubstituteAway`] this means that no
    /// substitute has a substitute, so there is neither a chain nor a circle.
    #[error("the person stands in for a colleague then")]
    StandsIn(Absence),
    /// The person already has [`ABSENCES_MAX`] absences that are not over.
    #[error("too many absences")]
    TooMany,
}

/// Whether a scope includes all of another.
#[must_use]
pub fn includes(reach: &AgencyScope, other: &AgencyScope) -> bool {
    match (reach, other) {
        (AgencyScope::Everywhere, _) => true,
        (AgencyScope::Agencies(_), AgencyScope::Everywhere) => false,
        (AgencyScope::Agencies(agencies), AgencyScope::Agencies(others)) => {
            others.is_subset(agencies)
        }
    }
}

/// Checks whether an absence may be added on a local date to the known ones.
///
/// # Errors
/// The reason for the refusal.
pub fn check(
    new: &Absence,
    absent: &Worker<'_>,
    substitute: &Worker<'_>,
    known: &[Absence],
    today: NaiveDate,
) -> Result<(), AbsenceRefusal> {
    if new.to < new.from {
        return Err(AbsenceRefusal::EndsBefore);
    }
    if new.from < today || new.from > today + Duration::days(AHEAD_DAYS_MAX) {
        return Err(AbsenceRefusal::Begins);
    }
    if (new.to - new.from).num_days() >= ABSENCE_DAYS_MAX {
        return Err(AbsenceRefusal::TooLong);
    }
    if absent.name == substitute.name {
        return Err(AbsenceRefusal::Oneself);
    }
    if !includes(substitute.reach, absent.reach) {
        return Err(AbsenceRefusal::Elsewhere);
    }
    let mut then = known.iter().filter(|other| other.overlaps(new));
    let own = known.iter().filter(|it| it.account == absent.name);
    if own.filter(|it| it.to >= today).count() >= ABSENCES_MAX {
        return Err(AbsenceRefusal::TooMany);
    }
    then.try_for_each(|other| {
        if other.account == absent.name {
            Err(AbsenceRefusal::AwayAlready(other.clone()))
        } else if other.account == substitute.name {
            Err(AbsenceRefusal::SubstituteAway(other.clone()))
        } else if other.substitute == absent.name {
            Err(AbsenceRefusal::StandsIn(other.clone()))
        } else {
            Ok(())
        }
    })
}

/// The result of cancelling an absence on a local date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cancellation {
    /// It had not begun, or began today: it is deleted.
    Removed,
    /// It now ends on this date, the day before the cancellation.
    EndsOn(NaiveDate),
    /// It was over already and stays unchanged.
    Over,
}

/// Cancels an absence: from today on the person is present.
#[must_use]
pub fn cancel(absence: &Absence, today: NaiveDate) -> Cancellation {
    match today.pred_opt() {
        _ if absence.to < today => Cancellation::Over,
        Some(before) if absence.from < today => Cancellation::EndsOn(before),
        _ => Cancellation::Removed,
    }
}

/// The absence on a local date in which somebody else does the work of an account.
#[must_use]
pub fn absence_of<'a>(
    absences: &'a [Absence],
    account: &str,
    date: NaiveDate,
) -> Option<&'a Absence> {
    let mut of = absences.iter().filter(|it| it.account == account);
    of.find(|it| it.holds_on(date))
}

/// The accounts that a substitute stands in for on a local date.
pub fn substituted_accounts<'a>(
    absences: &'a [Absence],
    substitute: &'a str,
    date: NaiveDate,
) -> impl Iterator<Item = &'a Absence> {
    let holding = absences.iter().filter(move |it| it.holds_on(date));
    holding.filter(move |it| it.substitute == substitute)
}

#[cfg(test)]
mod tests;
