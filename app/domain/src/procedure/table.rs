//! Procedures as a table: its size limits, and the faults of its file.

use serde::{Deserialize, Serialize};

/// The largest file, in bytes: 4 MiB (ours; 2,000 procedures with their legal basis have about two).
pub const FILE_BYTES_MAX: usize = 4 << 20;
/// The most rows below the header (ours: twice what a province publishes).
pub const ROWS_MAX: usize = 5_000;
/// The most columns (ours: twice what there are).
pub const COLUMNS_MAX: usize = 50;
/// The longest cell, in bytes of UTF-8 (ours).
pub const CELL_BYTES_MAX: usize = 32_000;

/// The cells of a table, row by row, the header first.
pub type Rows = Vec<Vec<String>>;

/// A fault of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum TableFault {
    /// There is no file.
    #[error("there is no file")]
    Missing,
    /// It has too many bytes, rows or columns, or too long a cell.
    #[error("the file is too large")]
    TooLarge,
    /// It is neither a workbook nor CSV in UTF-8.
    #[error("the file is no table")]
    NotTable,
}
