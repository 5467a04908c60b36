//! A due time counted again because the calendar changed stays so, whatever an export goes on telling; so does who has a dossier.

use super::*;

/// A due time after a closure of one day.
const COUNTED: &str = "2026-01-09T17:00:00+07:00";
/// A due time that the source has moved.
const MOVED: &str = "2026-01-12T17:00:00+07:00";

/// A history as it is stored now.
fn kept(history: ImportHistory) -> ImportHistory {
    ImportHistory::stored(history.dossier, history.events)
}

/// What an administrator lets happen here.
fn here(mut history: ImportHistory, action: Action) -> ImportHistory {
    let (desk, admin) = (
        desk(),
        Actor {
            name: "admin".to_owned(),
            role: ActorRole::System,
        },
    );
    let (dossier, event) = history
        .dossier
        .act(
            action,
            When::from(desk.now),
            &desk.calendar,
            &desk.rules,
            &admin,
            &[],
        )
        .unwrap();
    history.push(dossier, event);
    kept(history)
}

fn recounted(history: ImportHistory, due: &str) -> ImportHistory {
    let reason = "storm".to_owned();
    here(
        history,
        Action::Recount {
            reason,
            new_due: at(due),
            counted_due: at(due),
        },
    )
}

fn in_status(word: StatusWord) -> DossierFacts {
    facts(
        case(Some(word), word.has_ended().then_some(ENDED)),
        Vec::new(),
    )
}

fn moved(facts: &DossierFacts) -> DossierFacts {
    let mut facts = facts.clone();
    facts.case.due_at = Some(at(MOVED));
    facts
}

fn log(steps: &[StepFacts]) -> DossierFacts {
    facts(case(None, None), steps.to_vec())
}

fn begun() -> StepFacts {
    let time = "2026-01-05T09:00:00+07:00";
    step(time, "begun", Some(StatusWord::InProcess))
}

fn papers() -> StepFacts {
    let time = "2026-01-06T09:00:00+07:00";
    step(time, "papers", Some(StatusWord::PapersAsked))
}

#[test]
fn the_same_file_again_keeps_a_recounted_due_time() {
    use StatusWord::*;
    for word in [
        Received,
        InProcess,
        PapersAsked,
        PaymentAsked,
        WithdrawalAsked,
    ] {
        let told = in_status(word);
        let stored = recounted(new(&by_row(), &told), COUNTED);
        assert_eq!(again(&by_row(), &told, &stored), Plan::Same, "{word:?}");
        let mut knows = told.clone();
        knows.case.due_at = Some(at(COUNTED));
        assert_eq!(
            again(&by_row(), &knows, &stored),
            Plan::Same,
            "{word:?}: the source has counted again too"
        );
        let twice = recounted(stored, MOVED);
        assert_eq!(
            again(&by_row(), &told, &twice),
            Plan::Same,
            "{word:?} twice"
        );
    }
    for steps in [&[][..], &[begun()], &[begun(), papers()]] {
        let stored = recounted(new(&by_event(), &log(steps)), COUNTED);
        assert_eq!(again(&by_event(), &log(steps), &stored), Plan::Same);
    }
}

#[test]
fn a_newer_export_continues_from_a_recounted_due_time_and_keeps_it() {
    for word in [StatusWord::InProcess, StatusWord::PapersAsked] {
        let stored = recounted(new(&by_row(), &in_status(word)), COUNTED);
        let begun = in_status(StatusWord::InProcess);
        let done = in_status(StatusWord::HandedOver);
        for newer in [begun, done] {
            if newer.case.status == Some(word) {
                continue;
            }
            let history = written(again(&by_row(), &newer, &stored));
            assert_eq!(history.dossier.due_at, Some(at(COUNTED)), "{word:?}");
            assert!(!history.dossier.extended);
            assert_eq!(again(&by_row(), &newer, &kept(history)), Plan::Same);
        }
    }
}

#[test]
fn a_log_continues_from_a_recounted_due_time_and_keeps_it() {
    let stored = recounted(new(&by_event(), &log(&[begun()])), COUNTED);
    let longer = log(&[begun(), papers()]);
    let history = written(again(&by_event(), &longer, &stored));
    assert_eq!(kinds(history.added()), [EventKind::AskPapers]);
    assert_eq!(history.dossier.due_at, Some(at(COUNTED)));

    let time = "2026-01-06T15:00:00+07:00";
    let resumed = log(&[
        begun(),
        papers(),
        step(time, "came", Some(StatusWord::InProcess)),
    ]);
    let history = written(again(&by_event(), &resumed, &kept(history)));
    assert_eq!(kinds(history.added()), [EventKind::PapersReceived]);
    assert_eq!(history.dossier.due_at, Some(at(COUNTED)));

    let done = facts(case(None, Some(ENDED)), resumed.steps);
    let history = written(again(&by_event(), &done, &kept(history)));
    assert_eq!(kinds(history.added()), [EventKind::Resolve]);
    assert_eq!(history.dossier.due_at, Some(at(COUNTED)));
    assert_eq!(again(&by_event(), &done, &kept(history)), Plan::Same);
}

