//! The form of a date that differs from the office hours.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::centre::change::{CalendarChange, CalendarPlan};
use sanh_domain::centre::file::NAME_CHARS_MAX;
use sanh_domain::centre::typed;
use sanh_domain::centre::typed::INTERVALS_CHARS_MAX;
use sanh_domain::deadline::calendar::CalendarDay;
use sanh_domain::deadline::decided::DayStatus;
use sanh_domain::id::AgencyId;
use sanh_domain::language::Lang;

use super::pages::port;
use super::port::CalendarOverview;
use super::preview::{Answer, ChangeRequest};
use super::words::{agency_text, status_text};
use crate::admin::pages::in_room;
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::text::date::short_date;
use crate::ui::form::{Field, Form, Problem, button, error_summary, field, hidden, select};
use crate::ui::frame::NavSection;

const PATH: &str = "/admin/calendar/day";
const FIELDS: [&str; 10] = [
    "date", "until", "agency", "hours", "name", "decision", "status", "make_up", "known", "removes",
];
/// The longest number of a decision, in characters (ours).
pub(super) const DECISION_CHARS_MAX: usize = 200;
/// The most days in a row that one form adds (ours).
const DAYS_MAX: i64 = 31;
const DATE_CHARS_MAX: usize = 10;

/// `GET /admin/calendar/day`: a new one, or the row of `date` and `agency`.
pub(super) async fn opened(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let overview = port().calendar().await?;
    let Some(date) = request.parameter("date") else {
        return Ok(page(request, caller, &overview, &Form::default(), &[]));
    };
    let invalid = |name: &str| AppError::Invalid(name.to_owned());
    let date = typed::date(date).ok_or_else(|| invalid("date"))?;
    let agency = request.parameter("agency").unwrap_or("0");
    let agency = agency_of(agency, &overview).map_err(|()| invalid("agency"))?;
    let day = overview.rows.day(date, agency).ok_or(AppError::NotFound)?;
    let fields = [
        ("known", "1".to_owned()),
        ("date", day.date.to_string()),
        ("agency", agency.map_or(0, |agency| agency.0).to_string()),
        ("hours", typed::written(&day.intervals)),
        ("name", day.name.clone()),
        ("decision", day.decision.clone()),
        ("status", day.status.to_string()),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value));
    Ok(page(
        request,
        caller,
        &overview,
        &Form(fields.to_vec()),
        &[],
    ))
}

/// `POST /admin/calendar/day`
pub(super) async fn sent(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let form = &request.form;
    let overview = port().calendar().await?;
    if !form.text("edit").is_empty() {
        return Ok(page(request, caller, &overview, form, &[]));
    }
    let lang = request.room_lang();
    let read = FormReader {
        form,
        overview: &overview,
        lang,
    };
    let plan = match read.plan() {
        Ok(plan) => plan,
        Err(problems) => return Ok(page(request, caller, &overview, form, &problems)),
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
        Answer::Nothing => Problem::new("hours", lang.words().preview_nothing()),
        Answer::Restates => Problem::new("date", lang.words().setting_past()),
    };
    Ok(page(request, caller, &overview, form, &[problem]))
}

/// An agency as the form names it: 0 is all.
pub(super) fn agency_of(text: &str, overview: &CalendarOverview) -> Result<Option<AgencyId>, ()> {
    match text.parse() {
        Ok(0) => Ok(None),
        Ok(id) => {
            let mut listed = overview.agencies.iter().map(|listed| listed.id);
            listed.find(|listed| listed.0 == id).map(Some).ok_or(())
        }
        Err(_) => Err(()),
    }
}

/// A form, being read.
struct FormReader<'a> {
    form: &'a Form,
    overview: &'a CalendarOverview,
    lang: Lang,
}

