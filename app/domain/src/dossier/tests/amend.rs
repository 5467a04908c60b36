use super::super::amend::{Change, Papers, PapersChange, PersonalField};
use super::*;

/// A change of what the reception says, of nothing else.
fn change(dossier: &Dossier) -> Change {
    Change {
        facts: dossier.reception_facts(),
        papers: None,
        personal: Vec::new(),
        accepts_earlier_due: false,
    }
}

fn amend(
    story: &mut Story,
    when: &str,
    actor: &Actor,
    amended: impl FnOnce(&mut Change),
) -> Result<(), Refusal> {
    let mut change = change(&story.dossier);
    amended(&mut change);
    let action = Action::Amend {
        reason: why(),
        change: Box::new(change),
    };
    story.try_act(action, at(when).into(), actor)
}

/// To a procedure with this limit.
fn limit_of(minutes: u32) -> impl FnOnce(&mut Change) {
    move |change| {
        change.facts.procedure = Some(ProcedureId(4));
        change.facts.limit = intake(Channel::Direct, minutes).limit;
        change.accepts_earlier_due = true;
    }
}

fn received_at(when: &str) -> impl FnOnce(&mut Change) {
    let when = at(when);
    move |change| {
        change.facts.received_at = Some(when);
        change.accepts_earlier_due = true;
    }
}

fn phone(change: &mut Change) {
    change.personal = vec![PersonalField::Phone];
}

fn colleague() -> Actor {
    Actor {
        name: "hoa".to_owned(),
        role: ActorRole::Staff,
    }
}

fn replayed_until(story: &Story, as_of: &str, recorded_by: Option<&str>) -> Option<Dossier> {
    let intake = story.dossier.intake();
    Dossier::replay_until(&intake, &story.events, at(as_of), recorded_by.map(at)).unwrap()
}

fn replays(story: &Story) {
    let replayed = Dossier::replay(&story.dossier.intake(), &story.events);
    assert_eq!(replayed, Ok(story.dossier.clone()));
}

#[test]
fn the_due_time_is_computed_again_from_the_amended_reception() {
    let mut story = Story::received();
    amend(&mut story, "2025-09-08 10:00", &staff(), limit_of(4_800)).unwrap();
    let due = Some(at("2025-09-22 08:00"));
    assert_eq!(
        (story.dossier.first_due_at, story.dossier.due_at),
        (due, due)
    );
    amend(
        &mut story,
        "2025-09-08 11:00",
        &staff(),
        received_at("2025-09-05 08:00"),
    )
    .unwrap();
    let due = Some(at("2025-09-19 08:00"));
    assert_eq!(
        (story.dossier.first_due_at, story.dossier.due_at),
        (due, due)
    );
    assert_eq!(story.dossier.received_at, Some(at("2025-09-05 08:00")));
    assert_eq!(story.dossier.version, 3);
    replays(&story);
}

#[test]
fn finished_pauses_move_the_new_due_time_as_they_moved_the_old() {
    let mut story = Story::received()
        .then(EventKind::AskPapers, "2025-09-09 08:00")
        .then(EventKind::PapersReceived, "2025-09-10 08:00");
    assert_eq!(story.dossier.due_at, Some(at("2025-09-16 08:00")));
    amend(&mut story, "2025-09-11 10:00", &manager(), limit_of(4_800)).unwrap();
    assert_eq!(story.dossier.due_at, Some(at("2025-09-23 08:00")));
    assert_eq!(story.dossier.first_due_at, Some(at("2025-09-22 08:00")));
    replays(&story);
}

#[test]
fn the_date_of_an_extension_stays_where_it_is_later() {
    let mut story = Story::received();
    let new_due = at("2025-09-24 17:00");
    let extend = Action::Extend {
        reason: why(),
        new_due,
    };
    story
        .try_act(extend, at("2025-09-09 08:00").into(), &manager())
        .unwrap();
    amend(&mut story, "2025-09-11 10:00", &manager(), limit_of(4_800)).unwrap();
    assert_eq!(story.dossier.due_at, Some(new_due));
    amend(&mut story, "2025-09-11 11:00", &manager(), limit_of(9_600)).unwrap();
    assert_eq!(story.dossier.due_at, Some(at("2025-10-06 08:00")));
    replays(&story);
}

