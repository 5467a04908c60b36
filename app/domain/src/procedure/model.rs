//! The entries of the catalogue. A code never changes: dossiers, imports and the audit refer to entries by code.

use serde::{Deserialize, Serialize};

use super::limits::Limits;
use super::office::{NationalCode, ProcedureLevel};
use crate::deadline::calendar::WorkingMinutes;
use crate::id::{AgencyId, FieldId, ProcedureId};
use crate::text::name::Name;

/// The longest code, in characters (ours: a national procedure code takes about 25; an agency's code must leave room in a
/// dossier's code for day and serial).
pub const CODE_CHARS_MAX: usize = 40;
/// The longest name of an agency or a field, in characters.
pub const NAME_CHARS_MAX: usize = 200;
/// The longest name of a procedure, in characters: their official names are sentences.
pub const PROCEDURE_NAME_CHARS_MAX: usize = 500;
/// The longest time limit, in working days: four years.
pub const LIMIT_DAYS_MAX: u32 = 999;
/// The longest time limit in calendar days: four years.
pub const LIMIT_CALENDAR_DAYS_MAX: u32 = 1_460;
/// The longest time limit in months: four years.
pub const LIMIT_MONTHS_MAX: u32 = 48;
/// The most future changes of one procedure's time limit (ours).
pub const LIMITS_TO_COME_MAX: usize = 20;
/// How far ahead a time limit may be changed, in days: ten years (ours).
pub const LIMIT_AHEAD_DAYS_MAX: u64 = 3_652;
/// The highest fee, in đồng.
pub const FEE_VND_MAX: u32 = 1_000_000_000;
/// The most papers of a procedure.
pub const PAPERS_MAX: usize = 50;
/// The longest paper's name, in characters.
pub const PAPER_CHARS_MAX: usize = 300;
/// The longest text of all papers of a procedure as typed, in characters: it fits into one form.
pub const PAPERS_CHARS_MAX: usize = 6_000;

/// The most parts of a procedure (ours).
pub const PROCEDURE_PARTS_MAX: usize = 9;

/// The kind of a catalogue entry that has only code and names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// An agency that processes dossiers.
    Agency,
    /// A group of procedures.
    Field,
}

/// An agency or a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CatalogueItem {
    /// Its number; 0 before it is stored.
    pub id: i64,
    /// Its code; new dossier codes begin with the agency's code.
    pub code: String,
    /// Its names.
    pub name: Name,
    /// For a field: never shown to the public by name, whatever its volume.
    pub sensitive: bool,
}

/// A part of a procedure with linked dossiers: an agency works on it while others work on theirs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ProcedurePart {
    /// The agency that works on it.
    pub agency: AgencyId,
    /// Its time limit; its due time is never after that of the whole.
    pub minutes: WorkingMinutes,
    /// The name of its task.
    pub name: Name,
}

/// A procedure with its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Procedure {
    /// Its number.
    pub id: ProcedureId,
    /// Its entry.
    pub entry: ProcedureEntry,
}

/// The catalogue entry of a procedure.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ProcedureEntry {
    /// Its official code.
    pub code: String,
    /// The field in which its dossiers are counted.
    pub field: FieldId,
    /// Its names.
    pub name: Name,
    /// Its time limits, by the days from which they hold.
    pub limits: Limits,
    /// What it costs and takes, and who handles it.
    #[serde(flatten)]
    pub requirements: Requirements,
}

/// What a procedure costs and takes, and who handles it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Requirements {
    /// The fee, in đồng; `None` if not known.
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
