//! What may be done to a dossier, by whom, and why it may be refused.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::amend::Change;
use super::event::ReplayFault;
use super::status::Status;
use crate::deadline::Instant;
use crate::deadline::due::ResumeRule;
use crate::deadline::lateness::Lateness;
use crate::word::UnknownValue;

/// The longest reason, in characters [ours].
pub const REASON_CHARS_MAX: usize = 1_000;

/// One thing done to a dossier. Where a reason is a field it must be given by staff and managers; the system may leave it blank,
/// as the source of an import often tells none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Action {
    /// Registered online. Only [`super::Dossier::open`] can.
    Register,
    /// Received: the clock starts, the due time is set.
    Receive,
    /// Refused at reception.
    Refuse {
        /// Why.
        reason: String,
    },
    /// Handed to the agency, which works on it.
    Start,
    /// More papers asked: once, a second time by a manager only (NĐ 118/2025 Art. 11(2)).
    AskPapers {
        /// Which papers, and why.
        reason: String,
    },
    /// The papers have come.
    PapersReceived,
    /// A payment asked.
    AskPayment {
        /// Which payment.
        reason: String,
    },
    /// The payment has come.
    Paid,
    /// The applicant asks for the dossier back.
    AskWithdrawal {
        /// Why.
        reason: String,
    },
    /// The withdrawal is off: back to the state before it.
    DeclineWithdrawal {
        /// Why.
        reason: String,
    },
    /// The withdrawal is confirmed: ended as withdrawn.
    ConfirmWithdrawal {
        /// Why.
        reason: String,
    },
    /// Stopped by the agency: ended as not eligible.
    Stop {
        /// Why.
        reason: String,
    },
    /// The result is at the one-stop unit.
    Resolve,
    /// The result is with the applicant.
    HandOver,
    /// The one extension, with an apology letter.
    Extend {
        /// The letter's reason.
        reason: String,
        /// The new due time, later than the old.
        new_due: Instant,
    },
    /// The due time counted again, because the calendar it was counted by was changed.
    Recount {
        /// What was changed in the calendar, and by which decision.
        reason: String,
        /// The due time from now on; see [`super::Dossier::recounted_due`].
        new_due: Instant,
        /// The due time under the calendar as it is now, whatever was promised.
        counted_due: Instant,
    },
    /// Sets right what the reception says; see [`super::amend`].
    Amend {
        /// Why.
        reason: String,
        /// What it is to say.
        change: Box<Change>,
    },
    /// Annuls a reception made by mistake, or twice; see [`super::Dossier::may_annul`].
    Annul {
        /// Why.
        reason: String,
    },
    /// Takes back the last event in force.
    Correct {
        /// Why.
        reason: String,
    },
    /// Taken by somebody, given to a colleague, or left to whoever takes it. It changes no status and stands aside of the
    /// history: nothing that follows depends on it, and a correction goes past it.
    Assign {
        /// The account's name; `None`: nobody's.
        to: Option<String>,
    },
    /// The applicant is reminded of the papers that were asked for. It is no second request, changes no status and stands aside of
    /// the history: what follows does not depend on it.
    Remind {
        /// Which papers, as the request said.
        reason: String,
    },
    /// A processing step told by an imported log; it changes no status and may come in any.
    Step {
        /// The step's name in the source.
        name: String,
    },
}

impl Action {
    /// What kind of event it makes.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Register => Kind::Register,
            Self::Receive => Kind::Receive,
            Self::Refuse { .. } => Kind::Refuse,
            Self::Start => Kind::Start,
            Self::AskPapers { .. } => Kind::AskPapers,
            Self::PapersReceived => Kind::PapersReceived,
            Self::AskPayment { .. } => Kind::AskPayment,
            Self::Paid => Kind::Paid,
            Self::AskWithdrawal { .. } => Kind::AskWithdrawal,
            Self::DeclineWithdrawal { .. } => Kind::DeclineWithdrawal,
            Self::ConfirmWithdrawal { .. } => Kind::ConfirmWithdrawal,
            Self::Stop { .. } => Kind::Stop,
            Self::Resolve => Kind::Resolve,
            Self::HandOver => Kind::HandOver,
            Self::Extend { .. } => Kind::Extend,
            Self::Recount { .. } => Kind::Recount,
            Self::Amend { .. } => Kind::Amend,
            Self::Annul { .. } => Kind::Annul,
            Self::Correct { .. } => Kind::Correct,
            Self::Assign { .. } => Kind::Assign,
            Self::Remind { .. } => Kind::Remind,
            Self::Step { .. } => Kind::Step,
        }
    }

    /// The reason it carries, for a step its name, for an assignment the account's name; `None` for an act that needs none.
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

