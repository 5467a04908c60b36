//! The centre's settings: the present and future values, and a form for each.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use sanh_domain::centre::setting::{Control, SettingKey, Timeline};
use sanh_domain::language::Lang;
use serde::de::DeserializeOwned;

use super::api::{ChangeSetting, RemoveSetting, read_settings};
use crate::error::AppError;
use crate::model::centre::SettingHistory;
use crate::page::{Method, PageRequest};
use crate::text::Messages;
use crate::text::centre::{setting_name, setting_text, value_text};
use crate::text::date::short_date;
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, button, done, error_summary, field, hidden, select};
use crate::ui::moment::day_field;
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{FormError, Refusal, submit};

/// The longest name of a time zone that is read.
const ZONE_CHARS_MAX: usize = 64;

/// `/admin/settings`
#[component]
pub(super) fn SettingsPage() -> impl IntoView {
    loaded(list())
}

/// `/admin/settings/{setting}`
#[component]
pub(super) fn SettingPage() -> impl IntoView {
    loaded(setting_page(setting_key()))
}

/// `/admin/settings/{setting}/remove`: the target of the form that takes back a value to come.
#[component]
pub(super) fn RemovePage() -> impl IntoView {
    let key = setting_key().ok_or(AppError::NotFound);
    loaded(async move { changed::<RemoveSetting>(key?).await })
}

/// The setting that the address names.
fn setting_key() -> Option<SettingKey> {
    let name = use_params_map().with_untracked(|params| params.get("setting"));
    SettingKey::read(&name?)
}

async fn list() -> Result<AnyView, AppError> {
    let history = read_settings().await?;
    Ok(view! { <Settings history /> }.into_any())
}

async fn setting_page(key: Option<SettingKey>) -> Result<AnyView, AppError> {
    let key = key.ok_or(AppError::NotFound)?;
    match request().method {
        Method::Post => changed::<ChangeSetting>(key).await,
        _ => shown(key, Refusal::default()).await,
    }
}

/// Runs the function of a form on a setting, and redirects to the page of the setting if it succeeds.
async fn changed<F>(key: SettingKey) -> Result<AnyView, AppError>
where
    F: ServerFn<Error = FormError, Output = ()> + DeserializeOwned,
{
    let response = response();
    match submit::<F>(&[("setting", key.as_str())]).await? {
        Err(refusal) => return shown(key, refusal).await,
        Ok(()) => response.redirect(format!("/admin/settings/{}?saved=1", key.as_str())),
    }
    Ok(().into_any())
}

