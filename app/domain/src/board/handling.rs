//! Handling times as a histogram of working time, to answer "how long will mine take?"

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::deadline::calendar::WorkingMinutes;

/// One working day, in working minutes (8 hours).
const WORKING_DAY_MIN: u32 = 480;
/// One working hour, in minutes.
const WORKING_HOUR_MIN: u32 = 60;

/// With fewer dossiers there is no 80 % time: it would reveal the time of a single person's dossier (ours).
pub const HANDLING_MIN_COUNT: u64 = 5;

/// The number of dossiers by handling time (working time from reception to the end, less pauses), by [`HandlingTimes::bin`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<u32, u64>", into = "BTreeMap<u32, u64>")]
pub struct HandlingTimes(
    /// Bins and their counts, which are never 0, in ascending order: a board has a list for each field, of some fifty bins.
    Vec<(u32, u64)>,
);

impl HandlingTimes {
    /// The bin of a working time: its upper edge in working minutes, inclusive. By the hour within
    /// the first working day (60, 120 … 480), by the working day after it (960, 1440 …).
    pub fn bin(minutes: u32) -> u32 {
        let step = if minutes <= WORKING_DAY_MIN {
            WORKING_HOUR_MIN
        } else {
            WORKING_DAY_MIN
        };
        minutes.max(1).div_ceil(step).saturating_mul(step)
    }

    /// Counts one dossier with this handling time, in working minutes.
    pub fn add(&mut self, minutes: u32) {
        self.add_bin(Self::bin(minutes), 1);
    }

    /// Counts `count` dossiers of one bin.
    pub fn add_bin(&mut self, bin: u32, count: u64) {
        if count == 0 {
            return;
        }
        match self.0.binary_search_by_key(&bin, |(bin, _)| *bin) {
            Ok(at) => self.0[at].1 += count,
            Err(at) => self.0.insert(at, (bin, count)),
        }
    }

    /// Adds another histogram.
    pub fn merge(&mut self, other: &Self) {
        for (bin, count) in other.bins() {
            self.add_bin(bin, count);
        }
    }

    /// The number of counted dossiers.
    pub fn count(&self) -> u64 {
        self.bins().map(|(_, count)| count).sum()
    }

    /// Bins in ascending order with their counts.
    pub fn bins(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        self.0.iter().copied()
    }

    /// The working time in which at least 80 % of the dossiers were resolved, as a bin's upper edge. `None` with fewer than
    /// `min_count` dossiers, or none at all.
    pub fn time_of_80_percent(&self, min_count: u64) -> Option<WorkingMinutes> {
        let count = self.count();
        if count == 0 || count < min_count {
            return None;
        }
        let wanted = u128::from(count) * 4;
        let mut done: u128 = 0;
        for (bin, in_bin) in self.bins() {
            done += u128::from(in_bin);
            if done * 5 >= wanted {
                return Some(WorkingMinutes(bin));
            }
        }
        None
    }
}

impl From<BTreeMap<u32, u64>> for HandlingTimes {
    fn from(bins: BTreeMap<u32, u64>) -> Self {
        Self(bins.into_iter().filter(|(_, count)| *count > 0).collect())
    }
}

impl From<HandlingTimes> for BTreeMap<u32, u64> {
    fn from(times: HandlingTimes) -> Self {
        times.0.into_iter().collect()
    }
}
