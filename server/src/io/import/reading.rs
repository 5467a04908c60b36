//! How a file was read: what was detected, and what was left out, for the importer to check.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::cell::{Cell, Row};
use super::encoding::FoundBy;
use super::excerpt::{CappedList, shortened};
use super::header::Header;
use super::source::TableSource;

/// A row that is no dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedRow {
    /// Line of the file, from 1.
    pub line: u64,
    /// Its text, shortened.
    pub text: String,
}

impl SkippedRow {
    /// A row that is left out.
    pub fn of(row: &Row) -> Self {
        let cells = row.cells.iter().map(Cell::shown);
        let filled: Vec<String> = cells
            .map(|cell| cell.trim().to_owned())
            .filter(|cell| !cell.is_empty())
            .collect();
        Self {
            line: row.line,
            text: shortened(&filled.join(" | ")),
        }
    }
}

/// A summary of how a file was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The encoding of a text file by its usual name; `None` for a workbook.
    pub encoding: Option<String>,
    /// Whether the encoding was guessed from the bytes: it has no byte order mark and is not UTF-8.
    pub encoding_is_guessed: bool,
    /// The sheet of a workbook; `None` for a text file.
    pub sheet: Option<String>,
    /// Visible sheets before it without the columns.
    pub sheets_passed_over: Vec<String>,
    /// The first line of the header, from 1.
    pub header_line: u64,
    /// The last line of the header, which can have two.
    pub header_last_line: u64,
    /// Titles above the header; totals, signatures and the like below it.
    pub left_out: CappedList<SkippedRow>,
    /// Rows read that are hidden in the workbook.
    pub hidden_rows: u64,
    /// Cells from which invisible characters, such as direction marks, were removed.
    #[serde(default)]
    pub cleaned_cells: u64,
}

impl Reading {
    /// Nothing read yet.
    pub fn new(listed_max: usize) -> Self {
        Self {
            encoding: None,
            encoding_is_guessed: false,
            sheet: None,
            sheets_passed_over: Vec::new(),
            header_line: 1,
            header_last_line: 1,
            left_out: CappedList::new(listed_max),
            hidden_rows: 0,
            cleaned_cells: 0,
        }
    }

    /// Stores where the table begins.
    pub fn begin(&mut self, header: &Header, source: &TableSource) {
        match source {
            TableSource::Text { encoding, .. } => {
                self.encoding = Some(encoding.name().to_owned());
                self.encoding_is_guessed = encoding.by == FoundBy::Bytes && !encoding.is_usual();
            }
            TableSource::Sheet { name, passed_over } => {
                self.sheet = Some(name.clone());
                self.sheets_passed_over.clone_from(passed_over);
            }
        }
        self.header_line = header.line;
        self.header_last_line = header.last_line;
        for row in &header.above {
            self.left_out.push(SkippedRow::of(row));
        }
    }

    /// Writes what is unusual, for the person at the terminal.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        if let Some(encoding) = self.encoding.as_deref().filter(|name| *name != "UTF-8") {
            let how = if self.encoding_is_guessed {
                ", told by its letters: see whether the names are right"
            } else {
                ""
            };
            writeln!(out, "the text is read as {encoding}{how}")?;
        }
        if let (Some(sheet), false) = (&self.sheet, self.sheets_passed_over.is_empty()) {
            let others = self.sheets_passed_over.join(", ");
            writeln!(
                out,
                "read from sheet {sheet:?}; without the columns before it: {others}"
            )?;
        }
        if self.header_last_line > self.header_line {
            let (line, last) = (self.header_line, self.header_last_line);
            writeln!(out, "the header is in lines {line} and {last}")?;
        } else if self.header_line > 1 {
            writeln!(out, "the header is in line {}", self.header_line)?;
        }
        for SkippedRow { line, text } in &self.left_out.first {
            writeln!(out, "line {line} is no dossier and is left out: {text:?}")?;
        }
        let more = self.left_out.total - self.left_out.first.len() as u64;
        if more > 0 {
            writeln!(out, "… and {more} more lines left out")?;
        }
        if self.hidden_rows > 0 {
            writeln!(out, "{} hidden rows are among them", self.hidden_rows)?;
        }
        if self.cleaned_cells > 0 {
            let cells = self.cleaned_cells;
            writeln!(
                out,
                "{cells} cells held characters that nobody sees; these were left out"
            )?;
        }
        Ok(())
    }
}
