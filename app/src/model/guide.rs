//! The public list of procedures: what server functions take and give.

use std::collections::BTreeMap;

use sanh_domain::id::{DocumentId, FieldId};
use sanh_domain::procedure::guide::GuideTexts;
use sanh_domain::procedure::limits::ChannelLimits;
use sanh_domain::procedure::model::Requirements;
use sanh_domain::report::disclosed_procedures::PublicProcedureFigures;
use sanh_domain::text::name::Name;
use serde::{Deserialize, Serialize};

/// Rows of one page of the public list.
pub(crate) const PAGE_ROWS: u32 = 25;
/// The longest search text, in characters.
pub(crate) const FIND_CHARS_MAX: usize = 100;

/// A page of the public list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundProcedures {
    /// The fields that have procedures in the list, by name.
    pub fields: Vec<(FieldId, Name)>,
    /// How many procedures were found.
    pub total: u32,
    /// Frequent wishes of visitors, each with the code of its procedure.
    pub rows: Vec<FoundProcedure>,
    /// What visitors may want, each with the code of its procedure.
    pub wishes: Vec<(String, Name)>,
}

/// A procedure in the public list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundProcedure {
    /// Its code.
    pub code: String,
    /// Its names.
    pub name: Name,
    /// The names of its field.
    pub field: Name,
    /// The time limits in force.
    pub limits: ChannelLimits,
    /// The fee in đồng; `None`: not given.
    pub fee_vnd: Option<u32>,
    /// Whether it can be asked for online.
    pub is_online: bool,
}

/// A procedure's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicProcedure {
    /// The centre's name.
    pub centre: Name,
    /// Its code.
    pub code: String,
    /// Its names.
    pub name: Name,
    /// What it costs and takes, and who handles it.
    pub requirements: Requirements,
    /// The names of the agencies that handle it; none: not said.
    pub agencies: Vec<Name>,
    /// Its field.
    pub field: (FieldId, Name),
    /// The time limits in force.
    pub limits: ChannelLimits,
    /// The document and version that is the form of a paper, by the paper's Vietnamese name.
    pub forms: BTreeMap<String, (DocumentId, u32)>,
    /// What its guide tells in words.
    pub texts: GuideTexts,
    /// Whether it can be asked for online.
    pub is_online: bool,
    /// The address for online applications; blank: not given.
    pub online_address: String,
    /// The usual time and the share in time in the last closed year; `None`: not published.
    pub figures: Option<PublicProcedureFigures>,
}