impl FormReader<'_> {
    /// The change that it asks for.
    fn plan(&self) -> Result<CalendarPlan, Vec<Problem>> {
        let (words, told) = (self.lang.words(), Lang::Vi.words());
        let mut problems = Vec::new();
        let date = typed::date(self.form.text("date"));
        if date.is_none() {
            problems.push(Problem::new("date", words.setting_bad_date()));
        }
        let agency = agency_of(self.form.text("agency"), self.overview);
        if agency.is_err() {
            problems.push(Problem::new("agency", words.setting_bad_choice()));
        }
        if let (Some(date), Ok(agency), "yes") = (date, agency, self.form.text("removes")) {
            let name = self.overview.rows.day(date, agency);
            let name = name.map_or(String::new(), |day| day.name.clone());
            return Ok(CalendarPlan {
                change: CalendarChange::RemoveDay { date, agency },
                reason: told.reason_day_removed(short_date(date), name),
            });
        }
        let intervals = typed::intervals(self.form.text("hours"));
        if intervals.is_none() {
            problems.push(Problem::new("hours", words.day_bad_hours()));
        }
        let text = |name, chars_max| {
            let text = self.form.text(name);
            (!text.is_empty() && text.chars().count() <= chars_max).then(|| text.to_owned())
        };
        let name = text("name", NAME_CHARS_MAX);
        if name.is_none() {
            problems.push(Problem::new("name", words.day_bad_name(NAME_CHARS_MAX)));
        }
        // A form that does not say it tells of a date that is decided, as before there was the choice.
        let status = match self.form.text("status") {
            "" => Ok(DayStatus::default()),
            word => word.parse::<DayStatus>(),
        };
        if status.is_err() {
            problems.push(Problem::new("status", words.setting_bad_choice()));
        }
        let waits = status == Ok(DayStatus::Pending) && self.form.text("decision").is_empty();
        let decision = if waits {
            Some(told.day_status_pending())
        } else {
            text("decision", DECISION_CHARS_MAX)
        };
        if decision.is_none() {
            let message = words.day_bad_decision(DECISION_CHARS_MAX);
            problems.push(Problem::new("decision", message));
        }
        let (Some(date), Ok(agency), Some(intervals), Some(name), Some(decision), Ok(status)) =
            (date, agency, intervals, name, decision, status)
        else {
            return Err(problems);
        };
        let reason = told.reason_days(name.clone(), decision.clone());
        let first = CalendarDay {
            date,
            agency,
            intervals,
            name,
            decision,
            status,
        };
        let change = CalendarChange::Days(self.days(first)?);
        Ok(CalendarPlan { change, reason })
    }

    /// The date, those that follow it, and the one worked in its place.
    fn days(&self, first: CalendarDay) -> Result<Vec<CalendarDay>, Vec<Problem>> {
        let words = self.lang.words();
        let wrong = |field, message| Err(vec![Problem::new(field, message)]);
        let (until, make_up) = (self.form.text("until"), self.form.text("make_up"));
        if self.is_known() {
            return Ok(vec![first]);
        }
        let last = match until {
            "" => first.date,
            until => {
                let last = typed::date(until);
                let in_reach =
                    |last: &NaiveDate| (1..DAYS_MAX).contains(&(*last - first.date).num_days());
                match last.filter(in_reach) {
                    Some(last) => last,
                    None => return wrong("until", words.day_bad_until(DAYS_MAX)),
                }
            }
        };
        let mut days = self.in_a_row(&first, last);
        if days.is_empty() {
            return wrong("until", words.day_nothing());
        }
        if !make_up.is_empty() {
            let other = typed::date(make_up).filter(|other| {
                *other != first.date && days.len() == 1 && first.intervals.is_empty()
            });
            match other.and_then(|other| self.made_up(&first, other)) {
                Some(day) => days.push(day),
                None => return wrong("make_up", words.day_bad_make_up()),
            }
        }
        // A row that is there is changed where it can be seen.
        let is_there = |day: &&CalendarDay| self.overview.rows.day(day.date, day.agency).is_some();
        let is_confirmed = !self.form.text("confirm").is_empty();
        match days.iter().find(is_there).filter(|_| !is_confirmed) {
            None => Ok(days),
            Some(day)
                if days.last().is_some_and(|last| last.date == day.date) && !make_up.is_empty() =>
            {
                wrong("make_up", words.day_taken())
            }
            Some(_) => wrong("date", words.day_taken()),
        }
    }

    /// Several days in a row; the weekly days off among them stay what they are.
    fn in_a_row(&self, first: &CalendarDay, last: NaiveDate) -> Vec<CalendarDay> {
        let calendar = self.overview.rows.calendar(self.overview.zone);
        let calendar = first
            .agency
            .map_or(calendar.clone(), |it| calendar.for_agency(it));
        let dates = first.date.iter_days().take_while(|date| *date <= last);
        let dates = dates.filter(|date| last == first.date || calendar.is_working_day(*date));
        dates
            .map(|date| CalendarDay {
                date,
                ..first.clone()
            })
            .collect()
    }

    /// The date worked in the place of one that is off, for its hours.
    fn made_up(&self, off: &CalendarDay, date: NaiveDate) -> Option<CalendarDay> {
        let hours = self.overview.rows.hours_on(off.date)?;
        let weekday = off.date.weekday().num_days_from_monday() as usize;
        let intervals = hours.week.get(weekday)?;
        (!intervals.is_empty()).then(|| CalendarDay {
            date,
            intervals: intervals.clone(),
            name: Lang::Vi.words().day_make_up_name(short_date(off.date)),
            ..off.clone()
        })
    }

    fn is_known(&self) -> bool {
        self.form.text("known") == "1"
    }
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
    let known = typed::date(form.text("date")).filter(|_| form.text("known") == "1");
    let title = match known {
        Some(date) => words.day_title(short_date(date)),
        None => words.day_title_new(),
    };
    let status = if problems.is_empty() { 200 } else { 422 };
    let place = (NavSection::Calendar, title.clone());
    in_room(request, caller, place, status, || {
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
            view! {
                <h2>{words.day_remove()}</h2>
                <form method="post" action=PATH class="form">
                    <p class="hint">{words.day_remove_text()}</p>
                    {hidden_fields(form)}
                    <button class="button button-second" r#type="submit" name="removes" value="yes">
                        {words.day_remove()}
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
    })
}

/// Date and agency of a row that is there: another date is another row.
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
    let all = ("0".to_owned(), words.calendar_for_all());
    let agencies = overview.agencies.iter().map(|listed| {
        let name = agency_text(lang, Some(listed.id), &overview.agencies);
        (listed.id.0.to_string(), name)
    });
    let agencies: Vec<_> = std::iter::once(all).chain(agencies).collect();
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
        kind: "date",
        chars_max: DATE_CHARS_MAX,
        ..Field::text(name, label)
    };
    field(date, problems)
}
