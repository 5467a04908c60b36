//! Finds the header: the line, or the two lines, with the mapping's columns. Exports have titles above it, and workbooks have
//! other sheets.

use std::collections::HashSet;
use std::ops::ControlFlow;

use sanh_domain::text::name::{composed, name_key};

use super::cell::{Cell, Row};
use super::column_positions::ColumnPositions;
use super::limits::ImportLimits;
use super::mapping::Mapping;
use super::source::TableSource;
use super::table::Table;
use super::table_error::TableError;
use super::{ImportError, letters};

/// The most lines among which a header is searched for, without blank ones (ours).
pub const HEADER_LINES_MAX: usize = 60;

/// The header of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The line it begins on, from 1.
    pub line: u64,
    /// The last line of the header: the next line, if it has two.
    pub last_line: u64,
    /// The names of the columns.
    pub names: Vec<String>,
    /// The lines above it, which are left out.
    pub above: Vec<Row>,
}

/// Searches for the mapping's columns wherever the file may have its table.
///
/// # Errors
/// When no place has all of them; the error is about the place that has the most.
pub fn find(
    table: &mut Table,
    mapping: &Mapping,
    limits: &ImportLimits,
) -> Result<(TableSource, Header), ImportError> {
    let search = Search::new(mapping);
    let mut nearest: Option<(usize, Header)> = None;
    for source in table.sources(&mapping.into(), limits)? {
        let rows = first_rows(table, &source, u64::from(mapping.header_row), limits)?;
        if let Some(header) = search.in_rows(&rows) {
            return Ok((source, header));
        }
        let found = search.nearest(&rows);
        if let Some((count, header)) = found
            && nearest.as_ref().is_none_or(|(most, _)| count > *most)
        {
            nearest = Some((count, header));
        }
    }
    let Some((_, header)) = nearest else {
        return Err(TableError::NoHeader(mapping.header_row).into());
    };
    // In a workbook, text for an old font is valid Unicode, but with wrong letters.
    let text = header.names.join(" ");
    if let Some(font) = letters::font_encoding_of_text(&text) {
        return Err(TableError::FontEncoding(font).into());
    }
    match ColumnPositions::find(mapping, &header.names) {
        Err(fault) => Err(fault),
        Ok(_) => Err(ImportError::Reader),
    }
}

/// The first rows at or below a line that are not blank.
///
/// # Errors
/// When they cannot be read.
pub fn first_rows(
    table: &mut Table,
    source: &TableSource,
    from_line: u64,
    limits: &ImportLimits,
) -> Result<Vec<Row>, ImportError> {
    let mut rows = Vec::new();
    table.rows(source, limits, &mut |row| {
        if row.line >= from_line && !row.cells.iter().all(Cell::is_blank) {
            rows.push(row);
        }
        Ok(if rows.len() < HEADER_LINES_MAX {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        })
    })?;
    Ok(rows)
}

/// The columns to find.
struct Search<'a> {
    mapping: &'a Mapping,
    wanted: HashSet<String>,
}

impl<'a> Search<'a> {
    fn new(mapping: &'a Mapping) -> Self {
        let wanted = mapping.column_names().map(name_key).collect();
        Self { mapping, wanted }
    }

    /// One line that has every column; else two lines that have them together.
    fn in_rows(&self, rows: &[Row]) -> Option<Header> {
        let is_header =
            |header: &Header| ColumnPositions::find(self.mapping, &header.names).is_ok();
        let single = (0..rows.len()).filter_map(|place| one_line(rows, place));
        let double = (0..rows.len()).filter_map(|place| self.two_lines(rows, place));
        single.chain(double).find(is_header)
    }

    /// The line with the most of the columns, the first of several.
    fn nearest(&self, rows: &[Row]) -> Option<(usize, Header)> {
        let count = |header: &Header| {
            let names: HashSet<String> = header.names.iter().map(|name| name_key(name)).collect();
            names.intersection(&self.wanted).count()
        };
        let headers = (0..rows.len()).filter_map(|place| one_line(rows, place));
        headers
            .map(|header| (count(&header), header))
            .reduce(|most, next| if next.0 > most.0 { next } else { most })
    }

    /// Two rows as one: a merged cell is in the upper one only, a group's title is above the names of its columns.
    fn two_lines(&self, rows: &[Row], place: usize) -> Option<Header> {
        let (upper, lower) = (rows.get(place)?, rows.get(place + 1)?);
        let width = upper.cells.len().max(lower.cells.len());
        let mut group = String::new();
        let mut taken = HashSet::new();
        let names = (0..width).map(|column| {
            let (above, below) = (name_at(upper, column), name_at(lower, column));
            if !above.is_empty() {
                group.clone_from(&above);
            }
            let both = composed(&format!("{group} {below}"));
            let wanted = [&below, &above, &both].into_iter().find(|name| {
                let key = name_key(name);
                self.wanted.contains(&key) && taken.insert(key)
            });
            match wanted {
                Some(name) => name.clone(),
                None if below.is_empty() => above,
                None if above.is_empty() => below,
                None => both,
            }
        });
        Some(Header {
            line: upper.line,
            names: names.collect(),
            last_line: lower.line,
            above: rows.get(..place)?.to_vec(),
        })
    }
}

fn one_line(rows: &[Row], place: usize) -> Option<Header> {
    let row = rows.get(place)?;
    Some(Header {
        line: row.line,
        last_line: row.line,
        names: (0..row.cells.len())
            .map(|column| name_at(row, column))
            .collect(),
        above: rows.get(..place)?.to_vec(),
    })
}

fn name_at(row: &Row, column: usize) -> String {
    let shown = row.cells.get(column).map(Cell::shown);
    composed(&shown.unwrap_or_default())
}
