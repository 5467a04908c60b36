//! Limits in days and months of the calendar: from the reception, over a pause, and under a calendar that was changed.

use chrono::Duration;
use proptest::prelude::*;

use super::*;
use crate::deadline::due::{due_recounted, extended_by_pause};
use crate::deadline::{LimitLength, ResumeRule, TimeLimit, due_after_pause, due_at, whole_minute};

const fn limit(length: LimitLength) -> TimeLimit {
    TimeLimit {
        length,
        cutoff_15h: false,
    }
}

const fn days(days: u32) -> TimeLimit {
    limit(LimitLength::Days(days))
}

fn due(received: &str, limit: TimeLimit) -> Option<Instant> {
    due_at(&centre(), at(received), limit)
}

#[test]
fn fifteen_days_end_with_the_last_closing_of_the_fifteenth_day() {
    assert_eq!(
        due("2026-11-23 10:00", days(15)),
        Some(at("2026-12-08 17:00"))
    );
}

#[test]
fn a_last_day_off_ends_with_the_next_working_day() {
    // The fifteenth day is Saturday 12 December.
    assert_eq!(
        due("2026-11-27 10:00", days(15)),
        Some(at("2026-12-14 17:00"))
    );
    // The tenth day is 1 September, a holiday like the day after it.
    assert_eq!(
        due("2026-08-22 10:00", days(10)),
        Some(at("2026-09-03 17:00"))
    );
}

#[test]
fn a_month_ends_on_the_day_of_its_number_or_the_last_of_a_shorter_one() {
    let month = limit(LimitLength::Months(1));
    // February has no 31st, so the last day is Saturday the 28th, and the due time is on Monday.
    assert_eq!(due("2026-01-31 10:00", month), Some(at("2026-03-02 17:00")));
    assert_eq!(due("2026-11-24 16:00", month), Some(at("2026-12-24 17:00")));
}

#[test]
fn the_day_of_reception_is_not_counted_even_where_it_is_off_or_over() {
    assert_eq!(
        due("2026-11-28 10:00", days(2)),
        Some(at("2026-11-30 17:00"))
    );
    assert_eq!(
        due("2026-11-23 22:00", days(1)),
        Some(at("2026-11-24 17:00"))
    );
}

#[test]
fn within_the_day_is_due_at_the_closing_and_out_of_hours_on_the_next_working_day() {
    for (received, promised) in [
        ("2026-11-23 07:30", "2026-11-23 17:00"),
        ("2026-11-23 16:59:30", "2026-11-23 17:00"),
        ("2026-11-23 17:00:10", "2026-11-24 17:00"),
        ("2026-11-27 18:00", "2026-11-30 17:00"),
        ("2026-11-28 09:00", "2026-11-30 17:00"),
    ] {
        assert_eq!(due(received, days(0)), Some(at(promised)), "{received}");
    }
    let with_cutoff = TimeLimit {
        cutoff_15h: true,
        ..days(0)
    };
    assert_eq!(
        due("2026-11-23 15:00:59", with_cutoff),
        Some(at("2026-11-23 17:00"))
    );
    assert_eq!(
        due("2026-11-23 15:05", with_cutoff),
        Some(at("2026-11-24 17:00"))
    );
}

#[test]
fn after_the_cutoff_days_count_from_the_next_working_day() {
    let with_cutoff = TimeLimit {
        cutoff_15h: true,
        ..days(3)
    };
    assert_eq!(
        due("2026-11-27 15:05", with_cutoff),
        Some(at("2026-12-03 17:00"))
    );
    assert_eq!(
        due("2026-11-27 14:05", with_cutoff),
        Some(at("2026-11-30 17:00"))
    );
}

#[test]
fn a_half_day_ends_at_its_own_closing() {
    let calendar = centre_with(vec![row("2026-12-08", None, "07:30-11:30")]);
    assert_eq!(
        due_at(&calendar, at("2026-11-23 10:00"), days(15)),
        Some(at("2026-12-08 11:30"))
    );
}

fn paused(due: &str, paused: &str, resumed: &str) -> Option<Instant> {
    due_after_pause(
        &centre(),
        ResumeRule::Extend,
        at(due),
        days(15),
        at(paused),
        at(resumed),
    )
}

#[test]
fn a_pause_moves_a_limit_in_days_by_the_days_of_the_calendar_in_it() {
    let due = "2026-12-08 17:00";
    for (from, to, moved) in [
        ("2026-11-27 16:00", "2026-11-30 08:30", "2026-12-11 17:00"),
        ("2026-11-24 08:00", "2026-11-24 16:00", "2026-12-08 17:00"),
        // Moved to Saturday 12 December, so it is due on Monday.
        ("2026-11-24 08:00", "2026-11-28 09:00", "2026-12-14 17:00"),
        // The pause begins after the due time.
        ("2026-12-09 08:00", "2026-12-11 08:00", "2026-12-08 17:00"),
    ] {
        assert_eq!(paused(due, from, to), Some(at(moved)), "{from} to {to}");
    }
}

