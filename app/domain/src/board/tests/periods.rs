use chrono::Days;
use proptest::prelude::*;

use super::lives::{any_period, calendar, date, local};
use crate::period::{CHART_DAYS, Period, PeriodKind, chart_days, comparison_days};

#[test]
fn a_month_ends_where_the_next_begins() {
    let february = Period::month(date(2024, 2, 29));
    assert_eq!(
        (february.from, february.to),
        (date(2024, 2, 1), date(2024, 3, 1))
    );
    assert_eq!(february.previous(), Period::month(date(2024, 1, 1)));
    assert_eq!(
        Period::month(date(2025, 1, 31)).previous(),
        Period::month(date(2024, 12, 1))
    );
}

#[test]
fn quarters_halves_and_years_begin_with_their_first_month() {
    let day = date(2025, 11, 20);
    assert_eq!(Period::quarter(day).from, date(2025, 10, 1));
    assert_eq!(Period::half_year(day).from, date(2025, 7, 1));
    assert_eq!(Period::year(day).from, date(2025, 1, 1));
    assert_eq!(Period::year(day).to, date(2026, 1, 1));
    assert_eq!(Period::half_year(day).previous().to, date(2025, 7, 1));
}

#[test]
fn the_government_month_runs_from_the_15th_to_the_14th() {
    let october = Period::government_month(date(2025, 10, 14));
    assert_eq!(
        (october.from, october.to),
        (date(2025, 9, 15), date(2025, 10, 15))
    );
    assert_eq!(
        Period::government_month(date(2025, 10, 15)).from,
        date(2025, 10, 15)
    );
    assert_eq!(
        Period::government_month(date(2025, 12, 31)).to,
        date(2026, 1, 15)
    );
}

#[test]
fn the_government_quarter_half_and_year_begin_on_a_15_december() {
    let day = date(2025, 12, 15);
    assert_eq!(Period::government_quarter(day).from, day);
    assert_eq!(Period::government_quarter(day).to, date(2026, 3, 15));
    assert_eq!(Period::government_half_year(day).to, date(2026, 6, 15));
    assert_eq!(
        Period::government_half_year(date(2026, 6, 15)).to,
        date(2026, 12, 15)
    );
    assert_eq!(Period::government_year(day).to, date(2026, 12, 15));
    assert_eq!(Period::government_year(date(2025, 12, 14)).to, day);
}

#[test]
fn a_range_has_at_least_a_day_and_follows_one_as_long() {
    let day = date(2025, 10, 10);
    assert_eq!(Period::range(day, day), None);
    let week = Period::range(day, day + Days::new(7)).unwrap();
    assert_eq!(
        (week.previous().from, week.previous().to),
        (date(2025, 10, 3), day)
    );
}

#[test]
fn a_period_begins_at_local_midnight() {
    let (start, end) = Period::month(date(2025, 10, 7)).bounds(&calendar());
    assert_eq!(start, local(10, 1, 0, 0));
    assert_eq!(end, local(11, 1, 0, 0));
}

#[test]
fn a_running_month_is_compared_over_working_days_that_are_over() {
    // Wednesday 8 October 2025, mid-morning: five working days are over (1, 2, 3, 6 and 7). September
    // began on a Monday, so its first five end on Friday the 5th.
    let october = Period::month(date(2025, 10, 1));
    let days = comparison_days(&october, local(10, 8, 10, 0), &calendar()).unwrap();
    assert_eq!(days.working_days, 5);
    assert_eq!(
        (days.current.from, days.current.to),
        (date(2025, 10, 1), date(2025, 10, 8))
    );
    assert_eq!(
        (days.previous.from, days.previous.to),
        (date(2025, 9, 1), date(2025, 9, 6))
    );
    assert_eq!(days.previous_period, Period::month(date(2025, 9, 1)));
}

#[test]
fn on_its_first_working_day_a_month_is_not_compared() {
    let october = Period::month(date(2025, 10, 1));
    assert_eq!(
        comparison_days(&october, local(10, 1, 16, 0), &calendar()),
        None
    );
    let today = Period::today(date(2025, 10, 8));
    assert_eq!(
        comparison_days(&today, local(10, 8, 16, 0), &calendar()),
        None
    );
}

#[test]
fn a_month_that_is_over_is_compared_over_no_more_days_than_the_shorter_had() {
    // October 2025 has 23 working days here, November 20.
    let november = Period::month(date(2025, 11, 1));
    let days = comparison_days(&november, local(12, 20, 9, 0), &calendar()).unwrap();
    assert_eq!(days.working_days, 20);
    let october = Period::month(date(2025, 10, 1));
    let days = comparison_days(&october, local(12, 20, 9, 0), &calendar()).unwrap();
    assert_eq!(days.working_days, 22);
}

#[test]
fn the_chart_shows_thirty_working_days_up_to_today() {
    let days = chart_days(date(2025, 10, 10), &calendar());
    assert_eq!(days.len(), CHART_DAYS);
    assert_eq!(days.first(), Some(&date(2025, 9, 1)));
    assert_eq!(days.last(), Some(&date(2025, 10, 10)));
    assert_eq!(
        chart_days(date(2025, 10, 12), &calendar()),
        days,
        "a Sunday adds no day"
    );
}

#[test]
fn every_kind_is_found_by_its_text() {
    for kind in PeriodKind::ALL {
        assert_eq!(PeriodKind::from_word(kind.as_str()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
}

proptest! {
    #[test]
    fn periods_of_a_kind_follow_one_another_without_gap_or_overlap(period in any_period()) {
        let previous = period.previous();
        prop_assert_eq!(previous.to, period.from);
        prop_assert_eq!(previous.kind, period.kind);
        for day in [period.from, period.to.pred_opt().unwrap()] {
            prop_assert_eq!(Period::of_kind(period.kind, day), Some(period));
            prop_assert!(period.contains(day));
        }
        prop_assert!(!period.contains(period.to));
    }
}
