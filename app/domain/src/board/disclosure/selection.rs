//! A wall of chosen fields: some rows of a public board, and their sums.

use super::{PublicBoard, PublicRow};
use crate::id::FieldId;

impl PublicBoard {
    /// The board of these fields only, as far as they are shown by name; `None` where none of them is.
    ///
    /// It is a function of a public board, so it reveals nothing new, whichever fields are chosen on whichever walls. Values
    /// that the rows do not hold are left out: the dossiers received online, carried, withdrawn or ineligible; how many pending
    /// ones are overdue or paused; the 80 % time of all together (times do not add up); the comparison and the chart, which are
    /// counted over all fields. The row of folded fields is never on such a board.
    #[must_use]
    pub fn only(&self, fields: &[FieldId]) -> Option<Self> {
        let keys: Vec<String> = fields
            .iter()
            .map(|field| PublicRow::key_of(*field))
            .collect();
        let chosen = self.rows.iter().filter(|row| keys.contains(&row.key));
        let rows: Vec<PublicRow> = chosen.cloned().collect();
        if rows.is_empty() {
            return None;
        }
        Some(Self {
            covers_all: false,
            total: None,
            time_80: rows
                .first()
                .filter(|_| rows.len() == 1)
                .and_then(PublicRow::time_80),
            rows,
            comparison: None,
            chart: Vec::new(),
            ..self.clone()
        })
    }
}
