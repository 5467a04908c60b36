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
    /// Its fee and papers.
    #[serde(flatten)]
    pub requirements: Requirements,
}
