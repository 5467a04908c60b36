//! The acts that lead from one state of a dossier to another, where a file tells only the states.

use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Action, Dossier, Kind};

use super::facts::CaseFacts;
use super::history::{ImportAction, ImportContext};

/// The reason of a correction.
pub const CONTRADICTED: &str = "the export says otherwise";
/// The reason of a made-up event that needs one.
pub const NOT_TOLD: &str = "the export tells no reason";

/// The kinds of events a way may be made of, likeliest first. `Extend` stands last: it is how a due time moves that nothing explains.
pub const WAYS: [Kind; 14] = [
    Kind::Receive,
    Kind::Resolve,
    Kind::HandOver,
    Kind::Start,
    Kind::AskPapers,
    Kind::AskPayment,
    Kind::PapersReceived,
    Kind::Paid,
    Kind::Stop,
    Kind::AskWithdrawal,
    Kind::ConfirmWithdrawal,
    Kind::DeclineWithdrawal,
    Kind::Refuse,
    Kind::Extend,
];

/// An act with the reason that none was told; the due time is that of an extension.
pub fn action(kind: Kind, due: Option<Instant>) -> Action {
    kind.action(NOT_TOLD, due)
        .unwrap_or_else(|| named(kind, NOT_TOLD))
}

/// An act of this kind that carries a name or reason where it can; an extension, which needs more than a name, is told as a step.
pub fn named(kind: Kind, name: &str) -> Action {
    let step = || Action::Step {
        name: name.to_owned(),
    };
    kind.action(name, None).unwrap_or_else(step)
}

/// A made-up event with the time the file gives for it. An event without a time in the file gets the latest possible time if it
/// is a wait (it becomes known only now) and the earliest possible time if work begins (no figure depends on it).
pub fn made_up_action(
    kind: Kind,
    from: &Dossier,
    case: &CaseFacts,
    desk: &ImportContext,
) -> Option<ImportAction> {
    let at = match kind {
        Kind::Receive => case.received_at?,
        Kind::Resolve | Kind::Stop | Kind::ConfirmWithdrawal => case.ended_at?,
        Kind::HandOver => case.handed_over_at.or(case.ended_at)?,
        Kind::Start | Kind::Extend => from.last_event_at,
        Kind::Refuse => case.ended_at.unwrap_or(from.last_event_at),
        _ => case.ended_at.unwrap_or(desk.now),
    };
    if kind == Kind::Extend && (case.due_at.is_none() || case.due_at == from.due_at) {
        return None;
    }
    Some(ImportAction {
        action: action(kind, case.due_at),
        at,
        made_up: true,
    })
}
