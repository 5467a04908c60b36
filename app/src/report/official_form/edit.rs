//! The rows of report periods: adding one, changing or removing one that is not signed.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::centre::typed::date as typed_date;
use sanh_domain::language::Lang;
use sanh_domain::period::{Period, PeriodKind};
use sanh_domain::report::official_form::period::{
    DAYS_MAX, KINDS, PeriodName, PeriodRow, SOURCE_CHARS_MAX, days,
};

use super::list::DATE_CHARS_MAX;
use super::pages::{address, for_all, port};
use super::port::OfficialFormError;
use super::words::{kind_name, period_title, source_text};
use crate::admin::pages::in_room;
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::text::date::last_day;
use crate::ui::form::{
    Field, Problem, button, button_second, error_summary, field, hidden, select,
};
use crate::ui::frame::NavSection;

/// `GET /manage/report/new`
pub(super) fn blank(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    for_all(caller)?;
    Ok(page(request, caller, None, &[]))
}

/// `POST /manage/report/new`
pub(super) async fn add(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    for_all(caller)?;
    put(request, caller, None).await
}

/// `GET /manage/report/{period}/edit`
pub(super) async fn opened(
    request: &PageRequest,
    caller: &Caller,
    name: PeriodName,
) -> Result<Page, AppError> {
    for_all(caller)?;
    let row = stored(caller, name).await?;
    let signed = row.signed.is_some().then(|| signed_problem(request));
    Ok(page(request, caller, Some(&row), signed.as_slice()))
}

/// `POST /manage/report/{period}/edit`
pub(super) async fn changed(
    request: &PageRequest,
    caller: &Caller,
    name: PeriodName,
) -> Result<Page, AppError> {
    for_all(caller)?;
    let row = stored(caller, name).await?;
    put(request, caller, Some(&row)).await
}

/// `POST /manage/report/{period}/remove`
pub(super) async fn removed(
    request: &PageRequest,
    caller: &Caller,
    name: PeriodName,
) -> Result<Page, AppError> {
    for_all(caller)?;
    let row = stored(caller, name).await?;
    if request.form.text("sure") != "yes" {
        return Err(AppError::Invalid("sure".to_owned()));
    }
    match port().remove_period(caller, name).await {
        Ok(()) => Ok(to_list(row.period.kind, "removed")),
        Err(OfficialFormError::Other(error)) => Err(error),
        Err(_) => Ok(page(
            request,
            caller,
            Some(&row),
            &[signed_problem(request)],
        )),
    }
}

async fn stored(caller: &Caller, name: PeriodName) -> Result<PeriodRow, AppError> {
    port().period(caller, name).await
}

fn to_list(kind: PeriodKind, done: &str) -> Page {
    Page::redirect(format!("/manage/report?kind={}&done={done}", kind.as_str()))
}

fn signed_problem(request: &PageRequest) -> Problem {
    Problem::new("kind", request.room_lang().words().form_row_signed())
}

async fn put(
    request: &PageRequest,
    caller: &Caller,
    changing: Option<&PeriodRow>,
) -> Result<Page, AppError> {
    let words = request.room_lang().words();
    let row = match typed(request) {
        Ok(row) => row,
        Err(problems) => return Ok(page(request, caller, changing, &problems)),
    };
    let kind = row.period.kind;
    let name = changing.map(|row| PeriodName::of_row(&row.period));
    let problem = match port().put_period(caller, row, name).await {
        Ok(()) => return Ok(to_list(kind, "saved")),
        Err(OfficialFormError::Other(error)) => return Err(error),
        Err(OfficialFormError::Taken) => Problem::new("from", words.form_taken()),
        Err(_) => signed_problem(request),
    };
    Ok(page(request, caller, changing, &[problem]))
}

