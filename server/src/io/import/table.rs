//! A file as a table: its header, and the rows below it, one by one. `text.rs`, `workbook.rs` and `old_workbook.rs` read the three forms.

use std::collections::HashSet;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::Path;

use chrono::NaiveDateTime;

use sanh_domain::text::plain::is_invisible;

use super::ImportError;
use super::encoding::{EncodingFault, FoundEncoding};
use super::header::{self, Header};
use super::letters::FontEncoding;
use super::limits::Limits;
use super::mapping::{Delimiter, Mapping};
use super::old_workbook::OldWorkbook;
use super::text::TextTable;
use super::workbook::Workbook;

/// What spreadsheets show in place of a value.
const SHEET_FAULTS: [&str; 7] = [
    "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!",
];

/// One cell as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Text; numbers of a workbook are written out.
    Text(String),
    /// A date cell of a workbook, which has neither zone nor format.
    Time(NaiveDateTime),
    /// A formula without a stored value: what it would show, no reader knows.
    Formula,
    /// What a spreadsheet shows in place of a value, such as `#REF!`.
    Fault(String),
}

impl Cell {
    /// What a person sees in the cell.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Fault(text) => text.clone(),
            Self::Time(time) => time.format("%Y-%m-%d %H:%M:%S").to_string(),
            Self::Formula => String::new(),
        }
    }

    /// A cell of a text file. Exports write `="0012"` to keep a spreadsheet from taking a text for a number; the text is what is
    /// meant. What a spreadsheet shows in place of a value is none.
    pub fn of_text(text: &str, limit: usize) -> Self {
        let inner = text
            .strip_prefix("=\"")
            .and_then(|rest| rest.strip_suffix('"'))
            .filter(|inner| !inner.contains('"'));
        let text = clip(inner.unwrap_or(text), limit);
        if text.starts_with('#') && SHEET_FAULTS.contains(&text) {
            Self::Fault(text.to_owned())
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// Nothing but blanks.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.chars().all(|letter| letter.is_whitespace() || letter == '\u{feff}' || letter == '\u{200b}'))
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Line in the file, from 1, where the row begins.
    pub line: u64,
    /// Its cells.
    pub cells: Vec<Cell>,
    /// From a workbook, which leaves out empty cells at the end of a row.
    pub from_workbook: bool,
    /// A workbook does not show it: a filter or a hand hid it.
    pub hidden: bool,
    /// How far into the file the reader is, bytes (rows in a workbook): for the progress bar only.
    pub position: u64,
}

impl Row {
    /// Leaves out what nobody sees of the texts, such as marks of direction: it would make two names of one, or turn the line it is
    /// shown in. Answers in how many cells something was.
    pub fn clean(&mut self) -> u64 {
        let mut cleaned = 0;
        for cell in &mut self.cells {
            if let Cell::Text(text) = cell
                && text.contains(is_invisible)
            {
                text.retain(|letter| !is_invisible(letter));
                cleaned += 1;
            }
        }
        cleaned
    }
}

/// What takes rows as they are read, and says when it has enough.
pub type TakeRow<'a> = dyn FnMut(Row) -> Result<ControlFlow<()>, ImportError> + 'a;

/// What takes the rows of a table.
pub trait RowSink {
    /// The header and how it was found, once, before any row.
    ///
    /// # Errors
    /// When a column is missing; reading ends there.
    fn header(&mut self, header: &Header, source: &Source) -> Result<(), ImportError>;
    /// The next row below it.
    ///
    /// # Errors
    /// When the row cannot be kept; reading ends there. A bad value is no such fault.
    fn row(&mut self, row: Row) -> Result<(), ImportError>;
}

/// Where in a file the table was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A text file.
    Text {
        /// How it is written.
        encoding: FoundEncoding,
        /// What separates its cells.
        delimiter: Delimiter,
    },
    /// A sheet of a workbook.
    Sheet {
        /// Its name.
        name: String,
        /// Visible sheets before it that do not have the header.
        passed_over: Vec<String>,
    },
}

