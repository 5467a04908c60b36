//! The kinds of event, each made by the action of its name.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::word::UnknownValue;

/// The kind of an action and of its event; see the [`super::Action`] of the same name.
#[allow(missing_docs, reason = "each is described at the action of its name")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    Register,
    Receive,
    Refuse,
    Start,
    AskPapers,
    PapersReceived,
    AskPayment,
    Paid,
    AskWithdrawal,
    DeclineWithdrawal,
    ConfirmWithdrawal,
    Stop,
    Resolve,
    HandOver,
    Extend,
    Recount,
    Amend,
    Annul,
    Correct,
    Assign,
    Remind,
    Step,
}

impl EventKind {
    /// Every kind, in the order of a dossier's life.
    pub const ALL: [Self; 22] = [
        Self::Register,
        Self::Receive,
        Self::Refuse,
        Self::Start,
        Self::AskPapers,
        Self::PapersReceived,
        Self::AskPayment,
        Self::Paid,
        Self::AskWithdrawal,
        Self::DeclineWithdrawal,
        Self::ConfirmWithdrawal,
        Self::Stop,
        Self::Resolve,
        Self::HandOver,
        Self::Extend,
        Self::Recount,
        Self::Amend,
        Self::Annul,
        Self::Correct,
        Self::Assign,
        Self::Remind,
        Self::Step,
    ];

    /// The word stored in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Receive => "receive",
            Self::Refuse => "refuse",
            Self::Start => "start",
            Self::AskPapers => "ask_papers",
            Self::PapersReceived => "papers_received",
            Self::AskPayment => "ask_payment",
            Self::Paid => "paid",
            Self::AskWithdrawal => "ask_withdrawal",
            Self::DeclineWithdrawal => "decline_withdrawal",
            Self::ConfirmWithdrawal => "confirm_withdrawal",
            Self::Stop => "stop",
            Self::Resolve => "resolve",
            Self::HandOver => "hand_over",
            Self::Extend => "extend",
            Self::Recount => "recount",
            Self::Amend => "amend",
            Self::Annul => "annul",
            Self::Correct => "correct",
            Self::Assign => "assign",
            Self::Remind => "remind",
            Self::Step => "step",
        }
    }

    /// Whether the event leaves the status unchanged. A correction skips such events.
    pub const fn keeps_status(self) -> bool {
        matches!(self, Self::Assign | Self::Remind | Self::Step | Self::Amend)
    }

    /// Whether the action needs the whole history.
    pub const fn reads_history(self) -> bool {
        matches!(self, Self::Correct | Self::Amend | Self::Annul)
    }

    /// Whether the event ends a dossier.
    pub const fn is_end(self) -> bool {
        matches!(
            self,
            Self::Refuse | Self::ConfirmWithdrawal | Self::Stop | Self::Resolve
        )
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for EventKind {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == word);
        found.ok_or_else(|| UnknownValue {
            expected: "a kind of event",
            given: word.to_owned(),
        })
    }
}
