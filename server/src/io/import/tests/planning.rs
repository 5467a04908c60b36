//! What is written: new dossiers, what a newer export adds, and what it takes back.

mod recount;

use chrono::NaiveDate;
use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::deadline::calendar::Calendar;
use sanh_domain::deadline::seed_office_hours;
use sanh_domain::dossier::{
    Action, DossierCode, EndReason, Event, EventKind, Intake, Rules, Status, When,
};
use sanh_domain::id::{AgencyId, FieldId};
use sanh_domain::procedure::channel::Channel;

use super::super::facts::{CaseFacts, Label, StepFacts};
use super::super::history::{ACTOR, ImportContext, ImportHistory};
use super::super::mapping::StatusWord;
use super::super::plan::{Plan, Planner};
use super::super::report::UnwrittenReason;
use super::*;

const RECEIVED: &str = "2026-01-05T08:00:00+07:00";
const DUE: &str = "2026-01-08T17:00:00+07:00";
const ENDED: &str = "2026-01-07T09:00:00+07:00";

fn desk() -> ImportContext {
    let hours = seed_office_hours(NaiveDate::from_ymd_opt(2020, 1, 1).unwrap());
    ImportContext {
        calendar: Calendar::new(chrono_tz::Asia::Ho_Chi_Minh, vec![hours], Vec::new()),
        rules: Rules::default(),
        now: now(),
    }
}

fn label(name: &str) -> Label {
    Label {
        code: None,
        name: name.to_owned(),
    }
}

fn case(status: Option<StatusWord>, ended: Option<&str>) -> CaseFacts {
    CaseFacts {
        agency: label("UBND phường"),
        field: label("Hộ tịch"),
        procedure: None,
        channel: Channel::Direct,
        registered_at: None,
        received_at: Some(at(RECEIVED)),
        due_at: Some(at(DUE)),
        limit: None,
        ended_at: ended.map(at),
        handed_over_at: None,
        status,
        end_moved: false,
    }
}

fn facts(case: CaseFacts, steps: Vec<StepFacts>) -> DossierFacts {
    DossierFacts {
        code: DossierCode::try_from("c-1".to_owned()).unwrap(),
        line: 2,
        case,
        steps,
        newer: None,
    }
}

fn intake(channel: Channel) -> Intake {
    let code = DossierCode::try_from("c-1".to_owned()).unwrap();
    Intake {
        code,
        agency: AgencyId(1),
        field: FieldId(1),
        procedure: None,
        channel,
        limit: None,
        counted_in: sanh_domain::dossier::CountedIn::Both,
    }
}

fn by_row() -> Planner {
    Planner::new(&Mapping::one_stop_unit().unwrap())
}

fn by_event() -> Planner {
    let text = include_str!("../examples/municipal-permits.toml");
    Planner::new(&Mapping::from_toml(text).unwrap())
}

fn written(plan: Plan) -> ImportHistory {
    match plan {
        Plan::Write(history) => *history,
        other => panic!("{other:?}"),
    }
}

fn new(planner: &Planner, facts: &DossierFacts) -> ImportHistory {
    written(planner.new_dossier(intake(facts.case.channel), facts, &desk()))
}

fn again(planner: &Planner, facts: &DossierFacts, stored: &ImportHistory) -> Plan {
    let stored = ImportHistory::stored(stored.dossier.clone(), stored.events.clone());
    planner.stored_dossier(intake(facts.case.channel), facts, stored, &desk())
}

fn kinds(events: &[Event]) -> Vec<EventKind> {
    events.iter().map(|event| event.kind).collect()
}

fn step(time: &str, name: &str, status: Option<StatusWord>) -> StepFacts {
    StepFacts {
        occurred_at: at(time),
        name: name.to_owned(),
        status,
    }
}

#[test]
fn a_row_with_an_end_becomes_a_reception_and_an_end_both_marked_as_made_up() {
    let history = new(&by_row(), &facts(case(None, Some(ENDED)), Vec::new()));
    assert_eq!(
        kinds(&history.events),
        [EventKind::Receive, EventKind::Resolve]
    );
    assert!(
        history
            .events
            .iter()
            .all(|event| event.made_up && event.actor == ACTOR)
    );
    assert_eq!(history.dossier.due_at, Some(at(DUE)));
    // Two working days and one hour.
    assert_eq!(history.dossier.handled_min, Some(2 * 480 + 60));
}

