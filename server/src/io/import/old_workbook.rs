//! Reads an XLS workbook, the binary format before XLSX. Its reader loads all of it into memory as a full grid, so its size is
//! checked first.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use calamine::{Data, Reader, Xls};
use cfb::CompoundFile;

use super::ImportError;
use super::cell::{Cell, TakeRow, clip};
use super::limits::ImportLimits;
use super::table_error::{TableError, unreadable};
use super::workbook::{Rows, choose_sheets, date_cell, iso_time};

/// Streams of an encrypted workbook: an XLSX with a password is a compound file, too.
const ENCRYPTED: [&str; 2] = ["/EncryptedPackage", "/EncryptionInfo"];

/// A workbook within the bounds.
pub struct OldWorkbook {
    xls: Xls<BufReader<File>>,
    hidden: Vec<HashSet<u64>>,
}

impl std::fmt::Debug for OldWorkbook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OldWorkbook").finish_non_exhaustive()
    }
}

impl OldWorkbook {
    /// Opens a workbook after estimating the reader's memory.
    ///
    /// # Errors
    /// When it is no workbook, is protected by a password, or exceeds a limit.
    pub fn open(mut file: File, limits: &ImportLimits) -> Result<Self, TableError> {
        if file.metadata()?.len() > limits.old_workbook_bytes {
            let what = "bytes in a workbook of the old format (.xls); save it as .xlsx";
            return Err(TableError::too_much(what, limits.old_workbook_bytes));
        }
        let scanned = Scan::of(&workbook_stream(&file)?, limits)?;
        file.seek(SeekFrom::Start(0))?;
        let xls = Xls::new(BufReader::new(file)).map_err(|fault| match fault {
            calamine::XlsError::Password => TableError::Password,
            fault => unreadable(fault),
        })?;
        Ok(Self {
            xls,
            hidden: scanned.hidden,
        })
    }

    /// The sheets that may have the table.
    ///
    /// # Errors
    /// When the requested one does not exist.
    pub fn sheets(&self, wanted: Option<&str>) -> Result<Vec<String>, TableError> {
        choose_sheets(self.xls.sheets_metadata(), wanted)
    }

    /// Reads the rows of a sheet, without rows that have no cells.
    ///
    /// # Errors
    /// When a row exceeds a limit, or the consumer refuses.
    pub fn rows(
        &mut self,
        sheet: &str,
        limits: &ImportLimits,
        take: &mut TakeRow<'_>,
    ) -> Result<(), ImportError> {
        let range = self.xls.worksheet_range(sheet).map_err(unreadable)?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut rows = Rows::new(limits);
        for (row, column, value) in range.used_cells() {
            let Some(cell) = cell_of(value, limits) else {
                continue;
            };
            let place = |first: u32, step: usize| {
                first.saturating_add(u32::try_from(step).unwrap_or(u32::MAX))
            };
            let position = (place(first_row, row), place(first_column, column));
            if rows.put(position, cell, take)?.is_break() {
                return Ok(());
            }
        }
        rows.end(take)
    }

    /// The hidden lines of a sheet, from 1.
    pub fn hidden_lines(&self, sheet: &str) -> HashSet<u64> {
        let sheets = self.xls.sheets_metadata();
        let place = sheets.iter().position(|known| known.name == sheet);
        place
            .and_then(|place| self.hidden.get(place))
            .cloned()
            .unwrap_or_default()
    }
}

/// The stream with the sheets. Opening checks the container's own tables, which the other reader does not check.
fn workbook_stream(file: &File) -> Result<Vec<u8>, TableError> {
    let mut file = file.try_clone()?;
    file.seek(SeekFrom::Start(0))?;
    let mut container = CompoundFile::open(BufReader::new(file)).map_err(unreadable)?;
    if ENCRYPTED.iter().any(|stream| container.exists(stream)) {
        return Err(TableError::Password);
    }
    let name = ["/Workbook", "/Book"]
        .into_iter()
        .find(|stream| container.is_stream(stream));
    let Some(name) = name else {
        return Err(unreadable(
            "it is no workbook, but another file of the same container",
        ));
    };
    let mut stream = Vec::new();
    container
        .open_stream(name)
        .map_err(unreadable)?
        .read_to_end(&mut stream)
        .map_err(unreadable)?;
    Ok(stream)
}

fn cell_of(value: &Data, limits: &ImportLimits) -> Option<Cell> {
    let text = |text: &str| Cell::Text(clip(text, limits.cell_bytes).to_owned());
    Some(match value {
        Data::Empty => return None,
        Data::String(value) | Data::DurationIso(value) => text(value),
        Data::DateTimeIso(value) => iso_time(value).unwrap_or_else(|| text(value)),
        Data::Int(value) => Cell::Text(value.to_string()),
        Data::Float(value) => Cell::Text(value.to_string()),
        Data::Bool(value) => Cell::Text(value.to_string()),
        Data::Error(value) => Cell::Fault(value.to_string()),
        Data::DateTime(value) => date_cell(value),
    })
}

/// The largest sheet of the format: 65,536 rows of 256 columns.
const CELLS_MAX: u64 = 65_537 * 257;

