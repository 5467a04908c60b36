//! Who has a dossier in hand.

use super::*;

fn given(to: &str) -> Action {
    Action::Assign {
        to: Some(to.to_owned()).filter(|to| !to.is_empty()),
    }
}

impl Story {
    fn give(mut self, to: &str, when: &str) -> Self {
        self.try_act(given(to), at(when).into(), &staff()).unwrap();
        self
    }
}

#[test]
fn the_last_assignment_decides_the_assignee() {
    let story = Story::received();
    assert_eq!(story.dossier.assignee, None);
    let story = story
        .give("lan", "2025-09-08 09:00")
        .give("hoa", "2025-09-08 10:00");
    assert_eq!(story.dossier.assignee.as_deref(), Some("hoa"));
    let story = story.give("", "2025-09-08 11:00");
    assert_eq!(story.dossier.assignee, None);
    let replayed = Dossier::replay(&story.dossier.intake(), &story.events);
    assert_eq!(replayed, Ok(story.dossier));
}

#[test]
fn an_assignment_changes_neither_status_nor_due_time_nor_clock() {
    let before = Story::received().then(EventKind::AskPapers, "2025-09-08 09:00");
    let after = before.clone().give("hoa", "2025-09-09 09:00").dossier;
    assert_eq!(
        Dossier {
            assignee: None,
            version: before.dossier.version,
            ..after
        },
        before.dossier
    );
}

#[test]
fn a_correction_goes_past_an_assignment_and_leaves_it() {
    let mut story = Story::received()
        .then(EventKind::Start, "2025-09-08 09:00")
        .give("hoa", "2025-09-08 09:30");
    story
        .try_act(
            action(EventKind::Correct),
            at("2025-09-08 10:00").into(),
            &manager(),
        )
        .unwrap();
    assert_eq!(story.events.last().unwrap().takes_back, Some(2));
    assert_eq!(story.dossier.status, Status::Received);
    assert_eq!(story.dossier.assignee.as_deref(), Some("hoa"));
}

#[test]
fn events_before_an_assignment_can_still_be_recorded() {
    let mut story = Story::received().give("hoa", "2025-09-08 10:00");
    let earlier = When::new(at("2025-09-08 09:00"), at("2025-09-08 11:00"));
    assert_eq!(story.try_act(Action::Start, earlier, &staff()), Ok(()));
}

#[test]
fn an_assignment_happens_when_it_is_recorded_and_keeps_no_reason() {
    let mut story = Story::received();
    let backdated = When {
        late_reason: Some(why()),
        ..When::new(at("2025-09-08 08:30"), at("2025-09-09 10:00"))
    };
    story.try_act(given(""), backdated, &staff()).unwrap();
    let event = story.events.last().unwrap();
    assert_eq!(event.occurred_at, at("2025-09-09 10:00"));
    assert_eq!((&event.reason, &story.dossier.assignee), (&None, &None));
}
