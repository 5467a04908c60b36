//! An absence with a substitute. Nothing is written to a dossier: while it holds the substitute's list shows the absent person's
//! dossiers, too, and at its end all is as before.

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::account::model::AgencyScope;

/// The longest absence, in days (ours: a maternity leave of six months and what follows it; who is away for longer gives the
/// dossiers to a colleague).
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
    /// Whether it holds on a local date.
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
    /// Where.
    pub reach: &'a AgencyScope,
}

/// Why an absence cannot be.
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
    /// Nobody stands in for oneself.
    #[error("nobody stands in for oneself")]
    Oneself,
    /// The substitute does not work wherever the absent person does.
    #[error("the substitute does not work there")]
    Elsewhere,
    /// The same person is away then already.
    #[error("the person is away then already")]
    AwayAlready(Absence),
    /// The substitute is away oneself in that time.
    #[error("the substitute is away then")]
    SubstituteAway(Absence),
    /// Who is to be away stands in for a colleague in that time. With this and the rule before it no substitute has a
    /// substitute, so there is no chain and no circle.
    #[error("the person stands in for a colleague then")]
    StandsIn(Absence),
    /// There are [`ABSENCES_MAX`] to come already.
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
/// Why not.
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
    /// It had not begun, or began today: it is removed.
    Removed,
    /// It ends the day before.
    EndsOn(NaiveDate),
    /// It is over already, and stays as it was.
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

/// Who stands in for an account on a local date.
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
