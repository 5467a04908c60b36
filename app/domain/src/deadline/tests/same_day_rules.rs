//! "Giải quyết trong ngày": due at that day's closing, or, received after the rule hour, at the next working day's.

use chrono::Duration;
use proptest::prelude::*;

use super::*;
use crate::deadline::due::{CUTOFF, due_recounted, extended_by_pause};
use crate::deadline::{LimitLength, ResumeRule, TimeLimit, due_after_pause, due_at, whole_minute};

const fn until(until: NaiveTime) -> TimeLimit {
    TimeLimit {
        length: LimitLength::SameDay { until },
        cutoff_15h: false,
    }
}

fn due(received: &str) -> Option<Instant> {
    due_at(&centre(), at(received), until(CUTOFF))
}

/// The common hours, with working time on Saturday mornings.
fn with_saturdays() -> Calendar {
    let mut hours = seed_office_hours(date("2015-01-01"));
    hours.week[5] = intervals("07:30-11:30");
    Calendar::new(Ho_Chi_Minh, vec![hours], seed_days_2025_2027())
}

#[test]
fn received_until_15_00_a_dossier_is_due_at_closing_and_later_on_the_next_working_day() {
    for (received, promised) in [
        ("2026-11-23 07:07", "2026-11-23 17:00"),
        ("2026-11-23 07:36", "2026-11-23 17:00"),
        ("2026-11-23 12:10", "2026-11-23 17:00"),
        ("2026-11-23 15:00:59", "2026-11-23 17:00"),
        ("2026-11-23 15:01", "2026-11-24 17:00"),
        ("2026-11-23 22:00", "2026-11-24 17:00"),
        // Across a weekend, on a weekend, and across Quốc khánh with the days around it.
        ("2026-11-27 15:05", "2026-11-30 17:00"),
        ("2026-11-28 09:00", "2026-11-30 17:00"),
        ("2026-08-28 15:30", "2026-09-03 17:00"),
    ] {
        assert_eq!(due(received), Some(at(promised)), "{received}");
    }
}

#[test]
fn a_procedures_own_rule_hour_replaces_15_00() {
    let ten = until(clock("10:00"));
    for (received, promised) in [
        ("2026-11-23 10:00", "2026-11-23 17:00"),
        ("2026-11-23 10:01", "2026-11-24 17:00"),
    ] {
        assert_eq!(
            due_at(&centre(), at(received), ten),
            Some(at(promised)),
            "{received}"
        );
    }
}

#[test]
fn a_saturday_morning_that_counts_has_its_own_closing_and_after_it_monday_is_next() {
    let calendar = with_saturdays();
    for (received, promised) in [
        ("2026-11-28 08:00", "2026-11-28 11:30"),
        ("2026-11-28 11:45", "2026-11-30 17:00"),
        ("2026-11-27 15:05", "2026-11-28 11:30"),
    ] {
        let due = due_at(&calendar, at(received), until(CUTOFF));
        assert_eq!(due, Some(at(promised)), "{received}");
    }
}

#[test]
fn a_half_day_ends_at_its_own_closing_and_a_closed_day_with_the_next() {
    let calendar = centre_with(vec![
        row("2026-11-24", None, "07:30-11:30"),
        row("2026-11-25", None, ""),
    ]);
    for (received, promised) in [
        ("2026-11-24 08:00", "2026-11-24 11:30"),
        ("2026-11-24 11:31", "2026-11-26 17:00"),
        ("2026-11-25 08:00", "2026-11-26 17:00"),
    ] {
        let due = due_at(&calendar, at(received), until(CUTOFF));
        assert_eq!(due, Some(at(promised)), "{received}");
    }
}

