//! Why a file cannot be read as a table.

use super::letters::FontEncoding;

/// Where a file breaks its encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncodingFault {
    /// The encoding.
    pub encoding: &'static str,
    /// Line, from 1.
    pub line: u64,
    /// Offset in the file, from 0.
    pub byte: u64,
    /// Whether letters beyond ASCII precede it, so that the file is in this encoding up to there.
    pub letters_before: bool,
}

/// Why a file cannot be read as a table.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The system cannot read the file.
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// The file is not in the encoding that it seems to be in.
    #[error(
        "line {line}, byte {byte} of the file is not {encoding}; save it as \"CSV UTF-8\", or name its encoding in the mapping (encoding = \"windows-1252\")",
        line = .0.line, byte = .0.byte, encoding = .0.encoding
    )]
    BadEncoding(EncodingFault),
    /// An encoding that is recognised but not supported.
    #[error("the file is written in {0}, which is not read; save it as \"CSV UTF-8\"")]
    UnsupportedEncoding(&'static str),
    /// Vietnamese in a legacy encoding that uses the codes of other letters.
    #[error(
        "the file's letters are those of {} and no Unicode; convert it to Unicode with a converter of Vietnamese code tables and save it as \"CSV UTF-8\"",
        .0.name()
    )]
    FontEncoding(FontEncoding),
    /// The workbook is encrypted.
    #[error(
        "the workbook is protected by a password; open it, save it without one, and import that"
    )]
    Password,
    /// The workbook is damaged.
    #[error("the workbook cannot be read: {0}")]
    Workbook(String),
    /// The sheet named by the mapping does not exist.
    #[error("the workbook has no sheet {wanted:?}; it has {found}")]
    NoSheet {
        /// The sheet that the mapping names.
        wanted: String,
        /// The sheets that exist.
        found: String,
    },
    /// There is no header row.
    #[error("the file has no header in line {0}")]
    NoHeader(u32),
    /// The quotes or the encoding of a line are broken.
    #[error("line {line}: {reason}")]
    Broken {
        /// The line, from 1.
        line: u64,
        /// The message of the reader.
        reason: String,
    },
    /// A limit of [`super::limits::ImportLimits`] is exceeded.
    #[error("the file has more than {limit} {what}, the most an import takes{place}")]
    TooMuch {
        /// The limit that is exceeded, with its unit.
        what: &'static str,
        /// The value of the limit.
        limit: u64,
        /// The place in the file; blank if the limit is of the whole file.
        place: String,
    },
}

impl TableError {
    /// The error for a limit of the whole file.
    pub fn too_much(what: &'static str, limit: u64) -> Self {
        Self::TooMuch {
            what,
            limit,
            place: String::new(),
        }
    }

    /// The error for a limit that one line exceeds.
    pub fn too_much_in(line: u64, what: &'static str, limit: u64) -> Self {
        Self::TooMuch {
            what,
            limit,
            place: format!(" (line {line})"),
        }
    }
}

/// The error for a workbook that the reader cannot read.
pub fn unreadable(fault: impl std::fmt::Display) -> TableError {
    TableError::Workbook(fault.to_string())
}
