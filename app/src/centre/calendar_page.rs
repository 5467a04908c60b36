//! The calendar page: the office hours of the week, and the dates that differ.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::deadline::decided::{DAYS_OFF_PER_YEAR, DayStatus};
use sanh_domain::deadline::office_hours::{CalendarDay, Interval, OfficeHours};
use sanh_domain::deadline::undecided::{YearGap, gaps};
use sanh_domain::language::Lang;

use super::api::read_calendar;
use crate::error::AppError;
use crate::model::centre::CalendarOverview;
use crate::text::Messages;
use crate::text::centre::{agency_text, intervals_text, status_text, weekday_and_date};
use crate::text::date::short_date;
use crate::ui::document::product_title;
use crate::ui::form::done;
use crate::ui::response::{loaded, request};

/// `/admin/calendar`
#[component]
pub(super) fn CalendarPage() -> impl IntoView {
    loaded(shown())
}

async fn shown() -> Result<AnyView, AppError> {
    let overview = read_calendar().await?;
    let year = request()
        .parameter("year")
        .map(str::parse::<i32>)
        .transpose();
    let year = year.map_err(|_| AppError::Invalid("year".to_owned()))?;
    let year = year.unwrap_or_else(|| overview.today.year());
    Ok(view! { <Calendar overview year /> }.into_any())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn Calendar(overview: CalendarOverview, year: i32) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let saved = request.parameter("saved").map(|moved| {
        done(match moved.parse::<u64>() {
            Ok(moved) if moved > 0 => words.calendar_saved_moved(moved),
            _ => words.calendar_saved(),
        })
    });
    let title = words.calendar_title();
    view! {
        <Title text=product_title(lang, &title) />
        {saved}
        <h1>{title}</h1>
        <p class="hint">{words.calendar_lead()}</p>
        {gaps_notice(lang, &overview)}
        {hours(lang, &overview)}
        {days(lang, &overview, year)}
    }
}

/// The notice of dates that still have to be entered, if there are any.
fn gaps_notice(lang: Lang, overview: &CalendarOverview) -> Option<AnyView> {
    let words = lang.words();
    let gaps = gaps(&overview.rows.calendar(overview.zone), overview.today);
    let line = |gap: &YearGap| {
        let year = gap.year.to_string();
        let missing = gap
            .days_off
            .map(|count| words.calendar_gap_year(year.clone(), count, DAYS_OFF_PER_YEAR));
        let waiting =
            (gap.pending > 0).then(|| words.calendar_gap_pending(year.clone(), gap.pending));
        let texts = missing.into_iter().chain(waiting);
        texts
            .map(|text| view! { <li>{text}</li> })
            .collect::<Vec<_>>()
    };
    let lines: Vec<_> = gaps.iter().map(line).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="errors" aria-labelledby="gaps">
                <h2 id="gaps">{words.calendar_gap_title()}</h2>
                <ul>{lines}</ul>
            </section>
        }
        .into_any()
    })
}

fn hours(lang: Lang, overview: &CalendarOverview) -> AnyView {
    let words = lang.words();
    let in_force = overview
        .rows
        .hours_on(overview.today)
        .map(|row| row.valid_from);
    let (now, past): (Vec<&OfficeHours>, Vec<&OfficeHours>) = overview
        .rows
        .hours
        .iter()
        .partition(|row| Some(row.valid_from) >= in_force);
    let now: Vec<_> = now
        .iter()
        .map(|row| hours_row(lang, row, overview.today))
        .collect();
    let past: Vec<_> = past
        .iter()
        .rev()
        .map(|row| hours_row(lang, row, overview.today))
        .collect();
    let past = (!past.is_empty()).then(|| {
        view! {
            <details class="earlier">
                <summary>{words.calendar_hours_before()}</summary>
                {week_table(lang, past)}
            </details>
        }
    });
    view! {
        <h2>{words.calendar_hours()}</h2>
        {week_table(lang, now)}
        {past}
        <p class="do-line">
            <a class="button button-second" href="/admin/calendar/hours">
                {words.calendar_hours_change()}
            </a>
        </p>
    }
    .into_any()
}