/// Why a file cannot be read as a table at all.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The system cannot read it.
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// Not in the encoding it seems to be in.
    #[error(
        "line {line}, byte {byte} of the file is not {encoding}; save it as \"CSV UTF-8\", or name its encoding in the mapping (encoding = \"windows-1252\")",
        line = .0.line, byte = .0.byte, encoding = .0.encoding
    )]
    BadEncoding(EncodingFault),
    /// Known, and not read.
    #[error("the file is written in {0}, which is not read; save it as \"CSV UTF-8\"")]
    UnsupportedEncoding(&'static str),
    /// Vietnamese in the places of other letters.
    #[error(
        "the file's letters are those of {} and no Unicode; convert it to Unicode with a converter of Vietnamese code tables and save it as \"CSV UTF-8\"",
        .0.name()
    )]
    FontEncoding(FontEncoding),
    /// Encrypted.
    #[error(
        "the workbook is protected by a password; open it, save it without one, and import that"
    )]
    Password,
    /// The workbook's parts do not hold together.
    #[error("the workbook cannot be read: {0}")]
    Workbook(String),
    /// The sheet of the mapping is not there.
    #[error("the workbook has no sheet {wanted:?}; it has {found}")]
    NoSheet {
        /// What the mapping names.
        wanted: String,
        /// What there is.
        found: String,
    },
    /// No header row.
    #[error("the file has no header in line {0}")]
    NoHeader(u32),
    /// Quotes or encoding broken.
    #[error("line {line}: {reason}")]
    Broken {
        /// Line, from 1.
        line: u64,
        /// What the reader says.
        reason: String,
    },
    /// A bound of [`Limits`] is passed.
    #[error("the file has more than {limit} {what}, the most an import takes{place}")]
    TooMuch {
        /// Which bound, with its unit.
        what: &'static str,
        /// Its value.
        limit: u64,
        /// Where, or nothing.
        place: String,
    },
}

impl TableError {
    /// A bound that holds for the whole file.
    pub fn too_much(what: &'static str, limit: u64) -> Self {
        Self::TooMuch {
            what,
            limit,
            place: String::new(),
        }
    }

    /// A bound that is passed in one line.
    pub fn too_much_in(line: u64, what: &'static str, limit: u64) -> Self {
        Self::TooMuch {
            what,
            limit,
            place: format!(" (line {line})"),
        }
    }
}

/// A file of one of the three forms, told by its first bytes, not by its name.
#[derive(Debug)]
pub enum Table {
    /// CSV and its relatives.
    Text(TextTable),
    /// XLSX.
    Workbook(Box<Workbook>),
    /// XLS.
    OldWorkbook(Box<OldWorkbook>),
}

impl Table {
    /// Opens a file within the bounds.
    ///
    /// # Errors
    /// When it is no table, passes a bound, or is protected by a password.
    pub fn open(mut file: File, mapping: &Hints<'_>, limits: &Limits) -> Result<Self, TableError> {
        if file.metadata()?.len() > limits.file_bytes {
            return Err(TableError::too_much("bytes", limits.file_bytes));
        }
        let mut magic = Vec::with_capacity(4);
        file.by_ref().take(4).read_to_end(&mut magic)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(match magic.as_slice() {
            b"PK\x03\x04" => Self::Workbook(Box::new(Workbook::open(file, limits)?)),
            b"\xd0\xcf\x11\xe0" => Self::OldWorkbook(Box::new(OldWorkbook::open(file, limits)?)),
            _ => Self::Text(TextTable::open(file, mapping)?),
        })
    }

