//! A dossier's history as a timeline, newest first, with the working time spent in each step.

use chrono_tz::Tz;
use leptos::prelude::*;

use super::amend_words::amended;
use super::assign::shown;
use super::desk::{DossierFile, Office};
use super::print::{letter_address, sends_letter};
use super::words::{act_name, moment, status_name};
use super::{Event, Kind};
use crate::deadline::{Calendar, Instant};
use crate::text::{Lang, duration};

/// Working minutes before the due time within which a pause is shown to managers: one working day (ours). The clock that is stopped just
/// before it runs out is where a promise is easiest broken unseen.
pub(super) const CLOSE_MIN: u32 = 480;

fn is_close_to_due(calendar: &Calendar, event: &Event) -> bool {
    let stops = matches!(event.kind, Kind::AskPapers | Kind::AskPayment);
    let due = event
        .due_at
        .filter(|due| stops && *due >= event.occurred_at);
    due.is_some_and(|due| calendar.working_minutes(event.occurred_at, due).0 <= CLOSE_MIN)
}

/// Whether an event begins a step of the work: time passes in one. Being given to somebody and being counted again are no steps, nor is
/// what was taken back, or its taking back.
fn is_step(events: &[Event], event: &Event) -> bool {
    let aside = [
        Kind::Assign,
        Kind::Recount,
        Kind::Amend,
        Kind::Correct,
        Kind::Remind,
    ];
    let is_work = !aside.contains(&event.kind);
    is_work
        && !events
            .iter()
            .any(|later| later.takes_back == Some(event.sequence))
}

/// What becomes of the step that an event begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StepEnd {
    /// It begins none.
    NoStep,
    /// The step goes on.
    GoesOn,
    /// The next one began then.
    At(Instant),
}

/// When the step that an event of a history begins was over.
pub(super) fn step_end(events: &[Event], index: usize) -> StepEnd {
    let Some(event) = events.get(index).filter(|event| is_step(events, event)) else {
        return StepEnd::NoStep;
    };
    let later = events.iter().skip(index + 1);
    let mut later = later.filter(|later| is_step(events, later));
    match later.next() {
        Some(next) => StepEnd::At(next.occurred_at.max(event.occurred_at)),
        None => StepEnd::GoesOn,
    }
}

/// When an event is told to have happened: an amendment when it was made, not since when it holds.
pub(super) fn told_at(event: &Event) -> Instant {
    match event.kind {
        Kind::Amend => event.recorded_at,
        _ => event.occurred_at,
    }
}

/// The due time before and after an event that has moved it.
fn due_moved(lang: Lang, zone: Tz, before: Option<&Event>, event: &Event) -> Option<String> {
    let (before, after) = (before?.due_at?, event.due_at?);
    let at = |at| moment(at, zone);
    // An amendment tells it among what else it changed.
    let moves = before != after && event.kind != Kind::Amend;
    moves.then(|| lang.words().dossier_due_moved(at(before), at(after)))
}

