//! Reads a file row by row: its header, and the rows below it.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;

use super::ImportError;
use super::cell::{Cell, Row};
use super::header::{self, Header};
use super::limits::ImportLimits;
use super::mapping::Mapping;
use super::source::TableSource;
use super::table::Table;
use super::table_error::TableError;

/// Receives the rows of a table.
pub trait RowSink {
    /// Receives the header and where it was found, once, before any row.
    ///
    /// # Errors
    ///
    /// When a column is missing; reading ends there.
    fn header(&mut self, header: &Header, source: &TableSource) -> Result<(), ImportError>;
    /// Receives the next row below the header. An invalid value is no error here.
    ///
    /// # Errors
    ///
    /// When the row cannot be kept; reading ends there.
    fn row(&mut self, row: Row) -> Result<(), ImportError>;
}

/// Reads a file and passes its header and rows to the sink, one by one.
///
/// # Errors
///
/// When the file is no table or exceeds a limit, or the sink refuses.
pub fn read(
    path: &Path,
    mapping: &Mapping,
    limits: &ImportLimits,
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
