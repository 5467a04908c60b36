//! The carry-over: what the signed report of the period before leaves open, with which this period must begin.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::model::Axis;
use crate::account::model::AgencyScope;
use crate::deadline::Instant;
use crate::dossier::CountedIn;
use crate::period::Period;
use crate::report::cube::CubeKey;
use crate::scope::CountedBy;

/// The open dossiers at the end of the period before, as signed: column 11 of its report. Column 6 of this period is compared
/// with it, not with a new count of the period before, which would change with every correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedCarryOver {
    /// The period before.
    pub period: Period,
    /// When it was signed.
    pub at: Instant,
    /// The fingerprint printed on the paper.
    pub fingerprint: String,
    /// The values of column 11 that are not 0, folded as signed.
    open: Vec<(CubeKey, u64)>,
}

impl SignedCarryOver {
    /// Made of the values of column 11 that are not 0, as signed or as stored.
    #[must_use]
    pub const fn new(
        period: Period,
        at: Instant,
        fingerprint: String,
        open: Vec<(CubeKey, u64)>,
    ) -> Self {
        Self {
            period,
            at,
            fingerprint,
            open,
        }
    }

    /// The values of column 11 that are not 0, folded as signed.
    #[must_use]
    pub fn open(&self) -> &[(CubeKey, u64)] {
        &self.open
    }

    /// The part within a scope, as [`Cube::within`](crate::report::cube::Cube::within).
    #[must_use]
    pub fn within(self, reach: &AgencyScope) -> Self {
        if *reach == AgencyScope::Everywhere {
            return self;
        }
        let covered = self.open.iter().filter(|(place, _)| {
            place.counted_in.counts_for(CountedBy::Agencies) && reach.covers(place.agency)
        });
        let counted_in = CountedIn::Both;
        let open = covered.map(|(place, open)| {
            (
                CubeKey {
                    counted_in,
                    ..*place
                },
                *open,
            )
        });
        Self {
            open: open.collect(),
            ..self
        }
    }

    /// The total of column 11, a linked dossier counted once.
    #[must_use]
    pub fn total(&self) -> u64 {
        let counted = self
            .open
            .iter()
            .filter(|(place, _)| place.counted_in.counts_for(CountedBy::Centre));
        counted.map(|(_, open)| open).sum()
    }

    /// The values of column 11 by the line of an axis.
    pub(super) fn by(&self, axis: Axis) -> BTreeMap<i64, u64> {
        let mut sums = BTreeMap::new();
        let counted_by = axis.counted_by();
        let counted = self
            .open
            .iter()
            .filter(|(place, _)| place.counted_in.counts_for(counted_by));
        for (place, open) in counted {
            *sums.entry(axis.of(place)).or_default() += open;
        }
        sums
    }
}
