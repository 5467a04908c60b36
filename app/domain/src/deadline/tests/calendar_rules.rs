//! The calendar as a table.

use chrono::{Datelike, Duration, Weekday};
use chrono_tz::Europe::Amsterdam;

use super::*;
use crate::deadline::{WorkingMinutes, whole_ms};

#[test]
fn four_hours_from_the_morning_opening_end_at_noon_closing_and_not_at_the_next_opening() {
    let due = centre().add_working_time(at("2025-03-05 07:30"), Duration::hours(4));
    assert_eq!(due, Some(at("2025-03-05 11:30")));
}

#[test]
fn eight_hours_from_the_morning_opening_end_at_the_evening_closing() {
    let due = centre().add_working_time(at("2025-03-05 07:30"), Duration::hours(8));
    assert_eq!(due, Some(at("2025-03-05 17:00")));
}

#[test]
fn one_millisecond_more_than_the_morning_ends_after_the_lunch_break() {
    let due = centre().add_working_time(
        at("2025-03-05 07:30"),
        Duration::milliseconds(4 * 3_600_000 + 1),
    );
    assert_eq!(due, Some(at("2025-03-05 13:00:00.001")));
}

#[test]
fn no_working_time_from_a_closed_instant_is_that_instant() {
    let night = at("2025-03-05 22:00");
    assert_eq!(
        centre().add_working_time(night, Duration::zero()),
        Some(night)
    );
}

#[test]
fn friday_afternoon_to_monday_morning_is_two_and_a_half_working_hours() {
    let (friday, monday) = (at("2025-03-07 16:00"), at("2025-03-10 09:00"));
    assert_eq!(
        centre().working_time(friday, monday),
        Duration::minutes(150)
    );
    assert_eq!(
        centre().working_minutes(friday, monday),
        WorkingMinutes(150)
    );
}

#[test]
fn working_minutes_are_rounded_up() {
    let (from, to) = (at("2025-03-05 08:00"), at("2025-03-05 08:01:00.001"));
    assert_eq!(centre().working_minutes(from, to), WorkingMinutes(2));
}

#[test]
fn time_backwards_is_no_working_time() {
    let (from, to) = (at("2025-03-05 09:00"), at("2025-03-05 08:00"));
    assert_eq!(centre().working_time(from, to), Duration::zero());
}

#[test]
fn a_make_up_saturday_counts_and_the_friday_it_replaces_does_not() {
    let calendar = centre();
    assert!(calendar.is_working_day(date("2025-04-26")));
    assert!(!calendar.is_working_day(date("2025-05-02")));
    let due = calendar.add_working_time(at("2025-04-25 16:00"), Duration::hours(9));
    assert_eq!(due, Some(at("2025-04-26 17:00")));
}

#[test]
fn a_holiday_on_a_sunday_moves_to_the_monday() {
    let calendar = centre();
    assert!(!calendar.is_working_day(date("2026-04-26")));
    assert!(!calendar.is_working_day(date("2026-04-27")));
    assert!(calendar.is_working_day(date("2026-04-28")));
}

#[test]
fn a_half_day_replaces_the_office_hours_of_its_date() {
    let calendar = centre_with(vec![row("2025-03-05", None, "07:30-11:30")]);
    assert_eq!(
        calendar.intervals(date("2025-03-05")),
        intervals("07:30-11:30")
    );
    let due = calendar.add_working_time(at("2025-03-05 10:30"), Duration::hours(2));
    assert_eq!(due, Some(at("2025-03-06 08:30")));
}

#[test]
fn a_row_of_one_agency_wins_over_the_row_for_all_and_touches_no_other_agency() {
    let storm = row("2025-09-10", Some(7), "");
    let half_day = row("2025-09-10", None, "07:30-11:30");
    // In either order of the list.
    for rows in [vec![storm.clone(), half_day.clone()], vec![half_day, storm]] {
        let calendar = centre_with(rows);
        let day = date("2025-09-10");
        assert_eq!(calendar.intervals(day), intervals("07:30-11:30"));
        assert_eq!(calendar.for_agency(AgencyId(7)).intervals(day), Vec::new());
        assert_eq!(
            calendar.for_agency(AgencyId(8)).intervals(day),
            intervals("07:30-11:30")
        );
        let back = calendar.for_agency(AgencyId(7)).for_agency(AgencyId(8));
        assert_eq!(back.intervals(day), intervals("07:30-11:30"));
    }
}

