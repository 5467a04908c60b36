//! The quality index of public service (QĐ 766/QĐ-TTg): its group "progress".

use serde::{Deserialize, Serialize};

use super::counts::{Flows, OpenCounts};
use crate::board::percentage::Rate;

/// The points the group is worth, of a hundred.
pub const POINTS_MAX: u16 = 20;

/// On-time rate = (resolved on or before due + pending still within) ÷ (all received and handled), and the points for it.
///
/// As in the official form, paused dossiers count as within. Handled are the resolved and the open ones; withdrawn, ineligible
/// and refused ones are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualityProgress {
    /// Resolved early or on time.
    pub in_time: u64,
    /// Open and not past the due time, paused ones included.
    pub within: u64,
    /// Resolved or open.
    pub all: u64,
    /// The rate.
    pub rate: Rate,
}

impl QualityProgress {
    /// From the flows of a period and the dossiers open at its end; `None` if nothing was handled.
    #[must_use]
    pub fn of(flows: &Flows, standing: &OpenCounts) -> Option<Self> {
        let (in_time, within) = (flows.in_time(), standing.within + standing.paused);
        let good = in_time + within;
        let rest = flows.late + standing.overdue;
        Some(Self {
            in_time,
            within,
            all: good + rest,
            rate: Rate::of(good, rest)?,
        })
    }

    /// The points, in tenths of a point, at most [`POINTS_MAX`].
    #[must_use]
    pub fn tenths_of_points(&self) -> u16 {
        let good = u128::from(self.in_time + self.within) * u128::from(POINTS_MAX) * 10;
        let all = u128::from(self.all.max(1));
        u16::try_from((good + all / 2) / all).unwrap_or(POINTS_MAX * 10)
    }
}
