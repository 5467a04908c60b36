//! Which events an applicant is notified of. The application composes the message.

use super::{EventKind, Status};

/// Whether an event concerns its applicant: every change of status does (NĐ 224/2026 Art. 15), and of the due time. One that is taken back was told as the event it takes back.
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

/// Whether the message of an event that leads to this status names the due time: where the clock runs (on), the applicant is told until
/// when.
#[must_use]
pub const fn names_due(status: Status) -> bool {
    matches!(status, Status::Received | Status::InProcess)
}
