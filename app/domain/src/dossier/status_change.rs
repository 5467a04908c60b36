//! A status change: the one value that goes from a form to the case database.

use super::{Action, DossierCode, When};
use crate::deadline::Instant;

/// One action on one dossier, done only if the dossier is still at the version that it was decided at. It says nothing of now, so the
/// same form sent again is the same value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusChange {
    /// Of which dossier.
    pub code: DossierCode,
    /// The version it was decided at.
    pub expected_version: i64,
    /// What is done.
    pub action: Action,
    /// When it happened; `None`: as it is recorded.
    pub occurred_at: Option<Instant>,
    /// Why it is recorded so late.
    pub late_reason: Option<String>,
}

impl StatusChange {
    /// When it happens, recorded now.
    #[must_use]
    pub fn when(&self, now: Instant) -> When {
        When {
            occurred_at: self.occurred_at.unwrap_or(now),
            recorded_at: now,
            late_reason: self.late_reason.clone(),
        }
    }
}
