//! Reads the dates of an uploaded file.

use chrono::NaiveDate;
use leptos::prelude::*;
use sanh_domain::centre::change::{CalendarChange, CalendarPlan};
use sanh_domain::centre::file::{CalendarFile, FileChange, FileFault};
use sanh_domain::language::Lang;

use super::CalendarFileReader;
use super::file_text::written;
use super::form_plan::FormPlan;
use crate::model::centre::{CalendarOverview, DECISION_CHARS_MAX, agency_of};
use crate::page::Form;
use crate::text::Messages;
use crate::text::centre::fault_text;
use crate::text::date::short_date;
use crate::ui::form::Problem;
use crate::ui::response::request;

/// The most problems of a file that are listed (ours).
const FAULTS_MAX: usize = 20;

/// The change that a form asks for, from the file that came with it or from its text.
pub(super) fn plan(form: &Form, overview: &CalendarOverview) -> Result<FormPlan, Vec<Problem>> {
    let request = request();
    let content = request
        .file("file")
        .unwrap_or_else(|| form.raw("text").as_bytes());
    let (change, file) = read(form, overview, content)?;
    let decision = form.text("decision").to_owned();
    Ok(FormPlan {
        text: Some(written(&file, &change.weekly)),
        notes: notes(request.room_lang(), &change),
        plan: CalendarPlan {
            change: CalendarChange::Days(change.days),
            reason: Lang::Vi.words().file_reason(decision),
        },
    })
}

fn read(
    form: &Form,
    overview: &CalendarOverview,
    content: &[u8],
) -> Result<(FileChange, CalendarFile), Vec<Problem>> {
    let lang = request().room_lang();
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
    let file = expect_context::<CalendarFileReader>().0(content);
    let change = FileChange::of(&file, &overview.rows, agency.unwrap_or_default(), decision);
    match change {
        Ok(change) if problems.is_empty() => Ok((change, file)),
        Ok(_) => Err(problems),
        Err(faults) => {
            problems.extend(file_problems(lang, &faults));
            Err(problems)
        }
    }
}

/// The problems of a file, line by line.
fn file_problems(lang: Lang, faults: &[FileFault]) -> Vec<Problem> {
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

/// Notes about the dates that do not change.
fn notes(lang: Lang, change: &FileChange) -> Vec<String> {
    let words = lang.words();
    let dates = |dates: &[NaiveDate]| {
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
