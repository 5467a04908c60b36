//! The preview of a change of the calendar, and its confirmation, which sends the change again.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use sanh_domain::centre::change::{
    CalendarChange, ChangePreview, DueTimePolicy, MOVED_MAX, MovedDue, UnmovableDue,
};
use sanh_domain::deadline::calendar::Calendar;
use sanh_domain::deadline::decided::DayStatus;
use sanh_domain::deadline::office_hours::{CalendarDay, Interval, OfficeHours};
use sanh_domain::id::AgencyId;
use sanh_domain::language::Lang;

use super::api::{ChangeCalendar, ForetellCalendar};
use super::calendar_form::page_head;
use crate::error::AppError;
use crate::model::centre::{CalendarChanged, CalendarForm, CalendarOverview, ForetoldChange};
use crate::page::{Form, Method};
use crate::text::Messages;
use crate::text::centre::{agency_text, intervals_text, status_text, weekday_and_date};
use crate::text::dossier::{moment, refusal_text};
use crate::ui::form::{Problem, hidden};
use crate::ui::response::{request, response};
use crate::ui::submit::{Submitted, submitted};

/// The number of moved due times from which a change slows down the desks: it takes a second or more (measured).
const FELT_FROM: u64 = 10_000;

/// The result of a form of the calendar.
pub(super) enum Sent {
    /// No form was sent: the page is read.
    Not,
    /// The form is shown again with its problems, and with the text that was read from a file.
    Back(Vec<Problem>, Option<String>),
    /// This view is shown instead of the form.
    Answered(AnyView),
}

/// Previews the change of a form; or makes it, if the form confirms the preview. `fields` are the fields of the change, sent
/// again with the confirmation.
pub(super) async fn sent(
    kind: CalendarForm,
    fields: &'static [&'static str],
    overview: &CalendarOverview,
) -> Result<Sent, AppError> {
    let (request, response) = (request(), response());
    let of_address = [("kind", kind.as_str())];
    if request.method == Method::Post && !request.form.text("edit").is_empty() {
        return Ok(Sent::Back(Vec::new(), None));
    }
    let mut problems = Vec::new();
    if DueTimePolicy::read(request.form.text("confirm")).is_some() {
        match submitted::<ChangeCalendar>(&of_address).await? {
            Submitted::Not => {}
            Submitted::Done(changed) => {
                response.redirect(calendar_with(changed));
                return Ok(Sent::Answered(().into_any()));
            }
            // The confirmed change would now have another effect: the page shows the new one.
            Submitted::Refused(refusal) if refusal.is_stale => problems = refusal.problems,
            Submitted::Refused(refusal) => return Ok(Sent::Back(refusal.problems, None)),
        }
    }
    let foretold = match submitted::<ForetellCalendar>(&of_address).await? {
        Submitted::Not => return Ok(Sent::Not),
        Submitted::Refused(refusal) => return Ok(Sent::Back(refusal.problems, None)),
        Submitted::Done(foretold) => foretold,
    };
    let lang = request.room_lang();
    if foretold.preview.is_so {
        response.set_status(422);
        let problem = Problem::new(first_field(kind), lang.words().preview_nothing());
        return Ok(Sent::Back(vec![problem], foretold.text));
    }
    let shown = PreviewPage {
        lang,
        kind,
        fields,
        form: &request.form,
        overview,
        foretold: &foretold,
    };
    Ok(Sent::Answered(shown.page(&problems)))
}

/// The address of the calendar where the change can be seen.
fn calendar_with(changed: CalendarChanged) -> String {
    let year = changed.first_day.map(|day| day.year());
    let year = year.map_or(String::new(), |year| format!("year={year}&"));
    format!("/admin/calendar?{year}saved={}", changed.moved)
}

/// The field at which a form is told that it changes nothing.
const fn first_field(kind: CalendarForm) -> &'static str {
    match kind {
        CalendarForm::Day => "hours",
        CalendarForm::File => "text",
        CalendarForm::Hours => "mon",
    }
}

/// A preview of a change.
struct PreviewPage<'a> {
    lang: Lang,
    kind: CalendarForm,
    fields: &'static [&'static str],
    form: &'a Form,
    overview: &'a CalendarOverview,
    foretold: &'a ForetoldChange,
}

