//! Random lives: whatever is tried, the invariants hold after every step.

use chrono::Duration;
use proptest::prelude::*;

use super::*;
use crate::deadline::due::ResumeRule;
use crate::deadline::lateness::DeadlineRule;

/// One attempt: a kind at random, or one of those that do not end the dossier and that its state allows; who, how long after the last attempt it is recorded, how long before that it happened.
#[derive(Clone, Debug)]
struct Attempt {
    wild: Option<EventKind>,
    pick: prop::sample::Index,
    actor: Actor,
    later_ms: i64,
    back_min: i64,
    extend_min: i64,
}

fn attempt() -> impl Strategy<Value = Attempt> {
    let actor = prop_oneof![
        Just(staff()),
        Just(Actor {
            name: "hoa".to_owned(),
            role: ActorRole::Staff
        }),
        Just(manager()),
        Just(import())
    ];
    let later_ms = prop_oneof![1..20_000_i64, 1..200_000_000_i64];
    let back_min = prop_oneof![3 => Just(0_i64), 1 => -5..10_000_i64];
    let wild = prop_oneof![
        1 => proptest::sample::select(&EventKind::ALL[..]).prop_map(Some),
        2 => Just(None),
    ];
    let pick = any::<prop::sample::Index>();
    (wild, pick, actor, later_ms, back_min, -100..100_000_i64).prop_map(
        |(wild, pick, actor, later_ms, back_min, extend_min)| Attempt {
            wild,
            pick,
            actor,
            later_ms,
            back_min,
            extend_min,
        },
    )
}

impl Attempt {
    fn kind(&self, dossier: &Dossier) -> EventKind {
        let mut allowed = dossier.allowed(ActorRole::System);
        allowed.retain(|kind| !kind.is_end() && *kind != EventKind::Annul);
        self.wild.unwrap_or_else(|| *self.pick.get(&allowed))
    }
}

impl Attempt {
    /// What is tried, of a dossier as it stands.
    fn action(&self, kind: EventKind, dossier: &Dossier) -> Action {
        let mut act = action(kind);
        match (&mut act, dossier.due_at) {
            (Action::Extend { new_due, .. } | Action::Recount { new_due, .. }, Some(due)) => {
                *new_due = due + Duration::minutes(self.extend_min);
            }
            (Action::Amend { change, .. }, _) => **change = self.change(dossier),
            _ => {}
        }
        act
    }

    fn change(&self, dossier: &Dossier) -> crate::dossier::amend::Change {
        let mut change = papers_of(dossier);
        let facts = &mut change.facts;
        let by = Duration::minutes(self.extend_min % 3_000);
        match self.extend_min.rem_euclid(5) {
            0 => facts.channel = Channel::Post,
            1 => facts.agency = AgencyId(facts.agency.0 + 1),
            2 => {
                facts.limit = intake(
                    Channel::Direct,
                    u32::try_from(self.extend_min.unsigned_abs() % 9_000).unwrap(),
                )
                .limit;
            }
            3 => facts.received_at = facts.received_at.map(|at| at - by),
            _ => change.personal = vec![crate::dossier::amend::PersonalField::Name],
        }
        change.accepts_earlier_due = self.extend_min % 2 == 0;
        change
    }
}

fn opening() -> impl Strategy<Value = (Intake, bool, Rules)> {
    let channel = proptest::sample::select(&Channel::ALL[..]);
    let limit_min = prop_oneof![Just(0_u32), 1..10_000_u32];
    let resume = prop_oneof![Just(ResumeRule::Extend), Just(ResumeRule::Restart)];
    let rule = prop_oneof![Just(DeadlineRule::Instant), Just(DeadlineRule::Day)];
    (
        channel,
        limit_min,
        any::<bool>(),
        any::<bool>(),
        resume,
        rule,
    )
        .prop_map(|(channel, limit_min, cutoff, received, resume, rule)| {
            let mut intake = intake(channel, limit_min);
            intake.limit = intake.limit.map(|limit| TimeLimit {
                cutoff_15h: cutoff,
                ..limit
            });
            (
                intake,
                received,
                Rules {
                    resume,
                    lateness: DeadlineRule::into(rule),
                    ..Rules::default()
                },
            )
        })
}

fn expected_clock(dossier: &Dossier) -> Clock {
    match dossier.status {
        Status::Refused | Status::Stopped | Status::Resolved | Status::HandedOver => Clock::Ended,
        _ if dossier.received_at.is_none() => Clock::NotStarted,
        Status::PapersAsked | Status::PaymentAsked | Status::WithdrawalAsked => Clock::Stopped,
        Status::Registered | Status::Received | Status::InProcess => Clock::Running,
    }
}