/// The timeline.
pub(super) fn timeline(
    lang: Lang,
    office: &Office,
    file: &DossierFile,
    now: Instant,
    for_manager: bool,
) -> AnyView {
    let words = lang.words();
    let zone = office.calendar.zone();
    let calendar = office.calendar.for_agency(file.row.dossier.agency);
    let taken_back: Vec<i64> = file
        .events
        .iter()
        .filter_map(|event| event.takes_back)
        .collect();
    let entry = |(index, event): (usize, &Event)| {
        let end = match step_end(&file.events, index) {
            StepEnd::NoStep => None,
            StepEnd::GoesOn => Some(now).filter(|_| !event.to.is_terminal()),
            StepEnd::At(end) => Some(end),
        };
        let time = end.map(|end| calendar.working_time(event.occurred_at, end));
        let spent = time
            .filter(|time| !time.is_zero())
            .map(|time| words.dossier_spent(duration::working_time(lang, time)));
        // An amendment happens with the opening it restates; who reads looks for when it was made.
        let (at, is_amended) = (told_at(event), event.kind == Kind::Amend);
        let late = (event.recorded_at != event.occurred_at && !is_amended)
            .then(|| words.dossier_recorded(moment(event.recorded_at, zone)));
        let is_undone = taken_back.contains(&event.sequence);
        let is_close = for_manager && is_close_to_due(&calendar, event);
        let close =
            is_close.then(|| view! { <b class="tag tag-late">{words.dossier_paused_close()}</b> });
        let class = if is_undone {
            "step-past step-undone"
        } else {
            "step-past"
        };
        let undone = is_undone.then(|| view! { <b class="tag">{words.dossier_taken_back()}</b> });
        let before = index.checked_sub(1).and_then(|last| file.events.get(last));
        let due = due_moved(lang, zone, before, event);
        let due = due.map(|due| view! { <p class="step-due">{due}</p> });
        let reason = event
            .reason
            .clone()
            .filter(|_| !matches!(event.kind, Kind::Assign | Kind::Step));
        let reason = reason.map(|reason| view! { <p class="step-reason">{reason}</p> });
        let letter = sends_letter(event.kind).then(|| {
            let href = letter_address(&event.code, event.sequence);
            view! { <a href=href>{words.print_letter()}</a> }
        });
        let name = match (event.kind, &event.reason) {
            (Kind::Step, Some(name)) => name.clone(),
            (Kind::Assign, Some(name)) if *name == event.actor => {
                words.assign_taken(shown(office, name))
            }
            (Kind::Assign, Some(name)) => words.assign_given(shown(office, name)),
            (Kind::Assign, None) => words.assign_released(),
            (kind, _) => act_name(lang, kind),
        };
        view! {
            <li class=class>
                <p class="step-what">
                    <b>{name}</b>
                    {undone}
                    {close}
                    <span>{status_name(lang, event.to)}</span>
                </p>
                <p class="step-when">
                    {moment(at, zone)} " · " {event.actor.clone()}
                    {late.map(|late| format!(" · {late}"))} {spent.map(|spent| format!(" · {spent}"))}
                </p>
                {amended(lang, office, event)}
                {due}
                {reason}
                {letter}
            </li>
        }
    };
    let entries: Vec<_> = file.events.iter().enumerate().map(entry).rev().collect();
    view! {
        <h2>{words.dossier_history()}</h2>
        <ol class="timeline" reversed=true>
            {entries}
        </ol>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{DossierCode, Status};
    use super::*;

    fn event(sequence: i64, kind: Kind, minute: u32, takes_back: Option<i64>) -> Event {
        let at: Instant = format!("2026-11-24T02:{minute:02}:00Z").parse().unwrap();
        Event {
            code: DossierCode::try_from("H49.1-261124-0001".to_owned()).unwrap(),
            sequence,
            kind,
            from: Some(Status::InProcess),
            to: Status::InProcess,
            occurred_at: at,
            recorded_at: at,
            actor: "lan".to_owned(),
            reason: None,
            due_at: None,
            handled_min: None,
            paused_min: 0,
            made_up: false,
            takes_back,
            amendment: None,
            counted_due_at: None,
        }
    }

    #[test]
    fn a_step_lasts_until_the_next_that_holds() {
        let events = [
            event(1, Kind::Start, 0, None),
            event(2, Kind::Assign, 5, None),
            event(3, Kind::Resolve, 10, None),
            event(4, Kind::Correct, 11, Some(3)),
            event(5, Kind::AskPapers, 30, None),
        ];
        assert_eq!(step_end(&events, 0), StepEnd::At(events[4].occurred_at));
        for no_step in [1, 2, 3] {
            assert_eq!(step_end(&events, no_step), StepEnd::NoStep);
        }
        assert_eq!(step_end(&events, 4), StepEnd::GoesOn);
    }
}
