//! The carry-over: what the signed report of the period before leaves open, compared with what this period begins with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::model::{Axis, Columns, OfficialForm};
use super::signed::{Content, Signed};
use crate::account::model::AgencyScope;
use crate::deadline::Instant;
use crate::dossier::CountedIn;
use crate::period::Period;
use crate::report::cube::CubeKey;
use crate::scope::CountedBy;
use crate::text::name::Name;

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
    /// The carry-over of a signed report.
    #[must_use]
    pub fn of(signed: &Signed) -> Self {
        let Content { cube, folding, .. } = &signed.content;
        let open = cube.cells().map(|(place, cell)| {
            let columns = Columns::of(&cell.figures, *folding);
            (*place, columns.column(11))
        });
        Self {
            period: cube.period,
            at: signed.at,
            fingerprint: signed.fingerprint.clone(),
            open: open.filter(|(_, open)| *open > 0).collect(),
        }
    }

    /// Restores a stored one from the values of column 11 that are not 0.
    #[must_use]
    pub const fn restored(
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

    fn by(&self, axis: Axis) -> BTreeMap<i64, u64> {
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

    /// The lines whose column 6 differs from the signed column 11, in the order of the form; lines that no longer exist come
    /// last.
    #[must_use]
    pub fn differences(&self, content: &Content, axis: Axis) -> Vec<CarriedDifference> {
        let form = OfficialForm::new(&content.cube, &content.names, axis, content.folding);
        let mut sent = self.by(axis);
        let mut lines = Vec::new();
        for line in form.lines {
            let (open, carried) = (sent.remove(&line.id).unwrap_or(0), line.columns.column(6));
            lines.push(CarriedDifference {
                name: line.name,
                open,
                carried,
            });
        }
        let names = content.names.of(axis);
        lines.extend(sent.into_iter().map(|(id, open)| {
            let known = names.iter().find(|(known, _)| *known == id);
            let name = known.map(|(_, name)| (*name).clone());
            CarriedDifference {
                name: name.unwrap_or_else(|| Name {
                    vi: id.to_string(),
                    en: None,
                }),
                open,
                carried: 0,
            }
        }));
        lines.retain(|line| line.open != line.carried);
        lines
    }
}

/// A line whose column 6 differs from column 11 of the signed period before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriedDifference {
    /// The line's name.
    pub name: Name,
    /// Column 11 of the signed period before.
    pub open: u64,
    /// Column 6 of this period.
    pub carried: u64,
}