#[test]
fn a_calendar_that_was_sent_counts_as_before() {
    let calendar = centre_with(vec![row("2025-09-10", Some(7), "")]).for_agency(AgencyId(7));
    let sent = serde_json::to_string(&calendar).expect("a text");
    let came: Calendar = serde_json::from_str(&sent).expect("a calendar");
    let day = date("2025-09-10");
    assert_eq!(came.intervals(day), Vec::new());
    assert_eq!(
        came.for_agency(AgencyId(8)).intervals(day),
        calendar.for_agency(AgencyId(8)).intervals(day)
    );
    assert_eq!(came.is_year_decided(2025), calendar.is_year_decided(2025));
}

#[test]
fn an_agency_works_on_a_holiday_that_all_others_have_off() {
    let calendar = centre_with(vec![row("2025-05-01", Some(3), "08:00-10:00")]);
    assert!(!calendar.is_working_day(date("2025-05-01")));
    assert!(
        calendar
            .for_agency(AgencyId(3))
            .is_working_day(date("2025-05-01"))
    );
    assert!(
        !calendar
            .for_agency(AgencyId(3))
            .is_working_day(date("2025-04-30"))
    );
}

#[test]
fn a_change_of_office_hours_does_not_restate_the_past() {
    let hours = vec![
        every_day("2025-07-01", "08:00-12:00"),
        every_day("2025-01-01", "07:00-11:00"),
    ];
    let calendar = Calendar::new(Ho_Chi_Minh, hours, Vec::new());
    assert_eq!(calendar.intervals(date("2024-12-31")), Vec::new());
    assert_eq!(
        calendar.intervals(date("2025-01-01")),
        intervals("07:00-11:00")
    );
    assert_eq!(
        calendar.intervals(date("2025-06-30")),
        intervals("07:00-11:00")
    );
    assert_eq!(
        calendar.intervals(date("2025-07-01")),
        intervals("08:00-12:00")
    );
    let across = calendar.working_time(at("2025-06-30 10:00"), at("2025-07-01 10:00"));
    assert_eq!(across, Duration::hours(3));
}

#[test]
fn overlapping_intervals_count_once() {
    let hours = every_day(
        "2025-01-01",
        "09:00-12:00 08:00-10:00 12:00-13:00 09:30-09:45",
    );
    let calendar = Calendar::new(Ho_Chi_Minh, vec![hours], Vec::new());
    assert_eq!(
        calendar.intervals(date("2025-03-05")),
        intervals("08:00-13:00")
    );
}

#[test]
fn an_interval_that_closes_before_it_opens_holds_no_working_time() {
    assert_eq!(Interval::new(clock("17:00"), clock("13:00")), None);
    let mut hours = every_day("2025-01-01", "");
    hours.week[2] = vec![Interval {
        open: clock("17:00"),
        close: clock("13:00"),
    }];
    let calendar = Calendar::new(Ho_Chi_Minh, vec![hours], Vec::new());
    assert!(!calendar.is_working_day(date("2025-03-05")));
}

#[test]
fn an_office_that_never_opens_has_no_due_instant_and_no_opening() {
    let calendar = Calendar::new(Ho_Chi_Minh, Vec::new(), Vec::new());
    assert_eq!(
        calendar.add_working_time(at("2025-03-05 08:00"), Duration::minutes(1)),
        None
    );
    assert_eq!(calendar.next_opening(at("2025-03-05 08:00")), None);
}

#[test]
fn nothing_is_promised_more_than_ten_years_ahead() {
    let calendar = centre();
    let from = at("2015-06-01 07:30");
    let ten_years = calendar.working_time(from, at("2025-06-01 07:30"));
    assert!(calendar.add_working_time(from, ten_years).is_some());
    assert_eq!(
        calendar.add_working_time(from, ten_years + Duration::minutes(1)),
        None
    );
    assert_eq!(calendar.add_working_time(from, Duration::MAX), None);
}

#[test]
fn years_outside_the_calendar_hold_no_working_time() {
    let calendar = Calendar::new(
        Ho_Chi_Minh,
        vec![every_day("1900-01-01", "00:00-00:00")],
        Vec::new(),
    );
    assert_eq!(
        calendar
            .working_days(date("1960-01-01"), date("1970-01-03"))
            .len(),
        2
    );
    assert_eq!(
        calendar.working_time(at("1950-01-01 00:00"), at("1970-01-02 00:00")),
        Duration::days(1)
    );
    assert_eq!(
        calendar.working_time(at("2099-12-31 00:00"), at("2300-01-01 00:00")),
        Duration::days(1)
    );
    assert_eq!(
        calendar.next_turn(at("2200-01-01 12:00")),
        at("2200-01-02 00:00")
    );
}