#[test]
fn a_due_time_before_the_one_on_the_slip_is_refused_until_it_is_confirmed() {
    let mut story = Story::received();
    let refused = amend(&mut story, "2025-09-08 10:00", &staff(), |change| {
        limit_of(480)(change);
        change.accepts_earlier_due = false;
    });
    let (due, new_due) = (at("2025-09-15 08:00"), at("2025-09-09 08:00"));
    assert_eq!(
        refused,
        Err(Refusal::DueComesEarlier {
            due,
            new_due: Some(new_due)
        })
    );
    amend(&mut story, "2025-09-08 10:00", &staff(), limit_of(480)).unwrap();
    let event = story.events.last().unwrap();
    let amendment = event.amendment.as_ref().unwrap();
    assert_eq!(
        (amendment.due_before, event.due_at),
        (Some(due), Some(new_due))
    );
    assert!(amendment.changes_slip());
}

#[test]
fn the_author_amends_a_reception_on_the_same_day_and_a_manager_later() {
    let agency = |change: &mut Change| change.facts.agency = AgencyId(9);
    let channel = |change: &mut Change| change.facts.channel = Channel::Post;
    let papers = |change: &mut Change| {
        let after = Papers {
            listed: vec!["Đơn".to_owned()],
            others: 0,
        };
        change.papers = Some(PapersChange {
            before: Papers::default(),
            after,
        });
    };
    let changes: [&dyn Fn(&mut Change); 5] = [
        &agency,
        &channel,
        &papers,
        &|change| limit_of(4_800)(change),
        &|change| received_at("2025-09-08 07:40")(change),
    ];
    for change in changes {
        let mut story = Story::received();
        let late = amend(&mut story, "2025-09-09 07:30", &staff(), change);
        assert_eq!(late, Err(Refusal::AmendIsManagers));
        let others = amend(&mut story, "2025-09-08 09:00", &colleague(), change);
        assert_eq!(others, Err(Refusal::AmendIsManagers));
        let mut own = story.clone();
        assert_eq!(
            amend(&mut own, "2025-09-08 16:59", &staff(), change),
            Ok(())
        );
        assert_eq!(
            amend(&mut story, "2025-10-08 16:59", &manager(), change),
            Ok(())
        );
    }
}

#[test]
fn anybody_amends_the_applicants_data_at_any_time() {
    let mut story = Story::received()
        .then(EventKind::Start, "2025-09-09 08:00")
        .then(EventKind::Resolve, "2025-09-09 10:00");
    amend(&mut story, "2025-11-09 10:00", &colleague(), phone).unwrap();
    let event = story.events.last().unwrap();
    assert_eq!(event.occurred_at, at("2025-11-09 10:00"));
    assert_eq!(
        event.amendment.as_ref().unwrap().personal,
        [PersonalField::Phone]
    );
    replays(&story);
}

#[test]
fn a_reason_is_needed_and_something_to_amend() {
    let mut story = Story::received();
    let nothing = amend(&mut story, "2025-09-08 10:00", &staff(), |_| ());
    assert_eq!(nothing, Err(Refusal::NothingAmended));
    let mut change = change(&story.dossier);
    phone(&mut change);
    let blank = Action::Amend {
        reason: " ".to_owned(),
        change: Box::new(change),
    };
    let refused = story.try_act(blank, at("2025-09-08 10:00").into(), &manager());
    assert_eq!(refused, Err(Refusal::ReasonMissing));
}

#[test]
fn an_amended_reception_is_between_the_registration_and_the_next_step_and_not_too_far_back() {
    let mut story = Story::registered()
        .then(EventKind::Receive, "2025-09-09 08:00")
        .then(EventKind::Start, "2025-09-09 10:00");
    let mut moved = |when| amend(&mut story, "2025-09-09 11:00", &staff(), received_at(when));
    let last = at("2025-09-08 08:00");
    assert_eq!(
        moved("2025-09-08 07:59"),
        Err(Refusal::BeforeLastEvent { last })
    );
    let next = at("2025-09-09 10:00");
    assert_eq!(
        moved("2025-09-09 10:01"),
        Err(Refusal::ReceivedAfterNext { next })
    );
    assert_eq!(moved("2025-09-09 11:01"), Err(Refusal::InFuture));
    assert_eq!(moved("2025-09-08 08:00"), Ok(()));
    let mut direct = Story::received();
    let far = amend(
        &mut direct,
        "2025-09-08 10:00",
        &staff(),
        received_at("2025-09-04 08:00"),
    );
    assert_eq!(far, Err(Refusal::TooFarBack { days_max: 3 }));
    direct.rules.signed_until = Some(at("2025-09-06 00:00"));
    let signed = amend(
        &mut direct,
        "2025-09-08 10:00",
        &staff(),
        received_at("2025-09-05 08:00"),
    );
    assert_eq!(
        signed,
        Err(Refusal::PeriodSigned {
            until: at("2025-09-06 00:00")
        })
    );
    assert_eq!(
        amend(
            &mut direct,
            "2025-09-08 10:00",
            &manager(),
            received_at("2025-09-04 08:00")
        ),
        Ok(())
    );
    replays(&direct);
}

