//! Actions on a dossier, and the value that asks for one.

use serde::{Deserialize, Serialize};

use super::amend::Change;
use super::code::DossierCode;
use super::event_kind::EventKind;
use crate::deadline::Instant;

/// An action on a dossier. A reason that is a field is required from staff and managers; the system may leave it blank, as the
/// source of an import often has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Action {
    /// Registered online; only by [`super::Dossier::open`].
    Register,
    /// Received: the clock starts, the due time is set.
    Receive,
    /// Refused at reception.
    Refuse {
        /// The reason.
        reason: String,
    },
    /// Handed to the agency, which works on it.
    Start,
    /// More papers are requested: once, and a second time by a manager only (NĐ 118/2025 Art. 11(2)).
    AskPapers {
        /// Which papers, and why.
        reason: String,
    },
    /// The papers have come.
    PapersReceived,
    /// A payment is requested.
    AskPayment {
        /// Which payment.
        reason: String,
    },
    /// The payment has come.
    Paid,
    /// The applicant asks for the dossier back.
    AskWithdrawal {
        /// The reason.
        reason: String,
    },
    /// The request to withdraw is declined: back to the status before it.
    DeclineWithdrawal {
        /// The reason.
        reason: String,
    },
    /// The withdrawal is confirmed: ended as withdrawn.
    ConfirmWithdrawal {
        /// The reason.
        reason: String,
    },
    /// Stopped by the agency: ended as not eligible.
    Stop {
        /// The reason.
        reason: String,
    },
    /// The result is at the one-stop unit.
    Resolve,
    /// The result was handed to the applicant.
    HandOver,
    /// The one extension, with a letter of apology.
    Extend {
        /// The letter's reason.
        reason: String,
        /// The new due time, later than the old.
        new_due: Instant,
    },
    /// Recomputes the due time after a change of the calendar.
    Recount {
        /// The change of the calendar, and its decision.
        reason: String,
        /// The new due time; see [`super::Dossier::recounted_due`].
        new_due: Instant,
        /// The due time by the new calendar alone, whatever was promised.
        counted_due: Instant,
    },
    /// Corrects the data of the reception; see [`super::amend`].
    Amend {
        /// The reason.
        reason: String,
        /// The corrected data.
        change: Box<Change>,
    },
    /// Annuls a reception made by mistake, or twice; see [`super::Dossier::may_annul`].
    Annul {
        /// The reason.
        reason: String,
    },
    /// Takes back the last event in force.
    Correct {
        /// The reason.
        reason: String,
    },
    /// Assigns the dossier to somebody, or to nobody. It changes no status, later events do not depend on it, and a correction
    /// does not undo it.
    Assign {
        /// The account's name; `None` for nobody.
        to: Option<String>,
    },
    /// Reminds the applicant of requested papers. It is no second request and changes no status, and later events do not depend
    /// on it.
    Remind {
        /// The papers, as in the request.
        reason: String,
    },
    /// A processing step of an imported log. It changes no status and is possible in any.
    Step {
        /// The step's name in the source.
        name: String,
    },
}

impl Action {
    /// The kind of event that it makes.
    pub const fn kind(&self) -> EventKind {
        match self {
            Self::Register => EventKind::Register,
            Self::Receive => EventKind::Receive,
            Self::Refuse { .. } => EventKind::Refuse,
            Self::Start => EventKind::Start,
            Self::AskPapers { .. } => EventKind::AskPapers,
            Self::PapersReceived => EventKind::PapersReceived,
            Self::AskPayment { .. } => EventKind::AskPayment,
            Self::Paid => EventKind::Paid,
            Self::AskWithdrawal { .. } => EventKind::AskWithdrawal,
            Self::DeclineWithdrawal { .. } => EventKind::DeclineWithdrawal,
            Self::ConfirmWithdrawal { .. } => EventKind::ConfirmWithdrawal,
            Self::Stop { .. } => EventKind::Stop,
            Self::Resolve => EventKind::Resolve,
            Self::HandOver => EventKind::HandOver,
            Self::Extend { .. } => EventKind::Extend,
            Self::Recount { .. } => EventKind::Recount,
            Self::Amend { .. } => EventKind::Amend,
            Self::Annul { .. } => EventKind::Annul,
            Self::Correct { .. } => EventKind::Correct,
            Self::Assign { .. } => EventKind::Assign,
            Self::Remind { .. } => EventKind::Remind,
            Self::Step { .. } => EventKind::Step,
        }
    }