#[test]
fn every_status_is_reached_by_a_legal_way() {
    use StatusWord::*;
    for word in [
        Received,
        InProcess,
        PapersAsked,
        PaymentAsked,
        WithdrawalAsked,
        Stopped,
        Withdrawn,
        Resolved,
        HandedOver,
    ] {
        let case = case(Some(word), word.has_ended().then_some(ENDED));
        let facts = facts(case, Vec::new());
        let history = new(&by_row(), &facts);
        assert_eq!(history.dossier.status, word.status(), "{word:?}");
        assert_eq!(history.dossier.ended_at.is_some(), word.has_ended());
        assert_eq!(
            again(&by_row(), &facts, &history),
            Plan::Same,
            "a second run of {word:?} changes nothing"
        );
    }
    for word in [Registered, Refused, PapersAsked, WithdrawalAsked] {
        let case = CaseFacts {
            received_at: None,
            due_at: None,
            registered_at: Some(at(RECEIVED)),
            ..case(Some(word), None)
        };
        let facts = facts(case, Vec::new());
        let history = new(&by_row(), &facts);
        assert_eq!(
            (history.dossier.status, history.dossier.received_at),
            (word.status(), None),
            "{word:?}"
        );
        assert_eq!(
            again(&by_row(), &facts, &history),
            Plan::Same,
            "a second run of {word:?} changes nothing"
        );
    }
}

#[test]
fn a_dossier_of_the_portal_is_registered_before_it_is_received() {
    let case = CaseFacts {
        channel: Channel::Online,
        ..case(None, None)
    };
    let history = new(&by_row(), &facts(case, Vec::new()));
    assert_eq!(
        kinds(&history.events),
        [EventKind::Register, EventKind::Receive]
    );
    assert_eq!(history.dossier.due_at, Some(at(DUE)));
}

#[test]
fn a_newer_export_continues_from_the_stored_dossier() {
    let history = new(
        &by_row(),
        &facts(case(Some(StatusWord::InProcess), None), Vec::new()),
    );
    let done = facts(case(Some(StatusWord::HandedOver), Some(ENDED)), Vec::new());
    let history = written(again(&by_row(), &done, &history));
    assert_eq!(
        kinds(history.added()),
        [EventKind::Resolve, EventKind::HandOver]
    );
}

#[test]
fn an_end_that_vanished_is_taken_back_by_a_correction() {
    let done = new(&by_row(), &facts(case(None, Some(ENDED)), Vec::new()));
    let open = facts(case(None, None), Vec::new());
    let history = written(again(&by_row(), &open, &done));
    assert_eq!(kinds(history.added()), [EventKind::Correct]);
    assert_eq!(
        (history.dossier.status, history.dossier.ended_at),
        (Status::Received, None)
    );
    assert_eq!(again(&by_row(), &open, &history), Plan::Same);
}

#[test]
fn a_moved_end_is_taken_back_and_recorded_again() {
    let done = new(&by_row(), &facts(case(None, Some(ENDED)), Vec::new()));
    let later = facts(case(None, Some("2026-01-09T09:00:00+07:00")), Vec::new());
    let history = written(again(&by_row(), &later, &done));
    assert_eq!(
        kinds(history.added()),
        [EventKind::Correct, EventKind::Resolve]
    );
}

#[test]
fn a_due_time_that_moved_is_an_extension_even_where_the_dossier_has_ended() {
    let stored = new(&by_row(), &facts(case(None, None), Vec::new()));
    let moved = CaseFacts {
        due_at: Some(at("2026-01-12T17:00:00+07:00")),
        ..case(None, None)
    };
    let history = written(again(&by_row(), &facts(moved.clone(), Vec::new()), &stored));
    assert_eq!(kinds(history.added()), [EventKind::Extend]);
    assert_eq!(
        (history.dossier.first_due_at, history.dossier.due_at),
        (Some(at(DUE)), moved.due_at)
    );

    let done = new(&by_row(), &facts(case(None, Some(ENDED)), Vec::new()));
    let moved = facts(
        CaseFacts {
            ended_at: Some(at(ENDED)),
            ..moved
        },
        Vec::new(),
    );
    let history = written(again(&by_row(), &moved, &done));
    assert_eq!(
        kinds(history.added()),
        [EventKind::Correct, EventKind::Extend, EventKind::Resolve]
    );
    assert_eq!(again(&by_row(), &moved, &history), Plan::Same);
}

#[test]
fn a_difference_that_no_event_can_change_is_left_and_reported() {
    let stored = new(&by_row(), &facts(case(None, None), Vec::new()));
    let earlier = CaseFacts {
        received_at: Some(at("2026-01-04T08:00:00+07:00")),
        ..case(None, None)
    };
    assert_eq!(
        again(&by_row(), &facts(earlier, Vec::new()), &stored),
        Plan::Leave(UnwrittenReason::Fixed("the reception"))
    );
    let online = CaseFacts {
        channel: Channel::Online,
        ..case(None, None)
    };
    assert_eq!(
        again(&by_row(), &facts(online, Vec::new()), &stored),
        Plan::Leave(UnwrittenReason::Fixed("the channel"))
    );
}

