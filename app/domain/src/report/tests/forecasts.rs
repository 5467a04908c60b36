//! The forecast if the pace stays the same.

use super::date;
use crate::report::forecast::{
    BacklogEnd, DayPace, Forecast, ForecastRange, ForecastStart, coming_friday,
};

fn day(received: u64, ended: u64, late: u64) -> DayPace {
    DayPace {
        received,
        ended,
        resolved: ended,
        late,
    }
}

fn start(open: u64, overdue: u64, due: u64) -> ForecastStart {
    ForecastStart {
        open,
        overdue,
        due,
        days_left: 4,
    }
}

#[test]
fn days_that_are_all_alike_leave_no_doubt() {
    let forecast = Forecast::of(&[day(10, 15, 0); 20], start(100, 2, 7)).unwrap();
    assert_eq!(
        forecast.gone,
        Some(BacklogEnd {
            earliest: 20,
            likely: 20,
            latest: Some(20)
        })
    );
    assert_eq!(
        forecast.late,
        ForecastRange {
            low: 2,
            likely: 2,
            high: 2
        }
    );
    assert_eq!(
        (
            forecast.received_tenths,
            forecast.ended_tenths,
            forecast.pace_days
        ),
        (100, 150, 20)
    );
}

#[test]
fn days_that_differ_give_a_range_around_the_likely_day() {
    let days: Vec<DayPace> = (0..20)
        .map(|n| day(10, if n % 2 == 0 { 5 } else { 25 }, 1))
        .collect();
    let BacklogEnd {
        earliest,
        likely,
        latest,
    } = Forecast::of(&days, start(200, 0, 20))
        .unwrap()
        .gone
        .unwrap();
    let latest = latest.unwrap();
    assert!(
        earliest < likely && likely < latest,
        "{earliest} {likely} {latest}"
    );
    assert!(
        (25..=60).contains(&likely),
        "{likely}: 200 at five a day are 40 days"
    );
}

#[test]
fn a_growing_backlog_gets_no_forecast() {
    let growing = Forecast::of(&[day(15, 10, 0); 20], start(100, 0, 0)).unwrap();
    assert_eq!(growing.gone, None);
    let standing = Forecast::of(&[day(10, 10, 0); 20], start(100, 0, 0)).unwrap();
    assert_eq!(standing.gone, None);
}

#[test]
fn too_few_days_or_days_without_work_tell_nothing() {
    assert_eq!(Forecast::of(&[day(1, 2, 0); 4], start(9, 0, 0)), None);
    assert_eq!(Forecast::of(&[day(1, 0, 0); 20], start(9, 0, 0)), None);
}

#[test]
fn late_by_friday_is_what_is_overdue_and_a_share_of_what_falls_due() {
    let days = [day(10, 10, 1); 20];
    let ForecastRange { low, likely, high } = Forecast::of(
        &days,
        ForecastStart {
            days_left: 400,
            ..start(500, 30, 100)
        },
    )
    .unwrap()
    .late;
    assert!(low <= likely && likely <= high);
    assert!(
        (35..=45).contains(&likely),
        "{likely}: thirty, and a tenth of a hundred"
    );
    assert!(low > 30 && high < 60);
}

#[test]
fn late_by_friday_are_at_least_those_that_cannot_be_done_in_the_days_left() {
    let forecast = Forecast::of(&[day(10, 10, 0); 20], start(500, 30, 100)).unwrap();
    // Four days of ten: 40 of the 130 can be done, so 90 become late in addition to the 30 overdue now.
    assert_eq!(
        forecast.late,
        ForecastRange {
            low: 120,
            likely: 120,
            high: 120
        }
    );
}

#[test]
fn the_same_days_give_the_same_answer() {
    let days: Vec<DayPace> = (0..20).map(|n| day(n % 7, n % 9, n % 2)).collect();
    assert_eq!(
        Forecast::of(&days, start(50, 3, 9)),
        Forecast::of(&days, start(50, 3, 9))
    );
}

#[test]
fn friday_is_this_weeks_until_it_is_over() {
    assert_eq!(coming_friday(date("2026-05-04")), date("2026-05-08"));
    assert_eq!(coming_friday(date("2026-05-08")), date("2026-05-08"));
    assert_eq!(coming_friday(date("2026-05-09")), date("2026-05-15"));
}
