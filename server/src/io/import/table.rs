//! Reads a text table (CSV) row by row; `workbook.rs` does the same for XLSX. Neither holds more than one row.

use std::cell::Cell as Counter;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::rc::Rc;

use chrono::NaiveDateTime;

use super::limits::Limits;
use super::mapping::{Delimiter, Mapping};
use super::{ImportError, workbook};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// Bytes read at once.
const CHUNK_BYTES: usize = 64 << 10;

/// One cell as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Text; numbers of a workbook are written out.
    Text(String),
    /// A date cell of a workbook, which has neither zone nor format.
    Time(NaiveDateTime),
}

impl Cell {
    /// What a person sees in the cell.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Time(time) => time.format("%Y-%m-%d %H:%M:%S").to_string(),
        }
    }

    /// Nothing but spaces.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }
}

/// One row below the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Line in the file, from 1, where the row begins.
    pub line: u64,
    /// Its cells.
    pub cells: Vec<Cell>,
    /// From a workbook, which leaves out empty cells at the end of a row.
    pub from_workbook: bool,
    /// How far into the file the reader is, bytes (rows in a workbook): for the progress bar only.
    pub position: u64,
}

/// What takes the rows as they are read.
pub trait RowSink {
    /// The header, once, before any row.
    ///
    /// # Errors
    /// When a column is missing; reading ends there.
    fn header(&mut self, cells: &[String]) -> Result<(), ImportError>;
    /// The next row.
    ///
    /// # Errors
    /// When the row cannot be kept; reading ends there. A bad value is no such fault.
    fn row(&mut self, row: Row) -> Result<(), ImportError>;
}

/// Why a file cannot be read as a table at all.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The system cannot read it.
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// Not UTF-8.
    #[error("line {line}, byte {byte} of the file is not UTF-8; save it as \"CSV UTF-8\"")]
    NotUtf8 {
        /// Line, from 1.
        line: u64,
        /// Offset in the file, from 0.
        byte: u64,
    },
    /// The binary format before XLSX.
    #[error("this is an .xls workbook of the old format; save it as .xlsx or as CSV UTF-8")]
    OldWorkbook,
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

/// Reads a file and hands its header and rows over, one by one. Text or workbook is told by the first bytes, not by the name.
///
/// # Errors
/// When the file is no table, or passes a bound, or the sink refuses.
pub fn read(
    path: &Path,
    mapping: &Mapping,
    limits: &Limits,
    sink: &mut dyn RowSink,
) -> Result<(), ImportError> {
    let mut file = File::open(path).map_err(TableError::Io)?;
    if file.metadata().map_err(TableError::Io)?.len() > limits.file_bytes {
        return Err(TableError::too_much("bytes", limits.file_bytes).into());
    }
    let mut magic = Vec::with_capacity(4);
    file.by_ref()
        .take(4)
        .read_to_end(&mut magic)
        .map_err(TableError::Io)?;
    file.seek(SeekFrom::Start(0)).map_err(TableError::Io)?;
    match magic.as_slice() {
        b"PK\x03\x04" => workbook::read(file, mapping, limits, sink),
        b"\xd0\xcf\x11\xe0" => Err(TableError::OldWorkbook.into()),
        _ => read_text(file, mapping, limits, sink),
    }
}

