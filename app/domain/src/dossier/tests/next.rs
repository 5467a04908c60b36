use super::*;

fn likeliest(story: &Story) -> Option<EventKind> {
    let offered = story.dossier.allowed(ActorRole::Staff);
    story.dossier.likeliest(&offered)
}

#[test]
fn the_likeliest_next_step_follows_the_dossiers_life() {
    assert_eq!(likeliest(&Story::registered()), Some(EventKind::Receive));
    let received = Story::received();
    assert_eq!(likeliest(&received), Some(EventKind::Start));
    let started = received.then(EventKind::Start, "2025-09-08 09:00");
    assert_eq!(likeliest(&started), Some(EventKind::Resolve));
    let asked = started
        .clone()
        .then(EventKind::AskPapers, "2025-09-08 10:00");
    assert_eq!(likeliest(&asked), Some(EventKind::PapersReceived));
    let resolved = started.then(EventKind::Resolve, "2025-09-08 11:00");
    assert_eq!(likeliest(&resolved), Some(EventKind::HandOver));
    let ended = resolved.then(EventKind::HandOver, "2025-09-08 14:00");
    assert_eq!(likeliest(&ended), None);
}

#[test]
fn no_step_is_likeliest_where_people_have_to_choose() {
    let withdrawing = Story::received().then(EventKind::AskWithdrawal, "2025-09-08 09:00");
    assert_eq!(likeliest(&withdrawing), None);
    assert_eq!(
        Story::received().dossier.likeliest(&[EventKind::Stop]),
        None,
        "what is not offered is never the main step"
    );
}

#[test]
fn the_author_of_the_last_step_may_undo_it_for_a_set_time() {
    let story = Story::received().then(EventKind::Start, "2025-09-08 09:00");
    let until = at("2025-09-08 09:00") + chrono::Duration::seconds(10);
    let asked = |actor: &Actor, now: Instant| {
        let rules = (&story.calendar, &story.rules);
        story.dossier.undo_until(actor, now, rules, &story.events)
    };
    assert_eq!(asked(&staff(), at("2025-09-08 09:00")), Some(until));
    assert_eq!(asked(&staff(), until), Some(until));
    assert_eq!(
        asked(&staff(), until + chrono::Duration::milliseconds(1)),
        None
    );
    assert_eq!(
        asked(&manager(), at("2025-09-08 09:00")),
        None,
        "another person's step is taken back with a reason"
    );
}

#[test]
fn an_opening_an_undo_and_an_assignment_are_not_undone() {
    let now = at("2025-09-08 08:00");
    let undo = |story: &Story, now: Instant| {
        let rules = (&story.calendar, &story.rules);
        story
            .dossier
            .undo_until(&staff(), now, rules, &story.events)
    };
    assert_eq!(undo(&Story::received(), now), None);
    let started = Story::received().then(EventKind::Start, "2025-09-08 08:00");
    assert!(undo(&started, now).is_some());
    let assigned = started.clone().then(EventKind::Assign, "2025-09-08 08:00");
    assert_eq!(undo(&assigned, now), None);
    let undone = started.then(EventKind::Correct, "2025-09-08 08:00");
    assert_eq!(undo(&undone, now), None);
}
