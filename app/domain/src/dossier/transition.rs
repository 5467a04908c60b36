//! Which status an action leads to.

use super::event_kind::EventKind;
use super::model::{CountedIn, Dossier};
use super::status::Status;

impl Dossier {
    /// The status after an action of this kind; `None` where it is not possible. There is no official table of transitions:
    /// this one is ours. A correction is not in it, as it leads back to the status before.
    pub(super) fn next_status(&self, kind: EventKind) -> Option<Status> {
        use Status::{
            HandedOver, InProcess, PapersAsked, PaymentAsked, Received, Refused, Registered,
            Resolved, Stopped, WithdrawalAsked,
        };
        let received = self.received_at.is_some();
        match (kind, self.status) {
            (EventKind::Receive, Registered | PapersAsked) if !received => Some(Received),
            (EventKind::Refuse, Registered) => Some(Refused),
            (EventKind::Start, Received) => Some(InProcess),
            (EventKind::AskPapers, Registered | Received | InProcess)
            | (EventKind::Remind, PapersAsked) => Some(PapersAsked),
            (EventKind::AskPayment, Received | InProcess) => Some(PaymentAsked),
            (EventKind::PapersReceived, PapersAsked) | (EventKind::Paid, PaymentAsked) => {
                self.status_before_pause
            }
            (
                EventKind::AskWithdrawal,
                Registered | Received | InProcess | PapersAsked | PaymentAsked,
            ) => Some(WithdrawalAsked),
            (EventKind::DeclineWithdrawal, WithdrawalAsked) => self.status_before_withdrawal,
            (EventKind::Stop, Received | InProcess | PapersAsked | PaymentAsked) if received => {
                Some(Stopped)
            }
            (EventKind::ConfirmWithdrawal, WithdrawalAsked) => Some(Stopped),
            (EventKind::Resolve, Received | InProcess) => Some(Resolved),
            (EventKind::HandOver, Resolved) => Some(HandedOver),
            (EventKind::Extend, Received | InProcess) | (EventKind::Step, _) => Some(self.status),
            (EventKind::Recount, _) if self.is_open() => Some(self.status),
            (EventKind::Amend, status) if !self.is_annulled() => Some(status),
            (EventKind::Annul, _) if received && self.counted_in != CountedIn::None => {
                Some(Stopped)
            }
            (EventKind::Assign, status) if !status.is_terminal() => Some(status),
            _ => None,
        }
    }
}
