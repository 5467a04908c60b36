//! A file as a table of one of three formats. `text.rs`, `workbook.rs` and `old_workbook.rs` read them.

use std::collections::HashSet;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::ImportError;
use super::cell::TakeRow;
use super::limits::ImportLimits;
use super::old_workbook::OldWorkbook;
use super::source::{Hints, TableSource};
use super::table_error::TableError;
use super::text::TextTable;
use super::workbook::Workbook;

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
    pub fn open(
        mut file: File,
        mapping: &Hints<'_>,
        limits: &ImportLimits,
    ) -> Result<Self, TableError> {
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
    pub fn sources(
        &self,
        hints: &Hints<'_>,
        limits: &ImportLimits,
    ) -> Result<Vec<TableSource>, TableError> {
        let sheets = match self {
            Self::Text(text) => return text.sources(hints, limits),
            Self::Workbook(workbook) => workbook.sheets(hints.sheet),
            Self::OldWorkbook(workbook) => workbook.sheets(hints.sheet),
        }?;
        Ok((0..sheets.len())
            .filter_map(|place| {
                Some(TableSource::Sheet {
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
        source: &TableSource,
        limits: &ImportLimits,
        take: &mut TakeRow<'_>,
    ) -> Result<(), ImportError> {
        match (self, source) {
            (Self::Text(text), TableSource::Text { delimiter, .. }) => {
                text.rows(*delimiter, limits, take)
            }
            (Self::Workbook(workbook), TableSource::Sheet { name, .. }) => {
                workbook.rows(name, limits, take)
            }
            (Self::OldWorkbook(workbook), TableSource::Sheet { name, .. }) => {
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
        source: &TableSource,
        limits: &ImportLimits,
    ) -> Result<HashSet<u64>, TableError> {
        match (self, source) {
            (Self::Workbook(workbook), TableSource::Sheet { name, .. }) => {
                workbook.hidden_lines(name, limits.rows)
            }
            (Self::OldWorkbook(workbook), TableSource::Sheet { name, .. }) => {
                Ok(workbook.hidden_lines(name))
            }
            _ => Ok(HashSet::new()),
        }
    }
}