#[test]
fn steps_that_staff_recorded_are_never_taken_back() {
    let mut history = new(
        &by_row(),
        &facts(case(Some(StatusWord::Received), None), Vec::new()),
    );
    let (desk, clerk) = (
        desk(),
        Actor {
            name: "lan".to_owned(),
            role: ActorRole::Staff,
        },
    );
    let when = When::new(now(), now());
    let (dossier, event) = history
        .dossier
        .act(
            Action::Start,
            when,
            &desk.calendar,
            &desk.rules,
            &clerk,
            &[],
        )
        .unwrap();
    history.push(dossier, event);
    let older = facts(case(Some(StatusWord::Received), None), Vec::new());
    assert_eq!(
        again(&by_row(), &older, &history),
        Plan::Leave(UnwrittenReason::Staff)
    );
}

#[test]
fn events_of_a_log_are_steps_before_and_after_the_end_and_none_is_lost() {
    let steps = vec![
        step("2026-01-04T10:00:00+07:00", "early note", None),
        step("2026-01-06T10:00:00+07:00", "check", None),
        step("2026-01-09T10:00:00+07:00", "archive", None),
    ];
    let facts = facts(case(None, Some(ENDED)), steps);
    let history = new(&by_event(), &facts);
    assert_eq!(
        kinds(&history.events),
        [
            EventKind::Receive,
            EventKind::Step,
            EventKind::Step,
            EventKind::Resolve,
            EventKind::Step
        ]
    );
    assert_eq!(history.dossier.ended_at, Some(at(ENDED)));
    let names: Vec<_> = history
        .events
        .iter()
        .filter_map(|event| event.reason.as_deref())
        .collect();
    assert_eq!(names, ["early note", "check", "archive"]);
    assert_eq!(again(&by_event(), &facts, &history), Plan::Same);
}

#[test]
fn an_event_with_a_status_is_real_where_it_can_follow_and_a_step_where_it_cannot() {
    let steps = vec![
        step(
            "2026-01-05T09:00:00+07:00",
            "begun",
            Some(StatusWord::InProcess),
        ),
        step(
            "2026-01-05T10:00:00+07:00",
            "begun again",
            Some(StatusWord::InProcess),
        ),
        step(
            "2026-01-06T09:00:00+07:00",
            "papers",
            Some(StatusWord::PapersAsked),
        ),
        step(
            "2026-01-06T15:00:00+07:00",
            "paid",
            Some(StatusWord::Resolved),
        ),
        step(
            "2026-01-06T16:00:00+07:00",
            "papers came",
            Some(StatusWord::InProcess),
        ),
        step(
            "2026-01-07T09:00:00+07:00",
            "done",
            Some(StatusWord::Resolved),
        ),
    ];
    let facts = facts(case(None, Some(ENDED)), steps);
    let history = new(&by_event(), &facts);
    let expected = [
        EventKind::Receive,
        EventKind::Start,
        EventKind::Step,
        EventKind::AskPapers,
        EventKind::Step,
        EventKind::PapersReceived,
        EventKind::Resolve,
    ];
    assert_eq!(kinds(&history.events), expected);
    let told: Vec<bool> = history.events.iter().map(|event| event.made_up).collect();
    assert_eq!(told, [true, false, false, false, false, false, false]);
    assert_eq!(
        (history.dossier.end_reason, history.dossier.due_at),
        (Some(EndReason::Resolved), Some(at(DUE)))
    );
    assert_eq!(again(&by_event(), &facts, &history), Plan::Same);
}

#[test]
fn a_longer_log_adds_its_new_events_and_a_log_without_the_end_takes_it_back() {
    let first = vec![step("2026-01-06T10:00:00+07:00", "check", None)];
    let open = facts(case(None, None), first.clone());
    let stored = new(&by_event(), &open);
    let longer = facts(
        case(None, Some(ENDED)),
        [first, vec![step(ENDED, "letter", None)]].concat(),
    );
    let history = written(again(&by_event(), &longer, &stored));
    assert_eq!(
        kinds(history.added()),
        [EventKind::Resolve, EventKind::Step]
    );
    let reopened = written(again(&by_event(), &open, &history));
    assert_eq!(kinds(reopened.added()), [EventKind::Correct]);
    assert_eq!(again(&by_event(), &open, &reopened), Plan::Same);
}

#[test]
fn a_log_whose_deadline_moved_extends_it_and_keeps_the_end() {
    let stored = new(&by_event(), &facts(case(None, Some(ENDED)), Vec::new()));
    let moved = CaseFacts {
        due_at: Some(at("2026-01-12T17:00:00+07:00")),
        ..case(None, Some(ENDED))
    };
    let moved = facts(moved, Vec::new());
    let history = written(again(&by_event(), &moved, &stored));
    assert_eq!(
        kinds(history.added()),
        [EventKind::Correct, EventKind::Extend, EventKind::Resolve]
    );
    assert_eq!(again(&by_event(), &moved, &history), Plan::Same);
}
