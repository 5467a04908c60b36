//! The form that takes dates from a file, and shows what they would do before anything is saved.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::centre::change::{CalendarChange, CalendarPlan};
use sanh_domain::centre::file::{
    CalendarFile, FILE_BYTES_MAX, FILE_DAYS_MAX, FileChange, FileFault, LineFault, NAME_CHARS_MAX,
};
use sanh_domain::language::Lang;

use super::day::{DECISION_CHARS_MAX, agency_of};
use super::file_text::written;
use super::pages::port;
use super::port::CalendarOverview;
use super::preview::{Answer, ChangeRequest};
use super::words::agency_text;
use crate::admin::pages::in_room;
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::text::date::short_date;
use crate::ui::form::{
    Field, Form, Problem, button, error_summary, field, labelled, select, text_area,
};
use crate::ui::frame::NavSection;

const PATH: &str = "/admin/calendar/file";
const FIELDS: [&str; 3] = ["text", "agency", "decision"];
/// Faults of a file that are told one by one (ours).
const FAULTS_MAX: usize = 20;

/// `GET /admin/calendar/file`
pub(super) async fn opened(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let overview = port().calendar().await?;
    Ok(page(request, caller, &overview, &Form::default(), &[]))
}

/// `POST /admin/calendar/file`: a file or its text, then the confirmation with what was read of it.
pub(super) async fn sent(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let overview = port().calendar().await?;
    let form = &request.form;
    if !form.text("edit").is_empty() {
        return Ok(page(request, caller, &overview, form, &[]));
    }
    let (lang, words) = (request.room_lang(), request.room_lang().words());
    let uploaded = request.file("file");
    let content = uploaded.unwrap_or_else(|| form.raw("text").as_bytes());
    // Shown again, with what is wrong with it.
    let shown = as_text(form, content);
    let (change, file) = match read(lang, form, &overview, content) {
        Ok(read) => read,
        Err(problems) => return Ok(page(request, caller, &overview, &shown, &problems)),
    };
    let decision = form.text("decision").to_owned();
    let plan = CalendarPlan {
        change: CalendarChange::Days(change.days.clone()),
        reason: Lang::Vi.words().file_reason(decision),
    };
    let confirmed = PageRequest {
        form: as_text(form, written(&file, &change.weekly).as_bytes()),
        ..request.clone()
    };
    let wanted = ChangeRequest {
        request: &confirmed,
        caller,
        overview: &overview,
        action: PATH,
        fields: &FIELDS,
        plan,
        notes: notes(lang, &change),
    };
    let problem = match wanted.go_on().await? {
        Answer::Page(page) => return Ok(page),
        Answer::Nothing => Problem::new("text", words.preview_nothing()),
        Answer::Restates => Problem::new("text", words.setting_past()),
    };
    Ok(page(
        request,
        caller,
        &overview,
        &confirmed.form,
        &[problem],
    ))
}

/// The form with this content in its text field.
fn as_text(form: &Form, content: &[u8]) -> Form {
    let mut fields = form.0.clone();
    fields.retain(|(name, _)| name != "text");
    let text = String::from_utf8_lossy(content).replace('\0', "");
    fields.push(("text".to_owned(), text));
    Form(fields)
}

fn read(
    lang: Lang,
    form: &Form,
    overview: &CalendarOverview,
    content: &[u8],
) -> Result<(FileChange, CalendarFile), Vec<Problem>> {
    let words = lang.words();
    let mut problems = Vec::new();
    let agency = agency_of(form.text("agency"), overview);
    if agency.is_err() {
        problems.push(Problem::new("agency", words.setting_bad_choice()));
    }
    let decision = form.text("decision");
    if decision.is_empty() || decision.chars().count() > DECISION_CHARS_MAX {
        let message = words.day_bad_decision(DECISION_CHARS_MAX);
        problems.push(Problem::new("decision", message));
    }
    if content.iter().all(u8::is_ascii_whitespace) {
        problems.push(Problem::new("text", words.file_empty()));
        return Err(problems);
    }
    let file = port().read_file(content);
    let change = FileChange::of(&file, &overview.rows, agency.unwrap_or_default(), decision);
    match change {
        Ok(change) if problems.is_empty() => Ok((change, file)),
        Ok(_) => Err(problems),
        Err(faults) => {
            problems.extend(told(lang, &faults));
            Err(problems)
        }
    }
}