#[test]
fn a_restart_runs_the_days_again_from_the_resume() {
    let restarted = due_after_pause(
        &centre(),
        ResumeRule::Restart,
        at("2026-12-08 17:00"),
        days(15),
        at("2026-11-24 08:00"),
        at("2026-12-01 09:00"),
    );
    assert_eq!(restarted, Some(at("2026-12-16 17:00")));
}

#[test]
fn under_a_changed_calendar_the_last_day_stays_and_its_closing_moves() {
    let received = at("2026-11-23 10:00");
    let due = at("2026-12-08 17:00");
    let length = Some(LimitLength::Days(15));
    for (changed, moved) in [
        // Days off before the last day are calendar days like all others.
        (vec![row("2026-12-01", None, "")], "2026-12-08 17:00"),
        (vec![row("2026-12-08", None, "")], "2026-12-09 17:00"),
        (
            vec![row("2026-12-08", None, "07:30-11:30")],
            "2026-12-08 11:30",
        ),
    ] {
        let now = centre_with(changed);
        assert_eq!(
            due_recounted(&centre(), &now, due, received, length),
            Some(at(moved))
        );
        // Always computed from the promised time, so undoing the change gives the same due time again.
        assert_eq!(
            due_recounted(&centre(), &centre(), due, received, length),
            Some(due)
        );
    }
    // An extension to another hour keeps that hour while its day is worked.
    let now = centre_with(vec![row("2026-12-08", None, "07:30-11:30")]);
    let extended = at("2026-12-08 10:00");
    assert_eq!(
        due_recounted(&centre(), &now, extended, received, length),
        Some(extended)
    );
}

fn any_length() -> impl Strategy<Value = LimitLength> {
    prop_oneof![
        (0_u32..400).prop_map(LimitLength::Days),
        (1_u32..12).prop_map(LimitLength::Months),
        (0_u32..24).prop_map(|hour| LimitLength::SameDay {
            until: NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
        }),
    ]
}

fn any_instant() -> impl Strategy<Value = Instant> {
    let span_ms = 800 * 86_400_000_i64;
    (0..span_ms).prop_map(|ms| at("2025-01-01 00:00") + Duration::milliseconds(ms))
}

proptest! {
    #[test]
    fn a_limit_in_days_or_months_is_due_at_the_last_closing_of_a_working_day_after_the_reception(
        received in any_instant(), length in any_length(), cutoff_15h: bool,
    ) {
        let calendar = centre();
        let due = due_at(&calendar, received, TimeLimit { length, cutoff_15h }).unwrap();
        let day = calendar.local_date(due);
        prop_assert_eq!(calendar.office_day(day).map(|(_, closing)| closing), Some(due));
        prop_assert!(due > whole_minute(received));
    }

    #[test]
    fn received_later_is_never_due_earlier_in_days_and_months(
        received in any_instant(), later_ms in 0_i64..40 * 86_400_000, length in any_length(), cutoff_15h: bool,
    ) {
        let limit = TimeLimit { length, cutoff_15h };
        let due = due_at(&centre(), received, limit);
        prop_assert!(due <= due_at(&centre(), received + Duration::milliseconds(later_ms), limit));
    }

    #[test]
    fn the_last_day_is_the_one_the_law_names_or_follows_it_after_days_off_only(
        received in any_instant(), days in 1_u32..400,
    ) {
        let calendar = centre();
        let due = due_at(&calendar, received, limit(LimitLength::Days(days))).unwrap();
        let named = calendar.local_date(received) + Duration::days(days.into());
        prop_assert!(calendar.working_days(named, calendar.local_date(due)).is_empty());
    }

    #[test]
    fn a_pause_of_no_time_moves_nothing_and_a_longer_one_never_less(
        received in any_instant(), length in any_length(), pause_ms in 0_i64..30 * 86_400_000, more_ms in 0_i64..30 * 86_400_000,
    ) {
        let calendar = centre();
        let due = due_at(&calendar, received, limit(length)).unwrap();
        let moved = |ms: i64| extended_by_pause(&calendar, due, Some(length), (received, received + Duration::milliseconds(ms)));
        prop_assert_eq!(moved(0), Some(due));
        prop_assert!(Some(due) <= moved(pause_ms));
        prop_assert!(moved(pause_ms) <= moved(pause_ms + more_ms));
    }
}