#[test]
fn the_office_is_open_at_its_opening_and_closed_at_its_closing() {
    let calendar = centre();
    assert!(calendar.is_open(at("2025-03-05 07:30")));
    assert!(calendar.is_open(at("2025-03-05 11:29:59.999")));
    assert!(!calendar.is_open(at("2025-03-05 11:30")));
    assert!(!calendar.is_open(at("2025-03-08 09:00")));
}

#[test]
fn the_next_opening_is_now_while_open_and_else_the_first_to_come() {
    let calendar = centre();
    let opening = |text| calendar.next_opening(at(text));
    assert_eq!(opening("2025-03-05 09:12"), Some(at("2025-03-05 09:12")));
    assert_eq!(opening("2025-03-05 11:30"), Some(at("2025-03-05 13:00")));
    assert_eq!(opening("2025-03-07 17:00"), Some(at("2025-03-10 07:30")));
    assert_eq!(opening("2025-01-24 17:00"), Some(at("2025-02-03 07:30")));
    assert_eq!(opening("2025-12-31 17:00"), Some(at("2026-01-05 07:30")));
}

#[test]
fn the_calendar_turns_at_openings_closings_and_midnights() {
    let calendar = centre();
    let mut turns = vec![at("2025-03-07 00:00")];
    for _ in 0..6 {
        turns.push(calendar.next_turn(*turns.last().unwrap()));
    }
    let expected = [
        "07 07:30", "07 11:30", "07 13:00", "07 17:00", "08 00:00", "09 00:00",
    ];
    let expected: Vec<Instant> = expected
        .iter()
        .map(|text| at(&format!("2025-03-{text}")))
        .collect();
    assert_eq!(turns[1..], expected);
}

#[test]
fn an_office_day_runs_from_the_first_opening_to_the_last_closing() {
    let calendar = centre_with(vec![row("2026-05-08", None, "07:30-11:30")]);
    let day = |text| calendar.office_day(date(text));
    let span = |from, to| Some((at(from), at(to)));
    assert_eq!(
        day("2026-05-07"),
        span("2026-05-07 07:30", "2026-05-07 17:00")
    );
    assert_eq!(
        day("2026-05-08"),
        span("2026-05-08 07:30", "2026-05-08 11:30")
    );
    assert_eq!(day("2026-05-09"), None, "a Saturday");
}

#[test]
fn the_next_holiday_is_no_weekend() {
    let calendar = centre();
    let next = |text| calendar.next_holiday(date(text));
    assert_eq!(next("2026-08-20"), Some(date("2026-08-31")));
    assert_eq!(next("2026-11-23"), Some(date("2027-01-01")));
}

#[test]
fn an_instant_is_read_as_people_write_it() {
    let calendar = centre();
    let read = |text| calendar.read_instant(text);
    let morning = Some(at("2026-05-07 08:00"));
    for text in [
        "2026-05-07T08:00",
        "2026-05-07 08:00:00",
        "2026-05-07T08:00:00+07:00",
        "2026-05-07T08:00 07:00",
        "2026-05-07T01:00:00Z",
    ] {
        assert_eq!(read(text), morning, "{text}");
    }
    assert_eq!(read("2026-05-07"), Some(at("2026-05-07 00:00")));
    assert_eq!(read("7 May"), None);
}

#[test]
fn working_days_leave_out_weekends_and_tet() {
    let days = centre().working_days(date("2025-01-23"), date("2025-02-05"));
    let expected = ["2025-01-23", "2025-01-24", "2025-02-03", "2025-02-04"];
    assert_eq!(days, expected.map(date));
}

#[test]
fn office_hours_across_a_change_of_the_clocks_count_the_time_that_really_passed() {
    let round_the_clock = vec![every_day("2020-01-01", "00:00-00:00")];
    let calendar = Calendar::new(Amsterdam, round_the_clock, Vec::new());
    let length = |from: &str, to: &str| {
        calendar.working_time(calendar.day_start(date(from)), calendar.day_start(date(to)))
    };
    assert_eq!(length("2025-03-30", "2025-03-31"), Duration::hours(23));
    assert_eq!(length("2025-10-26", "2025-10-27"), Duration::hours(25));
    assert_eq!(length("2025-10-27", "2025-10-28"), Duration::hours(24));
}