/// What is wrong, line by line.
fn told(lang: Lang, faults: &[FileFault]) -> Vec<Problem> {
    let words = lang.words();
    let first = faults.iter().take(FAULTS_MAX);
    let problems = first.map(|it| {
        let what = fault_text(lang, &it.fault);
        Problem::new("text", words.file_fault(it.line, what))
    });
    let more = faults.len().saturating_sub(FAULTS_MAX);
    let more = (more > 0).then(|| Problem::new("text", words.file_fault_more(more)));
    problems.chain(more).collect()
}

/// What is wrong with a line of a file.
#[must_use]
pub fn fault_text(lang: Lang, fault: &LineFault) -> String {
    let words = lang.words();
    match fault {
        LineFault::Columns => words.file_fault_columns(),
        LineFault::Date(text) => words.file_fault_date(text),
        LineFault::Name => words.file_fault_name(NAME_CHARS_MAX),
        LineFault::Kind(text) => words.file_fault_kind(text),
        LineFault::NoHours => words.file_fault_no_hours(),
        LineFault::Twice(first) => words.file_fault_twice(*first),
        LineFault::NotAllDay => words.file_fault_not_all_day(),
        LineFault::Repeats => words.file_fault_repeats(),
        LineFault::Ends => words.file_fault_ends(),
        LineFault::Cancelled => words.file_fault_cancelled(),
        LineFault::TooMany => words.file_fault_too_many(FILE_DAYS_MAX),
        LineFault::Nothing => words.file_fault_nothing(),
        LineFault::NotCalendar => words.file_fault_not_calendar(),
        LineFault::NotText => words.file_fault_not_text(),
        LineFault::TooLarge => words.file_fault_too_large(FILE_BYTES_MAX / 1024),
    }
}

/// What becomes of the dates beside those that change.
fn notes(lang: Lang, change: &FileChange) -> Vec<String> {
    let words = lang.words();
    let dates = |dates: &[chrono::NaiveDate]| {
        let dates = dates.iter().map(|date| short_date(*date));
        dates.collect::<Vec<_>>().join(", ")
    };
    let mut notes = vec![words.file_new(change.new, change.days.len() - change.new)];
    if !change.same.is_empty() {
        notes.push(words.file_same(dates(&change.same)));
    }
    if !change.weekly.is_empty() {
        notes.push(words.file_weekly(dates(&change.weekly)));
    }
    notes
}

fn page(
    request: &PageRequest,
    caller: &Caller,
    overview: &CalendarOverview,
    form: &Form,
    problems: &[Problem],
) -> Page {
    let lang = request.room_lang();
    let words = lang.words();
    let title = words.file_title();
    let status = if problems.is_empty() { 200 } else { 422 };
    let place = (NavSection::Calendar, title.clone());
    in_room(request, caller, place, status, || {
        let all = ("0".to_owned(), words.calendar_for_all());
        let agencies = overview.agencies.iter().map(|listed| {
            let name = agency_text(lang, Some(listed.id), &overview.agencies);
            (listed.id.0.to_string(), name)
        });
        let agencies: Vec<_> = std::iter::once(all).chain(agencies).collect();
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
            <p class="back">
                <a href="/admin/calendar">{words.calendar_back()}</a>
            </p>
            {error_summary(lang, problems)}
            <h1>{title}</h1>
            <p class="hint">{words.file_lead()}</p>
            <form method="post" action=PATH enctype="multipart/form-data" class="form">
                {upload}
                {text}
                {select("agency", words.calendar_for(), agencies, form.text("agency"), problems)}
                {field(decision, problems)}
                {button(words.day_preview())}
            </form>
        }
        .into_any()
    })
}
