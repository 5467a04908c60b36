//! Papers that were asked for and do not come.

use super::*;

/// Papers asked for on Monday 8 September 2025 at 09:00.
fn asked() -> Story {
    Story::received().then(EventKind::AskPapers, "2025-09-08 09:00")
}

fn is_reminder_due(story: &Story, now: &str) -> bool {
    let (calendar, rules) = (&story.calendar, &story.rules);
    story.dossier.is_reminder_due(calendar, at(now), rules)
}

fn is_stop_proposed(story: &Story, now: &str) -> bool {
    let (calendar, rules) = (&story.calendar, &story.rules);
    story.dossier.is_stop_proposed(calendar, at(now), rules)
}

fn remind(mut story: Story, when: &str) -> Story {
    story
        .try_act(action(EventKind::Remind), at(when).into(), &import())
        .unwrap();
    story
}

#[test]
fn after_the_set_days_a_reminder_is_due_in_working_time() {
    let story = asked();
    assert!(!is_reminder_due(&story, "2025-09-14 10:00"));
    // Seven days later, at the opening of the office, whatever the hour of the request.
    assert!(
        !is_reminder_due(&story, "2025-09-15 07:29"),
        "before the office opens"
    );
    assert!(is_reminder_due(&story, "2025-09-15 07:30"));
    assert!(!is_reminder_due(&story, "2025-09-20 10:00"), "a Saturday");
    assert!(is_reminder_due(&story, "2025-09-22 10:00"));
}

#[test]
fn a_request_is_followed_by_one_reminder_and_that_is_no_second_request() {
    let mut story = remind(asked(), "2025-09-15 08:00");
    assert_eq!(story.dossier.papers_asked, 1);
    assert_eq!(story.dossier.status, Status::PapersAsked);
    assert_eq!(story.dossier.due_at, Some(at("2025-09-15 08:00")));
    assert!(!is_reminder_due(&story, "2025-09-16 08:00"));
    let again = story.try_act(
        action(EventKind::Remind),
        at("2025-09-16 08:00").into(),
        &import(),
    );
    assert_eq!(again, Err(Refusal::RemindedAlready));
    let replayed = Dossier::replay(&story.dossier.intake(), &story.events);
    assert_eq!(replayed.as_ref(), Ok(&story.dossier));
    // The next request for papers gets a reminder of its own.
    let mut story = story.then(EventKind::PapersReceived, "2025-09-17 08:00");
    assert_eq!(
        (story.dossier.papers_asked_at, story.dossier.reminded_at),
        (None, None)
    );
    story
        .try_act(
            action(EventKind::AskPapers),
            at("2025-09-17 09:00").into(),
            &manager(),
        )
        .unwrap();
    assert!(is_reminder_due(&story, "2025-09-24 09:00"));
}

#[test]
fn a_reminder_is_sent_only_by_the_program_and_while_papers_are_missing() {
    let mut story = asked();
    for actor in [staff(), manager()] {
        assert_eq!(
            story.refusal(EventKind::Remind, "2025-09-15 08:00", &actor),
            Refusal::ReminderIsTheSystems
        );
        assert!(
            !story
                .dossier
                .allowed(actor.role)
                .contains(&EventKind::Remind)
        );
    }
    let story = story.then(EventKind::AskWithdrawal, "2025-09-10 08:00");
    assert!(!is_reminder_due(&story, "2025-09-16 08:00"));
    assert!(!is_stop_proposed(&story, "2025-12-16 08:00"));
    let story = story.then(EventKind::DeclineWithdrawal, "2025-09-11 08:00");
    assert!(
        is_reminder_due(&story, "2025-09-16 08:00"),
        "the request holds on"
    );
}

#[test]
fn papers_that_are_taken_back_are_still_waited_for_and_not_reminded_of_again() {
    let story =
        remind(asked(), "2025-09-15 08:00").then(EventKind::PapersReceived, "2025-09-16 08:00");
    let mut story = story;
    story
        .try_act(
            action(EventKind::Correct),
            at("2025-09-16 09:00").into(),
            &manager(),
        )
        .unwrap();
    assert_eq!(story.dossier.papers_asked_at, Some(at("2025-09-08 09:00")));
    assert_eq!(story.dossier.reminded_at, Some(at("2025-09-15 08:00")));
    let replayed = Dossier::replay(&story.dossier.intake(), &story.events);
    assert_eq!(replayed, Ok(story.dossier));
}

#[test]
fn after_the_later_term_a_stop_is_proposed_and_nothing_ends_by_itself() {
    let story = asked();
    assert!(!is_stop_proposed(&story, "2025-10-07 23:59"));
    assert!(is_stop_proposed(&story, "2025-10-08 00:00"));
    assert!(
        !is_reminder_due(&story, "2025-10-08 10:00"),
        "then it is for the clerk to say"
    );
    assert_eq!(story.dossier.clock(), Clock::Stopped);
    let story = story.then(EventKind::PapersReceived, "2025-10-09 08:00");
    assert!(!is_stop_proposed(&story, "2025-10-10 08:00"));
    let never_received = Story::registered().then(EventKind::AskPapers, "2025-09-08 09:00");
    assert!(is_reminder_due(&never_received, "2025-09-15 08:00"));
    assert!(
        !is_stop_proposed(&never_received, "2025-12-15 08:00"),
        "what was never received cannot be stopped"
    );
}

#[test]
fn zero_days_mean_never_and_the_proposal_comes_after_the_reminder() {
    let mut story = asked();
    story.rules.remind_after_days = 0;
    assert!(!is_reminder_due(&story, "2025-09-22 10:00"));
    assert!(is_stop_proposed(&story, "2025-10-08 10:00"));
    story.rules.propose_stop_after_days = 0;
    assert!(!is_stop_proposed(&story, "2026-10-08 10:00"));
    story.rules.remind_after_days = 7;
    story.rules.propose_stop_after_days = 5;
    assert!(is_reminder_due(&story, "2025-09-15 10:00"));
    assert!(!is_stop_proposed(&story, "2025-09-15 10:00"));
    assert!(is_stop_proposed(&story, "2025-09-16 10:00"));
}

#[test]
fn a_reminder_of_a_request_that_was_taken_back_counts_for_no_other() {
    let story = asked().then(EventKind::PapersReceived, "2025-09-09 08:00");
    let mut story = story;
    let again = |story: &mut Story, kind: EventKind, when: &str| {
        story
            .try_act(action(kind), at(when).into(), &manager())
            .unwrap();
    };
    again(&mut story, EventKind::AskPapers, "2025-09-09 09:00");
    let mut story = remind(story, "2025-09-16 09:00");
    again(&mut story, EventKind::Correct, "2025-09-16 10:00");
    again(&mut story, EventKind::Correct, "2025-09-16 11:00");
    assert_eq!(story.dossier.papers_asked_at, Some(at("2025-09-08 09:00")));
    assert_eq!(story.dossier.reminded_at, None);
    let story = remind(story, "2025-09-17 08:00");
    assert_eq!(story.dossier.reminded_at, Some(at("2025-09-17 08:00")));
    let replayed = Dossier::replay(&story.dossier.intake(), &story.events);
    assert_eq!(replayed, Ok(story.dossier));
}
