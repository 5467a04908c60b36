use super::*;

fn until(story: &Story, as_of: &str, recorded_by: Option<&str>) -> Option<Dossier> {
    Dossier::replay_until(
        &story.dossier.intake(),
        &story.events,
        at(as_of),
        recorded_by.map(at),
    )
    .unwrap()
}

#[test]
fn resolved_in_september_and_taken_back_in_october_shows_as_signed_and_as_revised() {
    let mut story = Story::received()
        .then(EventKind::Start, "2025-09-09 08:00")
        .then(EventKind::Resolve, "2025-09-12 10:00");
    story
        .try_act(
            action(EventKind::Correct),
            at("2025-10-06 09:00").into(),
            &manager(),
        )
        .unwrap();
    let signed = until(&story, "2025-09-30 23:59", Some("2025-10-02 08:00")).unwrap();
    assert_eq!(
        (signed.status, signed.ended_at),
        (Status::Resolved, Some(at("2025-09-12 10:00")))
    );
    let revised = until(&story, "2025-09-30 23:59", None).unwrap();
    assert_eq!(
        (revised.status, revised.ended_at, revised.is_open()),
        (Status::InProcess, None, true)
    );
    assert_eq!(story.events.len(), 4);
}

#[test]
fn an_event_recorded_after_the_sign_off_changes_the_revised_month_only() {
    let mut story = Story::received();
    let mut when = When::new(at("2025-09-29 10:00"), at("2025-10-06 09:00"));
    when.late_reason = Some(why());
    story.try_act(Action::Resolve, when, &manager()).unwrap();
    assert!(
        until(&story, "2025-09-30 23:59", Some("2025-10-02 08:00"))
            .unwrap()
            .is_open()
    );
    assert!(!until(&story, "2025-09-30 23:59", None).unwrap().is_open());
}

#[test]
fn a_past_state_follows_from_the_events_until_then() {
    let story = Story::received()
        .then(EventKind::AskPapers, "2025-09-09 08:00")
        .then(EventKind::PapersReceived, "2025-09-10 08:00");
    assert_eq!(until(&story, "2025-09-08 07:59", None), None);
    assert_eq!(
        until(&story, "2025-09-08 08:00", None).unwrap().clock(),
        Clock::Running
    );
    let paused = until(&story, "2025-09-09 08:00", None).unwrap();
    assert_eq!(
        (paused.clock(), paused.due_at),
        (Clock::Stopped, Some(at("2025-09-15 08:00")))
    );
    assert_eq!(
        until(&story, "2025-09-10 08:00", None),
        Some(story.dossier.clone())
    );
    assert_eq!(
        until(&story, "2025-09-10 08:00", Some("2025-09-08 07:00")),
        None
    );
}

#[test]
fn registered_and_papers_asked_but_never_received_is_only_waiting() {
    let story = Story::registered().then(EventKind::AskPapers, "2025-09-08 09:00");
    let later = until(&story, "2025-12-31 00:00", None).unwrap();
    assert_eq!(
        (later.received_at, later.clock(), later.is_open()),
        (None, Clock::NotStarted, false)
    );
    assert_eq!(
        (later.due_at, later.end_reason, later.handled_min),
        (None, None, None)
    );
}

#[test]
fn a_dossier_refused_at_reception_was_never_received() {
    let story = Story::registered().then(EventKind::Refuse, "2025-09-08 09:00");
    assert_eq!(story.dossier.end_reason, Some(EndReason::Refused));
    assert_eq!(
        (
            story.dossier.received_at,
            story.dossier.handled_min,
            story.dossier.is_open()
        ),
        (None, None, false)
    );
}

#[test]
fn replay_needs_no_calendar_so_a_new_one_restates_nothing() {
    let mut story = Story::received().then(EventKind::AskPapers, "2025-09-09 08:00");
    story.calendar = Calendar::new(chrono_tz::UTC, Vec::new(), Vec::new());
    assert_eq!(
        Dossier::replay(&story.dossier.intake(), &story.events),
        Ok(story.dossier)
    );
}

