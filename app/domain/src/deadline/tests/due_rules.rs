//! Due instants, from the reception and after a pause.

use super::*;
use crate::deadline::due::counts_from;
use crate::deadline::{ResumeRule, TimeLimit, WorkingMinutes, due_after_pause, due_at};

fn hours(hours: u32) -> TimeLimit {
    TimeLimit {
        length: WorkingMinutes::of_hours(hours).into(),
        cutoff_15h: false,
    }
}

fn days_with_cutoff(days: u32) -> TimeLimit {
    TimeLimit {
        length: WorkingMinutes::of_days(days).into(),
        cutoff_15h: true,
    }
}

fn extended(due: &str, paused: &str, resumed: &str) -> Option<Instant> {
    due_after_pause(
        &centre(),
        ResumeRule::Extend,
        at(due),
        hours(40),
        at(paused),
        at(resumed),
    )
}

#[test]
fn received_at_the_opening_with_four_hours_is_due_at_half_past_eleven() {
    assert_eq!(
        due_at(&centre(), at("2025-03-05 07:30"), hours(4)),
        Some(at("2025-03-05 11:30"))
    );
}

#[test]
fn received_within_the_first_minute_with_eight_hours_is_due_at_the_closing_of_that_day() {
    for received in ["2025-03-05 07:30:10", "2025-03-05 07:30:59.999"] {
        assert_eq!(
            due_at(&centre(), at(received), hours(8)),
            Some(at("2025-03-05 17:00"))
        );
    }
    assert_eq!(
        due_at(&centre(), at("2025-03-05 07:31"), hours(8)),
        Some(at("2025-03-06 07:31"))
    );
}

/// Each of the examples that the domain's notes give for hours and working days.
#[test]
fn due_times_are_those_of_the_examples() {
    let cases = [
        (16, "2026-11-23 10:00", "2026-11-25 10:00"),
        // Across Quốc khánh.
        (16, "2026-08-28 10:00", "2026-09-04 10:00"),
        (1, "2026-11-23 17:00", "2026-11-24 08:30"),
        (1, "2026-11-23 11:30", "2026-11-23 14:00"),
    ];
    for (limit, received, due) in cases {
        assert_eq!(due_at(&centre(), at(received), hours(limit)), Some(at(due)));
    }
    let due = due_at(&centre(), at("2026-11-27 09:00"), hours(8)).unwrap();
    let moved = due_after_pause(
        &centre(),
        ResumeRule::Extend,
        due,
        hours(8),
        at("2026-11-27 16:00"),
        at("2026-11-30 08:30"),
    );
    assert_eq!(moved, Some(at("2026-11-30 11:00")));
}

#[test]
fn received_at_night_online_counts_from_the_next_opening() {
    assert_eq!(
        due_at(&centre(), at("2025-03-05 22:00"), hours(4)),
        Some(at("2025-03-06 11:30"))
    );
}

#[test]
fn received_on_a_day_off_counts_from_the_next_opening() {
    assert_eq!(
        due_at(&centre(), at("2025-03-08 09:00"), hours(8)),
        Some(at("2025-03-10 17:00"))
    );
    assert_eq!(
        due_at(&centre(), at("2025-09-01 09:00"), hours(8)),
        Some(at("2025-09-03 17:00"))
    );
}

#[test]
fn received_in_the_lunch_break_counts_from_the_afternoon() {
    assert_eq!(
        due_at(&centre(), at("2025-03-05 12:10"), hours(4)),
        Some(at("2025-03-05 17:00"))
    );
}

#[test]
fn three_working_days_over_a_weekend_end_on_the_same_clock_time() {
    assert_eq!(
        due_at(&centre(), at("2025-03-06 09:15"), hours(24)),
        Some(at("2025-03-11 09:15"))
    );
}

#[test]
fn a_dossier_without_a_limit_to_speak_of_is_due_where_counting_starts() {
    assert_eq!(
        due_at(&centre(), at("2025-03-05 22:00"), hours(0)),
        Some(at("2025-03-06 07:30"))
    );
}

#[test]
fn received_after_15_00_with_the_cutoff_counts_from_the_next_working_day() {
    let limit = days_with_cutoff(1);
    assert_eq!(
        due_at(&centre(), at("2025-03-05 15:05"), limit),
        Some(at("2025-03-06 17:00"))
    );
    // On a Friday, and on the last working day before Tết.
    assert_eq!(
        counts_from(&centre(), at("2025-03-07 15:05"), limit),
        Some(at("2025-03-10 07:30"))
    );
    assert_eq!(
        counts_from(&centre(), at("2025-01-24 15:05"), limit),
        Some(at("2025-02-03 07:30"))
    );
}

#[test]
fn received_at_15_00_sharp_is_not_after_15_00() {
    let limit = days_with_cutoff(1);
    assert_eq!(
        due_at(&centre(), at("2025-03-05 15:00"), limit),
        Some(at("2025-03-06 15:00"))
    );
    let just_before_its_end = at("2025-03-05 15:00:59.999");
    assert_eq!(
        due_at(&centre(), just_before_its_end, limit),
        Some(at("2025-03-06 15:00"))
    );
    let just_after = at("2025-03-05 15:01");
    assert_eq!(
        due_at(&centre(), just_after, limit),
        Some(at("2025-03-06 17:00"))
    );
}

