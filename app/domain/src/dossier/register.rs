//! The register of a day: the dossiers that were received on it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Dossier;
use super::applicant::Submission;
use crate::deadline::Instant;

/// The most dossiers of one day (ours: five times a day of the largest centre).
pub const REGISTER_ROWS_MAX: u32 = 2_000;

/// The register of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// The local date.
    pub date: NaiveDate,
    /// When it was read.
    pub at: Instant,
    /// Whether it tells who applied.
    pub has_names: bool,
    /// Its dossiers, in the order in which they were received.
    pub rows: Vec<RegisterRow>,
}

/// A dossier of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterRow {
    /// As it stands.
    pub dossier: Dossier,
    /// What was handed in; `None`: it is not told, nothing was taken down, or it was erased.
    pub submission: Option<Submission>,
}
