//! The mapping: how an export of another system is read.
//!
//! Nothing about a source is compiled in. A mapping with an unknown key is refused, because a misspelt key that is ignored
//! would give figures that look right and are not.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use sanh_domain::dossier::CodeRule;
pub use sanh_domain::import::model::StatusWord;
use sanh_domain::procedure::channel::Channel;
use serde::{Deserialize, Serialize};

use super::date_format::DateFormat;

/// What one row of the file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// One row is one dossier with its dates.
    #[default]
    Dossier,
    /// One row is one event; the columns of the dossier repeat on each of its rows.
    Event,
}

/// The pattern of accepted codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeFormat {
    /// The national pattern, `H49.65-220914-0011`.
    #[default]
    Vietnamese,
    /// Any short printable code, for exports of other systems.
    Any,
}

impl CodeFormat {
    /// The corresponding rule of the domain.
    pub fn rule(self) -> CodeRule {
        match self {
            Self::Vietnamese => CodeRule::Vietnamese,
            Self::Any => CodeRule::Any,
        }
    }
}

/// The treatment of a dossier whose end lies before its reception.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndBeforeStart {
    /// It is a bad row, listed in the report.
    #[default]
    Bad,
    /// It is accepted without a handling time: for figures that must agree with a source that counts such rows.
    Keep,
}

/// The unit of a time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// Working hours.
    WorkingHours,
    /// Working days of eight hours.
    WorkingDays,
    /// Calendar days.
    Days,
    /// Calendar months.
    Months,
}

/// The separator of cells in a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Delimiter {
    /// `,`
    #[serde(rename = ",")]
    Comma,
    /// `;`, which spreadsheets write where the comma is the decimal mark, as in Vietnam.
    #[serde(rename = ";")]
    Semicolon,
    /// The tab character.
    #[serde(rename = "tab", alias = "\t")]
    Tab,
}

impl Delimiter {
    /// All separators, the most common first.
    pub const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// The byte in the file.
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// The names of the columns, as in the header row. Case and repeated spaces are ignored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The dossier code.
    pub code: String,
    /// The channel; without it every dossier counts as handed in directly.
    pub channel: Option<String>,
    /// When it was registered online.
    pub registered: Option<String>,
    /// When it was received. Optional in a file with a row per event: then the first event that means "received", or the first
    /// event, is the reception.
    pub received: Option<String>,
    /// The due time in force.
    pub due: Option<String>,
    /// The time limit, as "15 ngày", "3 ngày làm việc", "8 giờ", "1 tháng", "trong ngày"; a plain number is in `limit_unit`. If
    /// there is a due column, that gives the due time, and the limit only says how pauses move it.
    pub limit: Option<String>,
    /// When it ended: resolved, stopped or refused.
    pub ended: Option<String>,
    /// When the result was handed over.
    pub handed_over: Option<String>,
    /// The status: of the dossier in a row per dossier, reached by the event in a row per event.
    pub status: Option<String>,
    /// What happened, in a row per event.
    pub event: Option<String>,
    /// When it happened, in a row per event.
    pub event_at: Option<String>,
}

/// The columns of an agency, a field or a procedure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Naming {
    /// The column with the code.
    pub code: Option<String>,
    /// The column with the name.
    pub name: Option<String>,
    /// The name used if the columns are absent or the cell is empty.
    pub default: Option<String>,
}

impl Naming {
    fn is_given(&self) -> bool {
        self.code.is_some() || self.name.is_some() || self.default.is_some()
    }
}

/// How a file is read. The two files in `examples/` show every key with its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The meaning of one row.
    #[serde(default)]
    pub rows: RowKind,
    /// The zone of times without an offset, and of dates.
    #[serde(default = "vietnam")]
    pub zone: Tz,
    /// The pattern of accepted codes.
    #[serde(default)]
    pub code_rule: CodeFormat,
    /// Whether the due column holds dates, even if it shows an hour: due at the last millisecond of that local day.
    #[serde(default)]
    pub due_is_a_date: bool,
    /// The unit of a time limit that is a plain number.
    pub limit_unit: Option<LimitUnit>,
    /// The treatment of a dossier that ends before it was received.
    #[serde(default)]
    pub end_before_start: EndBeforeStart,
    /// The separator of cells; detected from the header if absent.
    pub delimiter: Option<Delimiter>,
    /// The encoding of a text file, by its usual name; detected if absent.
    pub encoding: Option<String>,
    /// The sheet of a workbook; if absent, the first visible one with the columns.
    pub sheet: Option<String>,
    /// The line at which the search for the header begins, from 1: the first line from there with the columns is the header.
    #[serde(default = "first_line")]
    pub header_row: u32,
    /// The date formats, tried in this order, in `chrono`'s strftime notation.
    #[serde(default = "usual_date_formats")]
    pub date_formats: Vec<DateFormat>,
    /// The column that orders the states of a dossier: a time, or a whole number that grows.
    pub newer: Option<String>,
    /// The name of the system that made the exports: dossiers missing from a file are searched for among those of its source.
    #[serde(default = "one_source")]
    pub source: String,
    /// Whether missing agencies, fields and procedures are created; otherwise their rows are bad.
    #[serde(default = "yes")]
    pub create_missing: bool,
    /// Cell texts that mean an empty cell.
    #[serde(default)]
    pub empty: Vec<String>,
    /// The columns.
    pub columns: Columns,
    /// The agency.
    pub agency: Naming,
    /// The field.
    pub field: Naming,
    /// The procedure, if given.
    #[serde(default)]
    pub procedure: Naming,
    /// The meaning of the words in the channel column.
    #[serde(default)]
    pub channels: BTreeMap<String, Channel>,
    /// The meaning of the words in the status column.
    #[serde(default)]
    pub statuses: BTreeMap<String, StatusWord>,
}

