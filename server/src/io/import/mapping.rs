//! The mapping file: how another system's export is to be read.
//!
//! Nothing about a source is compiled in. A mapping that says something the reader does not know is refused, because a misspelt key
//! that is passed over would give figures that look right and are not.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use sanh_domain::dossier::CodeRule;
pub use sanh_domain::import::model::StatusWord;
use sanh_domain::procedure::channel::Channel;
use serde::{Deserialize, Serialize};

use super::ImportError;
use super::column_positions::ColumnPositions;
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

/// Which codes are accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeForm {
    /// The national pattern, `H49.65-220914-0011`.
    #[default]
    Vietnamese,
    /// Any short printable code, for exports of other systems.
    Any,
}

impl CodeForm {
    /// The domain's rule of the same name.
    pub fn rule(self) -> CodeRule {
        match self {
            Self::Vietnamese => CodeRule::Vietnamese,
            Self::Any => CodeRule::Any,
        }
    }
}

/// What happens to a dossier whose end lies before its reception.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndBeforeStart {
    /// It is a bad row, named in the report.
    #[default]
    Bad,
    /// It is taken as it stands, with no handling time: for figures that must agree with a source that counts such rows.
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
    /// Days of the calendar.
    Days,
    /// Months of the calendar.
    Months,
}

/// What separates the cells of a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Delimiter {
    /// `,`
    #[serde(rename = ",")]
    Comma,
    /// `;`, what spreadsheets write where the comma is the decimal mark, as in Vietnam.
    #[serde(rename = ";")]
    Semicolon,
    /// The tab character.
    #[serde(rename = "tab", alias = "\t")]
    Tab,
}

impl Delimiter {
    /// All of them, the commonest first.
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

/// The names of the columns, as they stand in the header row. Letter case and repeated spaces do not matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The dossier code.
    pub code: String,
    /// How the dossier came in; without it every dossier counts as handed in directly.
    pub channel: Option<String>,
    /// When it was registered online.
    pub registered: Option<String>,
    /// When it was received. A row per event may do without: then the first event that says so, or the first of all, is the reception.
    pub received: Option<String>,
    /// The due time in force.
    pub due: Option<String>,
    /// The time limit, as "15 ngày", "3 ngày làm việc", "8 giờ", "1 tháng", "trong ngày"; a number alone counts in `limit_unit`. Where
    /// there is a due column that is what is promised, and the limit says how it moves by pauses.
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

/// Where an agency, a field or a procedure is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Naming {
    /// The column with the code.
    pub code: Option<String>,
    /// The column with the name.
    pub name: Option<String>,
    /// The name where the columns are absent or the cell is empty.
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
    /// What one row is.
    #[serde(default)]
    pub rows: RowKind,
    /// The zone of times without an offset, and of the days of dates.
    #[serde(default = "vietnam")]
    pub zone: Tz,
    /// Which codes are accepted.
    #[serde(default)]
    pub code_rule: CodeForm,
    /// The due column holds dates, even where it shows an hour: due at the last millisecond of that local day.
    #[serde(default)]
    pub due_is_a_date: bool,
    /// The unit of a time limit that is a number alone.
    pub limit_unit: Option<LimitUnit>,
    /// What happens to a dossier that ends before it was received.
    #[serde(default)]
    pub end_before_start: EndBeforeStart,
    /// What separates cells; found from the header where absent.
    pub delimiter: Option<Delimiter>,
    /// The encoding of a text file, by its usual name; found from its mark and its bytes where absent.
    pub encoding: Option<String>,
    /// The sheet of a workbook; the first visible one that has the columns where absent.
    pub sheet: Option<String>,
    /// The line at which the search for the header begins, from 1: the first at or below it that has the columns is the header.
    #[serde(default = "first_line")]
    pub header_row: u32,
    /// How dates are written, tried in this order, in `chrono`'s strftime form.
    #[serde(default = "usual_date_formats")]
    pub date_formats: Vec<DateFormat>,
    /// The column that tells a newer state of a dossier from an older one: a time or a whole number that grows.
    pub newer: Option<String>,
    /// The name of the system the exports come from: dossiers missing from a file are looked for among those of its source.
    #[serde(default = "one_source")]
    pub source: String,
    /// Agencies, fields and procedures the centre does not have yet are created; else their rows are bad.
    #[serde(default = "yes")]
    pub create_missing: bool,
    /// Cells that mean "nothing here", beside the empty cell.
    #[serde(default)]
    pub empty: Vec<String>,
    /// The columns.
    pub columns: Columns,
    /// The agency that processes.
    pub agency: Naming,
    /// The field.
    pub field: Naming,
    /// The procedure, where the file tells.
    #[serde(default)]
    pub procedure: Naming,
    /// What the cells of the channel column mean.
    #[serde(default)]
    pub channels: BTreeMap<String, Channel>,
    /// What the cells of the status column mean.
    #[serde(default)]
    pub statuses: BTreeMap<String, StatusWord>,
}

