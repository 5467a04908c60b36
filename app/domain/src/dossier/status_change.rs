//! A status change: the one value that is passed from a form to the case database.

use super::{Action, DossierCode, When};
use crate::deadline::Instant;

/// One action on one dossier, done only if the dossier still has the expected version. It does not contain the present time, so
/// the same form sent again is the same value.
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
