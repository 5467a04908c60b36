//! Procedures as a table: how large it may be, and what can be wrong with its file.

use serde::{Deserialize, Serialize};

/// The largest file, in bytes: 4 MiB (ours; 2,000 procedures with their legal basis have about two).
pub const FILE_BYTES_MAX: usize = 4 << 20;
/// The most rows below the header (ours: twice what a province publishes).
pub const ROWS_MAX: usize = 5_000;
/// The most columns (ours: twice what there are).
pub const COLUMNS_MAX: usize = 50;
/// The longest cell, in bytes of UTF-8 (ours).
pub const CELL_BYTES_MAX: usize = 32_000;

/// A table's cells, row by row, the header first.
pub type Rows = Vec<Vec<String>>;

/// What is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum TableFault {
    /// There is none.
    #[error("there is no file")]
    Missing,
    /// More bytes, rows, columns or bytes of a cell than there may be.
    #[error("the file is too large")]
    TooLarge,
    /// Neither a workbook nor CSV in UTF-8.
    #[error("the file is no table")]
    NotTable,
}
