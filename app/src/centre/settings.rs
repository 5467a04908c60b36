//! The centre's settings: what is in force, what comes, and a form for each.

use chrono::NaiveDate;
use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::centre::setting::{Control, SettingKey, Timeline};
use sanh_domain::centre::typed;
use sanh_domain::language::Lang;

use super::pages::{done, port};
use super::port::{CentreError, SettingHistory};
use super::words::{setting_name, setting_text, value_text};
use crate::admin::pages::in_room;
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::text::date::short_date;
use crate::ui::form::{Field, Problem, button, error_summary, field, hidden, select};
use crate::ui::frame::NavSection;

/// The longest name of a time zone that is read.
const ZONE_CHARS_MAX: usize = 64;
/// Characters of a date, however it is written.
const DATE_CHARS_MAX: usize = 10;

/// `GET /admin/settings`
pub(super) async fn list(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let overview = port().settings().await?;
    let lang = request.room_lang();
    let words = lang.words();
    let row = |timeline: &Timeline| {
        let key = timeline.key;
        let (since, value) = timeline.on(overview.today);
        let to_come = timeline.after(overview.today).map(|(from, value)| {
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
    Ok(in_room(
        request,
        caller,
        (NavSection::Settings, title.clone()),
        200,
        || {
            let rows: Vec<_> = overview.timelines.iter().map(row).collect();
            view! {
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
            .into_any()
        },
    ))
}

/// `GET /admin/settings/{setting}`
pub(super) async fn one(
    request: &PageRequest,
    caller: &Caller,
    key: &str,
) -> Result<Page, AppError> {
    let key = SettingKey::read(key).ok_or(AppError::NotFound)?;
    shown(request, caller, key, &[]).await
}

/// `POST /admin/settings/{setting}`
pub(super) async fn set(
    request: &PageRequest,
    caller: &Caller,
    key: &str,
) -> Result<Page, AppError> {
    let key = SettingKey::read(key).ok_or(AppError::NotFound)?;
    let lang = request.room_lang();
    let value = request.form.text("value");
    let mut problems = Vec::new();
    if !key.fits(value) {
        problems.push(Problem::new("value", value_problem(lang, key)));
    }
    let valid_from = if key == SettingKey::Zone {
        Some(port().settings().await?.today)
    } else {
        typed::date(request.form.text("valid_from"))
    };
    if valid_from.is_none() {
        let message = lang.words().setting_bad_date();
        problems.push(Problem::new("valid_from", message));
    }
    let Some(valid_from) = valid_from.filter(|_| problems.is_empty()) else {
        return shown(request, caller, key, &problems).await;
    };
    let set = port().set(caller, key, valid_from, value).await;
    changed(request, caller, key, (valid_from, set)).await
}

/// `POST /admin/settings/{setting}/remove`
pub(super) async fn unset(
    request: &PageRequest,
    caller: &Caller,
    key: &str,
) -> Result<Page, AppError> {
    let key = SettingKey::read(key).ok_or(AppError::NotFound)?;
    let valid_from = typed::date(request.form.text("valid_from"));
    let valid_from = valid_from.ok_or_else(|| AppError::Invalid("valid_from".to_owned()))?;
    let unset = port().unset(caller, key, valid_from).await;
    changed(request, caller, key, (valid_from, unset)).await
}

async fn changed(
    request: &PageRequest,
    caller: &Caller,
    key: SettingKey,
    (valid_from, changed): (NaiveDate, Result<(), CentreError>),
) -> Result<Page, AppError> {
    let lang = request.room_lang();
    let words = lang.words();
    let problem = match changed {
        Ok(()) => {
            return Ok(Page::redirect(format!(
                "/admin/settings/{}?saved=1",
                key.as_str()
            )));
        }
        Err(CentreError::Other(error)) => return Err(error),
        Err(CentreError::Restates) if key == SettingKey::Zone => {
            Problem::new("value", words.setting_zone_fixed())
        }
        Err(CentreError::Restates) if valid_from < port().settings().await?.today => {
            Problem::new("valid_from", words.setting_past())
        }
        Err(CentreError::Restates) => Problem::new("valid_from", words.setting_restates()),
        Err(_) => Problem::new("value", value_problem(lang, key)),
    };
    shown(request, caller, key, &[problem]).await
}

async fn shown(
    request: &PageRequest,
    caller: &Caller,
    key: SettingKey,
    problems: &[Problem],
) -> Result<Page, AppError> {
    let overview = port().settings().await?;
    let mut timelines = overview.timelines.iter();
    let timeline = timelines.find(|timeline| timeline.key == key);
    let timeline = timeline.ok_or(AppError::NotFound)?;
    let lang = request.room_lang();
    let words = lang.words();
    let (since, value) = timeline.on(overview.today);
    let saved = request
        .parameter("saved")
        .map(|_| done(words.setting_saved()));
    let title = setting_name(lang, key);
    let status = if problems.is_empty() { 200 } else { 422 };
    let place = (NavSection::Settings, title.clone());
    Ok(in_room(request, caller, place, status, || {
        view! {
            <p class="back">
                <a href="/admin/settings">{words.setting_back()}</a>
            </p>
            {error_summary(lang, problems)}
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
            {form(request, &overview, timeline, problems)}
            {to_come(lang, &overview, timeline)}
            {before(lang, &overview, timeline)}
        }
        .into_any()
    }))
}

fn form(
    request: &PageRequest,
    overview: &SettingHistory,
    timeline: &Timeline,
    problems: &[Problem],
) -> AnyView {
    let (lang, key) = (request.room_lang(), timeline.key);
    let words = lang.words();
    let fixed = match key.control() {
        Control::Operator => Some(words.setting_logo_fixed()),
        Control::Fixed => Some(words.setting_due_precision_fixed()),
        Control::Zone if overview.zone_is_fixed => Some(words.setting_zone_fixed()),
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
    let value = typed("value", timeline.on(overview.today).1);
    let from = (key != SettingKey::Zone).then(|| {
        let from = Field {
            hint: Some(words.setting_from_hint()),
            value: typed("valid_from", &overview.today.to_string()),
            kind: "date",
            chars_max: DATE_CHARS_MAX,
            ..Field::text("valid_from", words.setting_from())
        };
        field(from, problems)
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

fn to_come(lang: Lang, overview: &SettingHistory, timeline: &Timeline) -> Option<AnyView> {
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
    let rows: Vec<_> = timeline.after(overview.today).map(row).collect();
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

fn before(lang: Lang, overview: &SettingHistory, timeline: &Timeline) -> Option<AnyView> {
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
        .before(overview.today)
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

fn value_problem(lang: Lang, key: SettingKey) -> String {
    let words = lang.words();
    match key.control() {
        Control::Text {
            chars_max,
            may_be_blank: false,
        } => words.setting_bad_text(chars_max),
        Control::Text { chars_max, .. } => words.setting_bad_optional(chars_max),
        Control::Number { min, max } => words.setting_bad_number(min, max),
        Control::Choice(_) => words.setting_bad_choice(),
        Control::Zone => words.setting_bad_zone(),
        Control::Operator => words.setting_logo_fixed(),
        Control::Fixed => words.setting_due_precision_fixed(),
    }
}
