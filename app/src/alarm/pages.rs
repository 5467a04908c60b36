//! Alarms: the page, by path.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::alarm::model::{Alarm, AlarmKind, MUTE_HOURS_MAX};
use sanh_domain::language::Lang;

use super::port::{AlarmOverview, AlarmPort};
use super::words::{alarm_advice, alarm_name, alarm_text, alarm_title};
use crate::Ports;
use crate::admin::pages::{PageExtras, in_room_with};
use crate::centre::pages::done;
use crate::dossier::words::moment;
use crate::error::AppError;
use crate::page::{Method, Page, PageRequest};
use crate::text::Messages;
use crate::ui::form::{Problem, button_second, error_summary};
use crate::ui::frame::NavSection;

/// For how many hours an alarm is muted: what can be chosen.
const MUTE_HOURS: [u32; 4] = [1, 4, 24, MUTE_HOURS_MAX];
/// Seconds after which the list is looked at again, by script and without one.
const FRESH_S: u32 = 10;
const FRESH_WITHOUT_SCRIPT_S: u32 = 60;

/// The pages.
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page; when it cannot be served.
pub async fn alarms(
    request: &PageRequest,
    caller: &Caller,
    rest: &[&str],
) -> Result<Page, AppError> {
    match (request.method, rest) {
        (Method::Get, []) => page(request, caller, &[]).await,
        (Method::Post, [id, "mute"]) => {
            let hours = request.form.text("hours").parse().ok();
            let hours = hours.filter(|hours| MUTE_HOURS.contains(hours));
            let hours = hours.ok_or_else(|| AppError::Invalid("hours".to_owned()))?;
            mute(request, caller, (id, hours)).await
        }
        (Method::Post, [id, "hear"]) => mute(request, caller, (id, 0)).await,
        _ => Err(AppError::NotFound),
    }
}

fn port() -> Arc<dyn AlarmPort> {
    expect_context::<Ports>().manage.alarm
}

async fn mute(
    request: &PageRequest,
    caller: &Caller,
    (id, hours): (&str, u32),
) -> Result<Page, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    if port().mute(caller, id, hours).await? {
        let word = if hours == 0 { "heard" } else { "muted" };
        return Ok(Page::redirect(format!("/manage/alarms?saved={word}")));
    }
    let message = request.room_lang().words().alarm_over();
    page(request, caller, &[Problem::new("open", message)]).await
}

async fn page(
    request: &PageRequest,
    caller: &Caller,
    problems: &[Problem],
) -> Result<Page, AppError> {
    let overview = port().overview(caller).await?;
    let lang = request.room_lang();
    let words = lang.words();
    let saved = match request.parameter("saved") {
        Some("muted") => Some(words.alarm_saved_muted()),
        Some("heard") => Some(words.alarm_saved_heard()),
        _ => None,
    };
    let title = words.alarm_title();
    let status = if problems.is_empty() { 200 } else { 422 };
    let beside = PageExtras {
        script: Some("/fresh.js"),
        refresh_without_script_s: Some(FRESH_WITHOUT_SCRIPT_S),
    };
    let place = (NavSection::Alarms, title.clone());
    let view = || {
        let undelivered = (overview.undelivered > 0).then(|| {
            let count = overview.undelivered.to_string();
            view! { <p class="chosen">{words.alarm_undelivered(count)}</p> }
        });
        view! {
            {error_summary(lang, problems)}
            {saved.map(done)}
            <h1>{title}</h1>
            <p class="hint">{words.alarm_lead()}</p>
            {undelivered}
            <div id="open" data-fresh=FRESH_S.to_string()>
                {open(lang, &overview)}
            </div>
            {past(lang, &overview)}
            {rules(lang)}
        }
        .into_any()
    };
    Ok(in_room_with(request, caller, place, (status, beside), view))
}

fn open(lang: Lang, overview: &AlarmOverview) -> AnyView {
    let words = lang.words();
    let cards: Vec<_> = overview
        .open
        .iter()
        .map(|alarm| card(lang, overview, alarm))
        .collect();
    let none = cards
        .is_empty()
        .then(|| view! { <p class="none">{words.alarm_none()}</p> });
    view! {
        <h2>{words.alarm_open(overview.open.len().to_string())}</h2>
        {none}
        {cards}
    }
    .into_any()
}

