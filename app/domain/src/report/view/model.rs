//! A kept view, and a table to be taken away.

use serde::{Deserialize, Serialize};

use crate::report::sheet::Table;

/// The longest name of a view, in characters (ours).
pub const NAME_CHARS_MAX: usize = 60;
/// The longest address of one, in characters (ours).
pub const QUERY_CHARS_MAX: usize = 600;
/// The most views of one person (ours).
pub const VIEWS_MAX: usize = 20;

/// A view of throughput: what its address asks, under a name of its owner's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The part of its address after the `?`.
    pub query: String,
}

/// A table that is taken away.
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    /// What the audit calls it.
    pub subject: String,
    /// The file's name, without its ending.
    pub name: String,
    /// The table.
    pub table: Table,
}