/// The result of a scan of the records: the size of the grids that the reader would make, and the hidden rows.
#[derive(Debug, Default)]
struct Scan {
    hidden: Vec<HashSet<u64>>,
}

/// The numbers of the relevant records in the specification (MS-XLS 2.3).
mod record {
    pub const BEGIN: u16 = 0x0809;
    pub const END: u16 = 0x000a;
    pub const PASSWORD: u16 = 0x002f;
    pub const SHEET: u16 = 0x0085;
    pub const TEXTS: u16 = 0x00fc;
    pub const DIMENSIONS: u16 = 0x0200;
    pub const ROW: u16 = 0x0208;
    /// Formula, several numbers, number, label, bool, text of a formula, number in short, label by number, rich label.
    pub const CELLS: [u16; 8] = [
        0x0006, 0x00bd, 0x0203, 0x0204, 0x0205, 0x027e, 0x00fd, 0x00d6,
    ];
}

impl Scan {
    fn of(stream: &[u8], limits: &ImportLimits) -> Result<Self, TableError> {
        let mut sheets = Vec::new();
        for (kind, data) in records(stream) {
            match kind {
                record::PASSWORD => return Err(TableError::Password),
                record::SHEET => sheets.push(u32_at(data, 0) as usize),
                // The reader allocates as many texts as the record claims; each takes at least three bytes.
                record::TEXTS if u32_at(data, 4) as usize > stream.len() / 3 => {
                    return Err(unreadable("it claims more texts than it can hold"));
                }
                record::END => break,
                _ => {}
            }
        }
        let mut scan = Self::default();
        let mut cells = 0_u64;
        for begin in sheets {
            let sheet = stream
                .get(begin..)
                .ok_or_else(|| unreadable("a sheet lies beyond its end"))?;
            cells = cells.saturating_add(scan.sheet(sheet)?);
            if cells > limits.old_workbook_cells {
                let what = "cells in a workbook of the old format (.xls), empty ones between them counted; save it as .xlsx";
                return Err(TableError::too_much(what, limits.old_workbook_cells));
            }
        }
        Ok(scan)
    }

    /// The number of cells in the grid of a sheet, from its first to its last row and column.
    fn sheet(&mut self, sheet: &[u8]) -> Result<u64, TableError> {
        let mut depth = 0_u32;
        let (mut rows, mut columns) = (Span::default(), Span::default());
        let mut hidden = HashSet::new();
        for (kind, data) in records(sheet) {
            match kind {
                record::BEGIN => depth += 1,
                record::END if depth <= 1 => break,
                record::END => depth -= 1,
                record::DIMENSIONS if claimed_cells(data) > CELLS_MAX => {
                    return Err(unreadable("a sheet claims more cells than one can have"));
                }
                record::ROW if u16_at(data, 12) & 0x20 != 0 => {
                    hidden.insert(u64::from(u16_at(data, 0)) + 1);
                }
                kind if record::CELLS.contains(&kind) => {
                    rows.add(u16_at(data, 0));
                    columns.add(u16_at(data, 2));
                    if kind == 0x00bd {
                        columns.add(u16_at(data, data.len().saturating_sub(2)));
                    }
                }
                _ => {}
            }
        }
        self.hidden.push(hidden);
        Ok(rows.length().saturating_mul(columns.length()))
    }
}

/// The announced size of a sheet. The reader allocates memory for that many cells, even if they do not follow.
fn claimed_cells(data: &[u8]) -> u64 {
    let ends = if data.len() == 10 {
        let at = |place| u64::from(u16_at(data, place));
        [at(0), at(2), at(4), at(6)]
    } else {
        let at = |place| u64::from(u16_at(data, place));
        [
            u64::from(u32_at(data, 0)),
            u64::from(u32_at(data, 4)),
            at(8),
            at(10),
        ]
    };
    let [first_row, last_row, first_column, last_column] = ends;
    // An invalid first column counts as 0.
    let first_column = if first_column > last_column {
        0
    } else {
        first_column
    };
    let length = |first: u64, last: u64| last.saturating_sub(first) + 1;
    length(first_row, last_row) * length(first_column, last_column)
}

/// The range from the smallest to the largest number seen.
#[derive(Debug, Default)]
struct Span {
    ends: Option<(u16, u16)>,
}

impl Span {
    fn add(&mut self, number: u16) {
        let (least, greatest) = self.ends.unwrap_or((number, number));
        self.ends = Some((least.min(number), greatest.max(number)));
    }

    fn length(&self) -> u64 {
        self.ends
            .map_or(0, |(least, greatest)| u64::from(greatest - least) + 1)
    }
}

/// The records one after another: a kind, a length, and that many bytes.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let (head, tail) = rest.split_at_checked(4)?;
        let (data, after) = tail.split_at_checked(usize::from(u16_at(head, 2)))?;
        rest = after;
        Some((u16_at(head, 0), data))
    })
}

/// A little-endian number; zero where the record is too short.
fn u16_at(data: &[u8], place: usize) -> u16 {
    match data.get(place..).unwrap_or_default() {
        [low, high, ..] => u16::from_le_bytes([*low, *high]),
        _ => 0,
    }
}

fn u32_at(data: &[u8], place: usize) -> u32 {
    u32::from(u16_at(data, place)) | u32::from(u16_at(data, place + 2)) << 16
}