async fn shown(key: SettingKey, refusal: Refusal) -> Result<AnyView, AppError> {
    let history = read_settings().await?;
    let mut timelines = history.timelines.iter();
    let timeline = timelines.find(|timeline| timeline.key == key).cloned();
    let timeline = timeline.ok_or(AppError::NotFound)?;
    Ok(view! { <Setting history timeline refusal /> }.into_any())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn Settings(history: SettingHistory) -> impl IntoView {
    let lang = request().room_lang();
    let words = lang.words();
    let row = |timeline: &Timeline| {
        let key = timeline.key;
        let (since, value) = timeline.on(history.today);
        let to_come = timeline.after(history.today).map(|(from, value)| {
            let text = value_text(lang, key, value);
            view! { <p>{format!("{text}, {}", since_text(lang, Some(*from)))}</p> }
        });
        let to_come: Vec<_> = to_come.collect();
        let comes = (!to_come.is_empty())
            .then(|| view! { <td data-label=words.setting_to_come()>{to_come}</td> }.into_any());
        let comes = comes.unwrap_or_else(|| view! { <td></td> }.into_any());
        view! {
            <tr>
                <th scope="row">
                    <a href=format!("/admin/settings/{}", key.as_str())>{setting_name(lang, key)}</a>
                </th>
                <td data-label=words.setting_now()>
                    {value_text(lang, key, value)} " "
                    <span class="since">{since_text(lang, since)}</span>
                </td>
                {comes}
            </tr>
        }
    };
    let title = words.setting_title();
    let rows: Vec<_> = history.timelines.iter().map(row).collect();
    view! {
        <Title text=product_title(lang, &title) />
        <h1>{title}</h1>
        <p class="hint">{words.setting_lead()}</p>
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{words.setting_name()}</th>
                    <th scope="col">{words.setting_now()}</th>
                    <th scope="col">{words.setting_to_come()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <p>
            <a href="/admin/clock">{words.clock_title()}</a>
        </p>
    }
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn Setting(history: SettingHistory, timeline: Timeline, refusal: Refusal) -> impl IntoView {
    let request = request();
    let (lang, key) = (request.room_lang(), timeline.key);
    let words = lang.words();
    let (since, value) = timeline.on(history.today);
    let saved = request
        .parameter("saved")
        .map(|_| done(words.setting_saved()));
    let title = setting_name(lang, key);
    view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href="/admin/settings">{words.setting_back()}</a>
        </p>
        {error_summary(lang, &refusal.problems)}
        {saved}
        <h1>{title}</h1>
        <p>{setting_text(lang, key)}</p>
        <dl class="facts kept">
            <dt>{words.setting_now()}</dt>
            <dd>
                <b>{value_text(lang, key, value)}</b> " "
                <span class="since">{since_text(lang, since)}</span>
            </dd>
        </dl>
        {form(&request, &history, &timeline, &refusal.problems)}
        {to_come(lang, &history, &timeline)}
        {before(lang, &history, &timeline)}
    }
}

fn form(
    request: &PageRequest,
    history: &SettingHistory,
    timeline: &Timeline,
    problems: &[Problem],
) -> AnyView {
    let (lang, key) = (request.room_lang(), timeline.key);
    let words = lang.words();
    let fixed = match key.control() {
        Control::Operator => Some(words.setting_logo_fixed()),
        Control::Fixed => Some(words.setting_due_precision_fixed()),
        Control::Zone if history.zone_is_fixed => Some(words.setting_zone_fixed()),
        _ => None,
    };
    if let Some(fixed) = fixed {
        return view! { <p class="chosen">{fixed}</p> }.into_any();
    }
    let was_sent = !request.form.0.is_empty();
    let typed = |name: &str, otherwise: &str| {
        let text = if was_sent {
            request.form.raw(name)
        } else {
            otherwise
        };
        text.to_owned()
    };
    let value = typed("value", timeline.on(history.today).1);
    let from = (key != SettingKey::Zone).then(|| {
        let from = Field {
            hint: Some(words.setting_from_hint()),
            value: typed("valid_from", &history.today.to_string()),
            ..Field::text("valid_from", words.setting_from())
        };
        day_field(lang, from, problems)
    });
    view! {
        <form method="post" action=format!("/admin/settings/{}", key.as_str()) class="form">
            {control(lang, key, &value, problems)}
            {from}
            {button(words.setting_button())}
        </form>
    }
    .into_any()
}

fn control(lang: Lang, key: SettingKey, value: &str, problems: &[Problem]) -> AnyView {
    let label = lang.words().setting_value();
    let line = |kind, chars_max| {
        let line = Field {
            value: value.to_owned(),
            kind,
            chars_max,
            ..Field::text("value", label.clone())
        };
        field(line, problems)
    };
    match key.control() {
        Control::Choice(choices) => {
            let named = |word: &&str| ((*word).to_owned(), value_text(lang, key, word));
            let choices = choices.iter().map(named).collect();
            select("value", label.clone(), choices, value, problems)
        }
        Control::Number { max, .. } => line("number", max.to_string().len()),
        Control::Text { chars_max, .. } => line("text", chars_max),
        Control::Zone | Control::Operator | Control::Fixed => line("text", ZONE_CHARS_MAX),
    }
}

fn to_come(lang: Lang, history: &SettingHistory, timeline: &Timeline) -> Option<AnyView> {
    let words = lang.words();
    let action = format!("/admin/settings/{}/remove", timeline.key.as_str());
    let row = |(from, value): &(NaiveDate, String)| {
        let label = words.setting_remove_of(short_date(*from));
        view! {
            <tr>
                <th scope="row">{short_date(*from)}</th>
                <td>{value_text(lang, timeline.key, value)}</td>
                <td>
                    <form method="post" action=action.clone()>
                        {hidden("valid_from", &from.to_string())}
                        <button class="button button-second" r#type="submit" aria-label=label>
                            {words.setting_remove()}
                        </button>
                    </form>
                </td>
            </tr>
        }
    };
    let rows: Vec<_> = timeline.after(history.today).map(row).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <h2>{words.setting_to_come()}</h2>
            <table class="table narrow">
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    })
}

fn before(lang: Lang, history: &SettingHistory, timeline: &Timeline) -> Option<AnyView> {
    let words = lang.words();
    let row = |(from, value): (Option<NaiveDate>, &str)| {
        view! {
            <tr>
                <th scope="row">{since_text(lang, from)}</th>
                <td>{value_text(lang, timeline.key, value)}</td>
            </tr>
        }
    };
    let rows: Vec<_> = timeline
        .before(history.today)
        .into_iter()
        .map(row)
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <details class="earlier">
                <summary>{words.setting_before()}</summary>
                <table class="table narrow">
                    <tbody>{rows}</tbody>
                </table>
            </details>
        }
        .into_any()
    })
}

fn since_text(lang: Lang, since: Option<NaiveDate>) -> String {
    let words = lang.words();
    since.map_or_else(
        || words.setting_from_first(),
        |since| words.setting_from_date(short_date(since)),
    )
}
