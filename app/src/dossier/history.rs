//! A dossier's history as a timeline, newest first, with the working time spent in each step.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::file::{DossierFile, Office};
use sanh_domain::dossier::history::{StepEnd, is_close_to_due, shown_at, step_end};
use sanh_domain::dossier::{Event, EventKind};
use sanh_domain::language::Lang;

use super::amend_words::amended;
use super::print::letter_address;
use crate::model::dossier::sends_letter;
use crate::text::dossier::{actor_name, colleague_name, moment, status_name};
use crate::text::{Messages, duration};

/// The due time before and after an event that has moved it.
fn due_moved(lang: Lang, zone: Tz, before: Option<&Event>, event: &Event) -> Option<String> {
    let (before, after) = (before?.due_at?, event.due_at?);
    let at = |at| moment(at, zone);
    // An amendment lists the due time among its changes.
    let moves = before != after && event.kind != EventKind::Amend;
    moves.then(|| lang.words().dossier_due_moved(at(before), at(after)))
}

/// What was done, and by whom; the status only where the step alone does not tell it.
fn sentence(lang: Lang, office: &Office, event: &Event) -> String {
    let words = lang.words();
    let who = actor_name(lang, office, &event.actor);
    let back_to = || status_name(lang, event.to);
    match event.kind {
        EventKind::Register => words.history_register(who),
        EventKind::Receive => words.history_receive(who),
        EventKind::Refuse => words.history_refuse(who),
        EventKind::Start => words.history_start(who),
        EventKind::AskPapers => words.history_ask_papers(who),
        EventKind::PapersReceived => words.history_papers_received(who, back_to()),
        EventKind::AskPayment => words.history_ask_payment(who),
        EventKind::Paid => words.history_paid(who, back_to()),
        EventKind::AskWithdrawal => words.history_ask_withdrawal(who),
        EventKind::DeclineWithdrawal => words.history_decline_withdrawal(who, back_to()),
        EventKind::ConfirmWithdrawal => words.history_confirm_withdrawal(who),
        EventKind::Stop => words.history_stop(who),
        EventKind::Resolve => words.history_resolve(who),
        EventKind::HandOver => words.history_hand_over(who),
        EventKind::Extend => words.history_extend(who),
        EventKind::Recount => words.history_recount(),
        EventKind::Amend => words.history_amend(who),
        EventKind::Annul => words.history_annul(who),
        EventKind::Correct => words.history_correct(who, back_to()),
        EventKind::Remind => words.history_remind(),
        EventKind::Step => words.history_step(who, event.reason.clone().unwrap_or_default()),
        EventKind::Assign => match &event.reason {
            Some(name) if *name == event.actor => words.history_taken(who),
            Some(name) => words.history_given(who, colleague_name(office, name)),
            None => words.history_released(who),
        },
    }
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
        // An amendment has the time of the opening that it restates; readers look for the time when it was made.
        let (at, is_amended) = (shown_at(event), event.kind == EventKind::Amend);
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
            .filter(|_| !matches!(event.kind, EventKind::Assign | EventKind::Step));
        let reason = reason.map(|reason| view! { <p class="step-reason">{reason}</p> });
        let letter = sends_letter(event.kind).then(|| {
            let href = letter_address(&event.code, event.sequence);
            view! { <a class="step-letter" href=href>{words.print_letter()}</a> }
        });
        view! {
            <li class=class>
                <p class="step-what">
                    <b>{sentence(lang, office, event)}</b>
                    {undone}
                    {close}
                </p>
                <p class="step-when">
                    {moment(at, zone)}
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
