//! A mapping while it is being made: what was chosen in a form, kept between its pages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::guess;
use super::model::{FileInspection, StatusWord, same};
use crate::procedure::channel::Channel;

/// The units of time limits, by the words of a mapping.
pub const LIMIT_UNITS: [&str; 4] = ["working_days", "days", "working_hours", "months"];

/// What a column of a file may tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// The dossier code.
    Code,
    /// When it was received.
    Received,
    /// The due time.
    Due,
    /// When it ended.
    Ended,
    /// The status.
    Status,
    /// How it came in.
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
    /// What tells a newer state of a dossier from an older one.
    Newer,
    /// What happened, in a file with a row per event.
    Event,
    /// When it happened.
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

    /// The facts that most files tell, which the form shows at once.
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

    /// Its name in a form, also its id there.
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

/// How dates are written where numbers alone do not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// The day before the month, as Vietnamese systems do, or ISO 8601.
    #[default]
    DayFirst,
    /// The month before the day, or ISO 8601.
    MonthFirst,
    /// As the mapping that is being changed says.
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

    /// The order of a form's word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let all = [Self::DayFirst, Self::MonthFirst, Self::Kept];
        all.into_iter().find(|order| order.as_str() == word)
    }
}

/// What was chosen so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "each is a tick of the form")]
pub struct MappingDraft {
    /// The columns, by the names the file gives them.
    pub columns: BTreeMap<Fact, String>,
    /// One row is one event, not one dossier.
    pub is_event_log: bool,
    /// The agency of rows that name none.
    pub agency_default: String,
    /// The field of rows that name none.
    pub field_default: String,
    /// What the words of the status column mean. A word that is not here makes its row bad.
    pub statuses: BTreeMap<String, StatusWord>,
    /// What the words of the channel column mean.
    pub channels: BTreeMap<String, Channel>,
    /// How dates are written.
    pub dates: DateOrder,
    /// The due column holds dates: due at the end of the day.
    pub due_is_a_date: bool,
    /// Codes of another form than the national one are taken.
    pub has_any_code: bool,
    /// Agencies, fields and procedures that the centre does not have are created.
    pub creates_missing: bool,
    /// The unit of time limits that are numbers alone, one of [`LIMIT_UNITS`]; blank: each says its own.
    #[serde(default)]
    pub limit_unit: String,
    /// The zone of the file's times; blank: the centre's.
    pub zone: String,
    /// The system that the exports come from; blank: the mapping's name.
    pub source: String,
    /// The name it is to be saved under.
    pub name: String,
    /// The mapping it was begun from, as text: what the form does not ask stays as it is there.
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
    /// A column that has to be there.
    Column(Fact),
    /// One column for two facts.
    Twice(Fact, Fact),
    /// Neither a column of agencies nor a name for all.
    Agency,
    /// Neither a column of fields nor a name for all.
    Field,
    /// A column with too many different words for states or channels.
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
    /// The words of a column chosen for a fact, as they stand in the file.
    #[must_use]
    pub fn words<'a>(&self, look: &'a FileInspection, fact: Fact) -> &'a [String] {
        let place = self.columns.get(&fact).and_then(|name| look.place(name));
        let words = place.and_then(|place| look.words.get(place));
        words.map_or(&[], |column| &column.words)
    }

    /// What a word of the status column means by what was chosen before, else by a guess.
    #[must_use]
    pub fn status_of(&self, word: &str) -> Option<StatusWord> {
        let known = self.statuses.iter().find(|(known, _)| same(known, word));
        known
            .map(|(_, meaning)| *meaning)
            .or_else(|| guess::status(word))
    }

    /// The same of a word of the channel column.
    #[must_use]
    pub fn channel_of(&self, word: &str) -> Option<Channel> {
        let known = self.channels.iter().find(|(known, _)| same(known, word));
        known
            .map(|(_, meaning)| *meaning)
            .or_else(|| guess::channel(word))
    }

    /// What its columns lack.
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
            // The end may well be the hand-over where a file tells one date only.
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
