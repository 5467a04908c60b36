//! The form of an absence: read, and why it cannot be.

use sanh_domain::absence::model::{
    ABSENCE_DAYS_MAX, ABSENCES_MAX, AHEAD_DAYS_MAX, Absence, AbsenceRefusal,
};
use sanh_domain::centre::typed;
use sanh_domain::language::Lang;

use super::port::{AbsenceError, AbsenceOverview};
use crate::error::AppError;
use crate::text::Messages;
use crate::text::date::short_date;
use crate::ui::form::{Form, Problem};

/// What a form says of the absence of an account.
///
/// # Errors
/// The problems of its fields.
pub(super) fn read(lang: Lang, form: &Form, account: &str) -> Result<Absence, Vec<Problem>> {
    let words = lang.words();
    let mut problems = Vec::new();
    if account.is_empty() {
        problems.push(Problem::new("account", words.absence_account_missing()));
    }
    let (from, to) = (typed::date(form.text("from")), typed::date(form.text("to")));
    if from.is_none() {
        problems.push(Problem::new("from", words.setting_bad_date()));
    }
    if to.is_none() {
        problems.push(Problem::new("to", words.setting_bad_date()));
    }
    let substitute = form.text("substitute");
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
        _ => Err(problems),
    }
}

/// Why an absence was not written, beside its field.
///
/// # Errors
/// What is no matter of the form.
pub(super) fn problem(
    lang: Lang,
    overview: &AbsenceOverview,
    error: AbsenceError,
) -> Result<Problem, AppError> {
    let words = lang.words();
    let refusal = match error {
        AbsenceError::Other(error) => return Err(error),
        AbsenceError::Unknown(field) => return Ok(Problem::new(field, words.absence_unknown())),
        AbsenceError::Refused(refusal) => refusal,
    };
    let when = |absence: &Absence| (short_date(absence.from), short_date(absence.to));
    let name = |account: &str| shown_name(overview, account);
    Ok(match refusal {
        AbsenceRefusal::EndsBefore => Problem::new("to", words.absence_ends_before()),
        AbsenceRefusal::Begins => Problem::new("from", words.absence_begins(AHEAD_DAYS_MAX)),
        AbsenceRefusal::TooLong => Problem::new("to", words.absence_too_long(ABSENCE_DAYS_MAX)),
        AbsenceRefusal::Oneself => Problem::new("substitute", words.absence_oneself()),
        AbsenceRefusal::Elsewhere => Problem::new("substitute", words.absence_elsewhere()),
        AbsenceRefusal::AwayAlready(other) => {
            let (from, to) = when(&other);
            Problem::new("from", words.absence_away_already(from, to))
        }
        AbsenceRefusal::SubstituteAway(other) => {
            let (from, to) = when(&other);
            let message = words.absence_substitute_away(name(&other.account), from, to);
            Problem::new("substitute", message)
        }
        AbsenceRefusal::StandsIn(other) => {
            let (from, to) = when(&other);
            Problem::new(
                "from",
                words.absence_stands_in(name(&other.account), from, to),
            )
        }
        AbsenceRefusal::TooMany => Problem::new("from", words.absence_too_many(ABSENCES_MAX)),
    })
}

/// The name shown of an account.
pub(super) fn shown_name(overview: &AbsenceOverview, account: &str) -> String {
    let mut known = overview.colleagues.iter();
    let known = known.find(|known| known.name == account);
    known.map_or_else(|| account.to_owned(), |known| known.display_name.clone())
}