/// Why a mapping is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MappingError {
    /// It is not TOML, or a key is unknown, missing or of the wrong kind.
    #[error("the mapping cannot be read: {0}")]
    Unreadable(String),
    /// A key needs another one.
    #[error("the mapping says {given}, which needs {missing}")]
    Incomplete {
        /// What the mapping says.
        given: &'static str,
        /// What it leaves out.
        missing: &'static str,
    },
    /// A date format chrono does not know.
    #[error("the mapping's date format {0:?} is not a strftime form")]
    DateFormat(String),
    /// The header row counts from 1.
    #[error("the mapping's header_row counts from 1")]
    HeaderRow,
    /// An encoding of no known name.
    #[error(
        "the mapping's encoding {0:?} is not known; such as \"utf-8\", \"windows-1258\", \"utf-16le\" are"
    )]
    Encoding(String),
    /// A mapping that cannot be written as TOML.
    #[error("the mapping cannot be written: {0}")]
    Unwritable(String),
}

impl Mapping {
    /// The mappings that ship with the program, by name.
    pub const SHIPPED: [(&'static str, &'static str); 2] = [
        ("one-stop-unit", include_str!("examples/one-stop-unit.toml")),
        (
            "municipal-permits",
            include_str!("examples/municipal-permits.toml"),
        ),
    ];

    /// The first of its columns that a header does not have, or has twice; `None`: they are all there.
    pub fn lacks(&self, header: &[String]) -> Option<String> {
        match ColumnPositions::find(self, header) {
            Err(ImportError::NoColumn { wanted, .. } | ImportError::ColumnTwice(wanted)) => {
                Some(wanted)
            }
            _ => None,
        }
    }

    /// The mapping used when none is given: a unit's own export with Vietnamese column names.
    ///
    /// # Errors
    /// Never for the file that ships; the type keeps callers from assuming it.
    pub fn one_stop_unit() -> Result<Self, MappingError> {
        Self::from_toml(include_str!("examples/one-stop-unit.toml"))
    }

    /// Reads a mapping and checks that its parts fit together.
    ///
    /// # Errors
    /// When the text is no mapping, or one key needs another that is missing.
    pub fn from_toml(text: &str) -> Result<Self, MappingError> {
        let mapping: Self =
            toml::from_str(text).map_err(|fault| MappingError::Unreadable(fault.to_string()))?;
        mapping.check()?;
        Ok(mapping)
    }

    /// Writes it, so that [`Mapping::from_toml`] reads the same.
    ///
    /// # Errors
    /// When a value has no form in TOML.
    pub fn to_toml(&self) -> Result<String, MappingError> {
        toml::to_string_pretty(self).map_err(|fault| MappingError::Unwritable(fault.to_string()))
    }

    /// The encoding that the mapping names.
    pub fn encoding(&self) -> Option<&'static encoding_rs::Encoding> {
        encoding_rs::Encoding::for_label(self.encoding.as_deref()?.as_bytes())
    }

    /// The names of all columns it asks for.
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

    /// Checks that its parts fit together.
    ///
    /// # Errors
    /// When one key needs another that is missing, or a value means nothing.
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

/// ISO 8601 with and without an offset, and the day-first forms that Vietnamese systems print.
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
