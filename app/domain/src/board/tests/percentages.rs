use proptest::prelude::*;

use crate::board::handling::{HANDLING_MIN_COUNT, HandlingTimes};
use crate::board::percentage::{Rate, tenths_of};
use crate::deadline::calendar::WorkingMinutes;

fn handling(minutes: &[u32]) -> HandlingTimes {
    let mut handling = HandlingTimes::default();
    for &minutes in minutes {
        handling.add(minutes);
    }
    handling
}

#[test]
fn nothing_counted_has_no_rate() {
    assert_eq!(Rate::of(0, 0), None);
    assert_eq!(tenths_of(&[0, 0, 0]), None);
    assert_eq!(tenths_of(&[]), None);
}

#[test]
fn a_rate_is_rounded_and_not_cut_off() {
    // 15,487 of 15,641 is 99.0154 %; 2 of 3 is 66.67 %.
    assert_eq!(Rate::of(15_487, 154).map(Rate::tenths), Some(990));
    assert_eq!(Rate::of(2, 1).map(Rate::tenths), Some(667));
    assert_eq!(Rate::of(2, 1).map(Rate::rest_tenths), Some(333));
    assert_eq!(Rate::of(7, 0).map(Rate::tenths), Some(1000));
    assert_eq!(Rate::of(0, 7).map(Rate::tenths), Some(0));
}

#[test]
fn three_equal_parts_still_add_up_to_a_hundred() {
    assert_eq!(tenths_of(&[1, 1, 1]), Some(vec![334, 333, 333]));
}

#[test]
fn parts_as_large_as_can_be_counted_do_not_overflow() {
    assert_eq!(tenths_of(&[u64::MAX, u64::MAX]), Some(vec![500, 500]));
}

#[test]
fn working_time_is_rounded_to_hours_then_to_days() {
    let bins = [
        (0, 60),
        (60, 60),
        (61, 120),
        (480, 480),
        (481, 960),
        (960, 960),
        (961, 1440),
    ];
    for (minutes, bin) in bins {
        assert_eq!(
            HandlingTimes::bin(minutes),
            bin,
            "{minutes} working minutes"
        );
    }
}

#[test]
fn four_dossiers_give_no_80_percent_time_and_five_do() {
    assert_eq!(
        handling(&[30; 4]).time_of_80_percent(HANDLING_MIN_COUNT),
        None
    );
    let time = handling(&[30, 30, 30, 90, 4_000]).time_of_80_percent(HANDLING_MIN_COUNT);
    assert_eq!(time, Some(WorkingMinutes(120)));
    assert_eq!(HandlingTimes::default().time_of_80_percent(0), None);
}

proptest! {
    #[test]
    fn the_parts_add_up_to_exactly_a_hundred(parts in prop::collection::vec(0..1_000_000u64, 1..9)) {
        let whole: u64 = parts.iter().sum();
        let Some(tenths) = tenths_of(&parts) else {
            prop_assert_eq!(whole, 0);
            return Ok(());
        };
        prop_assert_eq!(tenths.iter().map(|&share| u64::from(share)).sum::<u64>(), 1000);
        for (&part, &share) in parts.iter().zip(&tenths) {
            // Less than a tenth of a percent away from the exact share.
            prop_assert!((u64::from(share) * whole).abs_diff(part * 1000) < whole);
        }
    }

    #[test]
    fn the_80_percent_time_is_that_of_the_dossier_at_four_fifths_of_the_sorted_list(
        mut minutes in prop::collection::vec(0..10_000u32, 5..200),
    ) {
        let time = handling(&minutes).time_of_80_percent(HANDLING_MIN_COUNT);
        minutes.sort_unstable();
        let at_four_fifths = minutes[(minutes.len() * 4).div_ceil(5) - 1];
        prop_assert_eq!(time, Some(WorkingMinutes(HandlingTimes::bin(at_four_fifths))));
    }

    #[test]
    fn two_histograms_taken_together_count_every_dossier(
        one in prop::collection::vec(0..10_000u32, 0..50),
        other in prop::collection::vec(0..10_000u32, 0..50),
    ) {
        let mut merged = handling(&one);
        merged.merge(&handling(&other));
        prop_assert_eq!(merged, handling(&[one, other].concat()));
    }
}
