//! Reads a text table (CSV and similar formats) row by row, with only one row in memory.

use std::cell::Cell as Counter;
use std::fs::File;
use std::io::Read;

use std::rc::Rc;

use super::ImportError;
use super::cell::{Cell, Row, TakeRow};
use super::encoding::{FoundEncoding, Text};
use super::limits::ImportLimits;
use super::mapping::Delimiter;
use super::source::{Hints, TableSource};
use super::table_error::TableError;

/// Bytes read at once.
const CHUNK_BYTES: usize = 64 << 10;
/// The bytes in which the separator is searched: a header and the titles above it.
const SEPARATOR_BYTES: u64 = 64 << 10;

/// A text file whose encoding is known.
#[derive(Debug)]
pub struct TextTable {
    file: File,
    encoding: FoundEncoding,
}

impl TextTable {
    /// Finds the encoding and checks the whole file against it.
    ///
    /// # Errors
    ///
    /// When no encoding fits.
    pub fn open(mut file: File, hints: &Hints<'_>) -> Result<Self, TableError> {
        let encoding = FoundEncoding::of(&mut file, hints.encoding)?;
        Ok(Self { file, encoding })
    }

    /// The separators that the file may have: the one named by a `sep=` line or the mapping, else those that occur in it, the
    /// most frequent first.
    ///
    /// # Errors
    ///
    /// When the system cannot read the file.
    pub fn sources(
        &self,
        hints: &Hints<'_>,
        limits: &ImportLimits,
    ) -> Result<Vec<TableSource>, TableError> {
        let mut start = Vec::new();
        self.encoding
            .text(&self.file)?
            .take(SEPARATOR_BYTES.min(limits.row_bytes))
            .read_to_end(&mut start)?;
        let named = named_separator(&start).or(hints.delimiter);
        let delimiters = named.map_or_else(|| by_frequency(&start), |delimiter| vec![delimiter]);
        let source = |delimiter| TableSource::Text {
            encoding: self.encoding,
            delimiter,
        };
        Ok(delimiters.into_iter().map(source).collect())
    }

    /// Reads all rows.
    ///
    /// # Errors
    ///
    /// When a row exceeds a limit, or the receiver refuses a row.
    pub fn rows(
        &self,
        delimiter: Delimiter,
        limits: &ImportLimits,
        take: &mut TakeRow<'_>,
    ) -> Result<(), ImportError> {
        let read_bytes = Rc::new(Counter::new(0));
        let bounded = BoundedRow {
            text: self.encoding.text(&self.file).map_err(TableError::Io)?,
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
        loop {
            read_bytes.set(0);
            let line = reader.position().line();
            if !reader
                .read_record(&mut record)
                .map_err(|fault| broken(line, limits, fault))?
            {
                return Ok(());
            }
            let line = first_line(&record, reader.position().line());
            if record.len() > limits.cells_per_row {
                let cells = limits.cells_per_row as u64;
                return Err(TableError::too_much_in(line, "cells in a row", cells).into());
            }
            let cells = record
                .iter()
                .map(|cell| Cell::of_text(cell, limits.cell_bytes))
                .collect();
            let row = Row {
                line,
                cells,
                from_workbook: false,
                hidden: false,
                position: reader.position().byte(),
            };
            if take(row)?.is_break() {
                return Ok(());
            }
        }
    }
}

/// The line on which a record begins. The CSV reader reports the line before the blank lines that it skipped; the line is
/// therefore computed from the end of the record and the line feeds inside it.
fn first_line(record: &csv::StringRecord, line_after: u64) -> u64 {
    let within = record.as_slice().bytes().filter(|byte| *byte == b'\n');
    line_after.saturating_sub(within.count() as u64 + 1)
}

fn broken(line: u64, limits: &ImportLimits, fault: csv::Error) -> TableError {
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

/// Limits the bytes that are read before a row is complete.
struct BoundedRow {
    text: Text,
    read_bytes: Rc<Counter<u64>>,
    limit: u64,
}

impl Read for BoundedRow {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.read_bytes.get() > self.limit {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        let count = self.text.read(buffer)?;
        self.read_bytes.set(self.read_bytes.get() + count as u64);
        Ok(count)
    }
}

/// The separator named by a first line such as `sep=;`, which spreadsheets read and write.
fn named_separator(start: &[u8]) -> Option<Delimiter> {
    let line = start.split(|byte| *byte == b'\n').next()?;
    let line = line.trim_ascii().strip_prefix(b"\"").unwrap_or(line);
    let (key, sign) = line.split_at_checked(4)?;
    if !key.eq_ignore_ascii_case(b"sep=") {
        return None;
    }
    Delimiter::ALL
        .into_iter()
        .find(|delimiter| sign.first() == Some(&delimiter.byte()))
}

/// The separators by how often they occur in the line with most of them, outside quotes; the comma first if none occurs.
fn by_frequency(start: &[u8]) -> Vec<Delimiter> {
    let in_line = |line: &[u8], delimiter: Delimiter| {
        let mut quoted = false;
        let separators = line.iter().filter(|byte| {
            quoted ^= **byte == b'"';
            !quoted && **byte == delimiter.byte()
        });
        separators.count()
    };
    let most = |delimiter: Delimiter| {
        let lines = start.split(|byte| *byte == b'\n');
        lines.map(|line| in_line(line, delimiter)).max()
    };
    let mut delimiters = Delimiter::ALL.to_vec();
    // The sort is stable, so of equal counts the comma comes first.
    delimiters.sort_by_key(|delimiter| std::cmp::Reverse(most(*delimiter)));
    delimiters
}
