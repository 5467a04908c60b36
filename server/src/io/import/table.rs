//! A file as a table: its header, and the rows below it, one by one. `text.rs`, `workbook.rs` and `old_workbook.rs` read the
//! three file formats.

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

/// The error values that spreadsheets show instead of a value.
const SHEET_FAULTS: [&str; 7] = [
    "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!",
];

/// One cell as it is stored in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Text, or a number of a workbook written as text.
    Text(String),
    /// A date cell of a workbook, which has neither zone nor format.
    Time(NaiveDateTime),
    /// A formula without a stored value.
    Formula,
    /// An error value of a spreadsheet, such as `#REF!`.
    Fault(String),
}

impl Cell {
    /// The text that a person sees in the cell.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Fault(text) => text.clone(),
            Self::Time(time) => time.format("%Y-%m-%d %H:%M:%S").to_string(),
            Self::Formula => String::new(),
        }
    }

    /// A cell of a text file. Exports write `="0012"` so that a spreadsheet does not read a text as a number; only the text
    /// inside is read. An error value such as `#REF!` is not a value.
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

    /// Whether the cell has nothing but blanks.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.chars().all(|letter| letter.is_whitespace() || letter == '\u{feff}' || letter == '\u{200b}'))
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file on which the row begins, from 1.
    pub line: u64,
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Whether the row is from a workbook, which leaves out empty cells at the end of a row.
    pub from_workbook: bool,
    /// Whether the workbook hides the row, by a filter or by hand.
    pub hidden: bool,
    /// How far the reader is in the file, in bytes (rows in a workbook): only for the progress bar.
    pub position: u64,
}

impl Row {
    /// Removes invisible characters, such as direction marks, from the texts: they would make one name appear as two, or change
    /// the direction of the line it is shown in. Returns the number of cells that were changed.
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

/// Receives rows as they are read, and says when to stop.
pub type TakeRow<'a> = dyn FnMut(Row) -> Result<ControlFlow<()>, ImportError> + 'a;

/// Receives the rows of a table.
pub trait RowSink {
    /// Receives the header and where it was found, once, before any row.
    ///
    /// # Errors
    ///
    /// When a column is missing; reading ends there.
    fn header(&mut self, header: &Header, source: &Source) -> Result<(), ImportError>;
    /// Receives the next row below the header. An invalid value is no error here.
    ///
    /// # Errors
    ///
    /// When the row cannot be kept; reading ends there.
    fn row(&mut self, row: Row) -> Result<(), ImportError>;
}

/// Where in a file the table was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A text file.
    Text {
        /// The encoding of the file.
        encoding: FoundEncoding,
        /// The separator of its cells.
        delimiter: Delimiter,
    },
    /// A sheet of a workbook.
    Sheet {
        /// The name of the sheet.
        name: String,
        /// The visible sheets before it that do not have the header.
        passed_over: Vec<String>,
    },
}

/// Why a file cannot be read as a table.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The system cannot read the file.
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// The file is not in the encoding that it seems to be in.
    #[error(
        "line {line}, byte {byte} of the file is not {encoding}; save it as \"CSV UTF-8\", or name its encoding in the mapping (encoding = \"windows-1252\")",
        line = .0.line, byte = .0.byte, encoding = .0.encoding
    )]
    BadEncoding(EncodingFault),
    /// An encoding that is recognised but not supported.
    #[error("the file is written in {0}, which is not read; save it as \"CSV UTF-8\"")]
    UnsupportedEncoding(&'static str),
    /// Vietnamese in a legacy encoding that uses the codes of other letters.
    #[error(
        "the file's letters are those of {} and no Unicode; convert it to Unicode with a converter of Vietnamese code tables and save it as \"CSV UTF-8\"",
        .0.name()
    )]
    FontEncoding(FontEncoding),
    /// The workbook is encrypted.
    #[error(
        "the workbook is protected by a password; open it, save it without one, and import that"
    )]
    Password,
    /// The workbook is damaged.
    #[error("the workbook cannot be read: {0}")]
    Workbook(String),
    /// The sheet named by the mapping does not exist.
    #[error("the workbook has no sheet {wanted:?}; it has {found}")]
    NoSheet {
        /// The sheet that the mapping names.
        wanted: String,
        /// The sheets that exist.
        found: String,
    },
    /// There is no header row.
    #[error("the file has no header in line {0}")]
    NoHeader(u32),
    /// The quotes or the encoding of a line are broken.
    #[error("line {line}: {reason}")]
    Broken {
        /// The line, from 1.
        line: u64,
        /// The message of the reader.
        reason: String,
    },
    /// A limit of [`Limits`] is exceeded.
    #[error("the file has more than {limit} {what}, the most an import takes{place}")]
    TooMuch {
        /// The limit that is exceeded, with its unit.
        what: &'static str,
        /// The value of the limit.
        limit: u64,
        /// The place in the file; blank if the limit is of the whole file.
        place: String,
    },
}

impl TableError {
    /// The error for a limit of the whole file.
    pub fn too_much(what: &'static str, limit: u64) -> Self {
        Self::TooMuch {
            what,
            limit,
            place: String::new(),
        }
    }

    /// The error for a limit that one line exceeds.
    pub fn too_much_in(line: u64, what: &'static str, limit: u64) -> Self {
        Self::TooMuch {
            what,
            limit,
            place: format!(" (line {line})"),
        }
    }
}

/// A file of one of the three formats, recognised by its first bytes, not by its name.
#[derive(Debug)]
pub enum Table {
    /// CSV and similar text formats.
    Text(TextTable),
    /// XLSX.
    Workbook(Box<Workbook>),
    /// XLS.
    OldWorkbook(Box<OldWorkbook>),
}

impl Table {
    /// Opens a file within the limits.
    ///
    /// # Errors
    ///
    /// When it is no table, exceeds a limit, or is protected by a password.
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

    /// The places in the file where the table may be, the most likely first.
    ///
    /// # Errors
    ///
    /// When the requested sheet does not exist.
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

    /// Reads the rows of one place in the file, including the header and all rows above it.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, exceeds a limit, or the receiver refuses a row.
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

    /// The lines of a sheet that the workbook hides, from 1; none in a text file.
    ///
    /// # Errors
    ///
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

/// What a mapping says about the file's format.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// The encoding of a text file.
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// The separator of its cells.
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

/// Reads a file and passes its header and rows to the sink, one by one.
///
/// # Errors
///
/// When the file is no table or exceeds a limit, or the sink refuses.
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

/// The text, cut to at most one byte more than the limit: the caller still sees that it is too long, and no longer text is
/// copied.
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
