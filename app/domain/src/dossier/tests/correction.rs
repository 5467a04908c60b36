use chrono::Duration;

use super::*;

fn correct(story: &mut Story, when: Instant, actor: &Actor) -> Result<(), Refusal> {
    story.try_act(action(EventKind::Correct), when.into(), actor)
}

fn resolved() -> Story {
    Story::received()
        .then(EventKind::Start, "2025-09-09 08:00")
        .then(EventKind::Resolve, "2025-09-09 10:00")
}

#[test]
fn the_author_takes_an_event_back_within_ten_seconds() {
    let done = at("2025-09-09 10:00");
    let mut story = resolved();
    let before = story.dossier.clone();
    let late = correct(&mut story, done + Duration::milliseconds(10_001), &staff());
    assert_eq!(
        (late, &story.dossier),
        (Err(Refusal::CorrectionIsManagers), &before)
    );
    correct(&mut story, done + Duration::seconds(10), &staff()).unwrap();
    assert_eq!(
        (story.dossier.status, story.dossier.version),
        (Status::InProcess, 4)
    );
}

#[test]
fn the_ten_seconds_count_from_the_recording_not_from_the_event() {
    let mut story = Story::received();
    let when = When::new(at("2025-09-08 09:00"), at("2025-09-09 10:00"));
    story.try_act(Action::Resolve, when, &staff()).unwrap();
    assert_eq!(
        correct(
            &mut story,
            at("2025-09-09 10:00") + Duration::seconds(5),
            &staff()
        ),
        Ok(())
    );
}

#[test]
fn only_a_manager_takes_back_anothers_event() {
    let other = Actor {
        name: "hoa".to_owned(),
        role: ActorRole::Staff,
    };
    let mut story = resolved();
    assert_eq!(
        correct(&mut story, at("2025-09-09 10:00"), &other),
        Err(Refusal::CorrectionIsManagers)
    );
    assert_eq!(
        correct(&mut story, at("2025-12-09 10:00"), &manager()),
        Ok(())
    );
}

#[test]
fn a_correction_is_a_new_event_with_a_reason_and_clears_the_end() {
    let mut story = resolved();
    let before = Story::received()
        .then(EventKind::Start, "2025-09-09 08:00")
        .dossier;
    correct(&mut story, at("2025-10-02 09:00"), &manager()).unwrap();
    assert_eq!(
        story.dossier,
        Dossier {
            version: 4,
            ..before
        }
    );
    assert_eq!(
        (
            story.dossier.ended_at,
            story.dossier.end_reason,
            story.dossier.handled_min
        ),
        (None, None, None)
    );
    let event = story.events.last().unwrap();
    assert_eq!(
        (event.takes_back, event.from, event.to),
        (Some(3), Some(Status::Resolved), Status::InProcess)
    );
    assert_eq!(
        (event.occurred_at, event.reason.as_deref()),
        (at("2025-10-02 09:00"), Some("a reason"))
    );
}

#[test]
fn a_correction_leads_out_of_every_terminal_state() {
    let refused = Story::registered().then(EventKind::Refuse, "2025-09-09 08:00");
    let stopped = Story::received().then(EventKind::Stop, "2025-09-09 08:00");
    let handed_over = resolved().then(EventKind::HandOver, "2025-09-09 11:00");
    for (mut story, to) in [
        (refused, Status::Registered),
        (stopped, Status::Received),
        (handed_over, Status::Resolved),
    ] {
        correct(&mut story, at("2025-09-20 08:00"), &manager()).unwrap();
        assert_eq!(story.dossier.status, to);
    }
}

#[test]
fn handing_over_taken_back_leaves_the_dossier_resolved() {
    let mut story = resolved().then(EventKind::HandOver, "2025-09-09 11:00");
    correct(&mut story, at("2025-09-09 12:00"), &manager()).unwrap();
    assert_eq!(
        story.dossier,
        Dossier {
            version: 5,
            ..resolved().dossier
        }
    );
}

#[test]
fn repeated_corrections_lead_back_to_the_opening() {
    let mut story = resolved();
    let when = at("2025-09-10 08:00");
    correct(&mut story, when, &manager()).unwrap();
    correct(&mut story, when, &manager()).unwrap();
    assert_eq!(story.dossier.status, Status::Received);
    assert_eq!(
        story
            .events
            .iter()
            .map(|event| event.takes_back)
            .collect::<Vec<_>>(),
        [None, None, None, Some(3), Some(2)]
    );
    assert_eq!(
        correct(&mut story, when, &manager()),
        Err(Refusal::OpeningStays)
    );
}

