//! The form that records the next step of a dossier: the steps that it offers.

use chrono::Timelike;
use chrono_tz::Tz;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::EventKind;

/// The value of the button that records the step chosen from the list.
pub const CHOSEN: &str = "chosen";

/// The id of the field for the reason of annulling a reception: the step on the same page has a reason field of its own.
pub(crate) const ANNUL_REASON: &str = "annul_reason";

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