fn card(lang: Lang, overview: &AlarmOverview, alarm: &Alarm) -> AnyView {
    let words = lang.words();
    let (since, seen) = (
        moment(alarm.since, overview.zone),
        moment(alarm.seen_at, overview.zone),
    );
    let is_muted = alarm.is_muted_at(overview.now);
    let class = if is_muted {
        "alarm-card muted"
    } else {
        "alarm-card"
    };
    let action = |what: &str| format!("/manage/alarms/{}/{what}", alarm.id);
    let quiet = match alarm.muted_until.filter(|_| is_muted) {
        Some(until) => {
            let by = alarm.muted_by.clone().unwrap_or_default();
            let text = words.alarm_muted(by, moment(until, overview.zone));
            view! {
                <p class="alarm-when">{text}</p>
                <form method="post" action=action("hear")>{button_second(words.alarm_hear())}</form>
            }
            .into_any()
        }
        None => mute_form(lang, alarm, action("mute")),
    };
    view! {
        <section class=class>
            <h3>{alarm_title(lang, alarm)}</h3>
            <p>{alarm_text(lang, alarm)}</p>
            <p>
                <b>{words.alarm_do()}</b>
                " "
                {alarm_advice(lang, alarm.kind)}
            </p>
            <p class="alarm-when">{words.alarm_since(since, seen)}</p>
            {quiet}
        </section>
    }
    .into_any()
}

fn mute_form(lang: Lang, alarm: &Alarm, action: String) -> AnyView {
    let words = lang.words();
    let id = format!("hours-{}", alarm.id);
    let option = |hours: &u32| {
        view! { <option value=hours.to_string()>{words.alarm_hours(*hours)}</option> }
    };
    let options: Vec<_> = MUTE_HOURS.iter().map(option).collect();
    let label = words.alarm_mute_of(alarm_title(lang, alarm));
    view! {
        <form method="post" action=action>
            <div class="field">
                <label r#for=id.clone()>{words.alarm_mute_for()}</label>
                <select id=id name="hours">
                    {options}
                </select>
            </div>
            <button class="button button-second" r#type="submit" aria-label=label>
                {words.alarm_mute()}
            </button>
        </form>
    }
    .into_any()
}

fn past(lang: Lang, overview: &AlarmOverview) -> AnyView {
    let words = lang.words();
    if overview.past.is_empty() {
        return ().into_any();
    }
    let row = |alarm: &Alarm| {
        let ended = alarm.ended_at.unwrap_or(alarm.seen_at);
        view! {
            <tr>
                <th scope="row">{alarm_title(lang, alarm)}</th>
                <td data-label=words.alarm_began()>{moment(alarm.since, overview.zone)}</td>
                <td data-label=words.alarm_ended()>{moment(ended, overview.zone)}</td>
                <td data-label=words.alarm_measured()>{alarm_text(lang, alarm)}</td>
            </tr>
        }
    };
    let rows: Vec<_> = overview.past.iter().map(row).collect();
    view! {
        <h2>{words.alarm_past()}</h2>
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{words.alarm_what()}</th>
                    <th scope="col">{words.alarm_began()}</th>
                    <th scope="col">{words.alarm_ended()}</th>
                    <th scope="col">{words.alarm_measured()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// What is looked at, and what to do about each.
fn rules(lang: Lang) -> AnyView {
    let words = lang.words();
    let line = |kind: &AlarmKind| {
        view! {
            <dt>{alarm_name(lang, *kind)}</dt>
            <dd>{alarm_advice(lang, *kind)}</dd>
        }
    };
    let lines: Vec<_> = AlarmKind::ALL.iter().map(line).collect();
    view! {
        <details class="earlier">
            <summary>{words.alarm_rules()}</summary>
            <dl class="facts">{lines}</dl>
        </details>
    }
    .into_any()
}
