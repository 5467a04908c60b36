//! The form that records the next step of a dossier: its fields, the steps that it offers, and what comes of it.

use std::fmt;

use chrono::Timelike;
use chrono_tz::Tz;
use sanh_domain::deadline::{Instant, Undecided};
use sanh_domain::dossier::EventKind;
use serde::{Deserialize, Serialize};

/// The value of the button that records the step chosen from the list.
pub const CHOSEN: &str = "chosen";

/// The id of the field for the reason of annulling a reception: the step on the same page has a reason field of its own.
pub(crate) const ANNUL_REASON: &str = "annul_reason";

/// The fields of the form of a step, for one dossier or several, as typed; blank if not given.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StepForm {
    /// The number that makes it count once.
    pub key: String,
    /// The button that was pressed.
    pub action: String,
    /// The step chosen from the list.
    pub act: String,
    /// Why.
    pub reason: String,
    /// The account of the colleague who is to have it.
    pub assignee: String,
    /// The account of whose absence its sender knows.
    pub away_known: String,
    /// When it happened, on the centre's clock.
    pub occurred: String,
    /// Until when the dossier is extended, on the centre's clock.
    pub new_due: String,
    /// Why it is recorded so late.
    pub late_reason: String,
    /// Which new due time was shown to be confirmed.
    pub shown_due: String,
}

/// Texts typed at the desk may be personal: they are left out.
impl fmt::Debug for StepForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StepForm(personal)")
    }
}

/// The result of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepOutcome {
    /// It was recorded.
    Done(EventKind),
    /// It is to be confirmed first; nothing was written.
    ToConfirm(ExtensionPreview),
}

/// A due time before and after its extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionPreview {
    /// The due time in force.
    pub due: Option<Instant>,
    /// The due time it would be.
    pub new_due: Instant,
    /// The chosen time, if it is outside working time.
    pub moved_from: Option<Instant>,
    /// The calendar days before the new due time that are not yet decided.
    pub undecided: Option<Undecided>,
}

impl ExtensionPreview {
    /// The fingerprint that the form after the preview carries.
    pub(crate) fn fingerprint(&self) -> String {
        self.new_due.timestamp_millis().to_string()
    }
}

/// Whether a step takes a reason. Such a step is in the list; others have a button.
#[must_use]
pub const fn takes_reason(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Refuse
            | EventKind::AskPapers
            | EventKind::AskPayment
            | EventKind::AskWithdrawal
            | EventKind::DeclineWithdrawal
            | EventKind::ConfirmWithdrawal
            | EventKind::Stop
            | EventKind::Extend
            | EventKind::Recount
            | EventKind::Annul
            | EventKind::Correct
            | EventKind::Remind
            | EventKind::Step
    )
}

/// The step a form names, by the button that was pressed or from its list.
#[must_use]
pub fn kind_of(button: &str, listed: &str) -> Option<EventKind> {
    let named = match button {
        CHOSEN | "" => listed,
        button => button,
    };
    named.parse().ok()
}

/// An instant on the centre's clock as a field for date and time has it, to the minute.
pub(crate) fn local(at: Instant, zone: Tz) -> String {
    let at = at.with_timezone(&zone);
    let (date, time) = (at.date_naive(), at.time());
    format!("{date}T{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_button_pressed_counts_more_than_what_is_chosen_in_the_list() {
        assert_eq!(kind_of("resolve", "stop"), Some(EventKind::Resolve));
        assert_eq!(kind_of(CHOSEN, "stop"), Some(EventKind::Stop));
        assert_eq!(kind_of("rubbish", "stop"), None);
    }

    #[test]
    fn every_step_that_carries_a_reason_asks_for_one() {
        // An assignment needs no reason, and an amendment has its own form.
        let is_told_here = |kind: &EventKind| !matches!(kind, EventKind::Assign | EventKind::Amend);
        for kind in EventKind::ALL.into_iter().filter(is_told_here) {
            let action = kind.action("", Some(Instant::UNIX_EPOCH)).unwrap();
            assert_eq!(action.reason().is_some(), takes_reason(kind), "{kind}");
        }
    }
}
