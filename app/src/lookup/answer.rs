//! Where a dossier stands, in the visitor's words: what is now, by when, what to do; then how it came here.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::language::Lang;
use sanh_domain::lookup::progress::{DossierProgress, Stage};
use sanh_domain::text::clock;

use super::frame::LookUpDisplay;
use super::linked_dossier::parts;
use super::stage::{moment_in_words, stage_text, waits};
use super::steps::steps;
use super::tell::TELL_PATH;
use crate::model::lookup::{Collection, LookUpAnswer};
use crate::text::dossier::{named, undecided_text};
use crate::text::{Messages, date, duration};
use crate::ui::form::{button, button_second, hidden};

/// What is told of a dossier.
pub(super) fn answer_view(look: LookUpDisplay, answer: &LookUpAnswer) -> AnyView {
    let (lang, zone) = (look.lang, answer.zone);
    let words = lang.words();
    let LookUpAnswer { whole, .. } = answer;
    let progress = &whole.progress;
    let time_80 = answer.time_80.map(|(year, time)| {
        let time = duration::working_time(lang, time.duration());
        view! { <p class="lookup-hint">{words.lookup_time_80(year.to_string(), time)}</p> }
    });
    let procedure = whole.procedure.as_ref().map(|name| named(lang, name));
    view! {
        <article class="lookup-told" data-stage=stage_word(progress.stage)>
            <p class="lookup-procedure">{procedure}</p>
            <h2>{stage_text(lang, whole)}</h2>
            {progress.wait.as_ref().map(|wait| waits(lang, zone, wait, answer.fee_vnd))}
            {(progress.stage == Stage::Ready).then(|| collect(lang, zone, answer.at, &answer.collection))}
            {ended(lang, progress)}
            {due(lang, zone, progress)}
            {sorry(lang, zone, progress)}
            {steps(lang, zone, whole)}
            {parts(lang, zone, &answer.parts)}
            {rating(look, answer)}
            {tell(look, answer)}
            {time_80}
            <p class="lookup-as-of">{words.lookup_as_of(moment_in_words(lang, zone, answer.at))}</p>
        </article>
        <div class="lookup-acts">
            <form method="post">
                {hidden("ticket", &answer.ticket)}
                {button_second(words.lookup_refresh())}
            </form>
            <button r#type="button" id="print" class="button button-second" hidden=true>
                {words.lookup_print()}
            </button>
        </div>
    }
    .into_any()
}

/// The way to rate the service, once for a dossier that was handed over. Not at the kiosk, which nothing leads away from.
fn rating(look: LookUpDisplay, answer: &LookUpAnswer) -> Option<AnyView> {
    let words = look.lang.words();
    let action = format!("/feedback/rate?lang={}", look.lang.code());
    (answer.may_rate && !look.is_kiosk).then(|| {
        view! {
            <form method="post" action=action class="lookup-rate" data-leave="">
                {hidden("slip", &answer.ticket)}
                {button(words.lookup_rate())}
                <p class="lookup-hint">{words.lookup_rate_hint()}</p>
            </form>
        }
        .into_any()
    })
}

/// The way to be told of changes. At the kiosk nothing is typed that another visitor could see: there it is only said where it is done.
fn tell(look: LookUpDisplay, answer: &LookUpAnswer) -> Option<AnyView> {
    let words = look.lang.words();
    if !answer.may_tell {
        return None;
    }
    if look.is_kiosk {
        return Some(view! { <p class="lookup-hint">{words.tell_kiosk()}</p> }.into_any());
    }
    let action = format!("{TELL_PATH}?lang={}", look.lang.code());
    Some(
        view! {
            <form method="post" action=action class="lookup-tell" data-leave="">
                {hidden("ticket", &answer.ticket)}
                {button_second(words.tell_button())}
                <p class="lookup-hint">{words.tell_hint()}</p>
            </form>
        }
        .into_any(),
    )
}

const fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Registered => "registered",
        Stage::Received => "received",
        Stage::InProcess => "in-process",
        Stage::Waiting => "waiting",
        Stage::Ready => "ready",
        Stage::HandedOver => "handed-over",
        Stage::Ended(_) => "ended",
    }
}