/// What holds of any dossier, however it came about.
fn check_state(dossier: &Dossier) {
    let received = dossier.received_at.is_some();
    let clock = dossier.clock();
    assert_eq!(clock, expected_clock(dossier));
    assert_eq!(dossier.paused_at.is_some(), clock == Clock::Stopped);
    assert_eq!(
        dossier.status_before_withdrawal.is_some(),
        dossier.status == Status::WithdrawalAsked
    );
    assert_eq!(dossier.end_reason.is_some(), clock == Clock::Ended);
    assert_eq!(
        dossier.handled_min.is_some(),
        clock == Clock::Ended && received && !dossier.is_annulled()
    );
    assert_eq!(
        dossier.handed_over_at.is_some(),
        dossier.status == Status::HandedOver
    );
    assert_eq!(
        dossier.due_at.is_some(),
        received && dossier.limit.is_some()
    );
    assert_eq!(dossier.due_at.is_some(), dossier.first_due_at.is_some());
    assert!(dossier.due_at >= dossier.first_due_at);
    assert!(dossier.status != Status::Registered || !received);
    assert_eq!(
        dossier.is_open(),
        matches!(clock, Clock::Running | Clock::Stopped)
    );
}

/// What holds between a dossier and the next by one event that is no correction.
fn check_step(before: &Dossier, after: &Dossier, event: &Event) {
    let ended = matches!(
        before.status,
        Status::Refused | Status::Stopped | Status::HandedOver
    );
    assert!(!ended || event.kind == EventKind::Step, "{event:?}");
    let waits_for_papers = [
        after.status,
        after.status_before_withdrawal.unwrap_or(after.status),
    ];
    assert_eq!(
        after.papers_asked_at.is_some(),
        waits_for_papers.contains(&Status::PapersAsked)
    );
    assert!(after.reminded_at.is_none() || after.papers_asked_at.is_some());
    assert!(before.received_at.is_none() || before.received_at == after.received_at);
    assert!(
        before.ended_at.is_none()
            || (before.ended_at, before.handled_min) == (after.ended_at, after.handled_min)
    );
    assert!(before.received_at.is_none() || before.first_due_at == after.first_due_at);
    let resumed = (before.clock(), after.clock()) == (Clock::Stopped, Clock::Running);
    let extended = event.kind == EventKind::Extend;
    let recounted = event.kind == EventKind::Recount;
    let may_move = resumed || extended || recounted || event.kind == EventKind::Receive;
    assert!(before.due_at == after.due_at || may_move);
    assert!(after.due_at >= before.due_at || recounted);
    assert!(after.due_at >= after.first_due_at);
    assert!(before.assignee == after.assignee || event.kind == EventKind::Assign);
    assert_eq!(
        after.papers_asked,
        before.papers_asked + u8::from(event.kind == EventKind::AskPapers)
    );
    assert_eq!(after.extended, before.extended || extended);
    assert!(!(before.extended && extended));
    assert!(after.paused_min >= before.paused_min);
    assert!(event.occurred_at >= before.last_event_at || event.kind == EventKind::Step);
    assert!(after.promised_due_at >= after.first_due_at);
}

/// What holds between a dossier and the same amended.
fn check_amended(before: &Dossier, after: &Dossier, event: &Event) {
    let state = |it: &Dossier| {
        (
            it.status,
            it.clock(),
            it.ended_at,
            it.end_reason,
            it.paused_at,
            it.paused_min,
        )
    };
    assert_eq!(state(before), state(after));
    assert_eq!(before.received_at.is_some(), after.received_at.is_some());
    let amendment = event.amendment.as_ref().unwrap();
    assert_eq!(amendment.before, before.reception_facts());
    assert_eq!(amendment.after, after.reception_facts());
    assert_eq!(
        (amendment.due_before, event.due_at),
        (before.due_at, after.due_at)
    );
    if amendment.before.limit == amendment.after.limit
        && amendment.before.agency == amendment.after.agency
        && amendment.before.received_at == amendment.after.received_at
    {
        assert_eq!(before.due_at, after.due_at);
    }
}

/// The dossiers after each event in force, as amendments restate them.
fn snapshots(story: &Story) -> Vec<Dossier> {
    let intake = story.dossier.intake();
    let told = replay::in_force(&intake.code, &story.events).unwrap();
    (1..=told.len())
        .map(|count| {
            let told = &told[..count];
            let mut then = replay::fold(&intake, told).unwrap();
            then.reminded_at = replay::last_reminder(&then, told, story.events.iter());
            then
        })
        .collect()
}

