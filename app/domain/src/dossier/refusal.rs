//! Why an action on a dossier is refused.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::event::ReplayFault;
use super::event_kind::EventKind;
use super::status::Status;
use crate::deadline::Instant;

/// The longest reason, in characters (ours).
pub const REASON_CHARS_MAX: usize = 1_000;

/// Why an action is refused. The dossier stays unchanged.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The status does not allow it.
    #[error("{kind} is not possible in status {status}")]
    Transition {
        /// The action.
        kind: EventKind,
        /// The status.
        status: Status,
    },
    /// The reason is missing.
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
    /// The event lies too far in the past for staff.
    #[error("an event more than {days_max} days back is a manager's to record")]
    TooFarBack {
        /// The limit, in local days.
        days_max: u32,
    },
    /// The event lies in a period whose report is signed.
    #[error("an event before {until}, in a signed period, is a manager's to record")]
    PeriodSigned {
        /// The end of the signed period.
        until: Instant,
    },
    /// Papers were already requested.
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
        /// The last instant at which it was possible; `None` if the whole term is shorter than a working day.
        until: Option<Instant>,
    },
    /// The extension goes further than the procedure's own limit allows staff.
    #[error("an extension beyond {until}, the procedure's own limit again, is a manager's to make")]
    ExtensionTooFar {
        /// The latest due time for staff.
        until: Instant,
    },
    /// The extension goes further than anybody may extend.
    #[error("an extension goes to {until}, a year on, at most")]
    ExtensionOverYear {
        /// The latest due time.
        until: Instant,
    },
    /// The new due time is not later than the old one.
    #[error("the new due time is not later than the old")]
    NewDueNotLater,
    /// The calendar has too little working time in the next ten years.
    #[error("the calendar has no working time for the limit")]
    NoWorkingTime,
    /// The action needs the whole history of this version, which was not given.
    #[error("the whole history is needed")]
    HistoryNeeded,
    /// The history contradicts itself.
    #[error("the history is broken: {0}")]
    HistoryBroken(#[from] ReplayFault),
    /// The replay of the history is not this dossier.
    #[error("the history leads to another dossier than this")]
    HistoryDiffers,
    /// Only the opening is left, which cannot be undone.
    #[error("the opening of a dossier cannot be taken back")]
    OpeningStays,
    /// Only a manager may correct this event: the author's time is over, or it is another person's.
    #[error("taking this event back is a manager's decision")]
    CorrectionIsManagers,
    /// Steps come from an import only.
    #[error("only an import records steps")]
    StepIsImported,
    /// Reminders are sent by the system only.
    #[error("a reminder is sent by itself, never by hand")]
    ReminderIsTheSystems,
    /// This request for papers has had its one reminder.
    #[error("the applicant was reminded of these papers already")]
    RemindedAlready,
    /// Only a change of the calendar recomputes due times.
    #[error("only a change of the calendar counts a due time again")]
    RecountIsTheCalendars,
    /// A recount cannot be undone by hand, nor can any event before it.
    #[error("a due time counted again is not taken back by hand")]
    RecountStays,
    /// The recomputed due time is the same as before.
    #[error("the due time stays as it is")]
    DueUnchanged,
    /// The amendment changes nothing.
    #[error("nothing was amended")]
    NothingAmended,
    /// Only a manager may amend more than the applicant's data of a reception by another person, of an earlier day, or in a
    /// signed period.
    #[error("amending this reception is a manager's decision")]
    AmendIsManagers,
    /// Only a manager may annul a reception by another person, of an earlier day, in a signed period, or with later events.
    #[error("annulling this reception is a manager's decision")]
    AnnulIsManagers,
    /// The amendment would bring the due time before the one on the slip, and that was not confirmed.
    #[error("the due time would come earlier than {due}, or not at all: {new_due:?}")]
    DueComesEarlier {
        /// The due time on the slip.
        due: Instant,
        /// The new due time; `None` if there would be none.
        new_due: Option<Instant>,
    },
    /// The reception would lie after the event that followed it.
    #[error("the reception would lie after the event that followed, of {next}")]
    ReceivedAfterNext {
        /// When the following event occurred.
        next: Instant,
    },
    /// This action on a linked dossier is done to its parts; the whole follows.
    #[error("of a linked dossier this is done to its parts")]
    DoneToParts,
    /// This action on a linked dossier is done to the whole; its parts follow.
    #[error("of a linked dossier this is done to the whole")]
    DoneToWhole,
    /// The parts of a linked dossier are opened at reception only.
    #[error("a linked procedure is neither taken from a dossier nor given to it")]
    PartsStay,
    /// A part of the linked dossier has not ended.
    #[error("a part of the linked dossier has not ended")]
    PartsOpen,
    /// The due time of a part would lie after that of the whole.
    #[error("the due time of a part is never after the whole's, {due}")]
    AfterPromise {
        /// The whole's due time.
        due: Instant,
    },
    /// The whole of the linked dossier has ended.
    #[error("the whole of the linked dossier has ended")]
    WholeEnded,
    /// The whole of the linked dossier has gone on since the event that the correction would undo.
    #[error("the whole of the linked dossier has gone on since")]
    WholeWentOn,
    /// Its agency is none of those that handle the procedure.
    #[error("this agency does not handle the procedure")]
    WrongOffice,
    /// A promise can only be set on the reception just made.
    #[error("the due time can only be promised by the reception")]
    NotTheReception,
}
