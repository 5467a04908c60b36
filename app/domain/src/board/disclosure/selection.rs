//! A wall of some fields: rows of a board that is public anyway, and what they add up to.

use super::{PublicBoard, PublicRow, PublicTotal};
use crate::id::FieldId;

impl PublicBoard {
    /// The board of these fields only, as far as they are shown by name; `None` where none of them is.
    ///
    /// It is a function of a board that is public, so nothing follows from it that did not follow before, whichever fields are
    /// chosen on whichever walls. What the rows do not say is left out, because it would be more than is public: how many were
    /// received online, carried into the period, withdrawn or found ineligible; which of the pending are overdue or paused; the
    /// time of 80 % of all together (times do not add up); the comparison and the chart, which are counted over all fields.
    /// The folded fields are on no such board.
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
        let sum = |of: fn(&PublicRow) -> u64| rows.iter().map(of).sum();
        let total = PublicTotal {
            received_online: 0,
            received_direct: sum(PublicRow::received),
            carried: 0,
            early: sum(PublicRow::early),
            on_time: sum(PublicRow::on_time),
            late: sum(PublicRow::late),
            withdrawn: 0,
            ineligible: 0,
            within: sum(PublicRow::pending),
            overdue: 0,
            paused: 0,
        };
        Some(Self {
            covers_all: false,
            total,
            time_80: rows
                .first()
                .filter(|_| rows.len() == 1)
                .and_then(PublicRow::time_80),
            rows,
            comparison: None,
            chart: Vec::new(),
            is_selection: true,
            ..self.clone()
        })
    }

    /// The totals, where all of them are known: of a selection only received, early, on time, late, pending and the rate are.
    #[must_use]
    pub fn whole_total(&self) -> Option<&PublicTotal> {
        (!self.is_selection).then_some(&self.total)
    }
}
