//! Early, on time, late, overdue.

use chrono::Duration;

use super::*;
use crate::deadline::{DeadlineRule, Outcome, is_overdue, outcome, overdue_from};

const RULES: [DeadlineRule; 2] = [DeadlineRule::Instant, DeadlineRule::Day];

fn resolved(rule: DeadlineRule, due: &str, done: &str) -> Outcome {
    outcome(rule, Ho_Chi_Minh, Some(at(due)), at(done))
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
fn a_dossier_done_at_its_due_instant_is_on_time_and_a_millisecond_later_late() {
    let due = "2025-03-05 17:00";
    assert_eq!(resolved(DeadlineRule::Instant, due, due), Outcome::OnTime);
    assert_eq!(
        resolved(DeadlineRule::Instant, due, "2025-03-05 17:00:00.001"),
        Outcome::Late
    );
}

#[test]
fn a_dossier_done_on_the_local_date_before_is_early_by_both_rules() {
    for rule in RULES {
        assert_eq!(
            resolved(rule, "2025-03-05 07:30", "2025-03-04 23:59:59.999"),
            Outcome::Early
        );
        // Still the fourth in UTC, already the due date here.
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
        assert_eq!(outcome(rule, Ho_Chi_Minh, None, done), Outcome::OnTime);
        assert!(!is_overdue(rule, Ho_Chi_Minh, None, done));
    }
}

#[test]
fn a_second_after_the_due_instant_an_open_dossier_is_overdue_without_a_write() {
    let due = at("2025-03-05 17:00");
    assert!(!is_overdue(
        DeadlineRule::Instant,
        Ho_Chi_Minh,
        Some(due),
        due
    ));
    assert!(is_overdue(
        DeadlineRule::Instant,
        Ho_Chi_Minh,
        Some(due),
        due + Duration::seconds(1)
    ));
}

#[test]
fn a_dossier_turns_overdue_at_exactly_the_instant_announced() {
    for rule in RULES {
        for due in [
            "2025-03-05 17:00",
            "2025-03-05 00:00",
            "2025-03-05 23:59:59.999",
        ] {
            let turn = overdue_from(rule, Ho_Chi_Minh, at(due));
            let overdue = |at| is_overdue(rule, Ho_Chi_Minh, Some(super::at(due)), at);
            assert!(overdue(turn) && !overdue(turn - Duration::milliseconds(1)));
        }
    }
    let due = at("2025-03-05 17:00");
    assert_eq!(
        overdue_from(DeadlineRule::Instant, Ho_Chi_Minh, due),
        at("2025-03-05 17:00:00.001")
    );
    assert_eq!(
        overdue_from(DeadlineRule::Day, Ho_Chi_Minh, due),
        at("2025-03-06 00:00")
    );
}

#[test]
fn rules_and_outcomes_are_read_back_by_their_words() {
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
    assert!("ontime".parse::<Outcome>().is_err());
    assert!("week".parse::<DeadlineRule>().is_err());
}
