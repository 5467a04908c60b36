//! Linked dossiers: a part is never due after the whole, and the whole stands where its parts do.

use std::borrow::Cow;

use proptest::prelude::*;

use super::*;
use crate::deadline::due::LimitLength;
use crate::dossier::amend::{Change, ReceptionFacts};
use crate::dossier::linked::follower;
use crate::dossier::{CountedIn, EndReason};

fn whole_and_part(whole_min: u32, part_min: u32, when: &str) -> (Dossier, Dossier) {
    let (calendar, rules) = (calendar(), Rules::default());
    let intake = Intake {
        counted_in: CountedIn::Centre,
        ..intake(Channel::Direct, whole_min)
    };
    let at = When::from(at(when));
    let whole = Dossier::open(
        intake.clone(),
        at.clone(),
        &calendar,
        &rules,
        &staff(),
        true,
    );
    let (whole, _) = whole.unwrap();
    let part = Intake {
        code: "H49.66-250908-0001".parse().unwrap(),
        ..super::intake(Channel::Direct, part_min)
    };
    let opened = Dossier::open_part(part, &whole, at, &calendar, &rules, &staff());
    let (part, events) = opened.unwrap();
    assert_eq!(Dossier::replay(&part.intake(), &events), Ok(part.clone()));
    (whole, part)
}

#[test]
fn a_part_counts_at_its_agency_and_the_whole_at_the_centre() {
    let (whole, part) = whole_and_part(2_400, 480, "2025-09-08 09:00");
    assert_eq!((whole.is_whole(), part.is_part()), (true, true));
    assert_eq!(part.due_at, Some(at("2025-09-09 09:00")));
}

#[test]
fn people_ask_papers_of_parts_and_withdraw_the_whole() {
    let (whole, part) = whole_and_part(2_400, 480, "2025-09-08 09:00");
    for role in [ActorRole::Staff, ActorRole::Manager] {
        let (of_whole, of_part) = (whole.allowed(role), part.allowed(role));
        for kind in [
            EventKind::Start,
            EventKind::AskPapers,
            EventKind::AskPayment,
        ] {
            assert!(
                !of_whole.contains(&kind) && of_part.contains(&kind),
                "{kind}"
            );
        }
        assert!(
            of_whole.contains(&EventKind::AskWithdrawal)
                && !of_part.contains(&EventKind::AskWithdrawal)
        );
    }
}

#[test]
fn the_whole_follows_its_parts_and_they_follow_it() {
    let (whole, part) = whole_and_part(2_400, 480, "2025-09-08 09:00");
    let with = |status: Status, ended: Option<EndReason>| Dossier {
        status,
        end_reason: ended,
        ended_at: ended.map(|_| at("2025-09-09 08:00")),
        ..part.clone()
    };
    let (open, asked) = (part.clone(), with(Status::PapersAsked, None));
    let begun = with(Status::InProcess, None);
    let resolved = with(Status::Resolved, Some(EndReason::Resolved));
    let stopped = with(Status::Stopped, Some(EndReason::Ineligible));
    let follows = |parts: &[&Dossier]| {
        let parts: Vec<Dossier> = parts.iter().map(|it| (*it).clone()).collect();
        whole
            .action_from_parts(&parts, "thiếu giấy")
            .map(|it| it.kind())
    };
    assert_eq!(follows(&[&open, &open]), None);
    assert_eq!(follows(&[&open, &begun]), Some(EventKind::Start));
    assert_eq!(follows(&[&open, &asked]), Some(EventKind::AskPapers));
    assert_eq!(follows(&[&resolved, &resolved]), Some(EventKind::Resolve));
    let in_process = Dossier {
        status: Status::InProcess,
        ..whole.clone()
    };
    let none = in_process.action_from_parts(&[stopped.clone(), resolved.clone()], "");
    assert_eq!(none, None, "a person decides where a part ended otherwise");
    let waiting = Dossier {
        status: Status::PapersAsked,
        ..whole.clone()
    };
    assert_eq!(
        waiting.action_from_parts(&[asked.clone(), begun.clone()], ""),
        None
    );
    let resumed = waiting.action_from_parts(&[begun.clone(), resolved.clone()], "");
    assert_eq!(resumed, Some(Action::PapersReceived));

    let stop = Action::Stop {
        reason: "không đủ điều kiện".to_owned(),
    };
    assert_eq!(open.action_from_whole(&stop), Some(stop.clone()));
    assert_eq!(resolved.action_from_whole(&stop), None);
    assert_eq!(
        resolved.action_from_whole(&Action::HandOver),
        Some(Action::HandOver)
    );
    let parts = [open, resolved];
    let refused = whole.check_parts(&Action::Resolve, &parts);
    assert_eq!(refused, Err(Refusal::PartsOpen));
}

#[test]
fn a_part_is_not_extended_beyond_the_promise() {
    let (whole, part) = whole_and_part(2_400, 480, "2025-09-08 09:00");
    let due = whole.due_at.unwrap();
    let extend = |by: i64| Action::Extend {
        reason: "cần xác minh".to_owned(),
        new_due: due + chrono::Duration::minutes(by),
    };
    assert_eq!(part.check_whole(&extend(0), (&whole, &[]), None), Ok(()));
    let beyond = part.check_whole(&extend(1), (&whole, &[]), None);
    assert_eq!(beyond, Err(Refusal::AfterPromise { due }));
}

