//! The form of new office hours.

use leptos::prelude::*;
use sanh_domain::centre::form_input;
use sanh_domain::centre::form_input::INTERVALS_CHARS_MAX;

use super::api::read_calendar;
use super::calendar_form::{page_head, remove_form};
use super::preview::{Sent, sent};
use crate::error::AppError;
use crate::model::centre::{CalendarForm, CalendarOverview, WEEK};
use crate::page::{Form, PageRequest};
use crate::text::Messages;
use crate::text::date::short_date;
use crate::ui::form::{Field, Problem, button, field, hidden};
use crate::ui::moment::day_field;
use crate::ui::response::{loaded, request};

/// The fields of the change, sent again with its confirmation.
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

/// `/admin/calendar/hours`
#[component]
pub(super) fn HoursPage() -> impl IntoView {
    loaded(shown())
}

async fn shown() -> Result<AnyView, AppError> {
    let (request, overview) = (request(), read_calendar().await?);
    match sent(CalendarForm::Hours, &FIELDS, &overview).await? {
        Sent::Not => Ok(page(&opened(&request, &overview)?, &[])),
        Sent::Back(problems, _) => Ok(page(&request.form, &problems)),
        Sent::Answered(answer) => Ok(answer),
    }
}

/// The form of new office hours, or of the future ones that begin on `from`.
fn opened(request: &PageRequest, overview: &CalendarOverview) -> Result<Form, AppError> {
    let from = request.parameter("from").map(form_input::date);
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
        put(name, form_input::written(intervals));
    }
    Ok(Form(fields))
}

fn page(form: &Form, problems: &[Problem]) -> AnyView {
    let lang = request().room_lang();
    let words = lang.words();
    let known = form.text("known") == "1";
    let from = form_input::date(form.text("valid_from"));
    let title = match from.filter(|_| known) {
        Some(from) => words.hours_title_change(short_date(from)),
        None => words.hours_title(),
    };
    let valid_from = if known {
        hidden("valid_from", form.text("valid_from"))
    } else {
        let valid_from = Field {
            hint: Some(words.setting_from_hint()),
            value: form.raw("valid_from").to_owned(),
            ..Field::text("valid_from", words.setting_from())
        };
        day_field(lang, valid_from, problems)
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
        let fields = view! {
            {hidden("valid_from", form.text("valid_from"))}
            {hidden("known", "1")}
        };
        let (title, hint) = (words.hours_remove(), words.hours_remove_text());
        remove_form(CalendarForm::Hours, title, hint, fields.into_any())
    });
    view! {
        {page_head(lang, title, problems)}
        <form method="post" action=CalendarForm::Hours.path() class="form">
            {hidden("known", form.text("known"))}
            {valid_from}
            <p class="hint kept">{words.hours_hint()}</p>
            {week}
            {button(words.day_preview())}
        </form>
        {remove}
    }
    .into_any()
}
