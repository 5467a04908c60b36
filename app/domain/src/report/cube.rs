//! A cube: the figures of a period by agency, field and channel, counted from history. Every selection of it is a sum.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use crate::account::model::AgencyScope;
use crate::board::figures::Figures;
use crate::board::measure::Measure;
use crate::deadline::Instant;
use crate::dossier::{CountedIn, Dossier};
use crate::id::{AgencyId, FieldId};
use crate::period::Period;
use crate::procedure::channel::Channel;
use crate::scope::CountedBy;

/// The key of a cell in a cube.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CubeKey {
    /// The agency.
    pub agency: AgencyId,
    /// The field.
    pub field: FieldId,
    /// The channel.
    pub channel: Channel,
    /// The figures in which its dossiers count.
    #[serde(default, skip_serializing_if = "CountedIn::is_both")]
    pub counted_in: CountedIn,
}

impl CubeKey {
    /// The key of a dossier.
    #[must_use]
    pub const fn of(dossier: &Dossier) -> Self {
        Self {
            agency: dossier.agency,
            field: dossier.field,
            channel: dossier.channel,
            counted_in: dossier.counted_in,
        }
    }
}

/// The figures of one cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CubeCell {
    /// The figures of the board and of the official report.
    pub figures: Figures,
    /// Resolved in the period, and late against the due time first promised; not part of the official report.
    pub late_against_first: u64,
}

impl CubeCell {
    /// The figures that one dossier adds.
    #[must_use]
    pub fn of(measure: &Measure, dossier: &Dossier) -> Self {
        Self {
            figures: measure.figures_of(dossier),
            late_against_first: u64::from(measure.is_late_against_first(dossier)),
        }
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl AddAssign for CubeCell {
    fn add_assign(&mut self, other: Self) {
        self.figures += other.figures;
        self.late_against_first += other.late_against_first;
    }
}

/// The figures of a period by agency, field and channel, separated by [`CountedIn`]. Cells without any figure are left out, so
/// that cubes with the same figures are equal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cube {
    /// The period.
    pub period: Period,
    /// The instant of the shown status: the period's last, or the instant of the count while the period runs.
    pub status_at: Instant,
    /// Only what was recorded by then is counted; `None` for everything known.
    pub recorded_by: Option<Instant>,
    #[serde(with = "cells")]
    cells: BTreeMap<CubeKey, CubeCell>,
}

impl Cube {
    /// An empty cube.
    #[must_use]
    pub const fn new(period: Period, status_at: Instant, recorded_by: Option<Instant>) -> Self {
        Self {
            period,
            status_at,
            recorded_by,
            cells: BTreeMap::new(),
        }
    }

    /// The same figures for another kind of period with the same days.
    #[must_use]
    pub fn with_period(self, period: Period) -> Self {
        Self { period, ..self }
    }

    /// Adds to a cell.
    pub fn add(&mut self, place: CubeKey, cell: CubeCell) {
        if !cell.is_empty() && place.counted_in != CountedIn::None {
            *self.cells.entry(place).or_default() += cell;
        }
    }

    /// Every cell that is not empty, in the order of its key.
    pub fn cells(&self) -> impl Iterator<Item = (&CubeKey, &CubeCell)> {
        self.cells.iter()
    }

    /// Whether both have the same figures, whenever and by whatever knowledge they were counted.
    #[must_use]
    pub fn counts_as(&self, other: &Self) -> bool {
        self.cells == other.cells
    }

    /// The part within a scope. Within some agencies, their parts of linked dossiers count like any dossier, also in the sum of
    /// all.
    #[must_use]
    pub fn within(&self, reach: &AgencyScope) -> Self {
        if *reach == AgencyScope::Everywhere {
            return self.clone();
        }
        let mut part = Self::new(self.period, self.status_at, self.recorded_by);
        let counted = self.counted_by(CountedBy::Agencies);
        for (place, cell) in counted.filter(|(place, _)| reach.covers(place.agency)) {
            let counted_in = CountedIn::Both;
            part.add(
                CubeKey {
                    counted_in,
                    ..*place
                },
                *cell,
            );
        }
        part
    }

    /// The cells that count for the centre, or for agencies.
    pub fn counted_by(&self, by: CountedBy) -> impl Iterator<Item = (&CubeKey, &CubeCell)> {
        self.cells()
            .filter(move |(place, _)| place.counted_in.counts_for(by))
    }

    /// The sum of the cells with this [`CountedIn`].
    #[must_use]
    pub fn of(&self, counted_in: CountedIn) -> CubeCell {
        let mut sum = CubeCell::default();
        let cells = self.cells();
        for (_, cell) in cells.filter(|(place, _)| place.counted_in == counted_in) {
            sum += *cell;
        }
        sum
    }

    /// Whether the figures of the agencies do not add up to the total, because of linked dossiers.
    #[must_use]
    pub fn has_linked(&self) -> bool {
        self.of(CountedIn::Agency) != self.of(CountedIn::Centre)
    }

    /// The sums by a part of the key, as the centre or the agencies count.
    #[must_use]
    pub fn by<K: Ord>(&self, by: CountedBy, key: impl Fn(&CubeKey) -> K) -> BTreeMap<K, CubeCell> {
        let mut sums: BTreeMap<K, CubeCell> = BTreeMap::new();
        for (place, cell) in self.counted_by(by) {
            *sums.entry(key(place)).or_default() += *cell;
        }
        sums
    }

    /// The sum of all cells, as the centre or the agencies count.
    #[must_use]
    pub fn total_by(&self, by: CountedBy) -> CubeCell {
        let mut total = CubeCell::default();
        for (_, cell) in self.counted_by(by) {
            total += *cell;
        }
        total
    }

    /// The sum of all, a linked dossier counted once.
    #[must_use]
    pub fn total(&self) -> CubeCell {
        self.total_by(CountedBy::Centre)
    }
}

/// Serialises the cells as a list of pairs: keys of a JSON map must be texts, and the order of the list makes equal cubes equal
/// bytes.
mod cells {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    use super::{CubeCell, CubeKey};

    pub(super) fn serialize<S: Serializer>(
        cells: &BTreeMap<CubeKey, CubeCell>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(cells)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<CubeKey, CubeCell>, D::Error> {
        let pairs: Vec<(CubeKey, CubeCell)> = Vec::deserialize(deserializer)?;
        Ok(pairs.into_iter().collect())
    }
}
