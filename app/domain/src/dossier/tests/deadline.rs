use chrono_tz::Asia::Ho_Chi_Minh;

use super::*;
use crate::deadline::due::ResumeRule;
use crate::deadline::lateness::{DeadlineRule, Outcome, is_overdue, outcome};

fn outcomes(story: &Story) -> (Outcome, Outcome) {
    let end = story.dossier.ended_at.unwrap();
    let by = |rule| {
        outcome(
            DeadlineRule::into(rule),
            Ho_Chi_Minh,
            story.dossier.due_at,
            end,
        )
    };
    (by(DeadlineRule::Instant), by(DeadlineRule::Day))
}

/// Due on Monday 8 September 2025 at 17:00.
fn due_at_17() -> Story {
    Story::open(intake(Channel::Direct, 480), "2025-09-08 07:30", true)
}

#[test]
fn the_clock_starts_at_reception_and_the_first_promise_is_kept() {
    let story = Story::registered().then(EventKind::Receive, "2025-09-10 07:30");
    assert_eq!(story.dossier.registered_at, Some(at("2025-09-08 08:00")));
    assert_eq!(story.dossier.received_at, Some(at("2025-09-10 07:30")));
    assert_eq!(story.dossier.due_at, Some(at("2025-09-16 17:00")));
    assert_eq!(story.dossier.first_due_at, story.dossier.due_at);
}

#[test]
fn a_dossier_done_at_09_on_its_due_day_is_on_time_by_both_rules() {
    let story = due_at_17().then(EventKind::Resolve, "2025-09-08 09:00");
    assert_eq!(outcomes(&story), (Outcome::OnTime, Outcome::OnTime));
}

#[test]
fn a_dossier_done_at_18_on_its_due_day_is_late_by_the_instant_only() {
    let story = due_at_17().then(EventKind::Resolve, "2025-09-08 18:00");
    assert_eq!(outcomes(&story), (Outcome::Late, Outcome::OnTime));
}

#[test]
fn a_pause_from_friday_16_to_monday_09_moves_the_due_time_by_two_and_a_half_hours() {
    let story = Story::received().then(EventKind::AskPapers, "2025-09-12 16:00");
    assert_eq!(story.dossier.due_at, Some(at("2025-09-15 08:00")));
    let story = story.then(EventKind::PapersReceived, "2025-09-15 09:00");
    assert_eq!(story.dossier.due_at, Some(at("2025-09-15 10:30")));
    assert_eq!(story.dossier.first_due_at, Some(at("2025-09-15 08:00")));
    assert_eq!(story.dossier.paused_min, 150);
    assert_eq!(story.dossier.clock(), Clock::Running);
}

#[test]
fn a_pause_across_tet_counts_its_working_hours_only() {
    let story = Story::open(intake(Channel::Post, 4_800), "2026-02-09 07:30", true);
    let story = story
        .then(EventKind::AskPayment, "2026-02-13 15:00")
        .then(EventKind::Paid, "2026-02-23 09:30");
    assert_eq!(story.dossier.paused_min, 240);
    assert_eq!(story.dossier.due_at, Some(at("2026-03-02 11:30")));
}

#[test]
fn a_pause_that_ends_at_night_moves_the_due_time_by_the_day_before() {
    let story = Story::received()
        .then(EventKind::AskPapers, "2025-09-09 16:00")
        .then(EventKind::PapersReceived, "2025-09-09 23:00");
    assert_eq!(story.dossier.due_at, Some(at("2025-09-15 09:00")));
}

#[test]
fn on_restart_the_full_limit_runs_again_from_the_resume() {
    let mut story = Story::received();
    story.rules.resume = ResumeRule::Restart;
    let story = story
        .then(EventKind::AskPapers, "2025-09-09 16:00")
        .then(EventKind::PapersReceived, "2025-09-10 07:30");
    assert_eq!(story.dossier.due_at, Some(at("2025-09-16 17:00")));
}

#[test]
fn a_restart_does_not_take_back_what_an_extension_promised() {
    let mut story = Story::received();
    story.rules.resume = ResumeRule::Restart;
    let story = story
        .then(EventKind::Extend, "2025-09-08 09:00")
        .then(EventKind::AskPapers, "2025-09-09 16:00");
    let story = story.then(EventKind::PapersReceived, "2025-09-10 07:30");
    assert_eq!(story.dossier.due_at, Some(at("2025-09-19 17:00")));
}

