//! Absences in the case database.

use sanh_domain::absence::model::{
    ABSENCE_DAYS_MAX, ABSENCES_MAX, AHEAD_DAYS_MAX, Absence, AbsenceRefusal, includes,
};
use sanh_domain::account::model::{Access, Colleague};
use sanh_domain::centre::form_input;
use sanh_store::{AuditActor, StoreError};

use super::colleague::colleagues;
use super::{DeskCaller, failure, now, store};
use crate::error::AppError;
use crate::model::absence::AbsenceOverview;
use crate::text::Messages;
use crate::text::date::short_date;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// The current and future absences that the caller may set, and the people who work on dossiers.
pub(crate) async fn overview(caller: &DeskCaller) -> Result<AbsenceOverview, AppError> {
    let (store, now) = (store()?, now());
    let centre = store.centre(now).await.map_err(failure)?;
    let today = centre.calendar.local_date(now);
    let mut overview = AbsenceOverview {
        today,
        absences: Vec::new(),
        colleagues: colleagues(store.accounts().await.map_err(failure)?),
    };
    let absences = store.absences_from(today).await.map_err(failure)?;
    let theirs = absences.into_iter().filter(|absence| {
        let absent = overview.colleague(&absence.account);
        absent.is_some_and(|absent| may_set(caller, absent))
    });
    overview.absences = theirs.collect();
    Ok(overview)
}

/// Writes an absence.
pub(crate) async fn add(caller: &DeskCaller, absence: Absence) -> Result<(), FormError> {
    let overview = overview(caller).await?;
    let absent = overview.colleague(&absence.account);
    if !absent.is_some_and(|absent| may_set(caller, absent)) {
        return Err(unknown("account"));
    }
    if overview.colleague(&absence.substitute).is_none() {
        return Err(unknown("substitute"));
    }
    let (store, by) = (store()?, AuditActor::from(caller));
    match store.add_absence(absence, overview.today, by, now()).await {
        Ok(checked) => checked.map_err(|refusal| refused(&overview, &refusal).into()),
        // The account was removed in the meantime.
        Err(StoreError::Invalid(_)) => Err(unknown("account")),
        Err(error) => Err(failure(error).into()),
    }
}

/// Takes an absence back: from today on the person is there.
pub(crate) async fn take_back(caller: &DeskCaller, id: i64) -> Result<(), AppError> {
    let overview = overview(caller).await?;
    if !overview.absences.iter().any(|absence| absence.id == id) {
        return Err(AppError::NotFound);
    }
    let (store, by) = (store()?, AuditActor::from(caller));
    let done = store.cancel_absence(id, overview.today, by, now());
    if done.await.map_err(failure)? {
        return Ok(());
    }
    Err(AppError::NotFound)
}

/// The absence that a form describes, from its first to its last day.
pub(crate) fn absence(
    account: &str,
    (from, to): (&str, &str),
    substitute: &str,
) -> Result<Absence, FormError> {
    let words = request().room_lang().words();
    let (account, substitute) = (account.trim(), substitute.trim());
    let mut problems = Vec::new();
    if account.is_empty() {
        problems.push(Problem::new("account", words.absence_account_missing()));
    }
    let (from, to) = (form_input::date(from.trim()), form_input::date(to.trim()));
    if from.is_none() {
        problems.push(Problem::new("from", words.setting_bad_date()));
    }
    if to.is_none() {
        problems.push(Problem::new("to", words.setting_bad_date()));
    }
    if substitute.is_empty() {
        let message = words.absence_substitute_missing();
        problems.push(Problem::new("substitute", message));
    }
    match (from, to) {
        (Some(from), Some(to)) if problems.is_empty() => Ok(Absence {
            id: 0,
            account: account.to_owned(),
            from,
            to,
            substitute: substitute.to_owned(),
        }),
        _ => Err(FormError::Refused(problems.into())),
    }
}

/// Whether the caller may set the absences of a person: their own, and as a manager those of people all of whose agencies are
/// in the manager's scope.
fn may_set(caller: &DeskCaller, absent: &Colleague) -> bool {
    let person = &caller.caller().person;
    absent.name == person.name
        || (person.has(Access::Manage) && includes(&person.reach, &absent.reach))
}

/// The error if nobody with this name works on dossiers in the caller's scope.
fn unknown(field: &'static str) -> FormError {
    Problem::new(field, request().room_lang().words().absence_unknown()).into()
}

/// The reason why the rules refuse an absence, beside its field.
fn refused(overview: &AbsenceOverview, refusal: &AbsenceRefusal) -> Problem {
    let words = request().room_lang().words();
    let when = |absence: &Absence| (short_date(absence.from), short_date(absence.to));
    let name = |absence: &Absence| overview.shown_name(&absence.account);
    match refusal {
        AbsenceRefusal::EndsBefore => Problem::new("to", words.absence_ends_before()),
        AbsenceRefusal::Begins => Problem::new("from", words.absence_begins(AHEAD_DAYS_MAX)),
        AbsenceRefusal::TooLong => Problem::new("to", words.absence_too_long(ABSENCE_DAYS_MAX)),
        AbsenceRefusal::Oneself => Problem::new("substitute", words.absence_oneself()),
        AbsenceRefusal::Elsewhere => Problem::new("substitute", words.absence_elsewhere()),
        AbsenceRefusal::AwayAlready(other) => {
            let (from, to) = when(other);
            Problem::new("from", words.absence_away_already(from, to))
        }
        AbsenceRefusal::SubstituteAway(other) => {
            let (from, to) = when(other);
            let message = words.absence_substitute_away(name(other), from, to);
            Problem::new("substitute", message)
        }
        AbsenceRefusal::StandsIn(other) => {
            let (from, to) = when(other);
            Problem::new("from", words.absence_stands_in(name(other), from, to))
        }
        AbsenceRefusal::TooMany => Problem::new("from", words.absence_too_many(ABSENCES_MAX)),
    }
}
