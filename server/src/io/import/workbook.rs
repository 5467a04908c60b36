//! Reads an XLSX workbook cell by cell, after its unpacked size is known: the reader itself has no bound, and half a megabyte
//! of file can unpack to a thousand times that.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use calamine::{DataRef, Reader, Xlsx};
use chrono::{NaiveDate, NaiveDateTime};
use zip::ZipArchive;

use super::ImportError;
use super::limits::Limits;
use super::mapping::Mapping;
use super::table::{Cell, Row, RowSink, TableError, clip};

/// The longest end record of an archive: 22 bytes and a comment of 65,535.
const END_RECORD_BYTES: u64 = 22 + 65_535;

/// Reads one sheet of a workbook.
///
/// # Errors
/// When it is no workbook, or passes a bound, or the sink refuses.
pub fn read(
    mut file: File,
    mapping: &Mapping,
    limits: &Limits,
    sink: &mut dyn RowSink,
) -> Result<(), ImportError> {
    check_parts(&mut file, limits)?;
    check_unpacked(&mut file, limits)?;
    file.seek(SeekFrom::Start(0)).map_err(TableError::Io)?;
    let mut workbook: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(unreadable)?;
    let sheet = find_sheet(&workbook, mapping.sheet.as_deref())?;
    let mut cells = workbook
        .worksheet_cells_reader(&sheet)
        .map_err(unreadable)?;
    let mut rows = Rows {
        mapping,
        limits,
        sink,
        header: false,
        count: 0,
    };
    let (mut current, mut row) = (None, Vec::new());
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (index, column) = cell.get_position();
        if current != Some(index) {
            rows.take(current, std::mem::take(&mut row))?;
            current = Some(index);
        }
        let Some(value) = cell_of(cell.get_value(), limits) else {
            continue;
        };
        let column = column as usize;
        if column >= limits.cells_per_row {
            return Err(TableError::too_much_in(
                u64::from(index) + 1,
                "cells in a row",
                limits.cells_per_row as u64,
            )
            .into());
        }
        if row.len() <= column {
            row.resize(column + 1, Cell::Text(String::new()));
        }
        if let Some(place) = row.get_mut(column) {
            *place = value;
        }
    }
    rows.take(current, row)?;
    if rows.header {
        Ok(())
    } else {
        Err(TableError::NoHeader(mapping.header_row).into())
    }
}

/// Hands complete rows on: the first at or below the header's line is the header.
struct Rows<'a> {
    mapping: &'a Mapping,
    limits: &'a Limits,
    sink: &'a mut dyn RowSink,
    header: bool,
    count: u64,
}

impl Rows<'_> {
    fn take(&mut self, index: Option<u32>, cells: Vec<Cell>) -> Result<(), ImportError> {
        let Some(index) = index else { return Ok(()) };
        let line = u64::from(index) + 1;
        if line < u64::from(self.mapping.header_row) || cells.iter().all(Cell::is_blank) {
            return Ok(());
        }
        if !self.header {
            self.header = true;
            return self
                .sink
                .header(&cells.iter().map(Cell::shown).collect::<Vec<_>>());
        }
        self.count += 1;
        if self.count > self.limits.rows {
            return Err(TableError::too_much("rows", self.limits.rows).into());
        }
        self.sink.row(Row {
            line,
            cells,
            from_workbook: true,
            position: self.count,
        })
    }
}

/// Counts the parts the archive claims before its directory is read into memory. Every end record in reach is looked at, since
/// readers differ in which of several they believe.
fn check_parts(file: &mut File, limits: &Limits) -> Result<(), TableError> {
    let size = file.metadata()?.len();
    file.seek(SeekFrom::Start(size.saturating_sub(END_RECORD_BYTES)))?;
    let mut tail = Vec::new();
    file.by_ref()
        .take(END_RECORD_BYTES)
        .read_to_end(&mut tail)?;
    if tail
        .windows(4)
        .any(|bytes| bytes == b"PK\x06\x06" || bytes == b"PK\x06\x07")
    {
        return Err(TableError::Workbook(
            "it is a 64-bit archive, which a workbook of this size does not need".to_owned(),
        ));
    }
    let parts = |record: &[u8]| match record {
        [b'P', b'K', 5, 6, _, _, _, _, _, _, low, high, ..] => {
            Some(u64::from(u16::from_le_bytes([*low, *high])))
        }
        _ => None,
    };
    match tail.windows(22).filter_map(parts).max() {
        None => Err(TableError::Workbook("its archive has no end".to_owned())),
        Some(count) if count > limits.workbook_parts => Err(TableError::too_much(
            "parts in the workbook",
            limits.workbook_parts,
        )),
        Some(_) => Ok(()),
    }
}

/// First the declared sizes, which cost nothing; then the true ones, because the declared may lie.
fn check_unpacked(file: &mut File, limits: &Limits) -> Result<(), TableError> {
    let too_much = || TableError::too_much("bytes when unpacked", limits.unpacked_bytes);
    file.seek(SeekFrom::Start(0))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(unreadable)?;
    let mut declared = 0_u64;
    for index in 0..archive.len() {
        declared = declared.saturating_add(archive.by_index_raw(index).map_err(unreadable)?.size());
    }
    if declared > limits.unpacked_bytes {
        return Err(too_much());
    }
    let mut left = limits.unpacked_bytes;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(unreadable)?.take(left + 1);
        let unpacked = io::copy(&mut part, &mut io::sink()).map_err(unreadable)?;
        left = left.checked_sub(unpacked).ok_or_else(too_much)?;
    }
    Ok(())
}

fn find_sheet<R: Read + Seek>(
    workbook: &Xlsx<R>,
    wanted: Option<&str>,
) -> Result<String, TableError> {
    let sheets = workbook.sheet_names();
    let found = match wanted {
        Some(wanted) => sheets.iter().find(|sheet| sheet.trim() == wanted.trim()),
        None => sheets.first(),
    };
    found.cloned().ok_or_else(|| TableError::NoSheet {
        wanted: wanted.unwrap_or_default().to_owned(),
        found: sheets.join(", "),
    })
}

fn cell_of(value: &DataRef<'_>, limits: &Limits) -> Option<Cell> {
    let text = |text: &str| Cell::Text(clip(text, limits.cell_bytes).to_owned());
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(value) | DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => {
            text(value)
        }
        DataRef::SharedString(value) => text(value),
        DataRef::Int(value) => Cell::Text(value.to_string()),
        DataRef::Float(value) => Cell::Text(value.to_string()),
        DataRef::Bool(value) => Cell::Text(value.to_string()),
        DataRef::Error(value) => Cell::Text(value.to_string()),
        DataRef::DateTime(value) if value.is_duration() => Cell::Text(value.as_f64().to_string()),
        DataRef::DateTime(value) => time_of(value.to_ymd_hms_milli())
            .map_or_else(|| Cell::Text(value.as_f64().to_string()), Cell::Time),
    })
}

fn time_of(
    (year, month, day, hour, minute, second, milli): (u16, u8, u8, u8, u8, u8, u16),
) -> Option<NaiveDateTime> {
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))?.and_hms_milli_opt(
        u32::from(hour),
        u32::from(minute),
        u32::from(second),
        u32::from(milli),
    )
}

fn unreadable(fault: impl std::fmt::Display) -> TableError {
    TableError::Workbook(fault.to_string())
}
