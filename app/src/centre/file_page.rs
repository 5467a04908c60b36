//! The form that reads dates from a file, and previews the change before anything is saved.

use leptos::prelude::*;
use sanh_domain::centre::file::{FILE_BYTES_MAX, FILE_DAYS_MAX};

use super::api::read_calendar;
use super::calendar_form::page_head;
use super::preview::{Sent, sent};
use crate::error::AppError;
use crate::model::centre::{CalendarForm, CalendarOverview, DECISION_CHARS_MAX};
use crate::page::Form;
use crate::text::Messages;
use crate::text::centre::agency_options;
use crate::ui::form::{Field, Problem, button, field, labelled, select, text_area};
use crate::ui::response::{loaded, request};

/// The fields of the change, sent again with its confirmation.
const FIELDS: [&str; 3] = ["text", "agency", "decision"];

/// `/admin/calendar/file`: a file or its text, then the confirmation with the dates that were read.
#[component]
pub(super) fn FilePage() -> impl IntoView {
    loaded(shown())
}

async fn shown() -> Result<AnyView, AppError> {
    let (request, overview) = (request(), read_calendar().await?);
    match sent(CalendarForm::File, &FIELDS, &overview).await? {
        Sent::Not => Ok(page(&overview, &Form::default(), &[])),
        Sent::Back(problems, Some(text)) => {
            let form = with_text(&request.form, text);
            Ok(page(&overview, &form, &problems))
        }
        Sent::Back(problems, None) => {
            let file = request.file("file");
            let content = file.unwrap_or_else(|| request.form.raw("text").as_bytes());
            // The text is shown again beside its problems; NUL characters are not allowed in HTML.
            let text = String::from_utf8_lossy(content).replace('\0', "");
            let form = with_text(&request.form, text);
            Ok(page(&overview, &form, &problems))
        }
        Sent::Answered(answer) => Ok(answer),
    }
}

/// The form with this text in its text field.
fn with_text(form: &Form, text: String) -> Form {
    let mut fields = form.0.clone();
    fields.retain(|(name, _)| name != "text");
    fields.push(("text".to_owned(), text));
    Form(fields)
}

fn page(overview: &CalendarOverview, form: &Form, problems: &[Problem]) -> AnyView {
    let lang = request().room_lang();
    let words = lang.words();
    let title = words.file_title();
    let agencies = agency_options(lang, &overview.agencies);
    let decision = Field {
        hint: Some(words.day_decision_hint()),
        value: form.raw("decision").to_owned(),
        chars_max: DECISION_CHARS_MAX,
        ..Field::text("decision", words.day_decision())
    };
    let hint = words.file_file_hint(FILE_DAYS_MAX, FILE_BYTES_MAX / 1024);
    let upload = labelled(
        "file",
        words.file_file(),
        Some(hint),
        problems,
        |described, _| {
            view! {
                <input
                    id="file"
                    name="file"
                    r#type="file"
                    accept=".ics,.csv,.txt,text/calendar,text/csv,text/plain"
                    aria-describedby=described
                />
            }
            .into_any()
        },
    );
    let hint = format!("{} {}", words.file_text_hint(), words.file_text_example());
    let text = text_area(
        "text",
        words.file_text(),
        Some(hint),
        form.raw("text"),
        FILE_BYTES_MAX,
        problems,
    );
    view! {
        {page_head(lang, title, problems)}
        <p class="hint">{words.file_lead()}</p>
        <form method="post" action=CalendarForm::File.path() enctype="multipart/form-data" class="form">
            {upload}
            {text}
            {select("agency", words.calendar_for(), agencies, form.text("agency"), problems)}
            {field(decision, problems)}
            {button(words.day_preview())}
        </form>
    }
    .into_any()
}
