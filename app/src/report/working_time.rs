//! How long dossiers took, in working time: a histogram that merges, and whose quantiles err by less than 2 %.
//!
//! The board's histogram ([`crate::board::handling`]) goes by the hour and the day, which is what a visitor is told. Managers compare
//! months and agencies by median and 80th percentile, so theirs is finer: to the minute up to an hour, then thirty-two bins for each
//! doubling.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::deadline::calendar::WorkingMinutes;

/// Working minutes below this have a bin of their own each.
const EXACT_MIN: u32 = 64;
/// Bins for each doubling beyond them.
const BINS_PER_DOUBLING: u32 = 32;

/// The most by which a quantile may err, in thousandths of the true one.
pub const ERROR_MAX_THOUSANDTHS: u32 = 20;

/// The bin of a working time. The same for every dossier and for ever: the counters keep it.
#[must_use]
pub const fn bin(minutes: u32) -> u32 {
    if minutes < EXACT_MIN {
        return minutes;
    }
    let doubling = minutes.ilog2() - EXACT_MIN.ilog2();
    let step = doubling + 1;
    EXACT_MIN + doubling * BINS_PER_DOUBLING + (minutes >> step) - BINS_PER_DOUBLING
}

/// The working time a bin stands for: its middle.
#[must_use]
pub const fn middle(bin: u32) -> u32 {
    let Some(beyond) = bin.checked_sub(EXACT_MIN) else {
        return bin;
    };
    let step = beyond / BINS_PER_DOUBLING + 1;
    // Beyond the last minute there is: the counters hold no such bin.
    if step > u32::BITS - EXACT_MIN.ilog2() {
        return u32::MAX;
    }
    let first = (beyond % BINS_PER_DOUBLING + BINS_PER_DOUBLING) << step;
    first + ((1 << step) - 1) / 2
}

/// How many dossiers took how much working time, from reception to the end, less the pauses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingTime {
    bins: BTreeMap<u32, u64>,
    sum_min: u64,
}

impl WorkingTime {
    /// Counts one dossier.
    pub fn add(&mut self, minutes: u32) {
        self.add_bin(bin(minutes), 1);
        self.add_minutes(u64::from(minutes));
    }

    /// Counts dossiers of one bin, as the counters keep them; their minutes are added apart.
    pub fn add_bin(&mut self, bin: u32, count: u64) {
        if count > 0 {
            *self.bins.entry(bin).or_default() += count;
        }
    }

    /// Adds the minutes of dossiers counted by bin.
    pub const fn add_minutes(&mut self, minutes: u64) {
        self.sum_min += minutes;
    }

    /// Takes in another histogram.
    pub fn merge(&mut self, other: &Self) {
        for (&bin, &count) in &other.bins {
            self.add_bin(bin, count);
        }
        self.add_minutes(other.sum_min);
    }

    /// How many dossiers are counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.bins.values().sum()
    }

    /// The working minutes of all of them.
    #[must_use]
    pub const fn minutes(&self) -> u64 {
        self.sum_min
    }

    /// Bins in ascending order with their counts.
    pub fn bins(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        self.bins.iter().map(|(&bin, &count)| (bin, count))
    }

    /// The average, to the minute: exact. `None` of nothing.
    #[must_use]
    pub fn average(&self) -> Option<WorkingMinutes> {
        let count = self.count();
        let rounded = (self.sum_min + count / 2).checked_div(count)?;
        u32::try_from(rounded).ok().map(WorkingMinutes)
    }

    /// The working time within which half of them were done. `None` of nothing.
    #[must_use]
    pub fn median(&self) -> Option<WorkingMinutes> {
        self.percentile(50)
    }

    /// The working time within which eight of ten were done. `None` of nothing.
    #[must_use]
    pub fn time_of_80_percent(&self) -> Option<WorkingMinutes> {
        self.percentile(80)
    }

    /// The working time within which so many of a hundred were done, at least one: the middle of the bin of that dossier. `None` of
    /// nothing.
    #[must_use]
    pub fn percentile(&self, percent: u8) -> Option<WorkingMinutes> {
        let wanted = (u128::from(self.count()) * u128::from(percent))
            .div_ceil(100)
            .max(1);
        let mut done: u128 = 0;
        for (bin, count) in self.bins() {
            done += u128::from(count);
            if done >= wanted {
                return Some(WorkingMinutes(middle(bin)));
            }
        }
        None
    }
}
