//! What every public board tells of all its dossiers together.

use super::{PublicBoard, PublicRow, PublicTotal};
use crate::board::percentage::Rate;

/// The sums of the table's columns, in dossiers. A board of chosen fields has these and nothing else in total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicSums {
    received: u64,
    early: u64,
    on_time: u64,
    late: u64,
    pending: u64,
}

impl PublicSums {
    fn of_total(total: &PublicTotal) -> Self {
        Self {
            received: total.received_online + total.received_at_desk_or_post,
            early: total.early,
            on_time: total.on_time,
            late: total.late,
            pending: total.within + total.overdue + total.paused,
        }
    }

    fn of_rows(rows: &[PublicRow]) -> Self {
        let sum = |of: fn(&PublicRow) -> u64| rows.iter().map(of).sum();
        Self {
            received: sum(PublicRow::received),
            early: sum(PublicRow::early),
            on_time: sum(PublicRow::on_time),
            late: sum(PublicRow::late),
            pending: sum(PublicRow::pending),
        }
    }

    /// Received in the period, all channels, without those carried into it.
    pub fn received(&self) -> u64 {
        self.received
    }

    /// Resolved before the due date.
    pub fn early(&self) -> u64 {
        self.early
    }

    /// Resolved neither early nor late.
    pub fn on_time(&self) -> u64 {
        self.on_time
    }

    /// Resolved early or on time: the wall's "on time".
    pub fn in_time(&self) -> u64 {
        self.early + self.on_time
    }

    /// Resolved late.
    pub fn late(&self) -> u64 {
        self.late
    }

    /// Resolved in the period.
    pub fn resolved(&self) -> u64 {
        self.in_time() + self.late
    }

    /// Open: within, overdue and paused.
    pub fn pending(&self) -> u64 {
        self.pending
    }

    /// The share of the resolved dossiers that were in time; `None` where none was resolved, shown as "—".
    pub fn rate(&self) -> Option<Rate> {
        Rate::of(self.in_time(), self.late)
    }
}

impl PublicBoard {
    /// The sums over all its dossiers.
    pub fn sums(&self) -> PublicSums {
        match &self.total {
            Some(total) => PublicSums::of_total(total),
            None => PublicSums::of_rows(&self.rows),
        }
    }
}