#[test]
fn received_at_15_05_without_the_cutoff_counts_at_once() {
    assert_eq!(
        due_at(&centre(), at("2025-03-05 15:05"), hours(1)),
        Some(at("2025-03-05 16:05"))
    );
}

#[test]
fn the_cutoff_is_by_local_time() {
    // 06:00 here is 23:00 of the day before in UTC.
    let due = due_at(&centre(), at("2025-03-06 06:00"), days_with_cutoff(1));
    assert_eq!(due, Some(at("2025-03-06 17:00")));
}

#[test]
fn a_limit_across_tet_ends_after_it() {
    assert_eq!(
        due_at(&centre(), at("2026-02-13 16:00"), hours(8)),
        Some(at("2026-02-23 16:00"))
    );
}

#[test]
fn paused_from_friday_16_00_to_monday_09_00_moves_the_due_instant_by_two_and_a_half_hours() {
    let due = extended("2025-03-12 10:00", "2025-03-07 16:00", "2025-03-10 09:00");
    assert_eq!(due, Some(at("2025-03-12 14:00")));
}

#[test]
fn paused_across_tet_moves_the_due_instant_by_the_working_time_only() {
    // One hour on the Friday before and one on the Monday after.
    let due = extended("2026-02-24 10:00", "2026-02-13 16:00", "2026-02-23 08:30");
    assert_eq!(due, Some(at("2026-02-24 13:30")));
}

#[test]
fn a_resume_at_night_equals_one_at_the_closing_before() {
    let at_night = extended("2025-03-12 10:00", "2025-03-07 16:00", "2025-03-10 23:00");
    let at_closing = extended("2025-03-12 10:00", "2025-03-07 16:00", "2025-03-10 17:00");
    assert_eq!(at_night, at_closing);
    assert_eq!(at_night, Some(at("2025-03-13 11:00")));
}

#[test]
fn pauses_begin_and_end_with_the_minute_so_that_due_times_stay_whole_minutes() {
    let due = extended(
        "2025-03-12 10:00",
        "2025-03-07 16:00:40",
        "2025-03-10 09:00:20",
    );
    assert_eq!(due, Some(at("2025-03-12 14:00")));
    // A pause within the due minute is still in time.
    let due = extended(
        "2025-03-05 10:00",
        "2025-03-05 10:00:30",
        "2025-03-05 11:00",
    );
    assert_eq!(due, Some(at("2025-03-05 11:00")));
}

#[test]
fn a_pause_without_working_time_leaves_the_due_instant_as_it_was() {
    let due = extended("2025-03-12 10:00", "2025-03-07 17:00", "2025-03-10 07:30");
    assert_eq!(due, Some(at("2025-03-12 10:00")));
}

#[test]
fn a_dossier_overdue_before_the_pause_keeps_its_due_instant_under_either_rule() {
    let due = at("2025-03-05 17:00");
    for rule in [ResumeRule::Extend, ResumeRule::Restart] {
        let (paused, resumed) = (at("2025-03-06 08:00"), at("2025-03-20 08:00"));
        assert_eq!(
            due_after_pause(&centre(), rule, due, hours(8), paused, resumed),
            Some(due)
        );
    }
}

#[test]
fn a_dossier_paused_at_its_due_instant_is_not_yet_overdue() {
    let due = extended("2025-03-05 17:00", "2025-03-05 17:00", "2025-03-06 08:30");
    assert_eq!(due, Some(at("2025-03-06 08:30")));
}

#[test]
fn a_restart_runs_the_whole_limit_again_from_the_resume() {
    let due = due_after_pause(
        &centre(),
        ResumeRule::Restart,
        at("2025-03-12 10:00"),
        hours(16),
        at("2025-03-11 08:00"),
        at("2025-03-17 09:00"),
    );
    assert_eq!(due, Some(at("2025-03-19 09:00")));
}

#[test]
fn a_restart_never_shortens_an_extended_promise() {
    let promised = at("2025-04-01 17:00");
    let (paused, resumed) = (at("2025-03-05 08:00"), at("2025-03-06 08:00"));
    let due = due_after_pause(
        &centre(),
        ResumeRule::Restart,
        promised,
        hours(8),
        paused,
        resumed,
    );
    assert_eq!(due, Some(promised));
}

#[test]
fn a_restart_after_15_00_counts_from_the_next_working_day_where_the_cutoff_holds() {
    let due = due_after_pause(
        &centre(),
        ResumeRule::Restart,
        at("2025-03-06 17:00"),
        days_with_cutoff(1),
        at("2025-03-06 08:00"),
        at("2025-03-07 15:30"),
    );
    assert_eq!(due, Some(at("2025-03-10 17:00")));
}

#[test]
fn resume_rules_are_parsed_from_their_texts() {
    for rule in [ResumeRule::Extend, ResumeRule::Restart] {
        assert_eq!(rule.as_str().parse(), Ok(rule));
        assert_eq!(serde_json::to_string(&rule).unwrap(), format!("\"{rule}\""));
    }
    assert!("stop".parse::<ResumeRule>().is_err());
}