    /// Where the table may stand, likeliest first.
    ///
    /// # Errors
    /// When the sheet that is asked for is not there.
    pub fn sources(&self, hints: &Hints<'_>, limits: &Limits) -> Result<Vec<Source>, TableError> {
        let sheets = match self {
            Self::Text(text) => return text.sources(hints, limits),
            Self::Workbook(workbook) => workbook.sheets(hints.sheet),
            Self::OldWorkbook(workbook) => workbook.sheets(hints.sheet),
        }?;
        Ok((0..sheets.len())
            .filter_map(|place| {
                Some(Source::Sheet {
                    name: sheets.get(place)?.clone(),
                    passed_over: sheets.get(..place)?.to_vec(),
                })
            })
            .collect())
    }

    /// Reads the rows of one place in the file, the header and all above it among them.
    ///
    /// # Errors
    /// When it cannot be read, passes a bound, or who takes the rows refuses.
    pub fn rows(
        &mut self,
        source: &Source,
        limits: &Limits,
        take: &mut TakeRow<'_>,
    ) -> Result<(), ImportError> {
        match (self, source) {
            (Self::Text(text), Source::Text { delimiter, .. }) => {
                text.rows(*delimiter, limits, take)
            }
            (Self::Workbook(workbook), Source::Sheet { name, .. }) => {
                workbook.rows(name, limits, take)
            }
            (Self::OldWorkbook(workbook), Source::Sheet { name, .. }) => {
                workbook.rows(name, limits, take)
            }
            _ => Err(ImportError::Reader),
        }
    }

    /// The lines of a sheet that the workbook does not show, from 1; none in a text file.
    ///
    /// # Errors
    /// When the sheet cannot be read.
    pub fn hidden_lines(
        &self,
        source: &Source,
        limits: &Limits,
    ) -> Result<HashSet<u64>, TableError> {
        match (self, source) {
            (Self::Workbook(workbook), Source::Sheet { name, .. }) => {
                workbook.hidden_lines(name, limits.rows)
            }
            (Self::OldWorkbook(workbook), Source::Sheet { name, .. }) => {
                Ok(workbook.hidden_lines(name))
            }
            _ => Ok(HashSet::new()),
        }
    }
}

/// What a mapping tells of the file's form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// The encoding of a text file.
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// What separates its cells.
    pub delimiter: Option<Delimiter>,
    /// The sheet of a workbook.
    pub sheet: Option<&'a str>,
}

impl<'a> From<&'a Mapping> for Hints<'a> {
    fn from(mapping: &'a Mapping) -> Self {
        Self {
            encoding: mapping.encoding(),
            delimiter: mapping.delimiter,
            sheet: mapping.sheet.as_deref(),
        }
    }
}

/// Reads a file and hands its header and rows over, one by one.
///
/// # Errors
/// When the file is no table, or passes a bound, or the sink refuses.
pub fn read(
    path: &Path,
    mapping: &Mapping,
    limits: &Limits,
    sink: &mut dyn RowSink,
) -> Result<(), ImportError> {
    let file = File::open(path).map_err(TableError::Io)?;
    let mut table = Table::open(file, &mapping.into(), limits)?;
    let (source, header) = header::find(&mut table, mapping, limits)?;
    sink.header(&header, &source)?;
    let hidden = table.hidden_lines(&source, limits)?;
    let mut count = 0_u64;
    table.rows(&source, limits, &mut |mut row| {
        if row.line <= header.last_line || row.cells.iter().all(Cell::is_blank) {
            return Ok(ControlFlow::Continue(()));
        }
        count += 1;
        if count > limits.rows {
            return Err(TableError::too_much("rows", limits.rows).into());
        }
        row.hidden = hidden.contains(&row.line);
        sink.row(row)?;
        Ok(ControlFlow::Continue(()))
    })
}

/// At most one byte more than the bound, so that whoever checks the cell sees that it is too long, and nobody copies what is longer.
pub fn clip(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let mut end = limit + 1;
    while !text.is_char_boundary(end) {
        end += 1;
    }
    text.get(..end).unwrap_or(text)
}
