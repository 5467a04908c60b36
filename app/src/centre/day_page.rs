//! The form of a date that differs from the office hours.

use leptos::prelude::*;
use sanh_domain::centre::file::NAME_CHARS_MAX;
use sanh_domain::centre::form_input;
use sanh_domain::centre::form_input::INTERVALS_CHARS_MAX;
use sanh_domain::deadline::decided::DayStatus;
use sanh_domain::language::Lang;

use super::api::read_calendar;
use super::calendar_form::{page_head, remove_form};
use super::preview::{Sent, sent};
use crate::error::AppError;
use crate::model::centre::{
    CalendarForm, CalendarOverview, DAYS_MAX, DECISION_CHARS_MAX, agency_of,
};
use crate::page::{Form, PageRequest};
use crate::text::Messages;
use crate::text::centre::{agency_options, agency_text, status_text};
use crate::text::date::short_date;
use crate::ui::form::{Field, Problem, button, field, hidden, select};
use crate::ui::moment::day_field;
use crate::ui::response::{loaded, request};

/// The fields of the change, sent again with its confirmation.
const FIELDS: [&str; 10] = [
    "date", "until", "agency", "hours", "name", "decision", "status", "make_up", "known", "removes",
];

/// `/admin/calendar/day`
#[component]
pub(super) fn DayPage() -> impl IntoView {
    loaded(shown())
}

async fn shown() -> Result<AnyView, AppError> {
    let (request, overview) = (request(), read_calendar().await?);
    match sent(CalendarForm::Day, &FIELDS, &overview).await? {
        Sent::Not => Ok(page(&overview, &opened(&request, &overview)?, &[])),
        Sent::Back(problems, _) => Ok(page(&overview, &request.form, &problems)),
        Sent::Answered(answer) => Ok(answer),
    }
}

/// The form of a new date, or of the row with `date` and `agency`.
fn opened(request: &PageRequest, overview: &CalendarOverview) -> Result<Form, AppError> {
    let Some(date) = request.parameter("date") else {
        return Ok(Form::default());
    };
    let invalid = |name: &str| AppError::Invalid(name.to_owned());
    let date = form_input::date(date).ok_or_else(|| invalid("date"))?;
    let agency = request.parameter("agency").unwrap_or("0");
    let agency = agency_of(agency, overview).map_err(|()| invalid("agency"))?;
    let day = overview.rows.day(date, agency).ok_or(AppError::NotFound)?;
    let fields = [
        ("known", "1".to_owned()),
        ("date", day.date.to_string()),
        ("agency", agency.map_or(0, |agency| agency.0).to_string()),
        ("hours", form_input::written(&day.intervals)),
        ("name", day.name.clone()),
        ("decision", day.decision.clone()),
        ("status", day.status.to_string()),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value));
    Ok(Form(fields.to_vec()))
}

fn page(overview: &CalendarOverview, form: &Form, problems: &[Problem]) -> AnyView {
    let lang = request().room_lang();
    let words = lang.words();
    let known = form_input::date(form.text("date")).filter(|_| form.text("known") == "1");
    let title = match known {
        Some(date) => words.day_title(short_date(date)),
        None => words.day_title_new(),
    };
    let line = |name, label: String, hint: Option<String>, chars_max| {
        let line = Field {
            hint,
            value: form.raw(name).to_owned(),
            chars_max,
            ..Field::text(name, label)
        };
        field(line, problems)
    };
    let (when, swap) = match known {
        Some(_) => (fixed(lang, overview, form), None),
        None => (
            chosen(lang, overview, form, problems),
            Some(date_field(
                "make_up",
                words.day_make_up(),
                Some(words.day_make_up_hint()),
                form,
                problems,
            )),
        ),
    };
    let statuses =
        DayStatus::ALL.map(|status| (status.as_str().to_owned(), status_text(lang, status)));
    let status = view! {
        {select("status", words.day_status(), statuses.to_vec(), form.text("status"), problems)}
        <p class="hint kept">{words.day_status_hint()}</p>
    };
    let remove = known.map(|_| {
        let (title, hint) = (words.day_remove(), words.day_remove_text());
        remove_form(CalendarForm::Day, title, hint, hidden_fields(form))
    });
    view! {
        {page_head(lang, title, problems)}
        <form method="post" action=CalendarForm::Day.path() class="form">
            {when}
            {line("hours", words.day_hours(), Some(words.day_hours_hint()), INTERVALS_CHARS_MAX)}
            {line("name", words.day_name(), Some(words.day_name_hint()), NAME_CHARS_MAX)}
            {line("decision", words.day_decision(), Some(words.day_decision_hint()), DECISION_CHARS_MAX)}
            {status}
            {swap}
            {button(words.day_preview())}
        </form>
        {remove}
    }
    .into_any()
}

/// The date and agency of an existing row, which cannot be changed: another date is another row.
fn fixed(lang: Lang, overview: &CalendarOverview, form: &Form) -> AnyView {
    let words = lang.words();
    let agency = agency_of(form.text("agency"), overview).ok().flatten();
    view! {
        {hidden_fields(form)}
        <dl class="facts kept">
            <dt>{words.calendar_for()}</dt>
            <dd>{agency_text(lang, agency, &overview.agencies)}</dd>
        </dl>
    }
    .into_any()
}

fn hidden_fields(form: &Form) -> AnyView {
    view! {
        {hidden("known", "1")}
        {hidden("date", form.text("date"))}
        {hidden("agency", form.text("agency"))}
    }
    .into_any()
}

fn chosen(lang: Lang, overview: &CalendarOverview, form: &Form, problems: &[Problem]) -> AnyView {
    let words = lang.words();
    let agencies = agency_options(lang, &overview.agencies);
    view! {
        {date_field("date", words.day_date(), None, form, problems)}
        {date_field("until", words.day_until(), Some(words.day_until_hint(DAYS_MAX)), form, problems)}
        {select("agency", words.calendar_for(), agencies, form.text("agency"), problems)}
    }
    .into_any()
}

fn date_field(
    name: &'static str,
    label: String,
    hint: Option<String>,
    form: &Form,
    problems: &[Problem],
) -> AnyView {
    let date = Field {
        hint,
        value: form.raw(name).to_owned(),
        ..Field::text(name, label)
    };
    day_field(request().room_lang(), date, problems)
}
