//! A cube: the figures of a period by agency, field and channel, counted from history, so that every cut of it is a sum.

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

/// Where in a cube a dossier is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CubeKey {
    /// Who processes it.
    pub agency: AgencyId,
    /// Its field.
    pub field: FieldId,
    /// How it came in.
    pub channel: Channel,
    /// In whose figures it counts.
    #[serde(default, skip_serializing_if = "CountedIn::is_both")]
    pub counted_in: CountedIn,
}

impl CubeKey {
    /// That of a dossier.
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
    /// The figures of the board and of the official form.
    pub figures: Figures,
    /// Beside them: resolved in the period, late against the due time first promised.
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

/// The figures of a period by agency, field and channel; dossiers that only the centre counts, and those that only agencies count, apart. Places where nothing is counted have no cell, so that two cubes which
/// count the same are equal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cube {
    /// The period.
    pub period: Period,
    /// The instant whose status it shows: the period's last, or the one it was counted at while the period runs.
    pub status_at: Instant,
    /// Only what was recorded by then is known to it; `None`: all that is known.
    pub recorded_by: Option<Instant>,
    #[serde(with = "cells")]
    cells: BTreeMap<CubeKey, CubeCell>,
}

impl Cube {
    /// One in which nothing is counted yet.
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

    /// Adds to a place.
    pub fn add(&mut self, place: CubeKey, cell: CubeCell) {
        if !cell.is_empty() && place.counted_in != CountedIn::None {
            *self.cells.entry(place).or_default() += cell;
        }
    }

    /// Every place where something is counted, in their order.
    pub fn cells(&self) -> impl Iterator<Item = (&CubeKey, &CubeCell)> {
        self.cells.iter()
    }

    /// Whether both count the same, whenever they were counted and by what was known.
    #[must_use]
    pub fn counts_as(&self, other: &Self) -> bool {
        self.cells == other.cells
    }

    /// The part that a reach takes in. Whoever sees some agencies sees what these count: their parts of linked dossiers count there as
    /// any dossier does, also in the sum of all.
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

    /// The places that count in the figures of these.
    pub fn counted_by(&self, by: CountedBy) -> impl Iterator<Item = (&CubeKey, &CubeCell)> {
        self.cells()
            .filter(move |(place, _)| place.counted_in.counts_for(by))
    }

    /// The sum of what counts so.
    #[must_use]
    pub fn of(&self, counted_in: CountedIn) -> CubeCell {
        let mut sum = CubeCell::default();
        let cells = self.cells();
        for (_, cell) in cells.filter(|(place, _)| place.counted_in == counted_in) {
            sum += *cell;
        }
        sum
    }

    /// Whether the figures of agencies add up to other than the sum of all.
    #[must_use]
    pub fn has_linked(&self) -> bool {
        self.of(CountedIn::Agency) != self.of(CountedIn::Centre)
    }

    /// The sums by whatever a place says, as these count.
    #[must_use]
    pub fn by<K: Ord>(&self, by: CountedBy, key: impl Fn(&CubeKey) -> K) -> BTreeMap<K, CubeCell> {
        let mut sums: BTreeMap<K, CubeCell> = BTreeMap::new();
        for (place, cell) in self.counted_by(by) {
            *sums.entry(key(place)).or_default() += *cell;
        }
        sums
    }

    /// The sum of all that these count.
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

/// A map's keys must be texts in JSON; a list of pairs keeps the order, so that the same cube is the same bytes.
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
