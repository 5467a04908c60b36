//! The values of a public board, for storing and restoring it.

use super::{PublicBoard, PublicRow, PublicTotal};
use crate::board::model::{ChartDay, Comparison};
use crate::board::percentage::Rate;
use crate::deadline::Instant;
use crate::deadline::calendar::WorkingMinutes;
use crate::deadline::lateness::DeadlineRule;
use crate::period::Period;
use crate::scope::Scope;
use crate::text::name::Name;

/// The totals of a whole [`PublicBoard`], in dossiers; see [`Figures`](crate::board::figures::Figures) for each meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TotalValues {
    /// Received in the period, online.
    pub received_online: u64,
    /// Received in the period at the reception desk or by post.
    pub received_at_desk_or_post: u64,
    /// Carried into the period.
    pub carried: u64,
    /// Resolved before the due date.
    pub early: u64,
    /// Resolved neither early nor late.
    pub on_time: u64,
    /// Resolved late.
    pub late: u64,
    /// Withdrawn in the period.
    pub withdrawn: u64,
    /// Ended in the period as not eligible.
    pub ineligible: u64,
    /// Open and within the due time.
    pub within: u64,
    /// Open and past the due time.
    pub overdue: u64,
    /// Open with the clock stopped.
    pub paused: u64,
}

/// A row of a [`PublicBoard`], in dossiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowValues {
    /// `f12` for a field, [`OTHER_KEY`](super::OTHER_KEY) for the folded ones.
    pub key: String,
    /// The field's name; `None` for the folded ones.
    pub name: Option<Name>,
    /// Received in the period.
    pub received: u64,
    /// Resolved before the due date.
    pub early: u64,
    /// Resolved neither early nor late.
    pub on_time: u64,
    /// Resolved late.
    pub late: u64,
    /// Open.
    pub pending: u64,
    /// The share in time of those resolved.
    pub rate: Option<Rate>,
    /// The working time in which 80 % were resolved; `None` where too few were.
    pub time_80: Option<WorkingMinutes>,
}

/// All values of a whole [`PublicBoard`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardValues {
    /// The scope of its dossiers.
    pub scope: Scope,
    /// Whether the totals are of everything.
    pub covers_all: bool,
    /// The period.
    pub period: Period,
    /// The instant the figures hold for.
    pub at: Instant,
    /// What counts as late.
    pub rule: DeadlineRule,
    /// The totals.
    pub total: TotalValues,
    /// The working time in which 80 % of all were done.
    pub time_80: Option<WorkingMinutes>,
    /// The rows, the folded ones last.
    pub rows: Vec<RowValues>,
    /// The comparison with the period before.
    pub comparison: Option<Comparison>,
    /// Received and resolved by day, oldest first.
    pub chart: Vec<ChartDay>,
}

impl PublicBoard {
    /// Restores a board that was disclosed and stored before. It is for nothing else: counted figures become public by
    /// [`disclose`](super::disclose) alone.
    #[must_use]
    pub fn restored(parts: BoardValues) -> Self {
        let BoardValues {
            scope,
            covers_all,
            period,
            at,
            rule,
            total,
            time_80,
            rows,
            comparison,
            chart,
        } = parts;
        Self {
            scope,
            covers_all,
            period,
            at,
            rule,
            total: Some(PublicTotal::restored(total)),
            time_80,
            rows: rows.into_iter().map(PublicRow::restored).collect(),
            comparison,
            chart,
        }
    }
}

impl PublicTotal {
    fn restored(parts: TotalValues) -> Self {
        Self {
            received_online: parts.received_online,
            received_at_desk_or_post: parts.received_at_desk_or_post,
            carried: parts.carried,
            early: parts.early,
            on_time: parts.on_time,
            late: parts.late,
            withdrawn: parts.withdrawn,
            ineligible: parts.ineligible,
            within: parts.within,
            overdue: parts.overdue,
            paused: parts.paused,
        }
    }
}

impl PublicRow {
    fn restored(parts: RowValues) -> Self {
        Self {
            key: parts.key,
            name: parts.name,
            received: parts.received,
            early: parts.early,
            on_time: parts.on_time,
            late: parts.late,
            pending: parts.pending,
            rate: parts.rate,
            time_80: parts.time_80,
        }
    }
}
