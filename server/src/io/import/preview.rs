//! The first rows of a file, for who points at its columns before there is a mapping.

use std::fs::File;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::ImportError;
use super::encoding::FoundBy;
use super::header::{self, HEADER_LINES_MAX};
use super::limits::Limits;
use super::mapping::{Delimiter, Mapping};
use super::table::{Cell, Hints, Row, Source, Table, TableError};

/// Characters shown of one cell.
const SHOWN_CHARS: usize = 200;

/// The first rows of a file, and how it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The sheets that may hold the table, visible ones in their order; none for a text file.
    pub sheets: Vec<String>,
    /// The sheet the rows are of; none for a text file.
    pub sheet: Option<String>,
    /// The encoding of a text file by its usual name; none for a workbook.
    pub encoding: Option<String>,
    /// The encoding has no mark and is no UTF-8: it was told by what the bytes can be.
    pub encoding_is_guessed: bool,
    /// What separates the cells of a text file.
    pub delimiter: Option<Delimiter>,
    /// The line the header begins on, from 1, where one was found.
    pub header_line: Option<u64>,
    /// The names of the columns, those of two header rows joined.
    pub header: Vec<String>,
    /// The rows that are not blank, titles and header among them, up to [`HEADER_LINES_MAX`].
    pub rows: Vec<PreviewRow>,
}

/// One row as a person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    /// Line of the file, from 1.
    pub line: u64,
    /// Its cells, shortened.
    pub cells: Vec<String>,
}

/// Reads the first rows of a file. With a mapping the header is the line that has its columns; without one, or where none has them,
/// it is the first of the lines with the most cells filled.
///
/// # Errors
/// When the file is no table or passes a bound.
pub fn preview(
    path: &Path,
    mapping: Option<&Mapping>,
    sheet: Option<&str>,
    limits: &Limits,
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
            Source::Text { encoding, .. } => Some(encoding.name().to_owned()),
            Source::Sheet { .. } => None,
        },
        encoding_is_guessed: matches!(&source, Source::Text { encoding, .. } if encoding.by == FoundBy::Bytes && !encoding.is_usual()),
        delimiter: match &source {
            Source::Text { delimiter, .. } => Some(*delimiter),
            Source::Sheet { .. } => None,
        },
        header_line,
        header: names,
        rows: rows.iter().take(HEADER_LINES_MAX).map(shown).collect(),
    })
}

fn sheet_name(source: &Source) -> Option<String> {
    match source {
        Source::Sheet { name, .. } => Some(name.clone()),
        Source::Text { .. } => None,
    }
}

fn shown(row: &Row) -> PreviewRow {
    let cell = |cell: &Cell| cell.shown().chars().take(SHOWN_CHARS).collect();
    PreviewRow {
        line: row.line,
        cells: row.cells.iter().map(cell).collect(),
    }
}

/// The first of the rows with the most cells filled: titles fill one or two, rows of data no more than the header.
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