/// The kind of an action and of the event it makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// See [`Action::Register`].
    Register,
    /// See [`Action::Receive`].
    Receive,
    /// See [`Action::Refuse`].
    Refuse,
    /// See [`Action::Start`].
    Start,
    /// See [`Action::AskPapers`].
    AskPapers,
    /// See [`Action::PapersReceived`].
    PapersReceived,
    /// See [`Action::AskPayment`].
    AskPayment,
    /// See [`Action::Paid`].
    Paid,
    /// See [`Action::AskWithdrawal`].
    AskWithdrawal,
    /// See [`Action::DeclineWithdrawal`].
    DeclineWithdrawal,
    /// See [`Action::ConfirmWithdrawal`].
    ConfirmWithdrawal,
    /// See [`Action::Stop`].
    Stop,
    /// See [`Action::Resolve`].
    Resolve,
    /// See [`Action::HandOver`].
    HandOver,
    /// See [`Action::Extend`].
    Extend,
    /// See [`Action::Recount`].
    Recount,
    /// See [`Action::Amend`].
    Amend,
    /// See [`Action::Annul`].
    Annul,
    /// See [`Action::Correct`].
    Correct,
    /// See [`Action::Assign`].
    Assign,
    /// See [`Action::Remind`].
    Remind,
    /// See [`Action::Step`].
    Step,
}

impl Kind {
    /// The action that makes an event of this kind, with a reason (for a step its name, for an assignment
    /// the account's) where it carries one; none for a new due time that is missing, and for an amendment, which is more than a
    /// reason.
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

    /// The stored word.
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

    /// Whether the event keeps the status. A correction ignores such events.
    pub const fn keeps_status(self) -> bool {
        matches!(self, Self::Assign | Self::Remind | Self::Step | Self::Amend)
    }

    /// Whether the act reads the whole history; any other costs the same however long that is.
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

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == word);
        found.ok_or_else(|| UnknownValue {
            expected: "a kind of event",
            given: word.to_owned(),
        })
    }
}

/// The two times of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// When it happened.
    pub occurred_at: Instant,
    /// When we learn of it: now.
    pub recorded_at: Instant,
    /// Why it is recorded so late; needed beyond [`Rules::backdate_days_max`] by an act that carries no reason itself.
    pub late_reason: Option<String>,
}

impl When {
    /// It happened at one time and was recorded at another.
    pub const fn new(occurred_at: Instant, recorded_at: Instant) -> Self {
        Self {
            occurred_at,
            recorded_at,
            late_reason: None,
        }
    }
}

/// It happens as it is recorded.
impl From<Instant> for When {
    fn from(now: Instant) -> Self {
        Self::new(now, now)
    }
}

/// The settings in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// How the due time moves on resume.
    pub resume: ResumeRule,
    /// When a dossier counts as overdue, which decides whether a pause still moves its due time.
    pub lateness: Lateness,
    /// How many local days back staff may record an event.
    pub backdate_days_max: u32,
    /// How long an event's author may take it back, in seconds from its recording.
    pub correction_s: u32,
    /// How many times the procedure's own limit staff may extend by; beyond it a manager.
    pub extension_limits_max: u32,
    /// How many days after papers were asked for the applicant is reminded of them; 0: never.
    pub remind_after_days: u32,
    /// How many days after papers were asked for it is proposed to stop; 0: never. See [`Rules::propose_stop_days`].
    pub propose_stop_after_days: u32,
    /// The end of the last period whose report is signed: what happened before it is a manager's to record, with a reason.
    pub signed_until: Option<Instant>,
}

/// `extend`, `instant` to the minute, 3 days [ours: a long weekend's paper notes], 10 s, the limit once again, a reminder after a week [ours: a paper
/// from another office takes its five working days] and a proposal to stop after 30 days [ours: three more weeks to react], nothing signed.
impl Default for Rules {
    fn default() -> Self {
        Self {
            resume: ResumeRule::Extend,
            lateness: Lateness::default(),
            backdate_days_max: 3,
            correction_s: 10,
            extension_limits_max: 1,
            remind_after_days: 7,
            propose_stop_after_days: 30,
            signed_until: None,
        }
    }
}

