//! Which days stand beside which, and how working days are counted back and forth.

use super::{calendar, date};
use crate::deadline::Instant;
use crate::period::Period;
use crate::report::backlog::{band, band_bounds, due_until, pace_days};
use crate::report::compare::{last_year, sides, week};
use crate::report::query::AGE_BANDS;

fn at(day: &str, hour: u32) -> Instant {
    let local = date(day).and_hms_opt(hour, 0, 0).unwrap();
    local.and_utc() - chrono::Duration::hours(7)
}

#[test]
fn a_period_that_is_over_is_compared_whole() {
    let march = Period::month(date("2026-03-10"));
    let sides = sides(&march, march.previous(), at("2026-05-04", 9), &calendar()).unwrap();
    assert_eq!(
        (sides.days, sides.other_days, sides.working_days),
        (march, march.previous(), None)
    );
}

#[test]
fn a_running_period_is_compared_over_as_many_working_days() {
    let may = Period::month(date("2026-05-10"));
    // 1 May is a day off, so on the 8th four working days are over.
    let sides = sides(&may, last_year(&may), at("2026-05-08", 9), &calendar()).unwrap();
    assert_eq!(sides.working_days, Some(4));
    assert_eq!(
        (sides.days.from, sides.days.to),
        (date("2026-05-01"), date("2026-05-08"))
    );
    // In 2025 the 1st and the 2nd were off, so the fourth working day was the 8th.
    assert_eq!(
        (sides.other_days.from, sides.other_days.to),
        (date("2025-05-01"), date("2025-05-09"))
    );
    let first = at("2026-05-04", 9);
    assert_eq!(
        super::super::compare::sides(&may, may.previous(), first, &calendar()),
        None
    );
}

#[test]
fn the_same_of_last_year_keeps_kind_or_weekday() {
    assert_eq!(
        last_year(&Period::quarter(date("2026-02-10"))),
        Period::quarter(date("2025-02-10"))
    );
    let monday = week(date("2026-05-06"));
    assert_eq!(
        (monday.from, monday.to),
        (date("2026-05-04"), date("2026-05-11"))
    );
    assert_eq!(last_year(&monday).from, date("2025-05-05"));
    let range = Period::range(date("2026-05-05"), date("2026-05-09")).unwrap();
    assert_eq!(
        last_year(&range),
        Period::range(date("2025-05-05"), date("2025-05-09")).unwrap()
    );
    let leap = Period::range(date("2028-02-29"), date("2028-03-01")).unwrap();
    assert_eq!(
        last_year(&leap),
        Period::range(date("2027-02-28"), date("2027-03-01")).unwrap()
    );
}

#[test]
fn ages_are_working_days_since_the_day_of_reception() {
    let (calendar, today) = (calendar(), date("2026-05-06"));
    let bounds = band_bounds(&calendar, today);
    let days = date("2025-11-01")
        .iter_days()
        .take_while(|day| *day <= today);
    for received in days {
        let age = calendar
            .working_days(received.succ_opt().unwrap(), today.succ_opt().unwrap())
            .len();
        let expected = AGE_BANDS
            .iter()
            .rposition(|from| *from as usize <= age)
            .unwrap();
        let found = bounds
            .iter()
            .position(|bound| received >= *bound)
            .unwrap_or(AGE_BANDS.len() - 1);
        assert_eq!(found, expected, "{received} is {age} working days old");
        let (from, to) = band(found);
        assert!(from as usize <= age && to.is_none_or(|to| age <= to as usize));
    }
}

#[test]
fn working_days_are_counted_across_days_off() {
    let calendar = calendar();
    // Thursday 30 April and Friday 1 May are off.
    assert_eq!(
        due_until(&calendar, date("2026-04-29"), 1),
        date("2026-04-29")
    );
    assert_eq!(
        due_until(&calendar, date("2026-04-29"), 3),
        date("2026-05-05")
    );
    assert_eq!(
        due_until(&calendar, date("2026-05-01"), 1),
        date("2026-05-04")
    );
    assert_eq!(
        pace_days(&calendar, date("2026-05-05"), 3),
        [date("2026-04-28"), date("2026-04-29"), date("2026-05-04")]
    );
}
