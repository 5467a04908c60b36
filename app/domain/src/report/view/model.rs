//! A saved view, and a table for export.

use serde::{Deserialize, Serialize};

use crate::report::sheet::Table;

/// The longest name of a view, in characters (ours).
pub const NAME_CHARS_MAX: usize = 60;
/// The longest query of a view, in characters (ours).
pub const QUERY_CHARS_MAX: usize = 600;
/// The most views of one person (ours).
pub const VIEWS_MAX: usize = 20;

/// A view of throughput that its owner saved under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The query string of its address, without the `?`.
    pub query: String,
}

/// A table for export.
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    /// The subject of its line in the audit.
    pub subject: String,
    /// The file's name, without its extension.
    pub name: String,
    /// The table.
    pub table: Table,
}
