//! A mapping in progress: the choices made in a form, stored between its pages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::model::{FileInspection, StatusWord, same};
use crate::procedure::channel::Channel;

/// The units of time limits, by the words of a mapping.
pub const LIMIT_UNITS: [&str; 4] = ["working_days", "days", "working_hours", "months"];

/// A fact that a column of a file can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// The dossier code.
    Code,
    /// When the dossier was received.
    Received,
    /// The due time.
    Due,
    /// When it ended.
    Ended,
    /// The status.
    Status,
    /// The channel.
    Channel,
    /// The name of the agency.
    AgencyName,
    /// The code of the agency.
    AgencyCode,
    /// The name of the field.
    FieldName,
    /// The code of the field.
    FieldCode,
    /// The name of the procedure.
    ProcedureName,
    /// The code of the procedure.
    ProcedureCode,
    /// The time limit.
    Limit,
    /// When it was registered online.
    Registered,
    /// When the result was handed over.
    HandedOver,
    /// The value by which a newer state of a dossier is told from an older one.
    Newer,
    /// The kind of event, in a file with a row per event.
    Event,
    /// When the event happened.
    EventAt,
}

impl Fact {
    /// Every fact, in the order of the form.
    pub const ALL: [Self; 18] = [
        Self::Code,
        Self::Received,
        Self::Due,
        Self::Ended,
        Self::Status,
        Self::Channel,
        Self::AgencyName,
        Self::AgencyCode,
        Self::FieldName,
        Self::FieldCode,
        Self::ProcedureName,
        Self::ProcedureCode,
        Self::Limit,
        Self::Registered,
        Self::HandedOver,
        Self::Newer,
        Self::Event,
        Self::EventAt,
    ];

    /// The facts that most files have, shown first in the form.
    pub const USUAL: [Self; 9] = [
        Self::Code,
        Self::Received,
        Self::Due,
        Self::Ended,
        Self::Status,
        Self::Channel,
        Self::AgencyName,
        Self::FieldName,
        Self::ProcedureName,
    ];

    /// Its field name and id in a form.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Received => "received",
            Self::Due => "due",
            Self::Ended => "ended",
            Self::Status => "status",
            Self::Channel => "channel",
            Self::AgencyName => "agency_name",
            Self::AgencyCode => "agency_code",
            Self::FieldName => "field_name",
            Self::FieldCode => "field_code",
            Self::ProcedureName => "procedure_name",
            Self::ProcedureCode => "procedure_code",
            Self::Limit => "limit",
            Self::Registered => "registered",
            Self::HandedOver => "handed_over",
            Self::Newer => "newer",
            Self::Event => "event",
            Self::EventAt => "event_at",
        }
    }
}

/// The order of day and month where the numbers alone do not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// The day before the month, as in Vietnamese systems; or ISO 8601.
    #[default]
    DayFirst,
    /// The month before the day, or ISO 8601.
    MonthFirst,
    /// As in the mapping that is being changed.
    Kept,
}

impl DateOrder {
    /// Its word in a form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DayFirst => "day_first",
            Self::MonthFirst => "month_first",
            Self::Kept => "kept",
        }
    }

    /// Reads the word of a form; `None` for an unknown word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let all = [Self::DayFirst, Self::MonthFirst, Self::Kept];
        all.into_iter().find(|order| order.as_str() == word)
    }
}

