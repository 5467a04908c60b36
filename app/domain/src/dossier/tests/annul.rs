use super::*;

fn annul(story: &mut Story, when: &str, actor: &Actor) -> Result<(), Refusal> {
    story.try_act(action(EventKind::Annul), at(when).into(), actor)
}

fn colleague() -> Actor {
    Actor {
        name: "hoa".to_owned(),
        role: ActorRole::Staff,
    }
}

#[test]
fn the_author_annuls_on_the_same_day_while_nothing_but_the_reception_has_happened() {
    let mut story = Story::received();
    let others = annul(&mut story.clone(), "2025-09-08 09:00", &colleague());
    assert_eq!(others, Err(Refusal::AnnulIsManagers));
    let late = annul(&mut story.clone(), "2025-09-09 07:30", &staff());
    assert_eq!(late, Err(Refusal::AnnulIsManagers));
    let mut begun = story.clone().then(EventKind::Start, "2025-09-08 09:00");
    assert_eq!(
        annul(&mut begun, "2025-09-08 10:00", &staff()),
        Err(Refusal::AnnulIsManagers)
    );
    assert_eq!(annul(&mut begun, "2025-09-08 10:00", &manager()), Ok(()));
    annul(&mut story, "2025-09-08 10:00", &staff()).unwrap();
    assert!(story.dossier.is_annulled());
    assert_eq!(
        (story.dossier.status, story.dossier.clock()),
        (Status::Stopped, Clock::Ended)
    );
}

#[test]
fn a_manager_annuls_a_dossier_in_any_state_with_a_reason() {
    let ways: [&[EventKind]; 4] = [
        &[EventKind::AskPapers],
        &[EventKind::Start, EventKind::Resolve, EventKind::HandOver],
        &[EventKind::Stop],
        &[EventKind::AskWithdrawal],
    ];
    for way in ways {
        let mut story = Story::received();
        for kind in way {
            story = story.then(*kind, "2025-09-09 08:00");
        }
        let blank = Action::Annul {
            reason: " ".to_owned(),
        };
        let refused = story.try_act(blank, at("2025-10-08 10:00").into(), &manager());
        assert_eq!(refused, Err(Refusal::ReasonMissing));
        annul(&mut story, "2025-10-08 10:00", &manager()).unwrap();
        let replayed = Dossier::replay(&story.dossier.intake(), &story.events);
        assert_eq!(replayed, Ok(story.dossier.clone()));
    }
    let mut waiting = Story::registered();
    assert!(matches!(
        annul(&mut waiting, "2025-09-08 10:00", &manager()),
        Err(Refusal::Transition { .. })
    ));
}

#[test]
fn an_annulled_dossier_only_allows_a_correction() {
    let mut story = Story::received().then(EventKind::Start, "2025-09-08 09:00");
    let before = story.dossier.clone();
    annul(&mut story, "2025-09-08 10:00", &manager()).unwrap();
    assert_eq!(
        story.dossier.allowed(ActorRole::Manager),
        [EventKind::Correct]
    );
    for kind in EventKind::ALL
        .into_iter()
        .filter(|kind| !matches!(kind, EventKind::Correct | EventKind::Step))
    {
        let refused = story.refusal(kind, "2025-09-08 11:00", &import());
        assert_eq!(
            refused,
            Refusal::Transition {
                kind,
                status: Status::Stopped
            }
        );
    }
    let taken_back = |story: &mut Story, actor: &Actor| {
        story.try_act(
            action(EventKind::Correct),
            at("2025-09-12 10:00").into(),
            actor,
        )
    };
    assert_eq!(
        taken_back(&mut story, &staff()),
        Err(Refusal::CorrectionIsManagers)
    );
    taken_back(&mut story, &manager()).unwrap();
    assert_eq!(
        story.dossier,
        Dossier {
            version: 4,
            ..before
        }
    );
}

#[test]
fn an_annulled_dossier_exists_only_in_what_was_known_before() {
    let mut story = Story::received().then(EventKind::Start, "2025-09-09 09:00");
    annul(&mut story, "2025-10-08 10:00", &manager()).unwrap();
    let intake = story.dossier.intake();
    let stood = |as_of: &str, recorded_by: Option<&str>| {
        Dossier::replay_until(&intake, &story.events, at(as_of), recorded_by.map(at)).unwrap()
    };
    for as_of in ["2025-09-08 08:00", "2025-09-30 00:00", "2025-10-09 00:00"] {
        assert_eq!(stood(as_of, None), None);
    }
    let signed = stood("2025-09-30 00:00", Some("2025-10-01 08:00")).unwrap();
    assert_eq!(
        (signed.status, signed.is_annulled()),
        (Status::InProcess, false)
    );
}