/// Where the result is, and whether somebody is there now.
fn collect(lang: Lang, zone: Tz, now: Instant, collection: &Collection) -> AnyView {
    let words = lang.words();
    let hours = collection.hours_today.iter();
    let hours = hours.map(|it| format!("{}–{}", clock(it.open), clock(it.close)));
    let hours: Vec<String> = hours.collect();
    let today = if hours.is_empty() {
        words.lookup_closed_today()
    } else {
        words.lookup_hours_today(hours.join(", "))
    };
    let opens = collection.opens_at.filter(|at| *at > now).map(|at| {
        view! { <p>{words.lookup_opens(moment_in_words(lang, zone, at))}</p> }
    });
    let place = Some(collection.place.clone()).filter(|place| !place.is_empty());
    let place: Vec<String> = std::iter::once(named(lang, &collection.centre))
        .chain(place)
        .collect();
    view! {
        <section class="lookup-you">
            <h3>{words.lookup_you()}</h3>
            <p>{words.lookup_collect(place.join(", "))}</p>
            <p>
                <b>{today}</b>
            </p>
            {opens}
            <p class="lookup-hint">{words.lookup_bring()}</p>
        </section>
    }
    .into_any()
}

fn ended(lang: Lang, progress: &DossierProgress) -> Option<AnyView> {
    let Stage::Ended(_) = progress.stage else {
        return None;
    };
    let text = Some(progress.end_text.clone()).filter(|text| !text.is_empty());
    let text = text.map(|text| view! { <blockquote>{text}</blockquote> });
    Some(
        view! {
            {text}
            <p>{lang.words().lookup_ask_desk()}</p>
        }
        .into_any(),
    )
}

/// When it is due, while that is to come.
fn due(lang: Lang, zone: Tz, progress: &DossierProgress) -> Option<AnyView> {
    let words = lang.words();
    let runs = matches!(
        progress.stage,
        Stage::Received | Stage::InProcess | Stage::Waiting
    );
    let due = progress.due_at.filter(|_| runs);
    let Some(due) = due else {
        return runs.then(|| view! { <p>{words.lookup_due_none()}</p> }.into_any());
    };
    let undecided = progress.undecided.map(|undecided| {
        view! { <p class="lookup-hint">{undecided_text(lang, undecided)}</p> }
    });
    let from = progress.counts_from.map(|from| {
        let from = moment_in_words(lang, zone, from);
        view! { <p class="lookup-hint">{words.lookup_counts_from(from)}</p> }
    });
    let told = view! {
        <section class="lookup-due">
            <h3>{words.lookup_due()}</h3>
            <p class="lookup-date">
                <time datetime=date::machine_instant(due)>{moment_in_words(lang, zone, due)}</time>
            </p>
            <p>{left(lang, progress)}</p>
            {undecided}
            {from}
        </section>
    }
    .into_any();
    Some(told)
}

/// The working time left, or gone by since.
fn left(lang: Lang, progress: &DossierProgress) -> Option<String> {
    let words = lang.words();
    let minutes = progress.left_min?;
    let time = duration::time_left(lang, WorkingMinutes(minutes));
    let is_stopped = progress.stage == Stage::Waiting;
    Some(match (progress.is_late, is_stopped) {
        (true, true) => words.lookup_left_stopped_late(),
        (true, false) => words.lookup_left_late(time),
        (false, true) => words.lookup_left_stopped(time),
        (false, false) => words.lookup_left(time),
    })
}

/// The apology, its reason and the new date, where it is late or was extended.
fn sorry(lang: Lang, zone: Tz, progress: &DossierProgress) -> Option<AnyView> {
    let words = lang.words();
    if !progress.is_late && progress.apology.is_none() {
        return None;
    }
    let at = |at| moment_in_words(lang, zone, at);
    let apology = progress.apology.as_ref();
    let reason = apology.map(|apology| apology.reason.clone());
    let reason = reason.filter(|reason| !reason.is_empty());
    let moved = apology.and_then(|it| it.due_before).zip(progress.due_at);
    let moved = moved.map(|(before, due)| {
        view! { <p>{words.lookup_new_due(at(before), at(due))}</p> }
    });
    let text = match (progress.is_late, &reason) {
        (true, None) => words.lookup_sorry_no_reason(),
        (true, Some(_)) => words.lookup_sorry_late(),
        (false, _) => words.lookup_sorry_extended(),
    };
    Some(
        view! {
            <section class="lookup-sorry">
                <h3>{words.lookup_sorry()}</h3>
                <p>{text}</p>
                {reason.map(|reason| view! { <blockquote>{reason}</blockquote> })}
                {moved}
            </section>
        }
        .into_any(),
    )
}
