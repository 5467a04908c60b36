//! Of which events an applicant is told; the message itself is composed by the application.

use super::{Kind, Status};

/// Whether an event concerns its applicant: every change of status does (NĐ 224/2026 Art. 15), and of the due time. One that is taken back was told as the event it takes back.
#[must_use]
pub const fn concerns_applicant(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Receive
            | Kind::Refuse
            | Kind::Start
            | Kind::AskPapers
            | Kind::PapersReceived
            | Kind::AskPayment
            | Kind::Paid
            | Kind::AskWithdrawal
            | Kind::ConfirmWithdrawal
            | Kind::DeclineWithdrawal
            | Kind::Stop
            | Kind::Resolve
            | Kind::HandOver
            | Kind::Extend
            | Kind::Recount
            | Kind::Amend
            | Kind::Annul
            | Kind::Remind
    )
}

/// Whether the message of an event that leads to this status names the due time: where the clock runs (on), the applicant is told until
/// when.
#[must_use]
pub const fn names_due(status: Status) -> bool {
    matches!(status, Status::Received | Status::InProcess)
}
