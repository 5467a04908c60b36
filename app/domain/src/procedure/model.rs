//! The entries of the catalogue. A code never changes: dossiers, imports and the audit refer to entries by code.

use serde::{Deserialize, Serialize};

use super::limits::Limits;
use super::office::{NationalCode, ProcedureLevel};
use crate::deadline::calendar::WorkingMinutes;
use crate::id::{AgencyId, FieldId, ProcedureId};
use crate::text::name::Name;

/// The longest code, in characters (ours: a national procedure code takes about 25, and an agency's leaves a dossier's code room
/// for day and serial).
pub const CODE_CHARS_MAX: usize = 40;
/// The longest name of an agency or a field, in characters.
pub const NAME_CHARS_MAX: usize = 200;
/// The longest name of a procedure, in characters: their official names are sentences.
pub const PROCEDURE_NAME_CHARS_MAX: usize = 500;
/// The longest time limit, in working days: four years.
pub const LIMIT_DAYS_MAX: u32 = 999;
/// The longest time limit in days of the calendar: four years.
pub const LIMIT_CALENDAR_DAYS_MAX: u32 = 1_460;
/// The longest time limit in months: four years.
pub const LIMIT_MONTHS_MAX: u32 = 48;
/// The changes of one procedure's time limit that may be to come (ours).
pub const LIMITS_TO_COME_MAX: usize = 20;
/// How far ahead a time limit may be changed, in days: ten years (ours).
pub const LIMIT_AHEAD_DAYS_MAX: u64 = 3_652;
/// The highest fee, in đồng.
pub const FEE_VND_MAX: u32 = 1_000_000_000;
/// The most papers of a procedure.
pub const PAPERS_MAX: usize = 50;
/// The longest paper's name, in characters.
pub const PAPER_CHARS_MAX: usize = 300;
/// All papers of a procedure as they are typed, in characters: they fit into one form.
pub const PAPERS_CHARS_MAX: usize = 6_000;

/// The most parts of a procedure (ours).
pub const PROCEDURE_PARTS_MAX: usize = 9;

/// What the catalogue lists by code and name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Who processes dossiers.
    Agency,
    /// A group of procedures.
    Field,
}

/// An agency or a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CatalogueItem {
    /// Its number; 0 where it has none yet.
    pub id: i64,
    /// Its code; new dossier codes begin with an agency's.
    pub code: String,
    /// Its names.
    pub name: Name,
    /// Of a field: never public by name, whatever its volume.
    pub sensitive: bool,
}

/// A part of a procedure whose dossiers are linked: an agency works on it while others work on theirs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ProcedurePart {
    /// Who works on it.
    pub agency: AgencyId,
    /// How long it may take; its due time is never after that of the whole.
    pub minutes: WorkingMinutes,
    /// What is done in it.
    pub name: Name,
}

/// A procedure with its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Procedure {
    /// Its number.
    pub id: ProcedureId,
    /// What is kept of it.
    pub entry: ProcedureEntry,
}

/// What is kept of a procedure.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ProcedureEntry {
    /// Its official code.
    pub code: String,
    /// The field that its dossiers are counted in.
    pub field: FieldId,
    /// Its names.
    pub name: Name,
    /// How long it may take, by the days each limit holds from.
    pub limits: Limits,
    /// What it costs and takes, and who handles it.
    #[serde(flatten)]
    pub requirements: Requirements,
}

/// What a procedure costs and takes, and who handles it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Requirements {
    /// What it costs, in đồng; `None`: not said.
    pub fee_vnd: Option<u32>,
    /// The papers to be handed in, in their order.
    pub papers: Vec<Name>,
    /// Which one of the national list it is, unique where it is said.
    #[serde(default)]
    pub national_code: Option<NationalCode>,
    /// The level of government that carries it out; `None`: not said.
    #[serde(default)]
    pub level: Option<ProcedureLevel>,
    /// The agencies that handle it, by number; none: not said yet, and any may receive for it.
    #[serde(default)]
    pub agencies: Vec<AgencyId>,
}
