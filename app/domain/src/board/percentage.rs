//! Percentages with one decimal whose parts add up to exactly 100.0.

use serde::{Deserialize, Serialize};

/// The whole, in tenths of a percent.
pub const WHOLE_TENTHS: u16 = 1000;

/// A share in tenths of a percent: 987 is 98.7 %. There is none of an empty whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rate {
    tenths: u16,
}

impl Rate {
    /// The share of `part` in `part + rest`, rounded by largest remainder, so that it and the share of the rest add up to 100.0
    /// %. `None` where both are zero.
    pub fn of(part: u64, rest: u64) -> Option<Self> {
        let tenths = *tenths_of(&[part, rest])?.first()?;
        Some(Self { tenths })
    }

    /// A share in tenths of a percent that was computed before; `None` above the whole.
    pub fn of_tenths(tenths: u16) -> Option<Self> {
        (tenths <= WHOLE_TENTHS).then_some(Self { tenths })
    }

    /// In tenths of a percent, 0 to 1000.
    pub fn tenths(self) -> u16 {
        self.tenths
    }

    /// The remaining share to 100.0 %, in tenths of a percent.
    pub fn rest_tenths(self) -> u16 {
        WHOLE_TENTHS.saturating_sub(self.tenths)
    }
}

/// Each part's share in tenths of a percent, adding up to exactly 1000: every share is rounded
/// down, and the tenths left over go to the largest remainders (of equal ones, to the part named
/// first). `None` where the parts are all zero: an empty whole has no percentages.
pub fn tenths_of(parts: &[u64]) -> Option<Vec<u16>> {
    let whole: u128 = parts.iter().map(|&part| u128::from(part)).sum();
    if whole == 0 {
        return None;
    }
    let scaled = |part: u64| u128::from(part) * u128::from(WHOLE_TENTHS);
    let mut tenths: Vec<u16> = parts
        .iter()
        .map(|&part| u16::try_from(scaled(part) / whole).unwrap_or(WHOLE_TENTHS))
        .collect();
    let left_over = usize::from(WHOLE_TENTHS.saturating_sub(tenths.iter().sum()));
    let mut by_remainder: Vec<(u128, usize)> = parts
        .iter()
        .enumerate()
        .map(|(index, &part)| (scaled(part) % whole, index))
        .collect();
    by_remainder.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, index) in by_remainder.into_iter().take(left_over) {
        if let Some(share) = tenths.get_mut(index) {
            *share += 1;
        }
    }
    Some(tenths)
}
