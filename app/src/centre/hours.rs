//! The form of new office hours.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::centre::change::{CalendarChange, CalendarPlan};
use sanh_domain::centre::typed;
use sanh_domain::centre::typed::INTERVALS_CHARS_MAX;
use sanh_domain::deadline::calendar::{Interval, OfficeHours};
use sanh_domain::language::Lang;

use super::pages::port;
use super::port::CalendarOverview;
use super::preview::{Answer, ChangeRequest};
use crate::admin::pages::in_room;
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::text::date::short_date;
use crate::ui::form::{Field, Form, Problem, button, error_summary, field, hidden};
use crate::ui::frame::NavSection;

const PATH: &str = "/admin/calendar/hours";
/// The fields of the week, Monday first.
const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const FIELDS: [&str; 10] = [
    "valid_from",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "known",
    "removes",
];
const DATE_CHARS_MAX: usize = 10;

/// `GET /admin/calendar/hours`: new ones, or those to come that begin on `from`.
pub(super) async fn opened(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let overview = port().calendar().await?;
    let from = request.parameter("from").map(typed::date);
    let known = match from {
        None => None,
        Some(from) => {
            let from = from.ok_or_else(|| AppError::Invalid("from".to_owned()))?;
            let known = overview.rows.hours_from(from);
            Some(
                known
                    .filter(|known| known.valid_from > overview.today)
                    .ok_or(AppError::NotFound)?,
            )
        }
    };
    let shown = known.or_else(|| overview.rows.hours_on(overview.today));
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, value: String| fields.push((name.to_owned(), value));
    put("known", known.map_or(String::new(), |_| "1".to_owned()));
    let first = known.map_or(overview.today, |known| known.valid_from);
    put("valid_from", first.to_string());
    for (name, intervals) in WEEK.iter().zip(shown.into_iter().flat_map(|row| &row.week)) {
        put(name, typed::written(intervals));
    }
    Ok(page(request, caller, &Form(fields), &[]))
}

/// `POST /admin/calendar/hours`
pub(super) async fn sent(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let form = &request.form;
    if !form.text("edit").is_empty() {
        return Ok(page(request, caller, form, &[]));
    }
    let overview = port().calendar().await?;
    let lang = request.room_lang();
    let plan = match plan(lang, form, &overview) {
        Ok(plan) => plan,
        Err(problems) => return Ok(page(request, caller, form, &problems)),
    };
    let wanted = ChangeRequest {
        request,
        caller,
        overview: &overview,
        action: PATH,
        fields: &FIELDS,
        plan,
        notes: Vec::new(),
    };
    let problem = match wanted.go_on().await? {
        Answer::Page(page) => return Ok(page),
        Answer::Nothing => Problem::new("mon", lang.words().preview_nothing()),
        Answer::Restates => Problem::new("valid_from", lang.words().setting_past()),
    };
    Ok(page(request, caller, form, &[problem]))
}

/// The change that a form asks for.
fn plan(
    lang: Lang,
    form: &Form,
    overview: &CalendarOverview,
) -> Result<CalendarPlan, Vec<Problem>> {
    let words = lang.words();
    let told = Lang::Vi.words();
    let mut problems = Vec::new();
    let valid_from = typed::date(form.text("valid_from"));
    match valid_from {
        None => problems.push(Problem::new("valid_from", words.setting_bad_date())),
        Some(from) if from < overview.today => {
            problems.push(Problem::new("valid_from", words.setting_past()));
        }
        Some(_) => {}
    }
    if let (Some(valid_from), true) = (valid_from, form.text("removes") == "yes") {
        return Ok(CalendarPlan {
            change: CalendarChange::RemoveHours { valid_from },
            reason: told.reason_hours_removed(short_date(valid_from)),
        });
    }
    let mut week: [Vec<Interval>; 7] = Default::default();
    for (name, day) in WEEK.into_iter().zip(&mut week) {
        match typed::intervals(form.text(name)) {
            Some(intervals) => *day = intervals,
            None => problems.push(Problem::new(name, words.day_bad_hours())),
        }
    }
    if problems.is_empty() && week.iter().all(Vec::is_empty) {
        problems.push(Problem::new("mon", words.hours_none()));
    }
    match valid_from.filter(|_| problems.is_empty()) {
        None => Err(problems),
        Some(valid_from) => Ok(CalendarPlan {
            change: CalendarChange::Hours(OfficeHours { valid_from, week }),
            reason: told.reason_hours(short_date(valid_from)),
        }),
    }
}

fn page(request: &PageRequest, caller: &Caller, form: &Form, problems: &[Problem]) -> Page {
    let lang = request.room_lang();
    let words = lang.words();
    let known = form.text("known") == "1";
    let from = typed::date(form.text("valid_from"));
    let title = match from.filter(|_| known) {
        Some(from) => words.hours_title_change(short_date(from)),
        None => words.hours_title(),
    };
    let status = if problems.is_empty() { 200 } else { 422 };
    let place = (NavSection::Calendar, title.clone());
    in_room(request, caller, place, status, || {
        let valid_from = if known {
            hidden("valid_from", form.text("valid_from"))
        } else {
            let valid_from = Field {
                hint: Some(words.setting_from_hint()),
                value: form.raw("valid_from").to_owned(),
                kind: "date",
                chars_max: DATE_CHARS_MAX,
                ..Field::text("valid_from", words.setting_from())
            };
            field(valid_from, problems)
        };
        let day = |(number, name): (u32, &'static str)| {
            let day = Field {
                value: form.raw(name).to_owned(),
                chars_max: INTERVALS_CHARS_MAX,
                ..Field::text(name, words.weekday(number))
            };
            field(day, problems)
        };
        let week: Vec<_> = (1..).zip(WEEK).map(day).collect();
        let remove = known.then(|| {
            view! {
                <h2>{words.hours_remove()}</h2>
                <form method="post" action=PATH class="form">
                    <p class="hint">{words.hours_remove_text()}</p>
                    {hidden("valid_from", form.text("valid_from"))}
                    {hidden("known", "1")}
                    <button class="button button-second" r#type="submit" name="removes" value="yes">
                        {words.hours_remove()}
                    </button>
                </form>
            }
        });
        view! {
            <p class="back">
                <a href="/admin/calendar">{words.calendar_back()}</a>
            </p>
            {error_summary(lang, problems)}
            <h1>{title}</h1>
            <form method="post" action=PATH class="form">
                {hidden("known", form.text("known"))}
                {valid_from}
                <p class="hint kept">{words.hours_hint()}</p>
                {week}
                {button(words.day_preview())}
            </form>
            {remove}
        }
        .into_any()
    })
}