fn live(intake: Intake, received: bool, rules: Rules, attempts: Vec<Attempt>) -> Story {
    let calendar = calendar();
    let mut now = at("2026-02-09 10:00");
    let (dossier, events) =
        Dossier::open(intake, now, &calendar, &rules, &staff(), received).unwrap();
    let mut story = Story {
        dossier,
        events,
        calendar,
        rules,
    };
    let registered = Dossier::replay(&story.dossier.intake(), &story.events[..1]).unwrap();
    // The dossiers after each event in force, and after each event as recorded.
    let mut in_force = vec![registered];
    if story.events.len() == 2 {
        in_force.push(story.dossier.clone());
    }
    let mut recorded = in_force.clone();
    check_state(&story.dossier);
    for tried in attempts {
        now += Duration::milliseconds(tried.later_ms);
        let kind = tried.kind(&story.dossier);
        let act = tried.action(kind, &story.dossier);
        let when = When {
            late_reason: Some(why()),
            ..When::new(now - Duration::minutes(tried.back_min), now)
        };
        let before = story.dossier.clone();
        let allowed = before.allowed(tried.actor.role);
        if story
            .try_act(act.clone(), when.clone(), &tried.actor)
            .is_err()
        {
            assert_eq!(story.dossier, before);
            continue;
        }
        let event = story.events.last().unwrap().clone();
        assert!(allowed.contains(&kind));
        assert_eq!(
            (event.sequence, event.from, event.to),
            (
                before.version + 1,
                Some(before.status),
                story.dossier.status
            )
        );
        if kind == EventKind::Correct {
            in_force.pop();
            let restored = in_force.last().unwrap().clone();
            assert_eq!(
                story.dossier,
                Dossier {
                    version: event.sequence,
                    assignee: before.assignee,
                    ..restored
                }
            );
        } else if kind == EventKind::Amend {
            check_amended(&before, &story.dossier, &event);
            in_force = snapshots(&story);
        } else if kind == EventKind::Annul {
            assert!(story.dossier.is_annulled() && !before.is_annulled());
        } else {
            check_step(&before, &story.dossier, &event);
            let alone = before.act(act, when, &story.calendar, &story.rules, &tried.actor, &[]);
            assert_eq!(alone, Ok((story.dossier.clone(), event)));
        }
        if kind != EventKind::Correct && !kind.keeps_status() {
            in_force.push(story.dossier.clone());
        }
        if kind == EventKind::Remind {
            // A reminder belongs to the request for papers, also when a correction leads back to an earlier state of that request.
            let waiting = in_force.iter_mut().rev();
            let waiting = waiting.take_while(|then| then.papers_asked_at.is_some());
            waiting.for_each(|then| then.reminded_at = story.dossier.reminded_at);
        }
        recorded.push(story.dossier.clone());
        check_state(&story.dossier);
        let intake = story.dossier.intake();
        assert_eq!(
            Dossier::replay(&intake, &story.events),
            Ok(story.dossier.clone())
        );
        assert_eq!(
            Dossier::replay_until(&intake, &story.events, now, None),
            Ok(Some(story.dossier.clone()).filter(|dossier| !dossier.is_annulled()))
        );
    }
    // A replay up to the time of each record gives the dossier as it was then.
    let intake = story.dossier.intake();
    for (event, then) in story.events.iter().zip(&recorded).skip(2) {
        let told = Dossier::replay_until(
            &intake,
            &story.events,
            event.recorded_at,
            Some(event.recorded_at),
        );
        assert_eq!(
            told,
            Ok(Some(then.clone()).filter(|dossier| !dossier.is_annulled()))
        );
    }
    story
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_invariants_hold_whatever_is_tried(
        (intake, received, rules) in opening(),
        attempts in prop::collection::vec(attempt(), 0..80),
    ) {
        live(intake, received, rules, attempts);
    }

    #[test]
    fn a_history_with_an_event_missing_is_never_replayed(
        (intake, received, rules) in opening(),
        attempts in prop::collection::vec(attempt(), 0..40),
        index in any::<prop::sample::Index>(),
    ) {
        let mut story = live(intake, received, rules, attempts);
        let missing = index.index(story.events.len());
        story.events.remove(missing);
        prop_assert_ne!(Dossier::replay(&story.dossier.intake(), &story.events).ok(), Some(story.dossier));
    }

    #[test]
    fn any_text_is_read_or_refused_and_a_read_code_is_kept(text in "\\PC{0,70}") {
        if let Ok(code) = text.parse::<DossierCode>() {
            prop_assert_eq!(code.as_str(), &text);
        }
        if let Ok(code) = DossierCode::with_rule(&text, &CodeRule::Any) {
            prop_assert_eq!(DossierCode::try_from(text), Ok(code));
        }
    }

    #[test]
    fn every_code_of_the_national_form_is_read(text in "[0-9A-Z]{1,6}(\\.[0-9A-Z]{1,4}){0,4}-[0-9]{6}-[0-9]{4,9}") {
        prop_assert!(text.parse::<DossierCode>().is_ok());
    }
}
