//! Events: what happened to a dossier, and when it was recorded.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::amend::Amendment;
use super::code::DossierCode;
use super::event_kind::EventKind;
use super::status::Status;
use crate::deadline::Instant;

/// One event of a dossier. It stores the result (status, due time, minutes), so that a replay needs no calendar and a later
/// change of the calendar alters no history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The dossier.
    pub code: DossierCode,
    /// 1, 2, 3 … within the dossier, in the order of recording.
    pub sequence: i64,
    /// The kind of event.
    pub kind: EventKind,
    /// The status before; `None` for the opening.
    pub from: Option<Status>,
    /// The status after.
    pub to: Status,
    /// When it happened.
    pub occurred_at: Instant,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// The account that recorded it, or `import`, `demo`.
    pub actor: String,
    /// The reason; for an imported step its name, for an assignment the assignee.
    pub reason: Option<String>,
    /// The due time in force after the event.
    pub due_at: Option<Instant>,
    /// The due time after the event by the calendar alone, if it differs from the one in force.
    pub counted_due_at: Option<Instant>,
    /// Working minutes from reception to the end, less the pauses; set by an event that ends a received dossier.
    pub handled_min: Option<u32>,
    /// Whole working minutes of all pauses finished so far.
    pub paused_min: u32,
    /// Derived by the import from a row per dossier; the source has no such event.
    pub made_up: bool,
    /// The sequence of the event that this correction undoes.
    pub takes_back: Option<i64>,
    /// The changes of an amendment; `None` for any other kind.
    pub amendment: Option<Box<Amendment>>,
}

/// How a history contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplayFault {
    /// It has no event.
    #[error("the dossier has no event")]
    Empty,
    /// An event of another dossier.
    #[error("event {sequence} belongs to another dossier")]
    OtherDossier {
        /// The sequence of the event.
        sequence: i64,
    },
    /// A gap or a repetition in the sequence.
    #[error("event {expected} expected, {found} found")]
    Sequence {
        /// The expected sequence.
        expected: i64,
        /// The sequence found.
        found: i64,
    },
    /// The history does not begin with a registration or a reception, or one stands later although it cannot follow.
    #[error("event {sequence} opens the dossier wrongly")]
    Opening {
        /// The sequence of the event.
        sequence: i64,
    },
    /// The status before the event does not allow it.
    #[error("event {sequence}: {kind} does not lead from status {status} to {to}")]
    Transition {
        /// The sequence of the event.
        sequence: i64,
        /// Its kind.
        kind: EventKind,
        /// The status before it.
        status: Status,
        /// The status after it.
        to: Status,
    },
    /// The event occurred before the preceding event in force.
    #[error("event {sequence} occurred before the one before it")]
    Order {
        /// The sequence of the event.
        sequence: i64,
    },
    /// A correction that does not undo the last event in force, or an event of another kind that undoes one.
    #[error("event {sequence} takes back what it cannot")]
    TakesBack {
        /// The sequence of the event.
        sequence: i64,
    },
    /// Values that cannot follow from this event, such as a due time moved by a step.
    #[error("event {sequence} carries facts that do not follow from it")]
    Facts {
        /// The sequence of the event.
        sequence: i64,
    },
}
