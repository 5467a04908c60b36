//! The rows of report periods: adding one, changing or removing one that is not signed.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::Lang;
use sanh_domain::period::PeriodKind;
use sanh_domain::report::official_form::period::{KINDS, PeriodName, PeriodRow, SOURCE_CHARS_MAX};

use super::api::{AddPeriod, ChangePeriod, RemovePeriod, read_period};
use super::{address, for_all, named};
use crate::error::AppError;
use crate::page::PageRequest;
use crate::text::Messages;
use crate::text::date::last_day;
use crate::text::official_form::{kind_name, period_title, source_text};
use crate::ui::document::product_title;
use crate::ui::form::{
    Field, Problem, button, button_second, error_summary, field, hidden, select,
};
use crate::ui::moment::day_field;
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{Submitted, submit, submitted};

/// `/manage/report/new`
#[component]
pub(super) fn NewPage() -> impl IntoView {
    loaded(new())
}

async fn new() -> Result<AnyView, AppError> {
    let request = request();
    for_all(&request)?;
    match submitted::<AddPeriod>(&[]).await? {
        Submitted::Not => Ok(edited(&request, None, &[])),
        Submitted::Refused(refusal) => Ok(edited(&request, None, &refusal.problems)),
        Submitted::Done(kind) => Ok(to_list(kind, "saved")),
    }
}

/// `/manage/report/{period}/edit`
#[component]
pub(super) fn EditPage() -> impl IntoView {
    loaded(edit(named()))
}

async fn edit(name: Result<PeriodName, AppError>) -> Result<AnyView, AppError> {
    let (request, response, name) = (request(), response(), name?);
    for_all(&request)?;
    let problems = match submitted::<ChangePeriod>(&[("period", &name.to_string())]).await? {
        Submitted::Done(kind) => return Ok(to_list(kind, "saved")),
        Submitted::Refused(refusal) => Some(refusal.problems),
        Submitted::Not => None,
    };
    let row = read_period(name).await?;
    let problems = problems.unwrap_or_else(|| {
        let signed = row.signed.is_some().then(|| {
            response.set_status(422);
            Problem::new(
                "kind",
                request.room_lang().words().official_form_row_signed(),
            )
        });
        signed.into_iter().collect()
    });
    Ok(edited(&request, Some(&row), &problems))
}

/// `/manage/report/{period}/remove`: where the form goes that takes a period out of the list.
#[component]
pub(super) fn RemovePage() -> impl IntoView {
    loaded(remove(named()))
}

async fn remove(name: Result<PeriodName, AppError>) -> Result<AnyView, AppError> {
    let (request, name) = (request(), name?);
    match submit::<RemovePeriod>(&[("period", &name.to_string())]).await? {
        Ok(kind) => Ok(to_list(kind, "removed")),
        Err(refusal) => {
            let row = read_period(name).await?;
            Ok(edited(&request, Some(&row), &refusal.problems))
        }
    }
}

fn to_list(kind: PeriodKind, done: &str) -> AnyView {
    response().redirect(format!("/manage/report?kind={}&done={done}", kind.as_str()));
    ().into_any()
}

fn edited(request: &PageRequest, row: Option<&PeriodRow>, problems: &[Problem]) -> AnyView {
    let lang = request.room_lang();
    let words = lang.words();
    let title = if row.is_some() {
        words.official_form_edit()
    } else {
        words.official_form_add()
    };
    let back = row.map_or_else(
        || ("/manage/report".to_owned(), words.official_form_back()),
        |row| {
            let period = &row.period;
            let text = words.official_form_back_to(period_title(lang, period));
            (address(PeriodName::of_row(period)), text)
        },
    );
    view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href=back.0>{back.1}</a>
        </p>
        {error_summary(lang, problems)}
        <h1>{title}</h1>
        {form(request, lang, row, problems)}
        {row.map(|row| removal(lang, row))}
    }
    .into_any()
}

fn form(
    request: &PageRequest,
    lang: Lang,
    row: Option<&PeriodRow>,
    problems: &[Problem],
) -> AnyView {
    let words = lang.words();
    let was_sent = !request.form.0.is_empty();
    let value = |name: &str, stored: fn(&PeriodRow, Lang) -> String| {
        if was_sent {
            request.form.raw(name).to_owned()
        } else {
            row.map(|row| stored(row, lang)).unwrap_or_default()
        }
    };
    let day = |name: &'static str, label: String, value: String| {
        let day = Field {
            value,
            ..Field::text(name, label)
        };
        day_field(lang, day, problems)
    };
    let kinds = KINDS.map(|kind| (kind.as_str().to_owned(), kind_name(lang, kind)));
    let kind = value("kind", |row, _| row.period.kind.as_str().to_owned());
    let from = value("from", |row, _| row.period.from.to_string());
    let last = value("last", |row, _| last_day(&row.period).to_string());
    let source = Field {
        hint: Some(words.official_form_source_hint()),
        value: value("source", |row, lang| source_text(lang, &row.source)),
        chars_max: SOURCE_CHARS_MAX,
        ..Field::text("source", words.official_form_source())
    };
    let action = row.map_or_else(
        || "/manage/report/new".to_owned(),
        |row| format!("{}/edit", address(PeriodName::of_row(&row.period))),
    );
    view! {
        <form method="post" action=action class="form">
            {select("kind", words.official_form_kind(), kinds.to_vec(), &kind, problems)}
            {day("from", words.official_form_look_from(), from)}
            {day("last", words.official_form_look_last(), last)}
            {field(source, problems)}
            {button(words.official_form_add_button())}
        </form>
    }
    .into_any()
}

fn removal(lang: Lang, row: &PeriodRow) -> AnyView {
    let words = lang.words();
    let action = format!("{}/remove", address(PeriodName::of_row(&row.period)));
    view! {
        <form method="post" action=action class="form report-removal">
            <p class="hint">{words.official_form_remove_hint()}</p>
            {hidden("sure", "yes")}
            {button_second(words.official_form_remove_button())}
        </form>
    }
    .into_any()
}