#[test]
fn a_result_that_was_late_is_on_time_since_the_amendment_and_late_by_what_was_known_before() {
    let mut story = Story::received()
        .then(EventKind::Start, "2025-09-09 08:00")
        .then(EventKind::Resolve, "2025-09-16 10:00");
    let late = |dossier: &Dossier| dossier.ended_at > dossier.due_at;
    assert!(late(&story.dossier));
    amend(&mut story, "2025-10-02 08:00", &manager(), limit_of(4_800)).unwrap();
    assert!(!late(&story.dossier));
    assert!(story.events[3].amendment.as_ref().unwrap().makes_in_time);
    let revised = replayed_until(&story, "2025-09-30 00:00", None).unwrap();
    assert!(!late(&revised));
    assert_eq!(revised.procedure, Some(ProcedureId(4)));
    let signed = replayed_until(&story, "2025-09-30 00:00", Some("2025-10-01 08:00")).unwrap();
    assert!(late(&signed));
    assert_eq!(signed.procedure, Some(ProcedureId(3)));
    replays(&story);
}

#[test]
fn a_reception_moved_to_another_day_is_of_that_day_in_every_look_back() {
    let mut story = Story::received();
    amend(
        &mut story,
        "2025-10-02 08:00",
        &manager(),
        received_at("2025-09-05 09:00"),
    )
    .unwrap();
    assert_eq!(replayed_until(&story, "2025-09-05 08:59", None), None);
    let then = replayed_until(&story, "2025-09-05 09:00", None).unwrap();
    assert_eq!(then.received_at, Some(at("2025-09-05 09:00")));
    assert_eq!(
        replayed_until(&story, "2025-09-07 09:00", Some("2025-10-01 08:00")),
        None
    );
}

#[test]
fn the_handling_time_is_measured_from_the_amended_reception() {
    let mut story = Story::received().then(EventKind::Resolve, "2025-09-09 08:00");
    assert_eq!(story.dossier.handled_min, Some(480));
    amend(
        &mut story,
        "2025-09-10 08:00",
        &manager(),
        received_at("2025-09-08 10:00"),
    )
    .unwrap();
    assert_eq!(story.dossier.handled_min, Some(360));
    replays(&story);
}

#[test]
fn a_correction_goes_past_an_amendment_and_leaves_what_it_says() {
    let mut story = Story::received()
        .then(EventKind::Start, "2025-09-09 08:00")
        .then(EventKind::Resolve, "2025-09-16 10:00");
    amend(&mut story, "2025-10-02 08:00", &manager(), limit_of(4_800)).unwrap();
    story
        .try_act(
            action(EventKind::Correct),
            at("2025-10-02 09:00").into(),
            &manager(),
        )
        .unwrap();
    assert_eq!(story.events.last().unwrap().takes_back, Some(3));
    assert_eq!(story.dossier.status, Status::InProcess);
    assert_eq!(story.dossier.due_at, Some(at("2025-09-22 08:00")));
    replays(&story);
}

#[test]
fn a_dossier_amended_to_another_agency_is_unassigned() {
    let mut story = Story::received();
    let take = Action::Assign {
        to: Some("lan".to_owned()),
    };
    story
        .try_act(take, at("2025-09-08 09:00").into(), &staff())
        .unwrap();
    amend(&mut story, "2025-09-08 10:00", &staff(), |change| {
        change.facts.agency = AgencyId(9);
    })
    .unwrap();
    assert_eq!(
        (story.dossier.agency, story.dossier.assignee.as_deref()),
        (AgencyId(9), None)
    );
    replays(&story);
}

