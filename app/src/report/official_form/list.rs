//! The list of report periods, and the way to any days.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::centre::form_input::date as typed_date;
use sanh_domain::language::Lang;
use sanh_domain::period::PeriodKind;
use sanh_domain::report::official_form::period::{DAYS_MAX, KINDS, PeriodName, PeriodState};

use super::api::list_periods;
use super::{address, done, is_for_all};
use crate::error::AppError;
use crate::model::official_form::{ListedPeriod, PeriodList};
use crate::page::PageRequest;
use crate::text::Messages;
use crate::text::date::{last_day, short_date};
use crate::text::dossier::moment;
use crate::text::official_form::{kind_name, period_name, send_by_text, source_text};
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, button, error_summary, hidden};
use crate::ui::moment::day_field;
use crate::ui::response::{loaded, request, response};

/// `/manage/report`
#[component]
pub(super) fn ListPage() -> impl IntoView {
    loaded(shown(Vec::new()))
}

/// `/manage/report/days`: leads on to the report of any days.
#[component]
pub(super) fn DaysPage() -> impl IntoView {
    loaded(days())
}

async fn days() -> Result<AnyView, AppError> {
    let (request, response) = (request(), response());
    let given = |name: &str| typed_date(request.parameter(name).unwrap_or_default().trim());
    let days = given("from").zip(given("last"));
    if let Some(name) = days.and_then(|(from, last)| PeriodName::of_days(from, last)) {
        response.redirect(address(name));
        return Ok(().into_any());
    }
    response.set_status(422);
    let message = request
        .room_lang()
        .words()
        .official_form_look_bad(DAYS_MAX / 366);
    shown(vec![Problem::new("from", message)]).await
}

async fn shown(problems: Vec<Problem>) -> Result<AnyView, AppError> {
    let request = request();
    let kind = request.parameter("kind").map(PeriodKind::from_word);
    let kind = kind.flatten().filter(|kind| KINDS.contains(kind));
    let kind = kind.unwrap_or(KINDS[0]);
    let before = request.parameter("before").map(str::parse::<NaiveDate>);
    let before = before.transpose();
    let before = before.map_err(|_| AppError::Invalid("before".to_owned()))?;
    let list = list_periods(kind, before).await?;
    let lang = request.room_lang();
    let words = lang.words();
    let title = words.official_form_title();
    let said = match request.parameter("done") {
        Some("saved") => Some(words.official_form_saved()),
        Some("removed") => Some(words.official_form_removed()),
        _ => None,
    };
    let add = is_for_all(&request).then(|| {
        view! {
            <p class="do-line">
                <a class="button button-second" href="/manage/report/new">
                    {words.official_form_add()}
                </a>
            </p>
        }
    });
    let unset = (!list.has_send_days).then(|| {
        view! { <p class="hint">{words.official_form_send_unset()}</p> }
    });
    Ok(view! {
        <Title text=product_title(lang, &title) />
        {said.map(done)}
        {error_summary(lang, &problems)}
        <h1>{title}</h1>
        <p class="hint">{words.official_form_lead()}</p>
        {unset}
        {tabs(lang, kind)}
        {periods(lang, &list)}
        {older(lang, kind, &list)}
        {add}
        {period_chooser(&request, lang, &problems)}
    }
    .into_any())
}

