//! What is kept of a report when it is signed: everything that its paper says.

use serde::{Deserialize, Serialize};

use super::model::{Folding, Names};
use super::sent_up::SignedCarryOver;
use crate::account::model::AgencyScope;
use crate::deadline::Instant;
use crate::deadline::lateness::DeadlineRule;
use crate::report::cube::Cube;
use crate::text::name::Name;

/// The content of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The figures.
    pub cube: Cube,
    /// The names of its lines.
    pub names: Names,
    /// How it is folded.
    pub folding: Folding,
    /// What counts as late.
    pub rule: DeadlineRule,
    /// Who reports.
    pub centre: Name,
    /// To whom; blank: not set.
    pub recipient: String,
    /// The signed carry-over of the period before; `None`: it was not signed, or this report was signed before carry-overs were
    /// stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_up: Option<SignedCarryOver>,
}

impl Content {
    /// The part that a scope takes in.
    #[must_use]
    pub fn within(self, scope: &AgencyScope) -> Self {
        Self {
            cube: self.cube.within(scope),
            sent_up: self.sent_up.map(|sent_up| sent_up.within(scope)),
            ..self
        }
    }
}

/// How a sheet stands to what was signed of its period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureState<'a> {
    /// Nothing of it is signed.
    Unsigned,
    /// The shown figures are the signed ones.
    Signed(&'a Signed),
    /// The shown figures are the signed ones, and a new count differs.
    Superseded(&'a Signed),
    /// The shown figures are a new count that differs from the signed ones.
    Recounted(&'a Signed),
    /// The shown figures are of these agencies only.
    Part(Vec<Name>),
}

/// A report as it was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Its number among all that were signed.
    pub number: i64,
    /// When.
    pub at: Instant,
    /// By which account.
    pub by: String,
    /// The name of who signed.
    pub name: String,
    /// The last event that was recorded then.
    pub event_id: i64,
    /// The fingerprint printed on paper: the first half of the content's SHA-256, in hexadecimal.
    pub fingerprint: String,
    /// The signed content.
    pub content: Content,
}
