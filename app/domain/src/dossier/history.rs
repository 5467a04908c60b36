//! The steps of a dossier's history: when each ended, and whether the clock was stopped shortly before the due time.

use super::{Event, EventKind};
use crate::deadline::{Calendar, Instant};

/// Working minutes before the due time within which a pause is marked for managers: one working day (ours). Stopping the clock
/// shortly before the due time is the easiest way to hide a late dossier.
pub const CLOSE_MIN: u32 = 480;

/// Whether an event stops the clock within [`CLOSE_MIN`] of the due time.
pub fn is_close_to_due(calendar: &Calendar, event: &Event) -> bool {
    let stops = matches!(event.kind, EventKind::AskPapers | EventKind::AskPayment);
    let due = event
        .due_at
        .filter(|due| stops && *due >= event.occurred_at);
    due.is_some_and(|due| calendar.working_minutes(event.occurred_at, due).0 <= CLOSE_MIN)
}

/// Whether an event begins a step of work that takes time. Assignments, recounts, corrections and corrected events begin none.
fn is_step(events: &[Event], event: &Event) -> bool {
    let aside = [
        EventKind::Assign,
        EventKind::Recount,
        EventKind::Amend,
        EventKind::Correct,
        EventKind::Remind,
    ];
    let is_work = !aside.contains(&event.kind);
    is_work
        && !events
            .iter()
            .any(|later| later.takes_back == Some(event.sequence))
}

/// The end of the step that an event begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepEnd {
    /// The event begins no step.
    NoStep,
    /// The step has not ended.
    GoesOn,
    /// The next step began at this instant.
    At(Instant),
}

/// The end of the step that an event begins.
pub fn step_end(events: &[Event], index: usize) -> StepEnd {
    let Some(event) = events.get(index).filter(|event| is_step(events, event)) else {
        return StepEnd::NoStep;
    };
    let later = events.iter().skip(index + 1);
    let mut later = later.filter(|later| is_step(events, later));
    match later.next() {
        Some(next) => StepEnd::At(next.occurred_at.max(event.occurred_at)),
        None => StepEnd::GoesOn,
    }
}

/// The time shown for an event; for an amendment when it was made, not from when it applies.
pub fn shown_at(event: &Event) -> Instant {
    match event.kind {
        EventKind::Amend => event.recorded_at,
        _ => event.occurred_at,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::dossier::{DossierCode, Status};

    fn event(sequence: i64, kind: EventKind, minute: u32, takes_back: Option<i64>) -> Event {
        let at: Instant = format!("2026-11-24T02:{minute:02}:00Z").parse().unwrap();
        Event {
            code: DossierCode::try_from("H49.1-261124-0001".to_owned()).unwrap(),
            sequence,
            kind,
            from: Some(Status::InProcess),
            to: Status::InProcess,
            occurred_at: at,
            recorded_at: at,
            actor: "lan".to_owned(),
            reason: None,
            due_at: None,
            handled_min: None,
            paused_min: 0,
            made_up: false,
            takes_back,
            amendment: None,
            counted_due_at: None,
        }
    }

    #[test]
    fn a_step_lasts_until_the_next_that_holds() {
        let events = [
            event(1, EventKind::Start, 0, None),
            event(2, EventKind::Assign, 5, None),
            event(3, EventKind::Resolve, 10, None),
            event(4, EventKind::Correct, 11, Some(3)),
            event(5, EventKind::AskPapers, 30, None),
        ];
        assert_eq!(step_end(&events, 0), StepEnd::At(events[4].occurred_at));
        for no_step in [1, 2, 3] {
            assert_eq!(step_end(&events, no_step), StepEnd::NoStep);
        }
        assert_eq!(step_end(&events, 4), StepEnd::GoesOn);
    }
}
