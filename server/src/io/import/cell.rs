//! The cells and rows of a file, as they are stored in it.

use std::ops::ControlFlow;

use chrono::NaiveDateTime;
use sanh_domain::text::plain::is_invisible;

use super::ImportError;

/// The error values that spreadsheets show instead of a value.
const SHEET_FAULTS: [&str; 7] = [
    "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!",
];

/// One cell as it is stored in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Text, or a number of a workbook written as text.
    Text(String),
    /// A date cell of a workbook, which has neither zone nor format.
    Time(NaiveDateTime),
    /// A formula without a stored value.
    Formula,
    /// An error value of a spreadsheet, such as `#REF!`.
    Fault(String),
}

impl Cell {
    /// The text that a person sees in the cell.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Fault(text) => text.clone(),
            Self::Time(time) => time.format("%Y-%m-%d %H:%M:%S").to_string(),
            Self::Formula => String::new(),
        }
    }

    /// A cell of a text file. Exports write `="0012"` so that a spreadsheet does not read a text as a number; only the text
    /// inside is read. An error value such as `#REF!` is not a value.
    pub fn of_text(text: &str, limit: usize) -> Self {
        let inner = text
            .strip_prefix("=\"")
            .and_then(|rest| rest.strip_suffix('"'))
            .filter(|inner| !inner.contains('"'));
        let text = clip(inner.unwrap_or(text), limit);
        if text.starts_with('#') && SHEET_FAULTS.contains(&text) {
            Self::Fault(text.to_owned())
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// Whether the cell has nothing but blanks.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.chars().all(|letter| letter.is_whitespace() || letter == '\u{feff}' || letter == '\u{200b}'))
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file on which the row begins, from 1.
    pub line: u64,
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Whether the row is from a workbook, which leaves out empty cells at the end of a row.
    pub from_workbook: bool,
    /// Whether the workbook hides the row, by a filter or by hand.
    pub hidden: bool,
    /// How far the reader is in the file, in bytes (rows in a workbook): only for the progress bar.
    pub position: u64,
}

impl Row {
    /// Removes invisible characters, such as direction marks, from the texts: they would make one name appear as two, or change
    /// the direction of the line it is shown in. Returns the number of cells that were changed.
    pub fn clean(&mut self) -> u64 {
        let mut cleaned = 0;
        for cell in &mut self.cells {
            if let Cell::Text(text) = cell
                && text.contains(is_invisible)
            {
                text.retain(|letter| !is_invisible(letter));
                cleaned += 1;
            }
        }
        cleaned
    }
}

/// Receives rows as they are read, and says when to stop.
pub type TakeRow<'a> = dyn FnMut(Row) -> Result<ControlFlow<()>, ImportError> + 'a;

/// The text, cut to at most one byte more than the limit: the caller still sees that it is too long, and no longer text is
/// copied.
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