#[test]
fn a_part_goes_back_only_with_a_whole_that_has_not_gone_on() {
    let whole = Story::received().then(EventKind::Start, "2025-09-08 10:00");
    let (started, part) = (whole.events[1].clone(), whole.dossier.clone());
    let in_force: Vec<_> = whole.events.iter().map(Cow::Borrowed).collect();
    let correct = action(EventKind::Correct);
    let check = |in_force: &[Cow<Event>]| {
        part.check_whole(&correct, (&whole.dossier, in_force), Some(&started))
    };
    assert_eq!(check(&in_force), Ok(()));
    let gone_on = whole.clone().then(EventKind::AskPapers, "2025-09-08 11:00");
    let in_force: Vec<_> = gone_on.events.iter().map(Cow::Borrowed).collect();
    assert_eq!(check(&in_force), Err(Refusal::WholeWentOn));
    let resolved = whole
        .clone()
        .then(EventKind::Resolve, "2025-09-09 11:00")
        .dossier;
    let ended = part.check_whole(&correct, (&resolved, &[]), Some(&started));
    assert_eq!(ended, Err(Refusal::WholeEnded));
}

proptest! {
    #[test]
    fn a_part_is_never_due_after_the_whole(
        whole_min in 1_u32..20_000, part_min in 1_u32..20_000, minute in 0_i64..20_000,
    ) {
        let received = at("2025-09-08 00:00") + chrono::Duration::minutes(minute);
        let local = received + chrono::Duration::hours(7);
        let (whole, part) = whole_and_part(whole_min, part_min, &local.format("%Y-%m-%d %H:%M").to_string());
        prop_assert!(part.due_at <= whole.due_at);
        prop_assert_eq!(part.first_due_at, part.due_at);
        if part_min <= whole_min {
            prop_assert_eq!(part.limit.unwrap().length, LimitLength::Working(WorkingMinutes(part_min)));
        }
    }

    #[test]
    fn a_pause_of_both_keeps_the_part_within_the_promise(
        whole_min in 480_u32..9_600, part_min in 480_u32..9_600, from in 1_i64..4_000, long in 1_i64..9_000,
    ) {
        let (calendar, rules) = (calendar(), Rules::default());
        let (mut whole, mut part) = whole_and_part(whole_min, part_min, "2025-09-08 09:00");
        let asked = at("2025-09-08 09:00") + chrono::Duration::minutes(from);
        let come = asked + chrono::Duration::minutes(long);
        for (now, act) in [(asked, Action::AskPapers { reason: "thiếu giấy".to_owned() }), (come, Action::PapersReceived)] {
            let done = |dossier: &Dossier, actor: &Actor| {
                dossier.act(act.clone(), now.into(), &calendar, &rules, actor, &[]).unwrap().0
            };
            part = done(&part, &staff());
            whole = done(&whole, &crate::dossier::linked::follower(&staff()));
            prop_assert!(part.due_at <= whole.due_at, "{:?} {:?}", part.due_at, whole.due_at);
        }
    }
}

#[test]
fn an_annulment_is_taken_back_from_the_whole_and_never_from_a_part_alone() {
    let (whole, part) = whole_and_part(2_400, 480, "2025-09-08 09:00");
    let (calendar, rules) = (calendar(), Rules::default());
    let now = When::from(at("2025-09-08 10:00"));
    let annul = whole.action_from_whole(&action(EventKind::Annul));
    assert_eq!(annul, Some(action(EventKind::Annul)));
    let mut history = vec![part.event(EventKind::Receive, Status::Received, &now, &staff(), None)];
    history[0].sequence = 1;
    history[0].from = None;
    history[0].occurred_at = at("2025-09-08 09:00");
    history[0].recorded_at = at("2025-09-08 09:00");
    let (annulled, event) = part
        .act(
            action(EventKind::Annul),
            now.clone(),
            &calendar,
            &rules,
            &follower(&staff()),
            &history,
        )
        .unwrap();
    assert!(annulled.is_part() && annulled.is_annulled());
    history.push(event);
    let back = annulled.act(
        action(EventKind::Correct),
        now,
        &calendar,
        &rules,
        &manager(),
        &history,
    );
    assert_eq!(back, Err(Refusal::DoneToWhole));
    assert!(!part.may_annul(
        &history[..1],
        at("2025-09-08 10:00"),
        (&calendar, &rules),
        &manager()
    ));
}

#[test]
fn channel_and_reception_time_of_the_whole_hold_for_its_parts() {
    let (whole, part) = whole_and_part(2_400, 480, "2025-09-08 09:00");
    let mut change = papers_of(&whole);
    let amended = |change: &Change| {
        part.action_from_whole(&Action::Amend {
            reason: why(),
            change: Box::new(change.clone()),
        })
    };
    assert_eq!(amended(&change), None, "papers are of the whole");
    change.facts.channel = Channel::Post;
    change.facts.received_at = Some(at("2025-09-08 08:00"));
    let Some(Action::Amend {
        change: of_part, ..
    }) = amended(&change)
    else {
        panic!("the part stays as it was");
    };
    let expected = ReceptionFacts {
        channel: Channel::Post,
        received_at: Some(at("2025-09-08 08:00")),
        ..part.reception_facts()
    };
    assert_eq!((of_part.facts, of_part.papers), (expected, None));
}
