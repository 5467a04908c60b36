//! The histogram of working time: its error, and that it merges.

use proptest::prelude::*;

use crate::deadline::calendar::WorkingMinutes;
use crate::report::working_time::{ERROR_MAX_PERCENT, WorkingTime, bin, minutes_of};

/// Minutes of every size.
fn minutes() -> impl Strategy<Value = u32> {
    (0_u32..32, any::<u32>()).prop_map(|(bits, n)| n >> bits)
}

fn of(minutes: &[u32]) -> WorkingTime {
    let mut times = WorkingTime::default();
    for minutes in minutes {
        times.add(*minutes);
    }
    times
}

/// Whether a number is within the error of the true one.
fn is_near(told: u32, truth: u32) -> bool {
    u64::from(told.abs_diff(truth)) * 100 <= u64::from(truth) * ERROR_MAX_PERCENT
}

proptest! {
    #[test]
    fn the_value_of_a_bin_is_within_the_error(minutes in minutes()) {
        let told = minutes_of(bin(minutes));
        prop_assert!(is_near(told, minutes), "{minutes} is told as {told}");
        prop_assert_eq!(bin(told), bin(minutes));
    }

    #[test]
    fn longer_never_has_a_lower_bin(a in minutes(), b in minutes()) {
        prop_assert_eq!(bin(a.min(b)).max(bin(a.max(b))), bin(a.max(b)));
    }

    #[test]
    fn quantiles_are_within_the_error_and_the_average_is_exact(mut all in prop::collection::vec(0_u32..200_000, 1..200), percent in 1_u8..=100) {
        let times = of(&all);
        all.sort_unstable();
        let rank = (all.len() * usize::from(percent)).div_ceil(100).max(1);
        let told = times.percentile(percent).unwrap().0;
        prop_assert!(is_near(told, all[rank - 1]), "{told} for {}", all[rank - 1]);
        let sum: u64 = all.iter().map(|minutes| u64::from(*minutes)).sum();
        let (count, told) = (all.len() as u64, u64::from(times.average().unwrap().0));
        prop_assert!((told * count).abs_diff(sum) * 2 <= count, "{told} for {sum} of {count}");
    }

    #[test]
    fn two_histograms_merge_to_that_of_both(a in prop::collection::vec(minutes(), 0..50), b in prop::collection::vec(minutes(), 0..50)) {
        let mut merged = of(&a);
        merged.merge(&of(&b));
        prop_assert_eq!(merged, of(&[a, b].concat()));
    }
}

#[test]
fn no_dossiers_give_no_time() {
    let none = WorkingTime::default();
    assert_eq!(
        (none.average(), none.median(), none.time_of_80_percent()),
        (None, None, None)
    );
}

#[test]
fn short_times_are_exact_to_the_minute() {
    for minutes in 0..49 {
        assert_eq!(minutes_of(bin(minutes)), minutes);
    }
    assert_eq!(of(&[10, 20, 30, 40, 41]).median(), Some(WorkingMinutes(30)));
    assert_eq!(
        of(&[10, 20, 30, 40, 41]).time_of_80_percent(),
        Some(WorkingMinutes(40))
    );
}

#[test]
fn the_bins_are_what_the_counters_have_been_kept_by() {
    let known = [
        (0, 0),
        (48, 48),
        (49, 49),
        (50, 49),
        (51, 50),
        (480, 105),
        (2_400, 145),
        (28_800, 207),
        (u32::MAX, 505),
    ];
    for (minutes, expected) in known {
        assert_eq!(bin(minutes), expected, "{minutes}");
    }
}
