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
    /// The code, where there is a column of it.
    pub code: Option<String>,
    /// The name; the code if the file has no name.
    pub name: String,
}

/// The facts of a row about its dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFacts {
    /// Who processes it.
    pub agency: Label,
    /// The field it is counted in.
    pub field: Label,
    /// The procedure, where the file tells.
    pub procedure: Option<Label>,
    /// How it came in.
    pub channel: Channel,
    /// When it was registered online.
    pub registered_at: Option<Instant>,
    /// When it was received; none for one that waits or was refused.
    pub received_at: Option<Instant>,
    /// The due time in force.
    pub due_at: Option<Instant>,
    /// The time limit that it was received under. Where the file tells due times, only with one of them.
    #[serde(default)]
    pub limit: Option<TimeLimit>,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// When the result was handed over.
    pub handed_over_at: Option<Instant>,
    /// Its status, in a row per dossier with a column of it.
    pub status: Option<StatusWord>,
    /// The end lay before the reception and was moved onto it, as the mapping asks.
    pub end_moved: bool,
}

/// The facts of a row about one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepFacts {
    /// When it happened.
    pub occurred_at: Instant,
    /// What happened, in the words of the file.
    pub name: String,
    /// The status it leads to, where the file tells.
    pub status: Option<StatusWord>,
}

/// The facts of a valid row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The dossier.
    pub case: CaseFacts,
    /// The event, in a row per event.
    pub step: Option<StepFacts>,
    /// How new the row is, where a column tells.
    pub newer: Option<i64>,
}

/// A row as it is staged: a bad one keeps its dossier's code, because a dossier is taken whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StagedRow {
    /// The dossier's code.
    pub code: DossierCode,
    /// Line of the file, from 1.
    pub line: u64,
    /// What it says; none when it is bad.
    pub facts: Option<Facts>,
    /// What is wrong with the row itself.
    pub bad: Vec<InvalidValue>,
    /// What is wrong with the dossier's columns, which repeat on each row of an event log.
    pub bad_case: Vec<InvalidValue>,
}