/// The row that the form describes, or what is wrong with it.
fn typed(request: &PageRequest) -> Result<PeriodRow, Vec<Problem>> {
    let words = request.room_lang().words();
    let mut problems = Vec::new();
    let mut wrong = |field, message| problems.push(Problem::new(field, message));
    let kind = PeriodKind::from_word(request.form.text("kind")).filter(|kind| KINDS.contains(kind));
    if kind.is_none() {
        wrong("kind", words.form_bad_kind());
    }
    let from = typed_date(request.form.text("from"));
    if from.is_none() {
        wrong("from", words.form_bad_date());
    }
    let last = typed_date(request.form.text("last"));
    if last.is_none() {
        wrong("last", words.form_bad_date());
    }
    let source = request.form.text("source");
    if source.is_empty() || source.chars().count() > SOURCE_CHARS_MAX {
        wrong("source", words.form_bad_source(SOURCE_CHARS_MAX));
    }
    let span = from.zip(last).map(|(from, last)| days(from, last));
    if span == Some(None) {
        wrong("last", words.form_bad_days(DAYS_MAX / 366));
    }
    match (kind, span.flatten()) {
        (Some(kind), Some(days)) if problems.is_empty() => Ok(PeriodRow {
            period: Period { kind, ..days },
            source: source.to_owned(),
            signed: None,
        }),
        _ => Err(problems),
    }
}

fn page(
    request: &PageRequest,
    caller: &Caller,
    row: Option<&PeriodRow>,
    problems: &[Problem],
) -> Page {
    let lang = request.room_lang();
    let words = lang.words();
    let title = if row.is_some() {
        words.form_edit()
    } else {
        words.form_add()
    };
    let place = (NavSection::Report, title.clone());
    let status = if problems.is_empty() { 200 } else { 422 };
    in_room(request, caller, place, status, || {
        let back = row.map_or_else(
            || ("/manage/report".to_owned(), words.form_back()),
            |row| {
                let period = &row.period;
                let text = words.form_back_to(period_title(lang, period));
                (address(PeriodName::of_row(period)), text)
            },
        );
        view! {
            <p class="back">
                <a href=back.0>{back.1}</a>
            </p>
            {error_summary(lang, problems)}
            <h1>{title}</h1>
            {form(request, lang, row, problems)}
            {row.map(|row| removal(lang, row))}
        }
        .into_any()
    })
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
            kind: "date",
            chars_max: DATE_CHARS_MAX,
            ..Field::text(name, label)
        };
        field(day, problems)
    };
    let kinds = KINDS.map(|kind| (kind.as_str().to_owned(), kind_name(lang, kind)));
    let kind = value("kind", |row, _| row.period.kind.as_str().to_owned());
    let from = value("from", |row, _| row.period.from.to_string());
    let last = value("last", |row, _| last_day(&row.period).to_string());
    let source = Field {
        hint: Some(words.form_source_hint()),
        value: value("source", |row, lang| source_text(lang, &row.source)),
        chars_max: SOURCE_CHARS_MAX,
        ..Field::text("source", words.form_source())
    };
    let action = row.map_or_else(
        || "/manage/report/new".to_owned(),
        |row| format!("{}/edit", address(PeriodName::of_row(&row.period))),
    );
    view! {
        <form method="post" action=action class="form">
            {select("kind", words.form_kind(), kinds.to_vec(), &kind, problems)}
            {day("from", words.form_look_from(), from)}
            {day("last", words.form_look_last(), last)}
            {field(source, problems)}
            {button(words.form_add_button())}
        </form>
    }
    .into_any()
}

fn removal(lang: Lang, row: &PeriodRow) -> AnyView {
    let words = lang.words();
    let action = format!("{}/remove", address(PeriodName::of_row(&row.period)));
    view! {
        <form method="post" action=action class="form report-removal">
            <p class="hint">{words.form_remove_hint()}</p>
            {hidden("sure", "yes")}
            {button_second(words.form_remove_button())}
        </form>
    }
    .into_any()
}