/// The choices made so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "each is a tick of the form")]
pub struct MappingDraft {
    /// The columns, by their names in the file.
    pub columns: BTreeMap<Fact, String>,
    /// Whether one row is one event rather than one dossier.
    pub is_event_log: bool,
    /// The agency of rows that name none.
    pub agency_default: String,
    /// The field of rows that name none.
    pub field_default: String,
    /// The meaning of the words in the status column. A row with another word is a bad row.
    pub statuses: BTreeMap<String, StatusWord>,
    /// The meaning of the words in the channel column.
    pub channels: BTreeMap<String, Channel>,
    /// The order of day and month.
    pub dates: DateOrder,
    /// Whether the due column holds dates, which are due at the end of the day.
    pub due_is_a_date: bool,
    /// Whether codes that do not match the national pattern are accepted.
    pub has_any_code: bool,
    /// Whether missing agencies, fields and procedures are created.
    pub creates_missing: bool,
    /// The unit of time limits that are plain numbers, one of [`LIMIT_UNITS`]; blank if each names its unit.
    #[serde(default)]
    pub limit_unit: String,
    /// The time zone of the file; blank for the centre's.
    pub zone: String,
    /// The system that made the file; blank for the mapping's name.
    pub source: String,
    /// The name under which it is to be saved.
    pub name: String,
    /// The mapping from which it was begun, as text: what the form does not ask for stays as it is there.
    pub base: Option<String>,
}

impl Default for MappingDraft {
    fn default() -> Self {
        Self {
            columns: BTreeMap::new(),
            is_event_log: false,
            agency_default: String::new(),
            field_default: String::new(),
            statuses: BTreeMap::new(),
            channels: BTreeMap::new(),
            dates: DateOrder::default(),
            due_is_a_date: false,
            has_any_code: false,
            creates_missing: true,
            limit_unit: String::new(),
            zone: String::new(),
            source: String::new(),
            name: String::new(),
            base: None,
        }
    }
}

/// Something that a mapping lacks, at a field of its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MappingGap {
    /// A required column.
    Column(Fact),
    /// The same column for two facts.
    Twice(Fact, Fact),
    /// Neither a column of agencies nor an agency for all rows.
    Agency,
    /// Neither a column of fields nor a field for all rows.
    Field,
    /// A column with too many different words for statuses or channels.
    Words(Fact),
}

impl MappingGap {
    /// The field of the form.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Column(fact) | Self::Words(fact) | Self::Twice(fact, _) => fact.field(),
            Self::Agency => Fact::AgencyName.field(),
            Self::Field => Fact::FieldName.field(),
        }
    }
}

impl MappingDraft {
    /// The words of the column chosen for a fact, as in the file.
    #[must_use]
    pub fn words<'a>(&self, look: &'a FileInspection, fact: Fact) -> &'a [String] {
        let place = self.columns.get(&fact).and_then(|name| look.place(name));
        let words = place.and_then(|place| look.words.get(place));
        words.map_or(&[], |column| &column.words)
    }

    /// The gaps in its columns.
    #[must_use]
    pub fn lacks(&self, look: &FileInspection) -> Vec<MappingGap> {
        let has = |fact: Fact| self.columns.contains_key(&fact);
        let mut lacks = Vec::new();
        let needed: &[Fact] = if self.is_event_log {
            &[Fact::Code, Fact::Event, Fact::EventAt]
        } else {
            &[Fact::Code, Fact::Received]
        };
        lacks.extend(
            needed
                .iter()
                .filter(|fact| !has(**fact))
                .map(|fact| MappingGap::Column(*fact)),
        );
        if !has(Fact::AgencyName) && !has(Fact::AgencyCode) && self.agency_default.is_empty() {
            lacks.push(MappingGap::Agency);
        }
        if !has(Fact::FieldName) && !has(Fact::FieldCode) && self.field_default.is_empty() {
            lacks.push(MappingGap::Field);
        }
        let mut seen: Vec<(Fact, &String)> = Vec::new();
        for (fact, column) in &self.columns {
            // One column may be both: some files have only one date for the end and the hand-over.
            let before = seen.iter().find(|(_, known)| same(known, column));
            if let Some((before, _)) = before
                && !matches!((before, fact), (Fact::Ended, Fact::HandedOver))
            {
                lacks.push(MappingGap::Twice(*fact, *before));
            }
            seen.push((*fact, column));
        }
        for fact in [Fact::Status, Fact::Channel] {
            let place = self.columns.get(&fact).and_then(|name| look.place(name));
            let words = place.and_then(|place| look.words.get(place));
            if words.is_some_and(|words| words.has_more) {
                lacks.push(MappingGap::Words(fact));
            }
        }
        lacks
    }
}