/// Why a mapping is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MappingError {
    /// It is not TOML, or has an unknown, missing or wrong key.
    #[error("the mapping cannot be read: {0}")]
    Unreadable(String),
    /// A key requires another one.
    #[error("the mapping says {given}, which needs {missing}")]
    Incomplete {
        /// The given key.
        given: &'static str,
        /// The missing one.
        missing: &'static str,
    },
    /// A date format that chrono does not know.
    #[error("the mapping's date format {0:?} is not a strftime form")]
    DateFormat(String),
    /// The header row is 0, but counts from 1.
    #[error("the mapping's header_row counts from 1")]
    HeaderRow,
    /// An unknown encoding.
    #[error(
        "the mapping's encoding {0:?} is not known; such as \"utf-8\", \"windows-1258\", \"utf-16le\" are"
    )]
    Encoding(String),
    /// A mapping that cannot be written as TOML.
    #[error("the mapping cannot be written: {0}")]
    Unwritable(String),
}

impl Mapping {
    /// The mappings that are shipped with the program, by name.
    pub const SHIPPED: [(&'static str, &'static str); 2] = [
        ("one-stop-unit", include_str!("examples/one-stop-unit.toml")),
        (
            "municipal-permits",
            include_str!("examples/municipal-permits.toml"),
        ),
    ];

    /// The mapping used when none is given: a one-stop unit's own export with Vietnamese column names.
    ///
    /// # Errors
    /// Never for the shipped file; the type keeps callers from assuming that.
    pub fn one_stop_unit() -> Result<Self, MappingError> {
        Self::from_toml(include_str!("examples/one-stop-unit.toml"))
    }

    /// Reads and checks a mapping.
    ///
    /// # Errors
    /// When the text is no mapping, or one key requires another that is missing.
    pub fn from_toml(text: &str) -> Result<Self, MappingError> {
        let mapping: Self =
            toml::from_str(text).map_err(|fault| MappingError::Unreadable(fault.to_string()))?;
        mapping.check()?;
        Ok(mapping)
    }

    /// Writes a mapping that [`Mapping::from_toml`] reads as the same.
    ///
    /// # Errors
    /// When a value cannot be written in TOML.
    pub fn to_toml(&self) -> Result<String, MappingError> {
        toml::to_string_pretty(self).map_err(|fault| MappingError::Unwritable(fault.to_string()))
    }

    /// The encoding that the mapping names.
    pub fn encoding(&self) -> Option<&'static encoding_rs::Encoding> {
        encoding_rs::Encoding::for_label(self.encoding.as_deref()?.as_bytes())
    }

    /// The names of all columns that it requires.
    pub fn column_names(&self) -> impl Iterator<Item = &str> {
        let columns = &self.columns;
        let namings = [&self.agency, &self.field, &self.procedure];
        let optional = [
            &columns.channel,
            &columns.registered,
            &columns.received,
            &columns.due,
            &columns.limit,
            &columns.ended,
            &columns.handed_over,
            &columns.status,
            &columns.event,
            &columns.event_at,
            &self.newer,
        ];
        let named = namings
            .into_iter()
            .flat_map(|naming| [&naming.code, &naming.name]);
        std::iter::once(columns.code.as_str()).chain(
            optional
                .into_iter()
                .chain(named)
                .filter_map(Option::as_deref),
        )
    }

    /// Checks that its keys are consistent.
    ///
    /// # Errors
    /// When one key requires another that is missing, or a value is invalid.
    pub fn check(&self) -> Result<(), MappingError> {
        let needs = |holds: bool, given, missing| {
            if holds {
                Ok(())
            } else {
                Err(MappingError::Incomplete { given, missing })
            }
        };
        let columns = &self.columns;
        if self.rows == RowKind::Event {
            needs(columns.event.is_some(), "rows = \"event\"", "columns.event")?;
            needs(
                columns.event_at.is_some(),
                "rows = \"event\"",
                "columns.event_at",
            )?;
        } else {
            needs(
                columns.received.is_some(),
                "rows = \"dossier\"",
                "columns.received",
            )?;
        }
        if columns.status.is_some() {
            needs(!self.statuses.is_empty(), "columns.status", "[statuses]")?;
        }
        needs(self.agency.is_given(), "[agency]", "code, name or default")?;
        needs(self.field.is_given(), "[field]", "code, name or default")?;
        if self.header_row == 0 {
            return Err(MappingError::HeaderRow);
        }
        if let Some(name) = &self.encoding
            && self.encoding().is_none()
        {
            return Err(MappingError::Encoding(name.clone()));
        }
        match self.date_formats.iter().find(|format| format.is_broken()) {
            Some(format) => Err(MappingError::DateFormat(format.as_str().to_owned())),
            None => needs(
                !self.date_formats.is_empty(),
                "date_formats",
                "at least one format",
            ),
        }
    }
}

fn vietnam() -> Tz {
    Tz::Asia__Ho_Chi_Minh
}

fn one_source() -> String {
    "export".to_owned()
}

fn first_line() -> u32 {
    1
}

fn yes() -> bool {
    true
}

/// ISO 8601 with and without an offset, and the day-first formats of Vietnamese systems.
fn usual_date_formats() -> Vec<DateFormat> {
    [
        "%Y-%m-%d %H:%M:%S%.f%:z",
        "%Y-%m-%dT%H:%M:%S%.f%:z",
        "%Y-%m-%dT%H:%M:%S%.fZ",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%d",
        "%d/%m/%Y %H:%M:%S",
        "%d/%m/%Y %H:%M",
        "%d/%m/%Y",
        "%H:%M:%S %d/%m/%Y",
        "%H:%M %d/%m/%Y",
    ]
    .map(DateFormat::new)
    .to_vec()
}
