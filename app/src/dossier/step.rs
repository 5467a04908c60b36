//! The form that records the next step of a dossier: what it asks for, and what was typed.

use chrono::{NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::file::ActionRequest;
use sanh_domain::dossier::{Action, DossierCode, Kind};
use sanh_domain::language::Lang;

use super::assign;
use crate::page::PageRequest;
use crate::text::Messages;
use crate::ui::form::{Form, Problem};

/// The value of the button that records the step chosen from the list.
pub const CHOSEN: &str = "chosen";

/// Whether a step takes a reason. Such a step is in the list; others have a button.
#[must_use]
pub const fn takes_reason(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Refuse
            | Kind::AskPapers
            | Kind::AskPayment
            | Kind::AskWithdrawal
            | Kind::DeclineWithdrawal
            | Kind::ConfirmWithdrawal
            | Kind::Stop
            | Kind::Extend
            | Kind::Recount
            | Kind::Annul
            | Kind::Correct
            | Kind::Remind
            | Kind::Step
    )
}

/// The step a form names, by its button or from its list.
#[must_use]
pub fn kind_of(form: &Form) -> Option<Kind> {
    let named = match form.text("action") {
        CHOSEN | "" => form.text("act"),
        button => button,
    };
    named.parse().ok()
}

/// An instant as a browser's field for date and time sends it, on the centre's clock; `None` when it is blank.
///
/// # Errors
/// What is no date and time, or none on that clock.
pub fn instant(text: &str, zone: Tz) -> Result<Option<Instant>, ()> {
    if text.is_empty() {
        return Ok(None);
    }
    let text = text.replace(' ', "T");
    let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    let mut read = formats
        .iter()
        .filter_map(|format| NaiveDateTime::parse_from_str(&text, format).ok());
    let local = read.next().ok_or(())?;
    let at = zone.from_local_datetime(&local).earliest().ok_or(())?;
    Ok(Some(at.to_utc()))
}

/// The action that a form asks for. The caller adds the dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenAction {
    /// What.
    pub action: Action,
    /// When it happened; `None`: now.
    pub occurred_at: Option<Instant>,
    /// Why it is recorded so late.
    pub late_reason: Option<String>,
}

impl ChosenAction {
    /// Reads the form.
    ///
    /// # Errors
    /// The problems of its fields, in the reader's language.
    pub fn read(request: &PageRequest, lang: Lang, zone: Tz) -> Result<Self, Vec<Problem>> {
        let words = lang.words();
        let form = &request.form;
        let Some(kind) = kind_of(form) else {
            return Err(vec![Problem::new("act", words.dossier_nothing_chosen())]);
        };
        let mut problems = Vec::new();
        let mut read = |field: &'static str| {
            let read = instant(form.text(field), zone);
            if read.is_err() {
                problems.push(Problem::new(field, words.dossier_bad_instant()));
            }
            read.ok().flatten()
        };
        let occurred_at = read("occurred");
        let new_due = if kind == Kind::Extend {
            read("new_due")
        } else {
            None
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        let reason = match kind {
            Kind::Assign => assign::chosen(form.text("assignee"))
                .map_err(|()| vec![Problem::new("assignee", words.assign_missing())])?,
            _ => form.text("reason"),
        };
        let Some(action) = kind.action(reason, new_due) else {
            return Err(vec![Problem::new("new_due", words.dossier_bad_instant())]);
        };
        let late_reason = Some(form.text("late_reason").to_owned()).filter(|text| !text.is_empty());
        Ok(Self {
            action,
            occurred_at,
            late_reason,
        })
    }

    /// The move of one dossier.
    #[must_use]
    pub fn of(self, code: DossierCode, version: i64) -> ActionRequest {
        ActionRequest {
            code,
            version,
            action: self.action,
            occurred_at: self.occurred_at,
            late_reason: self.late_reason,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const ZONE: Tz = chrono_tz::Asia::Ho_Chi_Minh;

    #[test]
    fn a_time_is_read_on_the_centres_clock() {
        let at = instant("2026-11-24T09:30", ZONE).unwrap().unwrap();
        assert_eq!(Ok(at), "2026-11-24T02:30:00Z".parse());
        assert_eq!(instant("2026-11-24 09:30", ZONE), Ok(Some(at)));
        assert_eq!(instant("", ZONE), Ok(None));
        for rubbish in ["24/11/2026", "2026-02-30T09:30", "T", "2026-11-24T25:00"] {
            assert_eq!(instant(rubbish, ZONE), Err(()), "{rubbish}");
        }
    }

    #[test]
    fn the_button_pressed_counts_more_than_what_is_chosen_in_the_list() {
        let form = |action: &str| {
            let pairs = [("action", action), ("act", "stop")];
            Form(
                pairs
                    .map(|(key, value)| (key.to_owned(), value.to_owned()))
                    .to_vec(),
            )
        };
        assert_eq!(kind_of(&form("resolve")), Some(Kind::Resolve));
        assert_eq!(kind_of(&form(CHOSEN)), Some(Kind::Stop));
        assert_eq!(kind_of(&form("rubbish")), None);
    }

    #[test]
    fn every_step_that_carries_a_reason_asks_for_one() {
        // Whom a dossier is given to is not why; an amendment has a form of its own.
        let is_told_here = |kind: &Kind| !matches!(kind, Kind::Assign | Kind::Amend);
        for kind in Kind::ALL.into_iter().filter(is_told_here) {
            let action = kind.action("", Some(Instant::UNIX_EPOCH)).unwrap();
            assert_eq!(action.reason().is_some(), takes_reason(kind), "{kind}");
        }
    }
}
