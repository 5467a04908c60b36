//! The catalogue as other sections list it, by display name.

use serde::{Deserialize, Serialize};

use super::limits::ChannelLimits;
use super::model::Requirements;
use crate::id::{AgencyId, ProcedureId};
use crate::text::name::Name;

/// An agency with its display names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedAgency {
    /// Its number.
    pub id: AgencyId,
    /// Its code.
    pub code: String,
    /// Its names.
    pub name: Name,
}

/// A procedure with its display names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedProcedure {
    /// Its number.
    pub id: ProcedureId,
    /// Its official code.
    pub code: String,
    /// Its names.
    pub name: Name,
    /// Its time limits by channel.
    pub limits: ChannelLimits,
    /// What it costs and takes, and who handles it.
    #[serde(flatten)]
    pub requirements: Requirements,
}

impl ListedProcedure {
    /// Its codes: the official one and, where it is said, that of the national list.
    #[must_use]
    pub fn codes(&self) -> String {
        match &self.requirements.national_code {
            Some(national) if national.as_str() != self.code => format!("{} {national}", self.code),
            _ => self.code.clone(),
        }
    }
}
