//! When a due time rests on what is not decided yet.

use chrono::{Datelike, Duration};
use proptest::prelude::*;

use super::*;
use crate::deadline::decided::DAYS_OFF_PER_YEAR;
use crate::deadline::undecided::{YearGap, gaps};
use crate::deadline::{TimeLimit, Undecided, WorkingMinutes, due_at};

fn pending(day: &str, agency: Option<i64>, text: &str) -> CalendarDay {
    CalendarDay {
        status: DayStatus::Pending,
        ..row(day, agency, text)
    }
}

/// So many days off from 10 January of a year on.
fn days_off(year: i32, count: usize) -> Vec<CalendarDay> {
    let first = NaiveDate::from_ymd_opt(year, 1, 10).unwrap();
    let dates = first.iter_days().take(count);
    dates.map(|date| row(&date.to_string(), None, "")).collect()
}

#[test]
fn a_year_is_decided_from_its_eleventh_day_off() {
    let years = |count| centre_with(days_off(2028, count));
    assert!(!years(0).is_year_decided(2028));
    assert!(!years(DAYS_OFF_PER_YEAR - 1).is_year_decided(2028));
    assert!(years(DAYS_OFF_PER_YEAR).is_year_decided(2028));
    let seeded = centre();
    assert!((2025..=2027).all(|year| seeded.is_year_decided(year)));
    assert!(!seeded.is_year_decided(2024));
}

#[test]
fn half_days_and_an_agencys_own_days_decide_no_year() {
    let first = date("2028-02-01");
    let half = first.iter_days().take(20);
    let half = half.map(|date| row(&date.to_string(), None, "07:30-11:30"));
    assert!(!centre_with(half.collect()).is_year_decided(2028));
    let own = first.iter_days().take(20);
    let own = own.map(|date| row(&date.to_string(), Some(1), ""));
    assert!(!centre_with(own.collect()).is_year_decided(2028));
}

#[test]
fn a_due_time_that_reaches_into_a_year_without_calendar_is_undecided() {
    let calendar = centre();
    let limit = |days| TimeLimit {
        length: WorkingMinutes::of_days(days).into(),
        cutoff_15h: false,
    };
    let received = at("2027-12-27 09:00");
    let near = due_at(&calendar, received, limit(3)).unwrap();
    assert_eq!(calendar.undecided_until(received, near), None);
    let far = due_at(&calendar, received, limit(10)).unwrap();
    assert_eq!(
        calendar.undecided_until(received, far),
        Some(Undecided::Year(2028))
    );
    let published = centre_with(days_off(2028, DAYS_OFF_PER_YEAR));
    assert_eq!(published.undecided_until(received, far), None);
}

#[test]
fn a_due_time_after_an_undecided_date_is_undecided_and_one_before_it_is_not() {
    let calendar = centre();
    let day = |text| date(text);
    // The seeded Tết of 2027 begins on 4 February.
    let from = day("2027-01-25");
    assert_eq!(calendar.undecided(from, day("2027-02-03")), None);
    let first = Some(Undecided::Day(day("2027-02-04")));
    assert_eq!(calendar.undecided(from, day("2027-02-04")), first);
    assert_eq!(calendar.undecided(from, day("2027-03-01")), first);
    assert_eq!(
        calendar.undecided(day("2027-02-11"), day("2027-03-01")),
        None
    );
}

#[test]
fn an_agencys_own_row_decides_for_that_agency_alone() {
    let calendar = centre_with(vec![
        pending("2026-12-02", None, ""),
        row("2026-12-02", Some(1), ""),
        pending("2026-12-03", Some(2), ""),
    ]);
    let undecided = |agency| {
        let own = calendar.for_agency(AgencyId(agency));
        own.undecided(date("2026-12-01"), date("2026-12-31"))
    };
    assert_eq!(undecided(1), None);
    assert_eq!(undecided(2), Some(Undecided::Day(date("2026-12-02"))));
    assert_eq!(undecided(3), Some(Undecided::Day(date("2026-12-02"))));
    let both = [date("2026-12-02"), date("2026-12-03")];
    let of_any = calendar.pending_days_of_any();
    assert!(both.iter().all(|date| of_any.contains(date)));
}

#[test]
fn a_past_date_is_not_undecided() {
    let calendar = centre();
    let now = at("2027-03-01 08:00");
    assert_eq!(
        calendar.undecided_until(now, at("2027-02-05 17:00")),
        None,
        "an overdue one"
    );
    assert_eq!(calendar.undecided_until(now, at("2027-03-05 17:00")), None);
}

#[test]
fn the_next_year_is_missed_from_1_october_on() {
    let calendar = centre();
    let missed = |day| gaps(&calendar, date(day));
    assert_eq!(missed("2027-09-30"), []);
    let gap = YearGap {
        year: 2028,
        days_off: Some(0),
        pending: 0,
    };
    assert_eq!(missed("2027-10-01"), [gap]);
    assert_eq!(
        missed("2028-01-01"),
        [gap],
        "it is missed still in its own year"
    );
    let waiting = YearGap {
        year: 2027,
        days_off: None,
        pending: 6,
    };
    assert_eq!(missed("2026-10-01"), [waiting]);
    assert_eq!(missed("2026-09-30"), []);
    let later = YearGap {
        pending: 1,
        ..waiting
    };
    assert_eq!(missed("2027-02-11"), [later], "what is past is no gap");
}

#[test]
fn every_status_is_parsed_from_its_text() {
    for status in DayStatus::ALL {
        assert_eq!(status.as_str().parse(), Ok(status));
    }
    assert!("rubbish".parse::<DayStatus>().is_err());
}

proptest! {
    /// Nothing undecided in a span means: every date of it lies in a decided year, and none waits.
    #[test]
    fn a_span_is_decided_exactly_when_each_of_its_dates_is(
        from in 0_i64..1_500,
        days in 0_i64..400,
        waiting in proptest::collection::vec(0_i64..1_900, 0..8),
    ) {
        let first = date("2025-01-01");
        let more = waiting.iter().map(|after| {
            pending(&(first + Duration::days(*after)).to_string(), None, "")
        });
        let calendar = centre_with(more.collect());
        let from = first + Duration::days(from);
        let to = from + Duration::days(days);
        let is_open = |date: NaiveDate| {
            !calendar.is_year_decided(date.year()) || calendar.pending_days().contains(&date)
        };
        let any = from.iter_days().take_while(|date| *date <= to).any(is_open);
        prop_assert_eq!(calendar.undecided(from, to).is_some(), any);
    }
}
