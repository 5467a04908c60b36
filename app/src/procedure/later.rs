//! Time limits that begin on a day to come: typed beside a procedure's limit, listed, and taken away again.

use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::centre::typed::date;
use sanh_domain::language::Lang;
use sanh_domain::procedure::limits::{ChannelLimits, LimitChange, Limits};
use sanh_domain::procedure::model::{LIMIT_AHEAD_DAYS_MAX, LIMITS_TO_COME_MAX, ProcedureEntry};

use super::edit;
use super::pages::port;
use super::parts::{self, FormResponse, FormValues};
use super::port::CatalogueError;
use super::procedures::Procedure;
use super::words::limits_text;
use crate::error::AppError;
use crate::page::{Method, Page, PageRequest};
use crate::text::Messages;
use crate::text::date::short_date;
use crate::ui::form::{Field, Form, Problem, field, hidden};

/// Characters of a date that is typed.
const DATE_CHARS_MAX: usize = 10;

/// The limits of a procedure with the one that a form sent, from the day it names; what is wrong with the day goes to
/// `problems`.
pub(super) fn read(
    lang: Lang,
    form: &Form,
    (stands, today): (&ProcedureEntry, NaiveDate),
    limit: ChannelLimits,
    problems: &mut Vec<Problem>,
) -> Limits {
    let limits = stands.limits.clone();
    let valid_from = match read_day(lang, form, today) {
        Ok(valid_from) => valid_from,
        Err(problem) => {
            problems.push(problem);
            return limits;
        }
    };
    // A limit that cannot be read has been told of.
    if !problems.is_empty() {
        return limits;
    }
    let words = lang.words();
    let is_same = limits.on(valid_from) == limit;
    // A form that is sent twice finds its own change, and is not the first to have seen it.
    if is_same && valid_from > today && parts::has_fingerprint(form, stands) {
        let message = words.limit_same(short_date(valid_from));
        problems.push(Problem::new("valid_from", message));
    }
    let limits = limits.with(limit, valid_from, today);
    if !is_same && limits.to_come(today).count() > LIMITS_TO_COME_MAX {
        let message = words.limit_many(LIMITS_TO_COME_MAX);
        problems.push(Problem::new("valid_from", message));
    }
    limits
}

/// The day that a form names; blank is today.
fn read_day(lang: Lang, form: &Form, today: NaiveDate) -> Result<NaiveDate, Problem> {
    let words = lang.words();
    let problem = |message| Err(Problem::new("valid_from", message));
    let text = form.text("valid_from");
    if text.is_empty() {
        return Ok(today);
    }
    let Some(day) = date(text) else {
        return problem(words.limit_bad_date());
    };
    if day < today {
        return problem(words.limit_past());
    }
    let last = today.checked_add_days(Days::new(LIMIT_AHEAD_DAYS_MAX));
    match last {
        Some(last) if day > last => problem(words.limit_far(short_date(last))),
        _ => Ok(day),
    }
}

/// The day from which the typed limit holds.
pub(super) fn from_input(sheet: &FormValues<'_>, today: NaiveDate) -> AnyView {
    let words = sheet.request.room_lang().words();
    let from = Field {
        hint: Some(words.limit_from_hint()),
        value: sheet.value("valid_from", &today.to_string()),
        kind: "date",
        chars_max: DATE_CHARS_MAX,
        ..Field::text("valid_from", words.limit_from())
    };
    field(from, sheet.back.problems)
}

fn told(lang: Lang, change: &LimitChange) -> String {
    let limit = limits_text(lang, change.limit);
    lang.words()
        .limit_next(short_date(change.valid_from), limit)
}

/// The next limit to come, behind the one in force.
pub(super) fn next(lang: Lang, limits: &Limits, today: NaiveDate) -> Option<AnyView> {
    let next = limits.to_come(today).next()?;
    Some(view! { <p class="hint">{told(lang, next)}</p> }.into_any())
}

/// What is to come, as a fact, where there is anything.
pub(super) fn facts(lang: Lang, limits: &Limits, today: NaiveDate) -> Option<(String, String)> {
    let all: Vec<String> = limits.to_come(today).map(|it| told(lang, it)).collect();
    (!all.is_empty()).then(|| (lang.words().limit_to_come(), all.join("; ")))
}

/// Every limit to come, each with a button that takes it away.
pub(super) fn list(lang: Lang, procedure: &Procedure, today: NaiveDate) -> Option<AnyView> {
    let words = lang.words();
    let action = format!("/admin/procedures/{}/limits/remove", procedure.id.0);
    let row = |change: &LimitChange| {
        let day = short_date(change.valid_from);
        let label = words.limit_remove_of(day.clone());
        view! {
            <tr>
                <th scope="row" class="whole" data-label=words.limit_day()>
                    {day}
                </th>
                <td data-label=words.procedures_limit()>{limits_text(lang, change.limit)}</td>
                <td>
                    <form method="post" action=action.clone()>
                        {parts::fingerprint_field(&procedure.entry)}
                        {hidden("valid_from", &change.valid_from.to_string())}
                        <button class="button button-second" r#type="submit" aria-label=label>
                            {words.limit_remove()}
                        </button>
                    </form>
                </td>
            </tr>
        }
    };
    let rows: Vec<_> = procedure.entry.limits.to_come(today).map(row).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section id="to-come" class="to-come" aria-labelledby="to-come-title">
                <h2 id="to-come-title">{words.limit_to_come()}</h2>
                <table class="table catalogue">
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
        .into_any()
    })
}

/// `POST /admin/procedures/{procedure}/limits/remove`
pub(super) async fn remove(
    request: &PageRequest,
    caller: &Caller,
    id: &str,
) -> Result<Page, AppError> {
    let (before, today) = (edit::found(id).await?, port().today().await?);
    let day = date(request.form.text("valid_from"));
    let day = day.ok_or_else(|| AppError::Invalid("valid_from".to_owned()))?;
    let done = Page::redirect(format!("/admin/procedures/{id}?saved=1"));
    let mut changes = before.entry.limits.changes.iter();
    if changes.all(|change| change.valid_from != day) {
        return Ok(done);
    }
    let words = request.room_lang().words();
    let problem = if day <= today {
        Problem::new("valid_from", words.limit_begun(short_date(day)))
    } else if parts::has_fingerprint(&request.form, &before.entry) {
        let mut after = before.entry.clone();
        after.limits = after.limits.without(day);
        match port().change_procedure(caller, before, after).await {
            Ok(()) => return Ok(done),
            Err(CatalogueError::Other(error)) => return Err(error),
            Err(_) => Problem::new("to-come", words.limit_changed()),
        }
    } else {
        Problem::new("to-come", words.limit_changed())
    };
    // The form beside the list was not sent: it shows what stands.
    let request = PageRequest {
        method: Method::Get,
        ..request.clone()
    };
    let procedure = edit::found(id).await?;
    edit::page(
        &request,
        caller,
        &procedure,
        FormResponse::wrong(&[problem]),
    )
    .await
}