#[test]
fn a_dossier_overdue_already_stays_overdue_while_paused_and_keeps_its_due_time() {
    for resume in [ResumeRule::Extend, ResumeRule::Restart] {
        let mut story = due_at_17();
        story.rules.resume = resume;
        let story = story.then(EventKind::AskPapers, "2025-09-09 08:00");
        assert!(
            story
                .dossier
                .paused_overdue(DeadlineRule::Instant.into(), Ho_Chi_Minh)
        );
        let story = story.then(EventKind::PapersReceived, "2025-09-12 08:00");
        assert_eq!(story.dossier.due_at, Some(at("2025-09-08 17:00")));
        assert!(
            !story
                .dossier
                .paused_overdue(DeadlineRule::Instant.into(), Ho_Chi_Minh)
        );
    }
}

#[test]
fn a_dossier_within_time_stays_within_while_paused_past_its_due_time() {
    let story = due_at_17().then(EventKind::AskPapers, "2025-09-08 16:00");
    assert!(
        !story
            .dossier
            .paused_overdue(DeadlineRule::Instant.into(), Ho_Chi_Minh)
    );
}

#[test]
fn a_pause_on_the_due_day_after_the_due_hour_moves_the_due_time_by_the_day_rule_only() {
    let mut story = due_at_17();
    story.rules.lateness = DeadlineRule::Day.into();
    let story = story.then(EventKind::AskPapers, "2025-09-08 18:00");
    assert!(
        !story
            .dossier
            .paused_overdue(DeadlineRule::Day.into(), Ho_Chi_Minh)
    );
    assert!(
        story
            .dossier
            .paused_overdue(DeadlineRule::Instant.into(), Ho_Chi_Minh)
    );
    let story = story.then(EventKind::PapersReceived, "2025-09-10 09:00");
    assert_eq!(story.dossier.due_at, Some(at("2025-09-10 09:00")));
}

#[test]
fn the_clock_stands_still_from_the_first_of_two_nested_pauses() {
    let story = Story::received()
        .then(EventKind::AskPapers, "2025-09-09 08:00")
        .then(EventKind::AskWithdrawal, "2025-09-09 10:00");
    assert_eq!(story.dossier.paused_at, Some(at("2025-09-09 08:00")));
    let story = story.then(EventKind::DeclineWithdrawal, "2025-09-09 14:00");
    assert_eq!(
        (story.dossier.status, story.dossier.clock()),
        (Status::PapersAsked, Clock::Stopped)
    );
    assert_eq!(story.dossier.paused_at, Some(at("2025-09-09 08:00")));
    assert_eq!(story.dossier.due_at, Some(at("2025-09-15 08:00")));
    let story = story.then(EventKind::PapersReceived, "2025-09-10 08:00");
    assert_eq!(
        (story.dossier.status, story.dossier.paused_min),
        (Status::Received, 480)
    );
    assert_eq!(story.dossier.due_at, Some(at("2025-09-16 08:00")));
}

#[test]
fn waiting_before_reception_runs_no_clock_and_costs_no_time() {
    let story = Story::registered().then(EventKind::AskPapers, "2025-09-08 09:00");
    assert_eq!(
        (story.dossier.clock(), story.dossier.paused_at),
        (Clock::NotStarted, None)
    );
    let story = story.then(EventKind::Receive, "2025-09-15 07:30");
    assert_eq!(
        (story.dossier.paused_min, story.dossier.status_before_pause),
        (0, None)
    );
    assert_eq!(story.dossier.due_at, Some(at("2025-09-19 17:00")));
}

#[test]
fn handling_time_is_working_time_from_reception_to_the_end_less_the_pauses() {
    let story = Story::received()
        .then(EventKind::AskPapers, "2025-09-09 08:00")
        .then(EventKind::PapersReceived, "2025-09-10 08:00");
    let story = story
        .then(EventKind::Resolve, "2025-09-10 10:00")
        .then(EventKind::HandOver, "2025-09-12 10:00");
    assert_eq!(story.dossier.handled_min, Some(480 + 120));
    assert_eq!(story.dossier.ended_at, Some(at("2025-09-10 10:00")));
    assert_eq!(story.dossier.handed_over_at, Some(at("2025-09-12 10:00")));
    assert_eq!(story.events[3].handled_min, Some(600));
    assert_eq!(story.events[4].handled_min, None);
}

#[test]
fn a_handling_time_of_sixteen_hours_is_two_days_whatever_the_seconds() {
    let mut story = Story::received();
    assert_eq!(story.dossier.received_at, Some(at("2025-09-08 08:00")));
    let end = at("2025-09-10 08:00") + chrono::Duration::seconds(40);
    let resolve = action(EventKind::Resolve);
    story.try_act(resolve, end.into(), &staff()).unwrap();
    assert_eq!(story.dossier.handled_min, Some(960));
}

