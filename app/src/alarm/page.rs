//! The page of alarms, and the two forms on it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use sanh_domain::alarm::model::{Alarm, AlarmKind};
use sanh_domain::language::Lang;
use serde::de::DeserializeOwned;

use super::api::{HearAlarm, MuteAlarm, list_alarms};
use super::words::{alarm_advice, alarm_name, alarm_text, alarm_title};
use crate::error::AppError;
use crate::model::alarm::{AlarmOverview, MUTE_HOURS};
use crate::text::Messages;
use crate::text::dossier::moment;
use crate::ui::document::product_title;
use crate::ui::form::{button_second, done, error_summary};
use crate::ui::response::{PageExtras, loaded, request, response};
use crate::ui::submit::{FormError, Refusal, submit};

/// Seconds after which the list is loaded again, with and without scripts.
const FRESH_S: u32 = 10;
const FRESH_WITHOUT_SCRIPT_S: u32 = 60;

/// `/manage/alarms`
#[component]
pub(super) fn AlarmsPage() -> impl IntoView {
    loaded(shown(Refusal::default()))
}

/// `/manage/alarms/{alarm}/mute`: the target of the form that mutes an alarm.
#[component]
pub(super) fn MutePage() -> impl IntoView {
    loaded(changed::<MuteAlarm>(alarm(), "muted"))
}

/// `/manage/alarms/{alarm}/hear`: the target of the form that ends the muting of an alarm.
#[component]
pub(super) fn HearPage() -> impl IntoView {
    loaded(changed::<HearAlarm>(alarm(), "heard"))
}

/// The alarm that the address names.
fn alarm() -> String {
    let id = use_params_map().with_untracked(|params| params.get("alarm"));
    id.unwrap_or_default()
}

async fn changed<F>(id: String, saved: &'static str) -> Result<AnyView, AppError>
where
    F: ServerFn<Error = FormError, Output = ()> + DeserializeOwned,
{
    let response = response();
    id.parse::<i64>().map_err(|_| AppError::NotFound)?;
    match submit::<F>(&[("alarm", &id)]).await? {
        Err(refusal) => return shown(refusal).await,
        Ok(()) => response.redirect(format!("/manage/alarms?saved={saved}")),
    }
    Ok(().into_any())
}

async fn shown(refusal: Refusal) -> Result<AnyView, AppError> {
    response().set_extras(PageExtras {
        script: Some("/fresh.js"),
        refresh_without_script_s: Some(FRESH_WITHOUT_SCRIPT_S),
        ..PageExtras::default()
    });
    let overview = list_alarms().await?;
    Ok(view! { <Alarms overview refusal /> }.into_any())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn Alarms(overview: AlarmOverview, refusal: Refusal) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let saved = match request.parameter("saved") {
        Some("muted") => Some(words.alarm_saved_muted()),
        Some("heard") => Some(words.alarm_saved_heard()),
        _ => None,
    };
    let undelivered = (overview.undelivered > 0).then(|| {
        let count = overview.undelivered.to_string();
        view! { <p class="chosen">{words.alarm_undelivered(count)}</p> }
    });
    let title = words.alarm_title();
    view! {
        <Title text=product_title(lang, &title) />
        {error_summary(lang, &refusal.problems)}
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
}

fn open(lang: Lang, overview: &AlarmOverview) -> AnyView {
    let words = lang.words();
    let cards: Vec<_> = overview
        .open
        .iter()
        .map(|alarm| card(lang, overview, alarm))
        .collect();
    let none = (cards.is_empty() && overview.lost.is_empty())
        .then(|| view! { <p class="none all-well">{words.alarm_none()}</p> });
    // A lost wall raises an alarm only after a while, and none at night; the page must not say that all is well meanwhile.
    let lost = (!overview.lost.is_empty()).then(|| {
        let count = u64::try_from(overview.lost.len()).unwrap_or_default();
        let text = words.alarm_lost_walls(count, overview.lost.join(", "));
        view! {
            <p class="chosen alarm-lost">
                {text} " " <a href="/manage/screens">{words.screens_title()}</a>
            </p>
        }
    });
    view! {
        <h2>{words.alarm_open(overview.open.len().to_string())}</h2>
        {lost}
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

/// The list of checks, and what to do about each alarm.
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
            <dl class="facts alarm-rules">{lines}</dl>
        </details>
    }
    .into_any()
}
