//! Early, on time, late, overdue.

use chrono::Duration;

use super::*;
use crate::deadline::lateness::DuePrecision;
use crate::deadline::{DeadlineRule, Lateness, Outcome, is_overdue, outcome, overdue_from};

const RULES: [DeadlineRule; 2] = [DeadlineRule::Instant, DeadlineRule::Day];

fn resolved(rule: DeadlineRule, due: &str, done: &str) -> Outcome {
    outcome(rule.into(), Ho_Chi_Minh, Some(at(due)), at(done))
}

#[test]
fn a_dossier_done_at_09_on_its_due_day_is_on_time_by_both_rules() {
    for rule in RULES {
        assert_eq!(
            resolved(rule, "2025-03-05 17:00", "2025-03-05 09:00"),
            Outcome::OnTime
        );
    }
}

#[test]
fn a_dossier_done_at_18_on_its_due_day_is_late_by_the_instant() {
    let outcome = resolved(
        DeadlineRule::Instant,
        "2025-03-05 17:00",
        "2025-03-05 18:00",
    );
    assert_eq!(outcome, Outcome::Late);
}

#[test]
fn a_dossier_done_at_18_on_its_due_day_is_on_time_by_the_day() {
    let outcome = resolved(DeadlineRule::Day, "2025-03-05 17:00", "2025-03-05 18:00");
    assert_eq!(outcome, Outcome::OnTime);
}

#[test]
fn a_dossier_done_within_its_due_minute_is_on_time_and_in_the_next_late() {
    let due = "2025-03-05 10:00";
    for (done, counts) in [
        ("2025-03-05 10:00", Outcome::OnTime),
        ("2025-03-05 10:00:00.400", Outcome::OnTime),
        ("2025-03-05 10:00:59.999", Outcome::OnTime),
        ("2025-03-05 10:01", Outcome::Late),
    ] {
        assert_eq!(resolved(DeadlineRule::Instant, due, done), counts, "{done}");
    }
}

#[test]
fn a_due_time_with_seconds_belongs_to_the_minute_it_is_printed_with() {
    let due = "2025-03-05 10:00:10";
    assert_eq!(
        resolved(DeadlineRule::Instant, due, "2025-03-05 10:00:59"),
        Outcome::OnTime
    );
    assert_eq!(
        resolved(DeadlineRule::Instant, due, "2025-03-05 10:01"),
        Outcome::Late
    );
}

/// A due time that is a day lasts to its last millisecond, as imports store it, and no minute longer.
#[test]
fn due_by_the_end_of_a_day_is_late_from_the_midnight_after_it() {
    let due = "2025-03-05 23:59:59.999";
    assert_eq!(resolved(DeadlineRule::Instant, due, due), Outcome::OnTime);
    assert_eq!(
        resolved(DeadlineRule::Instant, due, "2025-03-06 00:00"),
        Outcome::Late
    );
}

/// To the minute from 2025-03-06 on.
fn changed() -> Lateness {
    Lateness {
        minutes_from: at("2025-03-06 00:00"),
        ..Lateness::default()
    }
}

#[test]
fn due_times_before_the_change_keep_the_meaning_they_were_signed_with() {
    let counts = |due, done| outcome(changed(), Ho_Chi_Minh, Some(at(due)), at(done));
    let before = "2025-03-05 17:00";
    assert_eq!(counts(before, "2025-03-05 17:00"), Outcome::OnTime);
    assert_eq!(counts(before, "2025-03-05 17:00:00.001"), Outcome::Late);
    // The due time decides which rule applies, not the time of the result.
    assert_eq!(counts(before, "2025-03-07 08:00"), Outcome::Late);
    let after = "2025-03-06 00:00";
    assert_eq!(counts(after, "2025-03-06 00:00:59"), Outcome::OnTime);
    assert_eq!(counts(after, "2025-03-06 00:01"), Outcome::Late);
}

#[test]
fn a_dossier_done_on_the_local_date_before_is_early_by_both_rules() {
    for rule in RULES {
        assert_eq!(
            resolved(rule, "2025-03-05 07:30", "2025-03-04 23:59:59.999"),
            Outcome::Early
        );
        // In UTC it is still the fourth, here already the due date.
        assert_eq!(
            resolved(rule, "2025-03-05 07:30", "2025-03-05 00:00"),
            Outcome::OnTime
        );
    }
}

#[test]
fn by_the_day_a_dossier_is_late_from_the_local_midnight_after_its_due_date() {
    let due = "2025-03-05 17:00";
    assert_eq!(
        resolved(DeadlineRule::Day, due, "2025-03-05 23:59:59.999"),
        Outcome::OnTime
    );
    assert_eq!(
        resolved(DeadlineRule::Day, due, "2025-03-06 00:00"),
        Outcome::Late
    );
}

#[test]
fn a_dossier_without_a_due_time_is_on_time_and_never_overdue() {
    for rule in RULES {
        let done = at("2025-03-05 09:00");
        assert_eq!(
            outcome(rule.into(), Ho_Chi_Minh, None, done),
            Outcome::OnTime
        );
        assert!(!is_overdue(rule.into(), Ho_Chi_Minh, None, done));
    }
}

#[test]
fn when_the_due_minute_has_ended_an_open_dossier_is_overdue_without_a_write() {
    let due = at("2025-03-05 17:00");
    let overdue = |at| is_overdue(Lateness::default(), Ho_Chi_Minh, Some(due), at);
    assert!(!overdue(due));
    assert!(!overdue(due + Duration::seconds(59)));
    assert!(overdue(due + Duration::minutes(1)));
}

#[test]
fn a_dossier_turns_overdue_at_exactly_the_instant_announced() {
    for rule in RULES {
        for due in [
            "2025-03-05 17:00",
            "2025-03-05 00:00",
            "2025-03-05 23:59:59.999",
        ] {
            let turn = overdue_from(rule.into(), Ho_Chi_Minh, at(due));
            let overdue = |at| is_overdue(rule.into(), Ho_Chi_Minh, Some(super::at(due)), at);
            assert!(overdue(turn) && !overdue(turn - Duration::milliseconds(1)));
        }
    }
    let due = at("2025-03-05 17:00");
    assert_eq!(
        overdue_from(DeadlineRule::Instant.into(), Ho_Chi_Minh, due),
        at("2025-03-05 17:01")
    );
    assert_eq!(
        overdue_from(DeadlineRule::Day.into(), Ho_Chi_Minh, due),
        at("2025-03-06 00:00")
    );
}

#[test]
fn rules_and_outcomes_are_parsed_from_their_texts() {
    for rule in RULES {
        assert_eq!(rule.as_str().parse(), Ok(rule));
        assert_eq!(serde_json::to_string(&rule).unwrap(), format!("\"{rule}\""));
    }
    for outcome in [Outcome::Early, Outcome::OnTime, Outcome::Late] {
        assert_eq!(outcome.as_str().parse(), Ok(outcome));
        assert_eq!(
            serde_json::to_string(&outcome).unwrap(),
            format!("\"{outcome}\"")
        );
    }
    for precision in [DuePrecision::Minute, DuePrecision::Millisecond] {
        assert_eq!(precision.as_str().parse(), Ok(precision));
    }
    assert!("hour".parse::<DuePrecision>().is_err());
    assert!("ontime".parse::<Outcome>().is_err());
    assert!("week".parse::<DeadlineRule>().is_err());
}
