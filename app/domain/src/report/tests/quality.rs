//! The quality index, group "progress".

use crate::report::counts::{Flows, OpenCounts};
use crate::report::quality::{POINTS_MAX, QualityProgress};

#[test]
fn a_real_month_has_its_rate_and_points() {
    let flows = Flows {
        early: 13_529,
        on_time: 1_958,
        late: 154,
        withdrawn: 40,
        ineligible: 10,
        refused: 7,
        ..Flows::default()
    };
    let standing = OpenCounts {
        within: 3_000,
        overdue: 320,
        paused: 400,
        registered_waiting: 99,
        waiting_collection: 1_000,
        no_due: 5,
    };
    let quality = QualityProgress::of(&flows, &standing).unwrap();
    assert_eq!(
        (quality.in_time, quality.within, quality.all),
        (15_487, 3_400, 19_361)
    );
    assert_eq!(quality.rate.tenths(), 976);
    // 18,887 of 19,361, times 20.
    assert_eq!(quality.tenths_of_points(), 195);
}

#[test]
fn no_dossiers_give_no_rate_and_all_in_time_gives_full_marks() {
    let none = OpenCounts {
        registered_waiting: 3,
        ..OpenCounts::default()
    };
    assert_eq!(QualityProgress::of(&Flows::default(), &none), None);
    let one = Flows {
        early: 1,
        ..Flows::default()
    };
    let full = QualityProgress::of(&one, &none).unwrap();
    assert_eq!(full.tenths_of_points(), POINTS_MAX * 10);
}
