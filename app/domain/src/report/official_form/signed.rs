//! The content of a signed report: everything that is on its paper.

use serde::{Deserialize, Serialize};

use super::carry_over::SignedCarryOver;
use super::model::{Folding, Names};
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
    /// How figures are folded.
    pub folding: Folding,
    /// The rule of lateness.
    pub rule: DeadlineRule,
    /// The reporting centre.
    pub centre: Name,
    /// The recipient; blank if not set.
    pub recipient: String,
    /// The signed carry-over of the period before; `None`: it was not signed, or this report was signed before carry-overs were
    /// stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_up: Option<SignedCarryOver>,
}

impl Content {
    /// The part within a scope.
    #[must_use]
    pub fn within(self, scope: &AgencyScope) -> Self {
        Self {
            cube: self.cube.within(scope),
            sent_up: self.sent_up.map(|sent_up| sent_up.within(scope)),
            ..self
        }
    }
}

/// The relation of the shown figures to the signed report of the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureState<'a> {
    /// No report is signed.
    Unsigned,
    /// The shown figures are the signed ones, and a new count agrees.
    Signed(&'a Signed),
    /// The shown figures are the signed ones, and a new count differs.
    Superseded(&'a Signed),
    /// The shown figures are a new count that differs from the signed ones.
    Recounted(&'a Signed),
    /// The shown figures are those of these agencies only.
    Part(Vec<Name>),
}

/// A signed report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Its number among all signed reports.
    pub number: i64,
    /// When it was signed.
    pub at: Instant,
    /// The account that signed it.
    pub by: String,
    /// The display name of the signer.
    pub name: String,
    /// The last event recorded at that time.
    pub event_id: i64,
    /// The fingerprint printed on the paper: the first half of the content's SHA-256, in hexadecimal.
    pub fingerprint: String,
    /// The signed content.
    pub content: Content,
}
