//! What a change of the calendar would do, shown before it is done; and the confirmation, which carries the change again.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::centre::change::{
    CalendarChange, CalendarPlan, ChangePreview, DueTimePolicy, MOVED_MAX, MovedDue, UnmovableDue,
};
use sanh_domain::deadline::calendar::{Calendar, CalendarDay, Interval, OfficeHours};
use sanh_domain::deadline::decided::DayStatus;
use sanh_domain::id::AgencyId;
use sanh_domain::language::Lang;

use super::pages::port;
use super::port::{CalendarOverview, CentreError};
use super::words::{agency_text, intervals_text, status_text, weekday_and_date};
use crate::admin::pages::in_room;
use crate::dossier::words::{moment, refusal_text};
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::ui::form::{Problem, error_summary, hidden};
use crate::ui::frame::NavSection;

/// Due times from which on the move is felt at the desks: a second and more (measured).
const FELT_FROM: u64 = 10_000;

/// A change that a form requests.
pub(super) struct ChangeRequest<'a> {
    pub request: &'a PageRequest,
    pub caller: &'a Caller,
    pub overview: &'a CalendarOverview,
    /// The address that the form is sent to.
    pub action: &'static str,
    /// The fields that say it, to be sent again with the confirmation.
    pub fields: &'static [&'static str],
    pub plan: CalendarPlan,
    /// What else is to be said of the change, a sentence each.
    pub notes: Vec<String>,
}

/// The result of a form.
pub(super) enum Answer {
    /// A page.
    Page(Page),
    /// The calendar is so already.
    Nothing,
    /// Its date is past.
    Restates,
}

impl ChangeRequest<'_> {
    /// Shows what the change would do; or does it, where the form confirms what was shown.
    pub(super) async fn go_on(self) -> Result<Answer, AppError> {
        let form = &self.request.form;
        let Some(moving) = DueTimePolicy::read(form.text("confirm")) else {
            let foretold = port().foretell(self.caller, &self.plan).await?;
            if foretold.is_so {
                return Ok(Answer::Nothing);
            }
            return Ok(Answer::Page(self.page(&foretold, &[])));
        };
        let words = self.request.room_lang().words();
        let mark = form.text("mark");
        let port = port();
        let changed = port.change(self.caller, self.plan.clone(), moving, mark);
        let (foretold, message) = match changed.await {
            Ok(moved) => return Ok(Answer::Page(Page::redirect(self.back(moved)))),
            Err(CentreError::Other(error)) => return Err(error),
            Err(CentreError::Restates | CentreError::Unusable) => return Ok(Answer::Restates),
            Err(CentreError::Changed(foretold)) => (*foretold, words.preview_changed()),
            Err(CentreError::TooMany) => {
                let foretold = port.foretell(self.caller, &self.plan).await?;
                (foretold, words.preview_too_many(MOVED_MAX))
            }
        };
        let problem = Problem::new("due-times", message);
        Ok(Answer::Page(self.page(&foretold, &[problem])))
    }

    /// The calendar, where the change can be seen.
    fn back(&self, moved: u64) -> String {
        let day = self.plan.change.first_day().map(|day| day.year());
        let year = day.map_or(String::new(), |year| format!("year={year}&"));
        format!("/admin/calendar?{year}saved={moved}")
    }

    fn page(&self, foretold: &ChangePreview, problems: &[Problem]) -> Page {
        let lang = self.request.room_lang();
        let words = lang.words();
        let title = words.preview_title();
        let status = if problems.is_empty() { 200 } else { 422 };
        let place = (NavSection::Calendar, title.clone());
        in_room(self.request, self.caller, place, status, || {
            view! {
                <p class="back">
                    <a href="/admin/calendar">{words.calendar_back()}</a>
                </p>
                {error_summary(lang, problems)}
                <h1>{title}</h1>
                <h2>{words.preview_change()}</h2>
                {self.notes.iter().map(|note| view! { <p>{note.clone()}</p> }).collect::<Vec<_>>()}
                {self.change(lang)}
                <h2 id="due-times">{words.preview_due_times()}</h2>
                {counts(lang, foretold)}
                {self.confirmation(lang, foretold)}
                {self.moves(lang, foretold)}
                {self.stays(lang, foretold)}
            }
            .into_any()
        })
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

    /// Each date or weekday that is touched, before and after.
    fn rows(&self, lang: Lang) -> Vec<(String, String, String)> {
        let (rows, zone) = (&self.overview.rows, self.overview.zone);
        let after = self.plan.change.applied(rows);
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
        match &self.plan.change {
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

    fn stays(&self, lang: Lang, foretold: &ChangePreview) -> Option<AnyView> {
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
        let fields = self.fields.iter();
        let fields = fields.map(|name| hidden(name, self.request.form.raw(name)));
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
            <form method="post" action=self.action class="confirm">
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

/// How many move, and what an administrator should know of it.
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

/// The hours of a date, with its name and that it waits, where a row of its own says so.
fn named(lang: Lang, intervals: &[Interval], row: Option<&CalendarDay>) -> String {
    let text = intervals_text(lang, intervals);
    let Some(row) = row else { return text };
    let text = format!("{text} \u{b7} {}", row.name);
    match row.status {
        DayStatus::Decided => text,
        DayStatus::Pending => format!("{text} \u{b7} {}", status_text(lang, row.status)),
    }
}
