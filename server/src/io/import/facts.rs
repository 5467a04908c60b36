//! The facts of a row.

use sanh_domain::deadline::Instant;
use sanh_domain::deadline::due::TimeLimit;
use sanh_domain::dossier::DossierCode;
use sanh_domain::procedure::channel::Channel;
use serde::{Deserialize, Serialize};

use super::mapping::StatusWord;
use super::report::InvalidValue;

/// An agency, a field or a procedure as the file names it: by code, by name, or both.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Label {
    /// The code, if there is a column for it.
    pub code: Option<String>,
    /// The name; the code if the file has no name.
    pub name: String,
}

/// The facts of a row about its dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFacts {
    /// The agency.
    pub agency: Label,
    /// The field.
    pub field: Label,
    /// The procedure, if given.
    pub procedure: Option<Label>,
    /// The channel.
    pub channel: Channel,
    /// When it was registered online.
    pub registered_at: Option<Instant>,
    /// When it was received; `None` if it waits or was refused.
    pub received_at: Option<Instant>,
    /// The due time in force.
    pub due_at: Option<Instant>,
    /// Its time limit. In a file with due times, only together with one.
    #[serde(default)]
    pub limit: Option<TimeLimit>,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// When the result was handed over.
    pub handed_over_at: Option<Instant>,
    /// Its status, in a row per dossier with a column of it.
    pub status: Option<StatusWord>,
    /// Whether its end lay before the reception and was moved to it, as the mapping allows.
    pub end_moved: bool,
}

/// The facts of a row about one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepFacts {
    /// When it happened.
    pub occurred_at: Instant,
    /// The name of the event in the file.
    pub name: String,
    /// The status it leads to, if given.
    pub status: Option<StatusWord>,
}

/// The facts of a valid row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The dossier.
    pub case: CaseFacts,
    /// The event, in a row per event.
    pub step: Option<StepFacts>,
    /// The value that orders states, if there is a column for it.
    pub newer: Option<i64>,
}

/// A row as staged: a bad row keeps its dossier's code, because a dossier is imported completely or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StagedRow {
    /// The dossier's code.
    pub code: DossierCode,
    /// Line of the file, from 1.
    pub line: u64,
    /// Its facts; `None` for a bad row.
    pub facts: Option<Facts>,
    /// The faults of the row itself.
    pub bad: Vec<InvalidValue>,
    /// The faults in the dossier's columns, which repeat on each row of an event log.
    pub bad_case: Vec<InvalidValue>,
}
