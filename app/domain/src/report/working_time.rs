//! Handling times in working time: a histogram that can be merged, whose quantiles have an error of at most 2 %.
//!
//! The board's histogram ([`crate::board::handling`]) has bins of hours and days, as visitors are told. Managers compare months
//! and agencies by median and 80th percentile, so this one is finer: bins of a minute for most of the first hour, then each
//! about 4 % wider than the one before.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::deadline::calendar::WorkingMinutes;

/// The largest error of a quantile, in per cent of the true value.
pub const ERROR_MAX_PERCENT: u64 = 2;

/// The number of bins: enough for every `u32` of minutes.
const BINS: usize = bins_until(u32::MAX as u64);

/// The first working minute of each bin. The counters store the numbers of bins, so this rule can never change.
const FIRST: [u32; BINS] = firsts();

/// The minutes that represent a bin with this first minute: the longest time within the error of it.
const fn representative(first: u64) -> u64 {
    first * (100 + ERROR_MAX_PERCENT) / 100
}

/// The first minute of the next bin: after the longest time for which the representative of this bin is within the error.
const fn next(first: u64) -> u64 {
    representative(first) * 100 / (100 - ERROR_MAX_PERCENT) + 1
}

const fn bins_until(last: u64) -> usize {
    let (mut bins, mut first) = (0, 0);
    while first <= last {
        bins += 1;
        first = next(first);
    }
    bins
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "no bin begins beyond the last number"
)]
const fn firsts() -> [u32; BINS] {
    let mut firsts = [0; BINS];
    let (mut bin, mut first) = (0, 0);
    while bin < BINS {
        firsts[bin] = first as u32;
        first = next(first);
        bin += 1;
    }
    firsts
}

/// The bin of a working time.
#[must_use]
pub fn bin(minutes: u32) -> u32 {
    let after = FIRST.partition_point(|first| *first <= minutes);
    u32::try_from(after.saturating_sub(1)).unwrap_or(u32::MAX)
}

/// The working time that represents a bin; every time in the bin is within the error of it.
#[must_use]
pub fn minutes_of(bin: u32) -> u32 {
    let first = usize::try_from(bin).ok().and_then(|bin| FIRST.get(bin));
    // No counter has a bin beyond the last one.
    first.map_or(u32::MAX, |first| {
        u32::try_from(representative(u64::from(*first))).unwrap_or(u32::MAX)
    })
}

/// The number of dossiers by working time, from reception to the end, less the pauses.
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

    /// Counts dossiers of one bin; their minutes are added by [`Self::add_minutes`].
    pub fn add_bin(&mut self, bin: u32, count: u64) {
        if count > 0 {
            *self.bins.entry(bin).or_default() += count;
        }
    }

    /// Adds the minutes of dossiers counted by bin.
    pub const fn add_minutes(&mut self, minutes: u64) {
        self.sum_min += minutes;
    }

    /// Adds another histogram.
    pub fn merge(&mut self, other: &Self) {
        for (&bin, &count) in &other.bins {
            self.add_bin(bin, count);
        }
        self.add_minutes(other.sum_min);
    }

    /// The number of counted dossiers.
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

    /// The exact average, rounded to the minute; `None` of no dossiers.
    #[must_use]
    pub fn average(&self) -> Option<WorkingMinutes> {
        let count = self.count();
        let rounded = (self.sum_min + count / 2).checked_div(count)?;
        u32::try_from(rounded).ok().map(WorkingMinutes)
    }

    /// The working time within which half of them were resolved; `None` of no dossiers.
    #[must_use]
    pub fn median(&self) -> Option<WorkingMinutes> {
        self.percentile(50)
    }

    /// The working time within which 80 % of them were resolved; `None` of no dossiers.
    #[must_use]
    pub fn time_of_80_percent(&self) -> Option<WorkingMinutes> {
        self.percentile(80)
    }

    /// The working time within which this percentage of them, and at least one, were resolved; `None` of no dossiers.
    #[must_use]
    pub fn percentile(&self, percent: u8) -> Option<WorkingMinutes> {
        let wanted = (u128::from(self.count()) * u128::from(percent))
            .div_ceil(100)
            .max(1);
        let mut done: u128 = 0;
        for (bin, count) in self.bins() {
            done += u128::from(count);
            if done >= wanted {
                return Some(WorkingMinutes(minutes_of(bin)));
            }
        }
        None
    }
}