#[test]
fn a_promise_without_a_limit_stays_when_only_the_channel_was_wrong() {
    let mut story = Story::open(intake(Channel::Direct, 0), "2025-09-08 08:00", true);
    let reception = story.events.pop().unwrap();
    let due = at("2025-09-20 17:00");
    let (dossier, reception) = story
        .dossier
        .clone()
        .with_promised_due(reception, due)
        .unwrap();
    story.dossier = dossier;
    story.events.push(reception);
    amend(&mut story, "2025-09-10 08:00", &manager(), |change| {
        change.facts.channel = Channel::Post;
        change.facts.received_at = Some(at("2025-09-08 09:00"));
    })
    .unwrap();
    assert_eq!(story.dossier.due_at, Some(due));
    replays(&story);
}

#[test]
fn a_history_whose_amendment_does_not_follow_is_not_replayed() {
    let mut story = Story::received();
    amend(&mut story, "2025-09-08 10:00", &staff(), limit_of(4_800)).unwrap();
    let intake = story.dossier.intake();
    let mut forged = story.events.clone();
    let amendment = forged[1].amendment.as_mut().unwrap();
    amendment.restated.clear();
    let fault = ReplayFault::Facts { sequence: 2 };
    assert_eq!(Dossier::replay(&intake, &forged), Err(fault.clone()));
    let mut forged = story.events.clone();
    forged[1].amendment = None;
    assert_eq!(Dossier::replay(&intake, &forged), Err(fault));
}

#[test]
fn only_a_manager_amends_within_a_signed_period_even_on_the_same_day() {
    let mut story = Story::received();
    story.rules.signed_until = Some(at("2025-09-08 08:30"));
    let refused = amend(
        &mut story.clone(),
        "2025-09-08 10:00",
        &staff(),
        limit_of(4_800),
    );
    assert_eq!(refused, Err(Refusal::AmendIsManagers));
    let annulled = story.clone().try_act(
        action(EventKind::Annul),
        at("2025-09-08 10:00").into(),
        &staff(),
    );
    assert_eq!(annulled, Err(Refusal::AnnulIsManagers));
    amend(&mut story, "2025-09-08 10:00", &staff(), phone).unwrap();
    amend(&mut story, "2025-09-08 10:00", &manager(), limit_of(4_800)).unwrap();
    replays(&story);
}

#[test]
fn an_amendment_that_ends_the_promise_is_refused_until_it_is_confirmed() {
    let mut story = Story::received();
    let without = |accepts_earlier_due: bool| {
        move |change: &mut Change| {
            change.facts.limit = None;
            change.accepts_earlier_due = accepts_earlier_due;
        }
    };
    let refused = amend(&mut story, "2025-09-08 10:00", &staff(), without(false));
    let (due, new_due) = (at("2025-09-15 08:00"), None);
    assert_eq!(refused, Err(Refusal::DueComesEarlier { due, new_due }));
    amend(&mut story, "2025-09-08 10:00", &staff(), without(true)).unwrap();
    assert_eq!(story.dossier.due_at, None);
    replays(&story);
}

#[test]
fn a_registration_made_with_the_reception_is_moved_with_it() {
    let online = intake(Channel::Online, 2_400);
    let mut story = Story::open(online, "2025-09-08 08:00", true);
    let to_the_counter = |change: &mut Change| {
        received_at("2025-09-08 07:40")(change);
        change.facts.channel = Channel::Direct;
    };
    amend(&mut story, "2025-09-08 10:00", &staff(), to_the_counter).unwrap();
    let received = Some(at("2025-09-08 07:40"));
    let dossier = &story.dossier;
    assert_eq!(
        (dossier.registered_at, dossier.received_at),
        (received, received)
    );
    replays(&story);
    // If the dossier was registered before, the registration keeps its time.
    let mut waited = Story::registered().then(EventKind::Receive, "2025-09-08 09:00");
    let refused = amend(
        &mut waited,
        "2025-09-08 10:00",
        &staff(),
        received_at("2025-09-08 07:40"),
    );
    let last = at("2025-09-08 08:00");
    assert_eq!(refused, Err(Refusal::BeforeLastEvent { last }));
}