fn tabs(lang: Lang, chosen: PeriodKind) -> AnyView {
    let tab = |kind: PeriodKind| {
        let current = (kind == chosen).then_some("page");
        view! {
            <a href=format!("/manage/report?kind={}", kind.as_str()) aria-current=current>
                {kind_name(lang, kind)}
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label=lang.words().official_form_kinds()>
            {KINDS.into_iter().map(tab).collect::<Vec<_>>()}
        </nav>
    }
    .into_any()
}

/// The periods; those that nobody waits for any more stand folded below the others, so that what is to be done is seen at once.
fn periods(lang: Lang, list: &PeriodList) -> AnyView {
    let words = lang.words();
    let (shown, old) = list.split_old();
    if shown.is_empty() {
        return view! { <p class="none">{words.official_form_none()}</p> }.into_any();
    }
    let old = (!old.is_empty()).then(|| {
        view! {
            <details class="earlier">
                <summary>{words.official_form_old(old.len().to_string())}</summary>
                {table(lang, list, &old)}
            </details>
        }
    });
    view! {
        {table(lang, list, &shown)}
        {old}
    }
    .into_any()
}

fn table(lang: Lang, list: &PeriodList, periods: &[&ListedPeriod]) -> AnyView {
    let words = lang.words();
    let rows: Vec<_> = periods
        .iter()
        .map(|listed| row(lang, list, listed))
        .collect();
    let send_by = list
        .has_send_days
        .then(|| view! { <th scope="col">{words.official_form_send_by()}</th> });
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{words.official_form_period()}</th>
                    <th scope="col">{words.official_form_days()}</th>
                    <th scope="col">{words.official_form_state()}</th>
                    {send_by}
                    <th scope="col">{words.official_form_signed()}</th>
                    <th scope="col">{words.official_form_source()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(lang: Lang, list: &PeriodList, listed: &ListedPeriod) -> AnyView {
    let words = lang.words();
    let row = &listed.row;
    let period = &row.period;
    let (from, until) = (short_date(period.from), short_date(last_day(period)));
    let name = period_name(lang, period);
    let signed = row.signed.as_ref();
    let signed =
        signed.map(|(at, by)| words.official_form_signed_by(by.clone(), moment(*at, list.zone)));
    // A blank cell needs no label.
    let signed_label = signed.is_some().then(|| words.official_form_signed());
    let name = if listed.state == PeriodState::ToCome {
        view! { <span>{name}</span> }.into_any()
    } else {
        view! { <a href=address(PeriodName::of_row(period))>{name}</a> }.into_any()
    };
    let waits = (listed.state == PeriodState::Finished).then(|| {
        let days = (list.today - last_day(period)).num_days();
        let days = u64::try_from(days).unwrap_or_default();
        view! { <span class="hint">{words.official_form_waits(days)}</span> }
    });
    let send_by = list
        .has_send_days
        .then(|| send_by_cell(lang, list, listed.send_by));
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td data-label=words.official_form_days()>{format!("{from} – {until}")}</td>
            <td data-label=words.official_form_state()>{state_tag(lang, &listed.state)} {waits}</td>
            {send_by}
            <td data-label=signed_label>{signed}</td>
            <td data-label=words.official_form_source()>{source_text(lang, &row.source)}</td>
        </tr>
    }
    .into_any()
}

/// By when the report of a period is sent.
fn send_by_cell(lang: Lang, list: &PeriodList, by: Option<NaiveDate>) -> AnyView {
    let Some(by) = by else {
        return view! { <td></td> }.into_any();
    };
    let text = send_by_text(lang, by, list.today);
    view! {
        <td data-label=lang.words().official_form_send_by()>
            {marked_send_by(by, list.today, text)}
        </td>
    }
    .into_any()
}

/// A text that tells by when a report is sent, marked once that is past.
pub(super) fn marked_send_by(by: NaiveDate, today: NaiveDate, text: String) -> AnyView {
    let class = (by < today).then_some("bad");
    view! { <span class=class>{text}</span> }.into_any()
}

/// Where a period stands, in a word.
pub(super) fn state_tag(lang: Lang, state: &PeriodState) -> AnyView {
    let words = lang.words();
    let (class, text) = match state {
        PeriodState::ToCome => ("tag tag-to-come", words.official_form_state_to_come()),
        PeriodState::Running => ("tag", words.official_form_state_running()),
        PeriodState::Finished => ("tag tag-waiting", words.official_form_state_finished()),
        PeriodState::Signed => ("tag tag-signed", words.official_form_state_signed()),
        PeriodState::Revised => ("tag tag-late", words.official_form_state_revised()),
        PeriodState::SignedUncounted => ("tag", words.official_form_state_uncounted()),
    };
    view! { <b class=class>{text}</b> }.into_any()
}

fn older(lang: Lang, kind: PeriodKind, list: &PeriodList) -> Option<AnyView> {
    let oldest = list.periods.last().filter(|_| list.has_older)?;
    let before = oldest.row.period.from;
    let href = format!("/manage/report?kind={}&before={before}", kind.as_str());
    Some(
        view! {
            <p class="pages">
                <a href=href>{lang.words().official_form_older()}</a>
            </p>
        }
        .into_any(),
    )
}

fn period_chooser(request: &PageRequest, lang: Lang, problems: &[Problem]) -> AnyView {
    let words = lang.words();
    let day = |name: &'static str, label: String| {
        let day = Field {
            value: request.parameter(name).unwrap_or_default().to_owned(),
            ..Field::text(name, label)
        };
        day_field(lang, day, problems)
    };
    let language = request.parameter("lang").map(|code| hidden("lang", code));
    view! {
        <h2>{words.official_form_look_title()}</h2>
        <form method="get" action="/manage/report/days" class="filters">
            {language}
            {day("from", words.official_form_look_from())}
            {day("last", words.official_form_look_last())}
            <div class="filters-do">{button(words.official_form_look_button())}</div>
        </form>
    }
    .into_any()
}
