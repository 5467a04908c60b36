use super::*;

#[test]
fn a_reason_is_needed_where_the_applicant_is_owed_one() {
    let blank = || "  \n".to_owned();
    let from_registered = [
        Action::Refuse { reason: blank() },
        Action::AskPapers { reason: blank() },
    ];
    let from_received = [
        Action::AskPapers { reason: blank() },
        Action::AskPayment { reason: blank() },
        Action::AskWithdrawal { reason: blank() },
        Action::Stop { reason: blank() },
        Action::Extend {
            reason: blank(),
            new_due: at("2025-09-19 17:00"),
        },
        Action::Correct { reason: blank() },
    ];
    let withdrawing = Story::received().then(EventKind::AskWithdrawal, "2025-09-08 09:00");
    let from_withdrawing = [
        Action::DeclineWithdrawal { reason: blank() },
        Action::ConfirmWithdrawal { reason: blank() },
    ];
    let cases = from_registered
        .map(|act| (Story::registered(), act))
        .into_iter();
    let cases = cases.chain(from_received.map(|act| (Story::received(), act)));
    for (mut story, act) in cases.chain(from_withdrawing.map(|act| (withdrawing.clone(), act))) {
        let kind = act.kind();
        assert_eq!(
            story.try_act(act, at("2025-09-08 10:00").into(), &manager()),
            Err(Refusal::ReasonMissing),
            "{kind}"
        );
    }
}

#[test]
fn a_reason_is_kept_trimmed_and_has_at_most_1000_characters() {
    let mut story = Story::received();
    let too_long = Action::Stop {
        reason: "ầ".repeat(1_001),
    };
    assert_eq!(
        story.try_act(too_long, at("2025-09-08 10:00").into(), &staff()),
        Err(Refusal::ReasonTooLong)
    );
    let longest = Action::Stop {
        reason: format!(" {} ", "ầ".repeat(1_000)),
    };
    story
        .try_act(longest, at("2025-09-08 10:00").into(), &staff())
        .unwrap();
    assert_eq!(story.events[1].reason, Some("ầ".repeat(1_000)));
}

#[test]
fn an_import_may_leave_the_reason_blank() {
    let mut story = Story::received();
    story
        .try_act(
            Action::Stop {
                reason: String::new(),
            },
            at("2025-09-08 10:00").into(),
            &import(),
        )
        .unwrap();
    assert_eq!(story.events[1].reason, None);
}

#[test]
fn papers_are_asked_once_and_again_by_a_manager_only() {
    let mut story = Story::received()
        .then(EventKind::AskPapers, "2025-09-08 09:00")
        .then(EventKind::PapersReceived, "2025-09-08 10:00");
    assert_eq!(
        story.refusal(EventKind::AskPapers, "2025-09-08 11:00", &staff()),
        Refusal::PapersAskedAlready
    );
    assert!(
        !story
            .dossier
            .allowed(ActorRole::Staff)
            .contains(&EventKind::AskPapers)
    );
    assert!(
        story
            .dossier
            .allowed(ActorRole::Manager)
            .contains(&EventKind::AskPapers)
    );
    story
        .try_act(
            action(EventKind::AskPapers),
            at("2025-09-08 11:00").into(),
            &manager(),
        )
        .unwrap();
    assert_eq!(story.dossier.papers_asked, 2);
}

#[test]
fn papers_asked_before_reception_count_as_asked() {
    let mut story = Story::registered()
        .then(EventKind::AskPapers, "2025-09-08 09:00")
        .then(EventKind::Receive, "2025-09-08 10:00");
    assert_eq!(
        story.refusal(EventKind::AskPapers, "2025-09-08 11:00", &staff()),
        Refusal::PapersAskedAlready
    );
}

#[test]
fn nothing_is_recorded_before_it_happens() {
    let mut story = Story::received();
    let ahead = When::new(at("2025-09-08 10:01"), at("2025-09-08 10:00"));
    assert_eq!(
        story.try_act(Action::Start, ahead.clone(), &import()),
        Err(Refusal::InFuture)
    );
    let opened = Dossier::open(
        intake(Channel::Direct, 480),
        ahead,
        &story.calendar,
        &story.rules,
        &staff(),
        true,
    );
    assert_eq!(opened, Err(Refusal::InFuture));
}