impl PreviewPage<'_> {
    fn page(&self, problems: &[Problem]) -> AnyView {
        let lang = self.lang;
        let words = lang.words();
        let (foretold, title) = (&self.foretold.preview, words.preview_title());
        let notes = self.foretold.notes.iter();
        view! {
            {page_head(lang, title, problems)}
            <h2>{words.preview_change()}</h2>
            {notes.map(|note| view! { <p>{note.clone()}</p> }).collect::<Vec<_>>()}
            {self.change(lang)}
            <h2 id="due-times">{words.preview_due_times()}</h2>
            {counts(lang, foretold)}
            {self.confirmation(lang, foretold)}
            {self.moves(lang, foretold)}
            {self.unmovable(lang, foretold)}
        }
        .into_any()
    }

    fn change(&self, lang: Lang) -> AnyView {
        let words = lang.words();
        let row = |(name, before, after): (String, String, String)| {
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td data-label=words.preview_before()>{before}</td>
                    <td data-label=words.preview_after()>{after}</td>
                </tr>
            }
        };
        let rows: Vec<_> = self.rows(lang).into_iter().map(row).collect();
        view! {
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{words.calendar_date()}</th>
                        <th scope="col">{words.preview_before()}</th>
                        <th scope="col">{words.preview_after()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    }

    /// Each changed date or weekday, before and after.
    fn rows(&self, lang: Lang) -> Vec<(String, String, String)> {
        let (rows, zone) = (&self.overview.rows, self.overview.zone);
        let after = self.foretold.plan.change.applied(rows);
        let (before_calendar, after_calendar) = (rows.calendar(zone), after.calendar(zone));
        let of_day = |date: NaiveDate, agency: Option<AgencyId>| {
            let told = |calendar: &Calendar, row: Option<&CalendarDay>| {
                let intervals = match agency {
                    Some(agency) => calendar.for_agency(agency).intervals(date),
                    None => calendar.intervals(date),
                };
                named(lang, &intervals, row)
            };
            let place = agency.map_or(String::new(), |_| {
                format!(
                    " \u{b7} {}",
                    agency_text(lang, agency, &self.overview.agencies)
                )
            });
            (
                format!("{}{place}", weekday_and_date(lang, date)),
                told(&before_calendar, rows.day(date, agency)),
                told(&after_calendar, after.day(date, agency)),
            )
        };
        let of_week = |valid_from: NaiveDate| {
            let week = |hours: Option<&OfficeHours>| hours.map(|hours| hours.week.clone());
            let before = week(rows.hours_on(valid_from)).unwrap_or_default();
            let after = week(after.hours_on(valid_from)).unwrap_or_default();
            let days = (1..).zip(before.into_iter().zip(after));
            let told = days.map(|(day, (before, after))| {
                let text = |intervals: &[Interval]| intervals_text(lang, intervals);
                (lang.words().weekday(day), text(&before), text(&after))
            });
            let told = told.filter(|(_, before, after)| before != after);
            told.collect::<Vec<_>>()
        };
        match &self.foretold.plan.change {
            CalendarChange::Days(days) => days
                .iter()
                .map(|day| of_day(day.date, day.agency))
                .collect(),
            CalendarChange::RemoveDay { date, agency } => vec![of_day(*date, *agency)],
            CalendarChange::Hours(hours) => of_week(hours.valid_from),
            CalendarChange::RemoveHours { valid_from } => of_week(*valid_from),
        }
    }

    fn moves(&self, lang: Lang, foretold: &ChangePreview) -> Option<AnyView> {
        let words = lang.words();
        if foretold.moved == 0 {
            return None;
        }
        let first = (foretold.moved > foretold.moves.len() as u64)
            .then(|| view! { <p>{words.preview_first(foretold.moves.len())}</p> });
        let row = |moved: &MovedDue| {
            let is_later = moved.new_due > moved.due;
            let how = if is_later {
                words.preview_later()
            } else {
                words.preview_earlier()
            };
            let class = if is_later { "tag" } else { "tag tag-late" };
            view! {
                <tr>
                    <th scope="row" data-label=words.preview_code()>{moved.code.to_string()}</th>
                    <td data-label=words.preview_agency()>
                        {agency_text(lang, Some(moved.agency), &self.overview.agencies)}
                    </td>
                    <td data-label=words.preview_old()>{moment(moved.due, self.overview.zone)}</td>
                    <td data-label=words.preview_new()>{moment(moved.new_due, self.overview.zone)}</td>
                    <td data-label=words.preview_how()><b class=class>{how}</b></td>
                </tr>
            }
        };
        let rows: Vec<_> = foretold.moves.iter().map(row).collect();
        let table = view! {
            {first}
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{words.preview_code()}</th>
                        <th scope="col">{words.preview_agency()}</th>
                        <th scope="col">{words.preview_old()}</th>
                        <th scope="col">{words.preview_new()}</th>
                        <th scope="col">{words.preview_how()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        };
        Some(table.into_any())
    }

    fn unmovable(&self, lang: Lang, foretold: &ChangePreview) -> Option<AnyView> {
        let words = lang.words();
        let zone = self.overview.zone;
        let row = |stuck: &UnmovableDue| {
            view! {
                <tr>
                    <th scope="row" data-label=words.preview_code()>{stuck.code.to_string()}</th>
                    <td data-label=words.preview_agency()>
                        {agency_text(lang, Some(stuck.agency), &self.overview.agencies)}
                    </td>
                    <td data-label=words.preview_old()>{moment(stuck.due, zone)}</td>
                    <td data-label=words.preview_why()>{refusal_text(lang, &stuck.why, zone)}</td>
                </tr>
            }
        };
        let rows: Vec<_> = foretold.stays.iter().map(row).collect();
        (foretold.stuck > 0).then(|| {
            view! {
                <h2 id="stuck">{words.preview_stuck(foretold.stuck)}</h2>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{words.preview_code()}</th>
                            <th scope="col">{words.preview_agency()}</th>
                            <th scope="col">{words.preview_old()}</th>
                            <th scope="col">{words.preview_why()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            }
            .into_any()
        })
    }

    fn confirmation(&self, lang: Lang, foretold: &ChangePreview) -> AnyView {
        let words = lang.words();
        let value = |name: &str| match &self.foretold.text {
            Some(text) if name == "text" => text.as_str(),
            _ => self.form.raw(name),
        };
        let fields = self.fields.iter().copied();
        let fields = fields.map(|name| hidden(name, value(name)));
        let fields: Vec<_> = fields.collect();
        let confirm = |moving: DueTimePolicy, class: &'static str, label: String| {
            view! {
                <button class=class r#type="submit" name="confirm" value=moving.as_str()>
                    {label}
                </button>
            }
            .into_any()
        };
        let buttons = match foretold.moved {
            0 => confirm(DueTimePolicy::Leave, "button", words.preview_save()),
            1..=MOVED_MAX => view! {
                {confirm(DueTimePolicy::Move, "button", words.preview_move())}
                {confirm(DueTimePolicy::Leave, "button button-second", words.preview_leave())}
            }
            .into_any(),
            _ => view! {
                <p>{words.preview_too_many(MOVED_MAX)}</p>
                {confirm(DueTimePolicy::Leave, "button", words.preview_leave())}
            }
            .into_any(),
        };
        let wait = (FELT_FROM..=MOVED_MAX)
            .contains(&foretold.moved)
            .then(|| view! { <p class="hint">{words.preview_wait()}</p> });
        view! {
            <form method="post" action=self.kind.path() class="confirm">
                {fields}
                {hidden("mark", &foretold.mark)}
                {wait}
                <div class="step-plain">
                    {buttons}
                    <button class="button button-second" r#type="submit" name="edit" value="1">
                        {words.preview_edit()}
                    </button>
                </div>
            </form>
        }
        .into_any()
    }
}

/// How many due times move, and what an administrator should know about it.
fn counts(lang: Lang, foretold: &ChangePreview) -> AnyView {
    let words = lang.words();
    let moved = match foretold.moved {
        0 => words.preview_none(),
        moved => words.preview_moves(moved),
    };
    let stuck = (foretold.stuck > 0).then(|| {
        view! {
            <p>
                <a href="#stuck">{words.preview_stuck(foretold.stuck)}</a>
            </p>
        }
    });
    view! {
        <p>
            <b>{moved}</b>
        </p>
        {stuck}
        <p class="hint">{words.preview_promise()}</p>
    }
    .into_any()
}

/// The hours of a date, with its name if a row of its own has one, and whether the date is still undecided.
fn named(lang: Lang, intervals: &[Interval], row: Option<&CalendarDay>) -> String {
    let text = intervals_text(lang, intervals);
    let Some(row) = row else { return text };
    let text = format!("{text} \u{b7} {}", row.name);
    match row.status {
        DayStatus::Decided => text,
        DayStatus::Pending => format!("{text} \u{b7} {}", status_text(lang, row.status)),
    }
}
