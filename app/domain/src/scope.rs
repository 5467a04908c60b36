//! The dossiers of a board or a wall: those of the centre or of one agency.

use serde::{Deserialize, Serialize};

use crate::id::AgencyId;
use crate::word::InvalidParameter;

/// The dossiers that a board counts: the whole centre or one agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The whole centre.
    Centre,
    /// One agency (department, ward, vertical body).
    Agency(AgencyId),
}

impl Scope {
    /// Whether a dossier of this agency is counted.
    pub fn covers(self, agency: AgencyId) -> bool {
        match self {
            Self::Centre => true,
            Self::Agency(own) => own == agency,
        }
    }

    /// Whether its figures are those of the centre or of agencies.
    pub const fn counted_by(self) -> CountedBy {
        match self {
            Self::Centre => CountedBy::Centre,
            Self::Agency(_) => CountedBy::Agencies,
        }
    }
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Centre => f.write_str("centre"),
            Self::Agency(agency) => write!(f, "agency-{}", agency.0),
        }
    }
}

impl std::str::FromStr for Scope {
    type Err = InvalidParameter;

    /// Reads `centre` or `agency-<id>`.
    fn from_str(text: &str) -> Result<Self, InvalidParameter> {
        if text == "centre" {
            return Ok(Self::Centre);
        }
        let id = text.strip_prefix("agency-").and_then(|id| id.parse().ok());
        id.map(|id| Self::Agency(AgencyId(id)))
            .ok_or(InvalidParameter("scope"))
    }
}

/// The figures of the centre or of agencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountedBy {
    /// The figures of the centre: a linked dossier counts once.
    Centre,
    /// The figures of agencies: each counts its part of a linked dossier.
    Agencies,
}