#[test]
fn without_working_time_nothing_can_be_promised() {
    let empty = Calendar::new(chrono_tz::UTC, Vec::new(), Vec::new());
    let opened = Dossier::open(
        intake(Channel::Direct, 480),
        at("2025-09-08 08:00"),
        &empty,
        &Rules::default(),
        &staff(),
        true,
    );
    assert_eq!(opened, Err(Refusal::NoWorkingTime));
}

#[test]
fn a_history_that_contradicts_itself_is_named_by_its_first_wrong_event() {
    let story = Story::received()
        .then(EventKind::Start, "2025-09-09 08:00")
        .then(EventKind::Resolve, "2025-09-12 10:00");
    let fault = |change: &dyn Fn(&mut Vec<Event>)| {
        let mut events = story.events.clone();
        change(&mut events);
        Dossier::replay(&story.dossier.intake(), &events).unwrap_err()
    };
    assert_eq!(fault(&|events| events.clear()), ReplayFault::Empty);
    assert_eq!(
        fault(&|events| drop(events.remove(1))),
        ReplayFault::Sequence {
            expected: 2,
            found: 3
        }
    );
    assert_eq!(
        fault(&|events| events[1].code = "H1-250908-0001".parse().unwrap()),
        ReplayFault::OtherDossier { sequence: 2 }
    );
    assert_eq!(
        fault(&|events| events[0].from = Some(Status::Registered)),
        ReplayFault::Opening { sequence: 1 }
    );
    assert_eq!(
        fault(&|events| events[2].occurred_at = at("2025-09-09 07:00")),
        ReplayFault::Order { sequence: 3 }
    );
    assert_eq!(
        fault(&|events| events[2].due_at = None),
        ReplayFault::Facts { sequence: 3 }
    );
    assert_eq!(
        fault(&|events| events[2].handled_min = None),
        ReplayFault::Facts { sequence: 3 }
    );
    assert_eq!(
        fault(&|events| events[1].paused_min = 7),
        ReplayFault::Facts { sequence: 2 }
    );
    assert_eq!(
        fault(&|events| events[2].takes_back = Some(2)),
        ReplayFault::TakesBack { sequence: 3 }
    );
    let wrong = ReplayFault::Transition {
        sequence: 3,
        kind: EventKind::Resolve,
        status: Status::InProcess,
        to: Status::HandedOver,
    };
    assert_eq!(fault(&|events| events[2].to = Status::HandedOver), wrong);
    assert_eq!(
        fault(&|events| events[2].kind = EventKind::Register),
        ReplayFault::Opening { sequence: 3 }
    );
}

#[test]
fn a_correction_takes_back_the_last_event_in_force_and_no_other() {
    let mut story = Story::received()
        .then(EventKind::Start, "2025-09-09 08:00")
        .then(EventKind::Resolve, "2025-09-12 10:00");
    story
        .try_act(
            action(EventKind::Correct),
            at("2025-09-12 10:00").into(),
            &staff(),
        )
        .unwrap();
    story.events[3].takes_back = Some(2);
    let intake = story.dossier.intake();
    assert_eq!(
        Dossier::replay(&intake, &story.events),
        Err(ReplayFault::TakesBack { sequence: 4 })
    );
    story.events[3].takes_back = Some(3);
    story.events[3].due_at = None;
    assert_eq!(
        Dossier::replay(&intake, &story.events),
        Err(ReplayFault::Facts { sequence: 4 })
    );
}

#[test]
fn an_act_typed_to_the_minute_of_the_last_event_follows_on_it() {
    let last = at("2025-09-08 08:00") + chrono::Duration::seconds(20);
    let mut story = Story::received();
    story
        .try_act(action(EventKind::Start), last.into(), &staff())
        .unwrap();
    let typed = When::new(at("2025-09-08 08:00"), at("2025-09-08 09:00"));
    story
        .try_act(action(EventKind::Resolve), typed, &staff())
        .unwrap();
    assert_eq!(story.dossier.ended_at, Some(last));
    let before = When::new(at("2025-09-08 07:59"), at("2025-09-08 09:00"));
    assert_eq!(
        story.try_act(action(EventKind::HandOver), before, &staff()),
        Err(Refusal::BeforeLastEvent { last })
    );
}