#[test]
fn a_pause_moves_the_due_time_by_its_days_and_a_restart_applies_the_rule_hour_again() {
    let (due, paused) = (at("2026-11-23 17:00"), at("2026-11-23 10:00"));
    let limit = until(CUTOFF);
    let resumed = |rule, resumed| due_after_pause(&centre(), rule, due, limit, paused, at(resumed));
    for (resume, moved) in [
        ("2026-11-23 14:00", "2026-11-23 17:00"),
        ("2026-11-25 09:00", "2026-11-25 17:00"),
        ("2026-11-28 09:00", "2026-11-30 17:00"),
    ] {
        let extended = resumed(ResumeRule::Extend, resume);
        assert_eq!(extended, Some(at(moved)), "{resume}");
    }
    assert_eq!(
        resumed(ResumeRule::Restart, "2026-11-25 15:05"),
        Some(at("2026-11-26 17:00"))
    );
}

#[test]
fn a_day_that_is_closed_afterwards_moves_the_due_time_to_the_next_working_day_and_back() {
    let closed = centre_with(vec![row("2026-11-23", None, "")]);
    let (received, due) = (at("2026-11-23 07:36"), at("2026-11-23 17:00"));
    let length = Some(LimitLength::SameDay { until: CUTOFF });
    assert_eq!(
        due_recounted(&centre(), &closed, due, received, length),
        Some(at("2026-11-24 17:00"))
    );
    assert_eq!(
        due_recounted(&centre(), &centre(), due, received, length),
        Some(due)
    );
}

fn any_instant() -> impl Strategy<Value = Instant> {
    let span_ms = 800 * 86_400_000_i64;
    (0..span_ms).prop_map(|ms| at("2025-01-01 00:00") + Duration::milliseconds(ms))
}

fn any_hour() -> impl Strategy<Value = NaiveTime> {
    (0_u32..24 * 60)
        .prop_map(|minute| NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap())
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    prop_oneof![Just(centre()), Just(with_saturdays())]
}

proptest! {
    #[test]
    fn the_due_time_is_the_closing_of_the_day_of_reception_or_of_the_next_working_day(
        calendar in any_calendar(), received in any_instant(), hour in any_hour(),
    ) {
        let due = due_at(&calendar, received, until(hour)).unwrap();
        let (day, due_day) = (calendar.local_date(received), calendar.local_date(due));
        prop_assert_eq!(calendar.closing(due_day), Some(due));
        let minute = whole_minute(received);
        prop_assert!(due > minute);
        let is_in_time = minute.with_timezone(&Ho_Chi_Minh).time() <= hour
            && calendar.closing(day).is_some_and(|closing| minute < closing);
        let expected = if is_in_time {
            day
        } else {
            let next = day.succ_opt().unwrap();
            calendar.working_days(next, next + Duration::days(60))[0]
        };
        prop_assert_eq!(due_day, expected);
    }

    #[test]
    fn received_later_is_never_due_earlier_and_a_later_rule_hour_never_later(
        calendar in any_calendar(), received in any_instant(), later_ms in 0_i64..9 * 86_400_000, hour in any_hour(), other in any_hour(),
    ) {
        let due = due_at(&calendar, received, until(hour));
        prop_assert!(due <= due_at(&calendar, received + Duration::milliseconds(later_ms), until(hour)));
        let (early, late) = (hour.min(other), hour.max(other));
        prop_assert!(due_at(&calendar, received, until(late)) <= due_at(&calendar, received, until(early)));
    }

    #[test]
    fn a_rule_hour_in_the_last_minute_of_the_day_equals_none(received in any_instant()) {
        let within = TimeLimit { length: LimitLength::Days(0), cutoff_15h: false };
        prop_assert_eq!(
            due_at(&centre(), received, until(clock("23:59"))),
            due_at(&centre(), received, within)
        );
    }

    #[test]
    fn a_pause_never_makes_the_due_time_earlier(received in any_instant(), pause_ms in 0_i64..30 * 86_400_000) {
        let calendar = centre();
        let limit = until(CUTOFF);
        let due = due_at(&calendar, received, limit).unwrap();
        let resumed = received + Duration::milliseconds(pause_ms);
        let moved = extended_by_pause(&calendar, due, Some(limit.length), (received, resumed));
        prop_assert!(Some(due) <= moved);
    }
}