#[test]
fn an_opening_that_the_clocks_jump_over_is_at_the_jump() {
    let calendar = Calendar::new(
        Amsterdam,
        vec![every_day("2020-01-01", "02:30-04:00")],
        Vec::new(),
    );
    let jump = instant_in(Amsterdam, "2025-03-30 03:00");
    let midnight = calendar.day_start(date("2025-03-30"));
    assert_eq!(calendar.next_opening(midnight), Some(jump));
    assert_eq!(
        calendar.add_working_time(midnight, Duration::hours(1)),
        Some(jump + Duration::hours(1))
    );
}

#[test]
fn neighbouring_intervals_stay_neighbours_on_the_night_the_clocks_go_back() {
    let hours = vec![every_day("2020-01-01", "01:00-02:30 02:40-05:00")];
    let calendar = Calendar::new(Amsterdam, hours, Vec::new());
    let day = |text| calendar.day_start(date(text));
    // 01:00–02:30 keeps its length; 02:40–05:00 includes the hour that the clocks show twice.
    let counted = calendar.working_time(day("2025-10-26"), day("2025-10-27"));
    assert_eq!(counted, Duration::minutes(90 + 140 + 60));
}

#[test]
fn a_day_begins_at_the_jump_where_the_clocks_jump_over_midnight() {
    let calendar = Calendar::new(chrono_tz::America::Havana, Vec::new(), Vec::new());
    let start = calendar.day_start(date("2025-03-09"));
    assert_eq!(
        start,
        instant_in(chrono_tz::America::Havana, "2025-03-09 01:00")
    );
    assert_eq!(calendar.local_date(start), date("2025-03-09"));
    assert_eq!(calendar.next_turn(start - Duration::hours(3)), start);
}

#[test]
fn office_hours_keep_local_time_in_winter_and_in_summer() {
    let calendar = Calendar::new(
        Amsterdam,
        vec![every_day("2020-01-01", "09:00-17:00")],
        Vec::new(),
    );
    for day in ["2025-01-15", "2025-03-30", "2025-07-15", "2025-10-26"] {
        let opening = calendar.next_opening(calendar.day_start(date(day)));
        assert_eq!(
            opening,
            Some(instant_in(Amsterdam, &format!("{day} 09:00")))
        );
    }
}

#[test]
fn calendars_of_the_same_rows_are_equal() {
    assert_eq!(centre(), centre());
    assert_ne!(centre(), centre_with(vec![row("2025-03-05", None, "")]));
    assert_ne!(centre(), centre_with(vec![row("2025-03-05", Some(1), "")]));
}

#[test]
fn instants_are_cut_to_whole_milliseconds_even_before_1970() {
    for ns in [1_999_999_i64, -1] {
        let cut = whole_ms(Instant::from_timestamp_nanos(ns));
        assert_eq!(cut.timestamp_subsec_nanos() % 1_000_000, 0);
        assert!(cut <= Instant::from_timestamp_nanos(ns));
    }
}

#[test]
fn the_seed_has_every_row_once_off_on_weekdays_and_made_up_on_saturdays() {
    let days = seed_days_2025_2027();
    assert_eq!(days.len(), 39);
    assert!(days.is_sorted_by(|a, b| a.date < b.date));
    for day in &days {
        assert!(!day.name.is_empty() && !day.decision.is_empty());
        let weekend = matches!(day.date.weekday(), Weekday::Sat | Weekday::Sun);
        assert_eq!(weekend, !day.intervals.is_empty(), "{}", day.date);
    }
}

#[test]
fn the_seed_gives_the_long_holidays_as_decided() {
    let calendar = centre();
    for (last_day_before, first_day_after) in [
        ("2025-01-24", "2025-02-03"),
        ("2025-04-29", "2025-05-05"),
        ("2025-08-29", "2025-09-03"),
        ("2025-12-31", "2026-01-05"),
        ("2026-02-13", "2026-02-23"),
        ("2026-08-28", "2026-09-03"),
        ("2027-02-03", "2027-02-11"),
        ("2027-09-01", "2027-09-06"),
    ] {
        let (before, after) = (date(last_day_before), date(first_day_after));
        assert_eq!(calendar.working_days(before, after), vec![before]);
        assert!(calendar.is_working_day(after));
    }
}