fn read_text(
    mut file: File,
    mapping: &Mapping,
    limits: &Limits,
    sink: &mut dyn RowSink,
) -> Result<(), ImportError> {
    check_utf8(&mut file)?;
    let start = skip_byte_order_mark(&mut file).map_err(TableError::Io)?;
    let delimiter = match mapping.delimiter {
        Some(delimiter) => delimiter,
        None => find_delimiter(&mut file, mapping.header_row, limits)?,
    };
    file.seek(SeekFrom::Start(start)).map_err(TableError::Io)?;
    let read_bytes = Rc::new(Counter::new(0));
    let bounded = BoundedRow {
        file,
        read_bytes: Rc::clone(&read_bytes),
        limit: limits.row_bytes,
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.byte())
        .buffer_capacity(CHUNK_BYTES)
        .from_reader(bounded);
    let mut record = csv::StringRecord::new();
    let (mut header_seen, mut rows) = (false, 0_u64);
    loop {
        read_bytes.set(0);
        let line = reader.position().line();
        if !reader
            .read_record(&mut record)
            .map_err(|fault| broken(line, limits, fault))?
        {
            break;
        }
        let line = record.position().map_or(line, csv::Position::line);
        if line < u64::from(mapping.header_row) {
            continue;
        }
        if record.len() > limits.cells_per_row {
            return Err(TableError::too_much_in(
                line,
                "cells in a row",
                limits.cells_per_row as u64,
            )
            .into());
        }
        if !header_seen {
            header_seen = true;
            sink.header(&record.iter().map(str::to_owned).collect::<Vec<_>>())?;
            continue;
        }
        rows += 1;
        if rows > limits.rows {
            return Err(TableError::too_much("rows", limits.rows).into());
        }
        let cells: Vec<Cell> = record
            .iter()
            .map(|cell| Cell::Text(clip(cell, limits.cell_bytes).to_owned()))
            .collect();
        if cells.iter().all(Cell::is_blank) {
            continue;
        }
        sink.row(Row {
            line,
            cells,
            from_workbook: false,
            position: reader.position().byte(),
        })?;
    }
    if header_seen {
        Ok(())
    } else {
        Err(TableError::NoHeader(mapping.header_row).into())
    }
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

fn broken(line: u64, limits: &Limits, fault: csv::Error) -> TableError {
    if let csv::ErrorKind::Io(io) = fault.kind()
        && io.kind() == std::io::ErrorKind::FileTooLarge
    {
        return TableError::too_much_in(
            line,
            "bytes in a row (is a quote left open?)",
            limits.row_bytes,
        );
    }
    match fault.into_kind() {
        csv::ErrorKind::Io(io) => TableError::Io(io),
        kind => TableError::Broken {
            line,
            reason: format!("{kind:?}"),
        },
    }
}

/// Lets the reader take only so much before it completes a row.
struct BoundedRow {
    file: File,
    read_bytes: Rc<Counter<u64>>,
    limit: u64,
}

impl Read for BoundedRow {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.read_bytes.get() > self.limit {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        let count = self.file.read(buffer)?;
        self.read_bytes.set(self.read_bytes.get() + count as u64);
        Ok(count)
    }
}

/// Checks all of the file before any row is taken, so that a fault in its last line costs no work and names its place.
fn check_utf8(file: &mut File) -> Result<(), TableError> {
    let mut reader = BufReader::with_capacity(CHUNK_BYTES, &mut *file);
    let mut pending: Vec<u8> = Vec::with_capacity(CHUNK_BYTES + 4);
    let (mut line, mut offset) = (1_u64, 0_u64);
    loop {
        let taken = reader
            .by_ref()
            .take(CHUNK_BYTES as u64)
            .read_to_end(&mut pending)?;
        let (valid, cut) = match std::str::from_utf8(&pending) {
            Ok(text) => (text.len(), false),
            // `error_len` is none for a character that the chunk's end cuts.
            Err(fault) => (
                fault.valid_up_to(),
                taken == 0 || fault.error_len().is_some(),
            ),
        };
        let good = pending.get(..valid).unwrap_or_default();
        // A zero byte is UTF-16 or no text at all.
        let stop = good
            .iter()
            .position(|byte| *byte == 0)
            .or(cut.then_some(valid));
        let counted = good.get(..stop.unwrap_or(valid)).unwrap_or_default();
        line += counted
            .iter()
            .map(|byte| u64::from(*byte == b'\n'))
            .sum::<u64>();
        if let Some(stop) = stop {
            return Err(TableError::NotUtf8 {
                line,
                byte: offset + stop as u64,
            });
        }
        if taken == 0 {
            return Ok(());
        }
        offset += valid as u64;
        pending.drain(..valid);
    }
}

/// Leaves the file at its first character and says where that is.
fn skip_byte_order_mark(file: &mut File) -> std::io::Result<u64> {
    let mut mark = Vec::with_capacity(3);
    file.seek(SeekFrom::Start(0))?;
    file.by_ref().take(3).read_to_end(&mut mark)?;
    let start = if mark == BYTE_ORDER_MARK { 3 } else { 0 };
    file.seek(SeekFrom::Start(start))
}

/// The separator that stands most often in the header, outside quotes; a comma where none does.
fn find_delimiter(
    file: &mut File,
    header_row: u32,
    limits: &Limits,
) -> Result<Delimiter, TableError> {
    let mut start = Vec::new();
    file.by_ref()
        .take(limits.row_bytes)
        .read_to_end(&mut start)?;
    let header = start
        .split(|byte| *byte == b'\n')
        .skip(header_row.saturating_sub(1) as usize)
        .find(|line| !line.trim_ascii().is_empty());
    let header = header.unwrap_or_default();
    let mut quoted = false;
    let mut counts = [
        (Delimiter::Comma, 0_u32),
        (Delimiter::Semicolon, 0),
        (Delimiter::Tab, 0),
    ];
    for byte in header {
        quoted ^= *byte == b'"';
        if let Some((_, count)) = counts
            .iter_mut()
            .find(|(delimiter, _)| !quoted && delimiter.byte() == *byte)
        {
            *count += 1;
        }
    }
    let most = counts
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or_default();
    Ok(counts
        .iter()
        .find(|(_, count)| *count == most)
        .map_or(Delimiter::Comma, |(delimiter, _)| *delimiter))
}