fn week_table(lang: Lang, rows: Vec<AnyView>) -> AnyView {
    let words = lang.words();
    let weekday = |day: u32| view! { <th scope="col">{words.weekday(day)}</th> };
    let weekdays: Vec<_> = (1..=7).map(weekday).collect();
    view! {
        <table class="table week">
            <thead>
                <tr>
                    <th scope="col">{words.calendar_hours_from()}</th>
                    {weekdays}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn hours_row(lang: Lang, row: &OfficeHours, today: NaiveDate) -> AnyView {
    let words = lang.words();
    let from = short_date(row.valid_from);
    // Hours that are already in force are history; only coming ones can be changed.
    let from = if row.valid_from > today {
        let href = format!("/admin/calendar/hours?from={}", row.valid_from);
        let label = words.calendar_change_of(from.clone());
        view! {
            {from} " " <b class="tag">{words.calendar_hours_to_come()}</b> " "
            <a href=href aria-label=label>
                {words.calendar_change()}
            </a>
        }
        .into_any()
    } else {
        from.into_any()
    };
    let cells = row.week.iter().zip(1..).map(|(intervals, day)| {
        view! { <td data-label=words.weekday(day)>{lines(lang, intervals)}</td> }
    });
    let cells: Vec<_> = cells.collect();
    view! {
        <tr>
            <th scope="row">{from}</th>
            {cells}
        </tr>
    }
    .into_any()
}

/// Working intervals, each without a line break.
fn lines(lang: Lang, intervals: &[Interval]) -> AnyView {
    if intervals.is_empty() {
        return intervals_text(lang, intervals).into_any();
    }
    let line = |interval: &Interval| {
        let text = intervals_text(lang, std::slice::from_ref(interval));
        view! { <span class="interval">{text}</span> " " }
    };
    intervals.iter().map(line).collect::<Vec<_>>().into_any()
}

fn days(lang: Lang, overview: &CalendarOverview, year: i32) -> AnyView {
    let words = lang.words();
    let days = overview.rows.days.iter();
    let rows: Vec<_> = days
        .filter(|day| day.date.year() == year)
        .map(|day| day_row(lang, day, overview))
        .collect();
    let none = rows
        .is_empty()
        .then(|| view! { <p class="none">{words.calendar_days_none()}</p> });
    let calendar = overview.rows.calendar(overview.zone);
    let undecided = (!calendar.is_year_decided(year)).then(|| {
        let days_off = calendar.days_off(year);
        let text = words.calendar_year_undecided(year.to_string(), days_off, DAYS_OFF_PER_YEAR);
        view! { <p class="hint">{text}</p> }
    });
    let table = (!rows.is_empty()).then(|| {
        view! {
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{words.calendar_date()}</th>
                        <th scope="col">{words.calendar_name()}</th>
                        <th scope="col">{words.calendar_working()}</th>
                        <th scope="col">{words.calendar_for()}</th>
                        <th scope="col">{words.calendar_decision()}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    });
    view! {
        <h2>{words.calendar_days()}</h2>
        <p class="hint">{words.calendar_days_lead()}</p>
        <p class="do-line">
            <a class="button button-second" href="/admin/calendar/day">
                {words.calendar_days_add()}
            </a>
            " "
            <a class="button button-second" href="/admin/calendar/file">
                {words.calendar_days_file()}
            </a>
        </p>
        {years(lang, overview, year)}
        {undecided}
        {table}
        {none}
    }
    .into_any()
}

/// The years that have rows, and the present year.
fn years(lang: Lang, overview: &CalendarOverview, shown: i32) -> AnyView {
    let mut years: BTreeSet<i32> = overview
        .rows
        .days
        .iter()
        .map(|day| day.date.year())
        .collect();
    years.extend([overview.today.year(), shown]);
    let entry = |year: i32| {
        let current = (year == shown).then_some("page");
        view! {
            <a href=format!("/admin/calendar?year={year}") aria-current=current>
                {year.to_string()}
            </a>
        }
    };
    let years: Vec<_> = years.into_iter().map(entry).collect();
    view! {
        <nav class="tabs" aria-label=lang.words().calendar_year()>
            {years}
        </nav>
    }
    .into_any()
}

fn day_row(lang: Lang, day: &CalendarDay, overview: &CalendarOverview) -> AnyView {
    let words = lang.words();
    let agency = day.agency.map_or(0, |agency| agency.0);
    let href = format!("/admin/calendar/day?date={}&agency={agency}", day.date);
    let label = words.calendar_change_of(short_date(day.date));
    let pending = (day.status == DayStatus::Pending)
        .then(|| view! { " " <b class="tag">{status_text(lang, day.status)}</b> });
    view! {
        <tr>
            <th scope="row">{weekday_and_date(lang, day.date)}</th>
            <td data-label=words.calendar_name()>{day.name.clone()}</td>
            <td data-label=words.calendar_working()>{lines(lang, &day.intervals)}</td>
            <td data-label=words.calendar_for()>{agency_text(lang, day.agency, &overview.agencies)}</td>
            <td data-label=words.calendar_decision()>{day.decision.clone()} {pending}</td>
            <td>
                <a href=href aria-label=label>
                    {words.calendar_change()}
                </a>
            </td>
        </tr>
    }
    .into_any()
}
