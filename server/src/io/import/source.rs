//! Where in a file the table is: as it was found, and as a mapping says.

use super::encoding::FoundEncoding;
use super::mapping::{Delimiter, Mapping};

/// Where in a file the table was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableSource {
    /// A text file.
    Text {
        /// The encoding of the file.
        encoding: FoundEncoding,
        /// The separator of its cells.
        delimiter: Delimiter,
    },
    /// A sheet of a workbook.
    Sheet {
        /// The name of the sheet.
        name: String,
        /// The visible sheets before it that do not have the header.
        passed_over: Vec<String>,
    },
}

/// What a mapping says about the file's format.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// The encoding of a text file.
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// The separator of its cells.
    pub delimiter: Option<Delimiter>,
    /// The sheet of a workbook.
    pub sheet: Option<&'a str>,
}

impl<'a> From<&'a Mapping> for Hints<'a> {
    fn from(mapping: &'a Mapping) -> Self {
        Self {
            encoding: mapping.encoding(),
            delimiter: mapping.delimiter,
            sheet: mapping.sheet.as_deref(),
        }
    }
}