#[test]
fn a_correction_below_a_recount_keeps_the_recount() {
    let stored = recounted(new(&by_row(), &in_status(StatusWord::InProcess)), COUNTED);
    let waits = in_status(StatusWord::Received);
    let history = written(again(&by_row(), &waits, &stored));
    assert_eq!(
        kinds(history.added()),
        [EventKind::Correct, EventKind::Correct, EventKind::Recount]
    );
    assert_eq!(history.dossier.due_at, Some(at(COUNTED)));
    let last = history.events.last().unwrap();
    assert_eq!(
        (last.reason.as_deref(), last.made_up),
        (Some("storm"), false)
    );
    assert_eq!(again(&by_row(), &waits, &kept(history)), Plan::Same);

    let stored = recounted(new(&by_event(), &log(&[begun()])), COUNTED);
    let other = log(&[papers()]);
    let history = written(again(&by_event(), &other, &stored));
    assert_eq!(
        kinds(history.added()),
        [
            EventKind::Correct,
            EventKind::Correct,
            EventKind::Recount,
            EventKind::AskPapers
        ]
    );
    assert_eq!(history.dossier.due_at, Some(at(COUNTED)));
    assert_eq!(again(&by_event(), &other, &kept(history)), Plan::Same);
}

#[test]
fn a_reception_recorded_again_keeps_the_files_due_time_and_the_recount() {
    let online = |received: &str| {
        let mut told = in_status(StatusWord::Received);
        told.case.channel = Channel::Online;
        told.case.registered_at = Some(at("2026-01-04T20:00:00+07:00"));
        told.case.received_at = Some(at(received));
        told
    };
    for planner in [by_row(), by_event()] {
        let stored = recounted(new(&planner, &online(RECEIVED)), COUNTED);
        let later = online("2026-01-05T10:00:00+07:00");
        let history = written(again(&planner, &later, &stored));
        assert_eq!(
            kinds(history.added()),
            [
                EventKind::Correct,
                EventKind::Correct,
                EventKind::Receive,
                EventKind::Recount
            ]
        );
        assert_eq!(
            (history.dossier.first_due_at, history.dossier.due_at),
            (Some(at(DUE)), Some(at(COUNTED)))
        );
        assert_eq!(again(&planner, &later, &kept(history)), Plan::Same);
    }
}

#[test]
fn a_due_time_that_the_source_moves_is_newer_than_a_recount() {
    for word in [StatusWord::InProcess, StatusWord::PapersAsked] {
        let told = in_status(word);
        let stored = recounted(new(&by_row(), &told), COUNTED);
        let history = written(again(&by_row(), &moved(&told), &stored));
        assert_eq!(history.dossier.due_at, Some(at(MOVED)), "{word:?}");
        assert_eq!(again(&by_row(), &moved(&told), &kept(history)), Plan::Same);
    }
    for steps in [&[begun()][..], &[begun(), papers()]] {
        let stored = recounted(new(&by_event(), &log(steps)), COUNTED);
        let history = written(again(&by_event(), &moved(&log(steps)), &stored));
        assert_eq!(history.dossier.due_at, Some(at(MOVED)));
        assert_eq!(
            again(&by_event(), &moved(&log(steps)), &kept(history)),
            Plan::Same
        );
    }
}

#[test]
fn an_assignee_does_not_prevent_an_import() {
    let given = || Action::Assign {
        to: Some("lan".to_owned()),
    };
    let told = in_status(StatusWord::InProcess);
    let stored = here(new(&by_row(), &told), given());
    assert_eq!(again(&by_row(), &told, &stored), Plan::Same);
    let waits = written(again(&by_row(), &in_status(StatusWord::Received), &stored));
    assert_eq!(kinds(waits.added()), [EventKind::Correct]);
    let done = written(again(&by_row(), &in_status(StatusWord::Resolved), &stored));
    assert_eq!(kinds(done.added()), [EventKind::Resolve]);

    let stored = here(new(&by_event(), &log(&[begun()])), given());
    assert_eq!(again(&by_event(), &log(&[begun()]), &stored), Plan::Same);
    let asked = written(again(&by_event(), &log(&[begun(), papers()]), &stored));
    assert_eq!(kinds(asked.added()), [EventKind::AskPapers]);
    for history in [waits, done, asked] {
        assert_eq!(history.dossier.assignee.as_deref(), Some("lan"));
    }
}
