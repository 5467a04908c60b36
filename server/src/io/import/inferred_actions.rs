//! Made-up actions that lead from one state of a dossier to another, for files that contain only states.

use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Action, Dossier, EventKind};

use super::facts::CaseFacts;
use super::history::{ImportAction, ImportContext};

/// The reason of a correction.
pub const CONTRADICTED: &str = "the export says otherwise";
/// The reason of a made-up event that needs one.
pub const NO_REASON_GIVEN: &str = "the export tells no reason";

/// The kinds of made-up events, most likely first. `Extend` is last: it explains a moved due time that nothing else explains.
pub const MADE_UP_KINDS: [EventKind; 14] = [
    EventKind::Receive,
    EventKind::Resolve,
    EventKind::HandOver,
    EventKind::Start,
    EventKind::AskPapers,
    EventKind::AskPayment,
    EventKind::PapersReceived,
    EventKind::Paid,
    EventKind::Stop,
    EventKind::AskWithdrawal,
    EventKind::ConfirmWithdrawal,
    EventKind::DeclineWithdrawal,
    EventKind::Refuse,
    EventKind::Extend,
];

/// An action whose reason says that the file has none; `due` is for an extension.
pub fn action(kind: EventKind, due: Option<Instant>) -> Action {
    kind.action(NO_REASON_GIVEN, due)
        .unwrap_or_else(|| named(kind, NO_REASON_GIVEN))
}

/// An action of this kind with a name or reason if it takes one; an extension, which needs more, becomes a step.
pub fn named(kind: EventKind, name: &str) -> Action {
    let step = || Action::Step {
        name: name.to_owned(),
    };
    kind.action(name, None).unwrap_or_else(step)
}

/// A made-up event with the time that the file gives for it. Without a time in the file, a wait gets the latest possible time
/// (it becomes known only now), and the beginning of work the earliest (no figure depends on it).
pub fn made_up_action(
    kind: EventKind,
    from: &Dossier,
    case: &CaseFacts,
    context: &ImportContext,
) -> Option<ImportAction> {
    let at = match kind {
        EventKind::Receive => case.received_at?,
        EventKind::Resolve | EventKind::Stop | EventKind::ConfirmWithdrawal => case.ended_at?,
        EventKind::HandOver => case.handed_over_at.or(case.ended_at)?,
        EventKind::Start | EventKind::Extend => from.last_event_at,
        EventKind::Refuse => case.ended_at.unwrap_or(from.last_event_at),
        _ => case.ended_at.unwrap_or(context.now),
    };
    if kind == EventKind::Extend && (case.due_at.is_none() || case.due_at == from.due_at) {
        return None;
    }
    Some(ImportAction {
        action: action(kind, case.due_at),
        at,
        made_up: true,
    })
}
