//! What a report shows of much: the first entries of a list, the beginning of a value.

use serde::{Deserialize, Serialize};

/// The longest value that is shown, in characters: enough to find the cell, too short to flood a terminal.
const SHOWN_CHARS: usize = 120;

/// A value shortened to a line without control characters.
pub fn shortened(value: &str) -> String {
    value
        .chars()
        .take(SHOWN_CHARS)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// A list that keeps its first entries and counts all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CappedList<T> {
    /// The first entries.
    pub first: Vec<T>,
    /// How many entries were added.
    pub total: u64,
    max: usize,
}

impl<T> CappedList<T> {
    /// An empty list that keeps at most `max`.
    pub fn new(max: usize) -> Self {
        Self {
            first: Vec::new(),
            total: 0,
            max,
        }
    }

    /// Adds one.
    pub fn push(&mut self, entry: T) {
        self.total += 1;
        if self.first.len() < self.max {
            self.first.push(entry);
        }
    }
}
