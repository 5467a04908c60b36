//! The first rows of a file, for choosing its columns before there is a mapping.

use std::fs::File;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::ImportError;
use super::cell::{Cell, Row};
use super::encoding::FoundBy;
use super::header::{self, HEADER_LINES_MAX};
use super::limits::ImportLimits;
use super::mapping::{Delimiter, Mapping};
use super::source::{Hints, TableSource};
use super::table::Table;
use super::table_error::TableError;

/// Characters shown of one cell.
const SHOWN_CHARS: usize = 200;

/// The first rows of a file, and its encoding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The sheets that may have the table, visible ones in order; empty for a text file.
    pub sheets: Vec<String>,
    /// The sheet of the rows; `None` for a text file.
    pub sheet: Option<String>,
    /// The encoding of a text file by its usual name; `None` for a workbook.
    pub encoding: Option<String>,
    /// Whether the encoding was guessed from the bytes: it has no byte order mark and is not UTF-8.
    pub encoding_is_guessed: bool,
    /// The separator of cells in a text file.
    pub delimiter: Option<Delimiter>,
    /// The first line of the header, from 1, if found.
    pub header_line: Option<u64>,
    /// The names of the columns, those of two header rows joined.
    pub header: Vec<String>,
    /// The rows that are not blank, including titles and header, up to [`HEADER_LINES_MAX`].
    pub rows: Vec<PreviewRow>,
}

/// One row, as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    /// Line of the file, from 1.
    pub line: u64,
    /// Its cells, shortened.
    pub cells: Vec<String>,
}

/// Reads the first rows of a file. With a mapping the header is the line that has its columns; without one, or if no line has
/// them, it is the first of the lines with the most filled cells.
///
/// # Errors
/// When the file is no table or exceeds a limit.
pub fn preview(
    path: &Path,
    mapping: Option<&Mapping>,
    sheet: Option<&str>,
    limits: &ImportLimits,
) -> Result<Preview, ImportError> {
    let mut hints = mapping.map(Hints::from).unwrap_or_default();
    hints.sheet = sheet.or(hints.sheet);
    let file = File::open(path).map_err(TableError::Io)?;
    let mut table = Table::open(file, &hints, limits)?;
    let sources = table.sources(&hints, limits)?;
    let known = mapping.and_then(|mapping| {
        let mapping = Mapping {
            sheet: hints.sheet.map(str::to_owned),
            ..mapping.clone()
        };
        header::find(&mut table, &mapping, limits).ok()
    });
    let source = known.as_ref().map(|(source, _)| source.clone());
    let Some(source) = source.or_else(|| sources.first().cloned()) else {
        return Err(TableError::NoHeader(1).into());
    };
    let rows = header::first_rows(&mut table, &source, 1, limits)?;
    let (header_line, names) = match known {
        Some((_, header)) => (Some(header.line), header.names),
        None => widest(&rows),
    };
    let mut all_sheets = hints;
    all_sheets.sheet = None;
    let sheets = table.sources(&all_sheets, limits).unwrap_or_default();
    Ok(Preview {
        sheets: sheets.iter().filter_map(sheet_name).collect(),
        sheet: sheet_name(&source),
        encoding: match &source {
            TableSource::Text { encoding, .. } => Some(encoding.name().to_owned()),
            TableSource::Sheet { .. } => None,
        },
        encoding_is_guessed: matches!(&source, TableSource::Text { encoding, .. } if encoding.by == FoundBy::Bytes && !encoding.is_usual()),
        delimiter: match &source {
            TableSource::Text { delimiter, .. } => Some(*delimiter),
            TableSource::Sheet { .. } => None,
        },
        header_line,
        header: names,
        rows: rows.iter().take(HEADER_LINES_MAX).map(shown).collect(),
    })
}

fn sheet_name(source: &TableSource) -> Option<String> {
    match source {
        TableSource::Sheet { name, .. } => Some(name.clone()),
        TableSource::Text { .. } => None,
    }
}

fn shown(row: &Row) -> PreviewRow {
    let cell = |cell: &Cell| cell.shown().chars().take(SHOWN_CHARS).collect();
    PreviewRow {
        line: row.line,
        cells: row.cells.iter().map(cell).collect(),
    }
}

/// The first of the rows with the most filled cells: titles fill one or two, rows of data no more than the header.
fn widest(rows: &[Row]) -> (Option<u64>, Vec<String>) {
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_blank()).count();
    let widest = rows.iter().reduce(|most, next| {
        if filled(next) > filled(most) {
            next
        } else {
            most
        }
    });
    let Some(row) = widest else {
        return (None, Vec::new());
    };
    let names = row
        .cells
        .iter()
        .map(|cell| sanh_domain::text::name::composed(&cell.shown()));
    (Some(row.line), names.collect())
}