#[test]
fn a_reception_taken_back_leaves_the_dossier_registered_without_a_due_time() {
    let mut story = Story::registered().then(EventKind::Receive, "2025-09-09 08:00");
    correct(&mut story, at("2025-09-09 09:00"), &manager()).unwrap();
    assert_eq!(
        (
            story.dossier.clock(),
            story.dossier.received_at,
            story.dossier.due_at
        ),
        (Clock::NotStarted, None, None)
    );
    let story = story.then(EventKind::Receive, "2025-09-10 08:00");
    assert_eq!(story.dossier.received_at, Some(at("2025-09-10 08:00")));
}

#[test]
fn a_resume_taken_back_stops_the_clock_again_from_the_first_pause() {
    let paused = Story::received().then(EventKind::AskPapers, "2025-09-09 08:00");
    let mut story = paused
        .clone()
        .then(EventKind::PapersReceived, "2025-09-10 08:00");
    correct(&mut story, at("2025-09-10 09:00"), &manager()).unwrap();
    assert_eq!(
        story.dossier,
        Dossier {
            version: 4,
            ..paused.dossier
        }
    );
}

#[test]
fn a_request_for_papers_taken_back_was_not_made() {
    let mut story = Story::received().then(EventKind::AskPapers, "2025-09-09 08:00");
    correct(&mut story, at("2025-09-09 08:00"), &staff()).unwrap();
    assert_eq!(story.dossier.papers_asked, 0);
    assert_eq!(
        story.try_act(
            action(EventKind::AskPapers),
            at("2025-09-09 09:00").into(),
            &staff()
        ),
        Ok(())
    );
}

#[test]
fn an_extension_taken_back_may_be_made_again() {
    let mut story = Story::received().then(EventKind::Extend, "2025-09-09 08:00");
    correct(&mut story, at("2025-09-09 08:00"), &staff()).unwrap();
    assert_eq!(
        (story.dossier.extended, story.dossier.due_at),
        (false, Some(at("2025-09-15 08:00")))
    );
    assert_eq!(
        story.try_act(
            action(EventKind::Extend),
            at("2025-09-09 09:00").into(),
            &staff()
        ),
        Ok(())
    );
}

#[test]
fn after_a_correction_the_right_time_may_lie_before_the_wrong_one() {
    let mut story = resolved();
    correct(&mut story, at("2025-09-09 10:00"), &staff()).unwrap();
    let when = When::new(at("2025-09-09 09:00"), at("2025-09-09 11:00"));
    assert_eq!(story.try_act(Action::Resolve, when, &staff()), Ok(()));
    assert_eq!(story.dossier.ended_at, Some(at("2025-09-09 09:00")));
}

#[test]
fn a_correction_passes_over_steps() {
    let mut story = resolved();
    story
        .try_act(
            action(EventKind::Step),
            at("2025-09-09 12:00").into(),
            &import(),
        )
        .unwrap();
    correct(&mut story, at("2025-09-09 13:00"), &manager()).unwrap();
    assert_eq!(story.events.last().unwrap().takes_back, Some(3));
}

#[test]
fn a_correction_needs_the_whole_history_of_this_dossier() {
    let story = resolved();
    let when = || When::from(at("2025-09-09 10:00"));
    let with = |history: &[Event]| {
        story.dossier.act(
            action(EventKind::Correct),
            when(),
            &story.calendar,
            &story.rules,
            &manager(),
            history,
        )
    };
    assert_eq!(with(&[]), Err(Refusal::HistoryNeeded));
    assert_eq!(with(&story.events[..2]), Err(Refusal::HistoryNeeded));
    let other = Story::received()
        .then(EventKind::Start, "2025-09-09 08:00")
        .then(EventKind::Resolve, "2025-09-09 10:01");
    assert_eq!(with(&other.events), Err(Refusal::HistoryDiffers));
    let mut broken = story.events.clone();
    broken.swap(1, 2);
    assert_eq!(
        with(&broken),
        Err(Refusal::HistoryBroken(ReplayFault::Sequence {
            expected: 2,
            found: 3
        }))
    );
}