#[test]
fn nothing_happens_before_the_last_event_in_force() {
    let mut story = Story::received().then(EventKind::Start, "2025-09-09 10:00");
    let before = When::new(at("2025-09-09 09:59"), at("2025-09-09 11:00"));
    let refusal = Refusal::BeforeLastEvent {
        last: at("2025-09-09 10:00"),
    };
    assert_eq!(
        story.try_act(Action::Resolve, before, &manager()),
        Err(refusal)
    );
}

#[test]
fn staff_record_up_to_three_local_days_back() {
    let story = Story::received();
    let three_days = When::new(at("2025-09-09 00:00"), at("2025-09-12 23:59"));
    assert_eq!(
        story.clone().try_act(Action::Start, three_days, &staff()),
        Ok(())
    );
    let four_days = When::new(at("2025-09-08 23:59"), at("2025-09-12 00:00"));
    assert_eq!(
        story.clone().try_act(Action::Start, four_days, &staff()),
        Err(Refusal::TooFarBack { days_max: 3 })
    );
}

#[test]
fn a_manager_records_what_is_long_past_and_says_why() {
    let story = Story::received();
    let mut when = When::new(at("2025-09-08 10:00"), at("2025-09-30 10:00"));
    assert_eq!(
        story
            .clone()
            .try_act(Action::Start, when.clone(), &manager()),
        Err(Refusal::ReasonMissing)
    );
    assert_eq!(
        story
            .clone()
            .try_act(action(EventKind::Stop), when.clone(), &manager()),
        Ok(())
    );
    assert_eq!(
        story
            .clone()
            .try_act(Action::Start, when.clone(), &import()),
        Ok(())
    );
    when.late_reason = Some("found in the paper register".to_owned());
    let mut late = story.clone();
    late.try_act(Action::Start, when.clone(), &manager())
        .unwrap();
    assert_eq!(late.events[1].reason, when.late_reason);
    let opened = Dossier::open(
        intake(Channel::Direct, 480),
        when.clone(),
        &story.calendar,
        &story.rules,
        &manager(),
        true,
    );
    assert_eq!(opened.unwrap().1[0].reason, when.late_reason);
    let opened = Dossier::open(
        intake(Channel::Direct, 480),
        when,
        &story.calendar,
        &story.rules,
        &staff(),
        true,
    );
    assert_eq!(opened, Err(Refusal::TooFarBack { days_max: 3 }));
}

#[test]
fn a_step_of_an_imported_log_changes_no_status_and_is_possible_in_any() {
    let mut story = Story::received()
        .then(EventKind::Resolve, "2025-09-09 10:00")
        .then(EventKind::HandOver, "2025-09-09 11:00");
    assert_eq!(
        story.refusal(EventKind::Step, "2025-09-10 10:00", &manager()),
        Refusal::StepIsImported
    );
    let nameless = Action::Step {
        name: " ".to_owned(),
    };
    assert_eq!(
        story.try_act(nameless, at("2025-09-10 10:00").into(), &import()),
        Err(Refusal::ReasonMissing)
    );
    let before = story.dossier.clone();
    story
        .try_act(
            action(EventKind::Step),
            When::new(at("2025-09-08 09:00"), at("2025-09-10 10:00")),
            &import(),
        )
        .unwrap();
    assert_eq!(
        story.dossier,
        Dossier {
            version: 4,
            ..before
        }
    );
    assert_eq!(story.events[3].reason.as_deref(), Some(why().as_str()));
}

#[test]
fn online_reception_at_once_is_a_registration_and_a_reception() {
    let story = Story::open(intake(Channel::Online, 480), "2025-09-08 22:00", true);
    assert_eq!(
        story
            .events
            .iter()
            .map(|event| event.kind)
            .collect::<Vec<_>>(),
        [EventKind::Register, EventKind::Receive]
    );
    assert_eq!(story.dossier.registered_at, story.dossier.received_at);
    assert_eq!(story.dossier.due_at, Some(at("2025-09-09 17:00")));
    let direct = Story::received();
    assert_eq!(
        direct
            .events
            .iter()
            .map(|event| (event.kind, event.from))
            .collect::<Vec<_>>(),
        [(EventKind::Receive, None)]
    );
    assert_eq!(direct.dossier.registered_at, None);
}

#[test]
fn instants_are_whole_milliseconds() {
    let precise = at("2025-09-08 09:00") + chrono::Duration::nanoseconds(1_999_999);
    let mut story = Story::received();
    story
        .try_act(Action::Start, precise.into(), &staff())
        .unwrap();
    assert_eq!(
        story.events[1].occurred_at,
        at("2025-09-08 09:00") + chrono::Duration::milliseconds(1)
    );
}
