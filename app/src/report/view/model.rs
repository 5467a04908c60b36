//! A kept view, and a table to be taken away.

/// The longest name of a view, in characters (ours).
pub const NAME_CHARS_MAX: usize = 60;
/// The longest address of one, in characters (ours).
pub const QUERY_CHARS_MAX: usize = 600;
/// The most views of one person (ours).
pub const VIEWS_MAX: usize = 20;

/// A view of throughput: what its address asks, under a name of its owner's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The part of its address after the `?`.
    pub query: String,
}

/// A cell of a table that is taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A text, which may begin like a formula.
    Text(String),
    /// A whole number.
    Number(u64),
    /// A number in tenths of one.
    Tenths(u64),
    /// Nothing to tell.
    Nothing,
}

/// A table that is taken away: its first row names the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// What the audit calls it.
    pub subject: String,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}
