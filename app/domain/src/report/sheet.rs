//! Tables for export: rows of typed cells. The server writes them as CSV or as a workbook, and no cell can be read as a
//! formula.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::deadline::Instant;

/// The most rows of one table (ours): ten times what anybody reads, and a few megabytes of memory.
pub const ROWS_MAX: usize = 50_000;

/// The format of an exported table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileFormat {
    /// A workbook.
    Xlsx,
    /// Comma-separated values.
    Csv,
}

impl FileFormat {
    /// The word in addresses, which is also the file's extension.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// The format of a word; `None` for an unknown word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let all = [Self::Xlsx, Self::Csv];
        all.into_iter().find(|format| format.as_str() == word)
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// An empty cell.
    Blank,
    /// A text, which somebody may have typed.
    Text(String),
    /// A number.
    Count(u64),
    /// A number in tenths.
    Tenths(u64),
    /// A local date.
    Date(NaiveDate),
    /// A local time.
    Moment(NaiveDateTime),
}

impl Cell {
    /// A text; an empty one becomes [`Cell::Blank`].
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Blank
        } else {
            Self::Text(text)
        }
    }

    /// A time as the clocks of a zone show it; none becomes [`Cell::Blank`].
    #[must_use]
    pub fn local_time(at: Option<Instant>, zone: Tz) -> Self {
        at.map_or(Self::Blank, |at| {
            Self::Moment(at.with_timezone(&zone).naive_local())
        })
    }
}

/// A table with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The sheet's name in a workbook: at most 31 characters, none of `[]:*?/\`.
    pub name: String,
    /// The names of its columns.
    pub head: Vec<String>,
    /// Its rows, at most [`ROWS_MAX`].
    pub rows: Vec<Vec<Cell>>,
}

/// Makes a text that no spreadsheet reads as a formula: where it could begin one, even after blanks, an apostrophe is put
/// before it, which marks text. This includes full-width characters, which some spreadsheets read like the others.
#[must_use]
pub fn neutral(text: &str) -> Cow<'_, str> {
    const BEGINS_FORMULA: [char; 8] = [
        '=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}',
    ];
    // A text that begins with an apostrophe of its own gets another one, so that [`restored`] gives back the same text.
    let shown = text.trim_start_matches('\'');
    let begins = shown.starts_with(['\t', '\r', '\n'])
        || shown
            .trim_start_matches(|letter: char| letter.is_whitespace() || letter.is_control())
            .starts_with(BEGINS_FORMULA);
    if begins {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text before [`neutral`] changed it.
#[must_use]
pub fn restored(cell: &str) -> &str {
    let marked = cell.strip_prefix('\'');
    marked.filter(|text| neutral(text) == cell).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_text_is_read_as_it_was() {
        for text in ["=1+1", "- Luật Hộ tịch", "@a", "\tx", "'=1", "'x", "x", ""] {
            assert_eq!(restored(&neutral(text)), text);
        }
    }
}