    /// Its reason; for a step its name, for an assignment the account's name; `None` for an action without one.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Refuse { reason }
            | Self::AskPapers { reason }
            | Self::AskPayment { reason }
            | Self::AskWithdrawal { reason }
            | Self::DeclineWithdrawal { reason }
            | Self::ConfirmWithdrawal { reason }
            | Self::Stop { reason }
            | Self::Extend { reason, .. }
            | Self::Recount { reason, .. }
            | Self::Amend { reason, .. }
            | Self::Annul { reason }
            | Self::Correct { reason }
            | Self::Remind { reason }
            | Self::Step { name: reason } => Some(reason),
            Self::Assign { to } => to.as_deref(),
            Self::Register
            | Self::Receive
            | Self::Start
            | Self::PapersReceived
            | Self::Paid
            | Self::Resolve
            | Self::HandOver => None,
        }
    }
}

impl EventKind {
    /// The action that makes an event of this kind, with a reason (for a step its name, for an assignment the account's name)
    /// where it has one. `None` if a due time is needed and missing, and for an amendment, which needs more than a reason.
    pub fn action(self, reason: &str, new_due: Option<Instant>) -> Option<Action> {
        let reason = reason.to_owned();
        Some(match self {
            Self::Register => Action::Register,
            Self::Receive => Action::Receive,
            Self::Refuse => Action::Refuse { reason },
            Self::Start => Action::Start,
            Self::AskPapers => Action::AskPapers { reason },
            Self::PapersReceived => Action::PapersReceived,
            Self::AskPayment => Action::AskPayment { reason },
            Self::Paid => Action::Paid,
            Self::AskWithdrawal => Action::AskWithdrawal { reason },
            Self::DeclineWithdrawal => Action::DeclineWithdrawal { reason },
            Self::ConfirmWithdrawal => Action::ConfirmWithdrawal { reason },
            Self::Stop => Action::Stop { reason },
            Self::Resolve => Action::Resolve,
            Self::HandOver => Action::HandOver,
            Self::Extend => Action::Extend {
                reason,
                new_due: new_due?,
            },
            Self::Recount => Action::Recount {
                reason,
                new_due: new_due?,
                counted_due: new_due?,
            },
            Self::Amend => return None,
            Self::Annul => Action::Annul { reason },
            Self::Correct => Action::Correct { reason },
            Self::Assign => Action::Assign {
                to: Some(reason).filter(|to| !to.is_empty()),
            },
            Self::Remind => Action::Remind { reason },
            Self::Step => Action::Step { name: reason },
        })
    }
}

/// The two times of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// When it happened.
    pub occurred_at: Instant,
    /// When it was recorded: now.
    pub recorded_at: Instant,
    /// The reason for recording it late; required beyond [`super::Rules::backdate_days_max`] for an action without a reason of
    /// its own.
    pub late_reason: Option<String>,
}

impl When {
    /// An event that happened at one time and is recorded at another.
    pub const fn new(occurred_at: Instant, recorded_at: Instant) -> Self {
        Self {
            occurred_at,
            recorded_at,
            late_reason: None,
        }
    }
}

/// An event that is recorded when it happens.
impl From<Instant> for When {
    fn from(now: Instant) -> Self {
        Self::new(now, now)
    }
}

/// A status change: the one value that is passed from a form to the case database. It is one action on one dossier, done only if
/// the dossier still has the expected version. It does not contain the present time, so the same form sent again is the same
/// value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusChange {
    /// The dossier.
    pub code: DossierCode,
    /// The version of the dossier that the form showed.
    pub expected_version: i64,
    /// The action.
    pub action: Action,
    /// When it happened; `None` for the time of recording.
    pub occurred_at: Option<Instant>,
    /// The reason for recording it late.
    pub late_reason: Option<String>,
}

impl StatusChange {
    /// The two times of the event, recorded now.
    #[must_use]
    pub fn when(&self, now: Instant) -> When {
        When {
            occurred_at: self.occurred_at.unwrap_or(now),
            recorded_at: now,
            late_reason: self.late_reason.clone(),
        }
    }
}