/// Why an action is refused. The dossier is then as it was.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No such way from the status.
    #[error("{kind} is not possible in status {status}")]
    Transition {
        /// What was asked for.
        kind: Kind,
        /// The status it was asked in.
        status: Status,
    },
    /// A reason is needed and blank.
    #[error("a reason is needed")]
    ReasonMissing,
    /// The reason is longer than [`REASON_CHARS_MAX`].
    #[error("the reason is longer than {REASON_CHARS_MAX} characters")]
    ReasonTooLong,
    /// The event would lie in the future.
    #[error("the event would occur after it is recorded")]
    InFuture,
    /// The event would lie before the last one in force.
    #[error("the event would occur before the last one, of {last}")]
    BeforeLastEvent {
        /// When the last event in force occurred.
        last: Instant,
    },
    /// Too long ago for staff.
    #[error("an event more than {days_max} days back is a manager's to record")]
    TooFarBack {
        /// The bound, in local days.
        days_max: u32,
    },
    /// In a period whose report is signed.
    #[error("an event before {until}, in a signed period, is a manager's to record")]
    PeriodSigned {
        /// The end of what is signed.
        until: Instant,
    },
    /// Papers were asked for already.
    #[error("papers were asked for already; again is a manager's decision")]
    PapersAskedAlready,
    /// The one extension is used up.
    #[error("the due time was extended already")]
    ExtendedAlready,
    /// There is no due time to extend.
    #[error("there is no due time to extend")]
    NoDueTime,
    /// Less than one working day is left.
    #[error("an extension is possible until one working day before the due time")]
    ExtensionTooLate {
        /// The last instant at which it was possible; `None`: the whole term is shorter than that.
        until: Option<Instant>,
    },
    /// Further than the procedure's own limit allows staff.
    #[error("an extension beyond {until}, the procedure's own limit again, is a manager's to make")]
    ExtensionTooFar {
        /// The latest due time for staff.
        until: Instant,
    },
    /// Further than anybody may extend.
    #[error("an extension goes to {until}, a year on, at most")]
    ExtensionOverYear {
        /// The latest due time.
        until: Instant,
    },
    /// The new due time is not later.
    #[error("the new due time is not later than the old")]
    NewDueNotLater,
    /// The calendar has too little working time in the next ten years.
    #[error("the calendar has no working time for the limit")]
    NoWorkingTime,
    /// The correction needs the whole history of this version.
    #[error("the whole history is needed")]
    HistoryNeeded,
    /// The history contradicts itself.
    #[error("the history is broken: {0}")]
    HistoryBroken(#[from] ReplayFault),
    /// The history does not lead to this dossier.
    #[error("the history leads to another dossier than this")]
    HistoryDiffers,
    /// Only the opening is left.
    #[error("the opening of a dossier cannot be taken back")]
    OpeningStays,
    /// The author's time to correct is over, or it is another's event.
    #[error("taking this event back is a manager's decision")]
    CorrectionIsManagers,
    /// Steps come from an import only.
    #[error("only an import records steps")]
    StepIsImported,
    /// The reminder comes by itself, when its time is there.
    #[error("a reminder is sent by itself, never by hand")]
    ReminderIsTheSystems,
    /// One reminder belongs to a request.
    #[error("the applicant was reminded of these papers already")]
    RemindedAlready,
    /// Due times are counted again where the calendar is changed, and nowhere else.
    #[error("only a change of the calendar counts a due time again")]
    RecountIsTheCalendars,
    /// A due time counted again under the calendar is not taken back by hand, nor what lies before it.
    #[error("a due time counted again is not taken back by hand")]
    RecountStays,
    /// Counted again, the due time is what it was.
    #[error("the due time stays as it is")]
    DueUnchanged,
    /// What is amended is so already.
    #[error("nothing was amended")]
    NothingAmended,
    /// Beyond the applicant's data, another's reception, or one of a day before or of a signed period.
    #[error("amending this reception is a manager's decision")]
    AmendIsManagers,
    /// Another's reception, one of a day before or of a signed period, or one on which something followed.
    #[error("annulling this reception is a manager's decision")]
    AnnulIsManagers,
    /// Amended, the due time would come before the one on the slip, which whoever amends has not confirmed.
    #[error("the due time would come earlier than {due}, or not at all: {new_due:?}")]
    DueComesEarlier {
        /// The one on the slip.
        due: Instant,
        /// The one that would replace it; `None`: nothing would be promised any more.
        new_due: Option<Instant>,
    },
    /// The reception would lie after what followed on it.
    #[error("the reception would lie after the event that followed, of {next}")]
    ReceivedAfterNext {
        /// When that occurred.
        next: Instant,
    },
    /// It follows from an act on a part of a linked dossier, and is not done to the whole.
    #[error("of a linked dossier this is done to its parts")]
    DoneToParts,
    /// It follows from an act on the whole of a linked dossier, and is not done to a part.
    #[error("of a linked dossier this is done to the whole")]
    DoneToWhole,
    /// The parts of a linked procedure are opened at the reception only.
    #[error("a linked procedure is neither taken from a dossier nor given to it")]
    PartsStay,
    /// A part of the linked dossier has not ended.
    #[error("a part of the linked dossier has not ended")]
    PartsOpen,
    /// The due time of a part would lie after what was promised for the whole.
    #[error("the due time of a part is never after the whole's, {due}")]
    AfterPromise {
        /// The whole's due time.
        due: Instant,
    },
    /// The whole of the linked dossier has ended.
    #[error("the whole of the linked dossier has ended")]
    WholeEnded,
    /// The whole of the linked dossier has gone on since the event to be taken back.
    #[error("the whole of the linked dossier has gone on since")]
    WholeWentOn,
    /// A promise can only be set on the reception just made.
    #[error("the due time can only be promised by the reception")]
    NotTheReception,
}
