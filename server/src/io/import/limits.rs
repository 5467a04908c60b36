//! The limits of one import. A file comes from somebody else: it may be wrong, or malicious.

/// The limits, each with its unit. The defaults are ours: ten times the yearly export of a provincial centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportLimits {
    /// Size of the file, bytes.
    pub file_bytes: u64,
    /// Size of all parts of a workbook once unpacked, bytes. Counted by unpacking, because the declared size may lie.
    pub unpacked_bytes: u64,
    /// Shared texts, styles and names of a workbook as its reader keeps them in memory, bytes. Counted by reading them, at most
    /// up to this limit.
    pub kept_bytes: u64,
    /// One text, tag or comment of a workbook, bytes: the reader takes each as a whole. Excel allows 32,767 characters in a
    /// cell.
    pub event_bytes: u64,
    /// Parts of a workbook, counted before its directory is read.
    pub workbook_parts: u64,
    /// Size of a workbook of the old format (`.xls`), bytes: its reader takes all of it into memory.
    pub old_workbook_bytes: u64,
    /// Cells of all its sheets, including empty ones between its first and last row and column: the reader allocates memory for
    /// each.
    pub old_workbook_cells: u64,
    /// Rows below the header.
    pub rows: u64,
    /// Cells of one row.
    pub cells_per_row: usize,
    /// Size of one cell, bytes of UTF-8.
    pub cell_bytes: usize,
    /// Size of one row of a text file, bytes: an unclosed quote makes one row of everything after it.
    pub row_bytes: u64,
    /// Rows of one dossier.
    pub events_per_dossier: usize,
    /// Rows held in memory while sorting, bytes; more than that goes to temporary files.
    pub sort_bytes: usize,
    /// Bad rows in the printed list; all of them are counted, and all are in the file of `--skip-bad`.
    pub listed: usize,
}

impl Default for ImportLimits {
    fn default() -> Self {
        Self {
            file_bytes: 1 << 30,
            unpacked_bytes: 512 << 20,
            kept_bytes: 256 << 20,
            event_bytes: 16 << 20,
            workbook_parts: 2_000,
            old_workbook_bytes: 64 << 20,
            old_workbook_cells: 4_000_000,
            rows: 10_000_000,
            cells_per_row: 256,
            cell_bytes: 8 << 10,
            row_bytes: 1 << 20,
            events_per_dossier: 5_000,
            sort_bytes: 16 << 20,
            listed: 100,
        }
    }
}
