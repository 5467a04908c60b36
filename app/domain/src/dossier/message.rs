//! The events of which an applicant is notified. The application writes the message.

use super::{EventKind, Status};

/// Whether the applicant is notified of an event: of every change of status (NĐ 224/2026 Art. 15), and of the due time. An
/// event that was undone was notified when it happened.
#[must_use]
pub const fn concerns_applicant(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Receive
            | EventKind::Refuse
            | EventKind::Start
            | EventKind::AskPapers
            | EventKind::PapersReceived
            | EventKind::AskPayment
            | EventKind::Paid
            | EventKind::AskWithdrawal
            | EventKind::ConfirmWithdrawal
            | EventKind::DeclineWithdrawal
            | EventKind::Stop
            | EventKind::Resolve
            | EventKind::HandOver
            | EventKind::Extend
            | EventKind::Recount
            | EventKind::Amend
            | EventKind::Annul
            | EventKind::Remind
    )
}

/// Whether the message of an event that leads to this status names the due time: it does where the clock runs.
#[must_use]
pub const fn names_due(status: Status) -> bool {
    matches!(status, Status::Received | Status::InProcess)
}