#[test]
fn a_dossier_that_ends_while_paused_was_handled_until_the_pause() {
    let story = Story::received()
        .then(EventKind::AskWithdrawal, "2025-09-08 10:00")
        .then(EventKind::ConfirmWithdrawal, "2025-09-12 10:00");
    assert_eq!(story.dossier.handled_min, Some(120));
    assert_eq!(story.dossier.end_reason, Some(EndReason::Withdrawn));
    assert_eq!(
        (
            story.dossier.paused_at,
            story.dossier.status_before_withdrawal
        ),
        (None, None)
    );
}

#[test]
fn an_extension_is_made_once_and_keeps_the_first_promise() {
    let mut story = Story::received().then(EventKind::Extend, "2025-09-11 08:00");
    assert_eq!(story.dossier.first_due_at, Some(at("2025-09-15 08:00")));
    assert_eq!(story.dossier.due_at, Some(at("2025-09-19 17:00")));
    assert_eq!(
        story.refusal(EventKind::Extend, "2025-09-11 09:00", &manager()),
        Refusal::ExtendedAlready
    );
}

#[test]
fn an_extension_leads_to_a_later_due_time() {
    let mut story = Story::received();
    let same = Action::Extend {
        reason: why(),
        new_due: at("2025-09-15 08:00"),
    };
    assert_eq!(
        story.try_act(same, at("2025-09-09 08:00").into(), &staff()),
        Err(Refusal::NewDueNotLater)
    );
    let mut without = Story::open(intake(Channel::Direct, 0), "2025-09-08 08:00", true);
    assert_eq!(
        without.refusal(EventKind::Extend, "2025-09-09 08:00", &staff()),
        Refusal::NoDueTime
    );
    assert!(
        !without
            .dossier
            .allowed(ActorRole::Manager)
            .contains(&EventKind::Extend)
    );
}

#[test]
fn a_dossier_without_a_limit_has_no_due_time_and_is_never_overdue() {
    let story = Story::open(intake(Channel::Direct, 0), "2025-09-08 08:00", true);
    let story = story
        .then(EventKind::AskPapers, "2025-09-09 08:00")
        .then(EventKind::PapersReceived, "2025-09-10 08:00");
    assert_eq!(
        (story.dossier.due_at, story.dossier.first_due_at),
        (None, None)
    );
    assert!(!is_overdue(
        DeadlineRule::Instant.into(),
        Ho_Chi_Minh,
        story.dossier.due_at,
        at("2030-01-01 00:00")
    ));
}

#[test]
fn a_due_time_from_the_slip_replaces_the_computed_one_and_moves_by_pauses() {
    let mut story = Story::open(intake(Channel::Direct, 0), "2025-09-08 08:00", true);
    let reception = story.events.remove(0);
    let (dossier, reception) = story
        .dossier
        .with_promised_due(reception, at("2025-09-12 17:00"))
        .unwrap();
    let story = Story {
        dossier,
        events: vec![reception],
        ..story
    };
    let story = story
        .then(EventKind::AskPapers, "2025-09-09 08:00")
        .then(EventKind::PapersReceived, "2025-09-10 08:00");
    assert_eq!(story.dossier.first_due_at, Some(at("2025-09-12 17:00")));
    assert_eq!(story.dossier.due_at, Some(at("2025-09-15 17:00")));
    assert_eq!(
        Dossier::replay(&story.dossier.intake(), &story.events),
        Ok(story.dossier.clone())
    );
    let last = story.events[2].clone();
    assert_eq!(
        story
            .dossier
            .with_promised_due(last, at("2025-09-12 17:00")),
        Err(Refusal::NotTheReception)
    );
}

#[test]
fn staff_extend_no_due_time_by_an_earlier_date_and_a_manager_records_what_was_done_in_time() {
    // Due on Monday the 15th at 08:00; on Friday the 12th at 09:00 less than a working day is left.
    let story = Story::received();
    let earlier = When::new(at("2025-09-11 08:00"), at("2025-09-12 09:00"));
    assert_eq!(
        story
            .clone()
            .try_act(action(EventKind::Extend), earlier.clone(), &staff()),
        Err(Refusal::ExtensionTooLate {
            until: Some(at("2025-09-12 08:00"))
        })
    );
    assert_eq!(
        story
            .clone()
            .try_act(action(EventKind::Extend), earlier, &manager()),
        Ok(())
    );
}
