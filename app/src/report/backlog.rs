//! The backlog: by age, due soon, by person, and when it will be cleared.

use std::cmp::Ordering;

use leptos::prelude::*;
use sanh_domain::language::Lang;
use sanh_domain::report::counts::OpenCounts;
use sanh_domain::report::forecast::{Forecast, coming_friday};
use sanh_domain::report::model::{Backlog, DATED_DAYS_MAX};
use sanh_domain::report::query::{DossierFilter, Figure};

use super::bars::{BarPart, stacked};
use super::cards::open_legend;
use crate::model::report::{ReportRequest, THROUGHPUT, written};
use crate::model::report_table::ReportContext;
use crate::text::Messages;
use crate::text::date::{day_and_month, short_date};
use crate::text::number::number;
use crate::text::report::{age_name, person_name, tenths_text};

/// People whose load is shown (ours): the page leads to the others by its table.
const PEOPLE_MAX: usize = 15;

fn parts(standing: &OpenCounts) -> [BarPart; 3] {
    let part = |class, count| BarPart { class, count };
    [
        part("within", standing.within),
        part("overdue", standing.overdue),
        part("paused", standing.paused),
    ]
}

fn heads(names: [String; 6]) -> Vec<AnyView> {
    let head = |(index, name): (usize, String)| {
        let class = match index {
            0 => "",
            1 => "bar-cell",
            _ => "num",
        };
        view! {
            <th scope="col" class=class>
                {name}
            </th>
        }
        .into_any()
    };
    names.into_iter().enumerate().map(head).collect()
}

/// A figure in a row of bars, with its name where rows are cards.
pub fn cell(name: String, value: AnyView) -> AnyView {
    view! {
        <td class="num" data-label=name>
            {value}
        </td>
    }
    .into_any()
}

/// By age, stacked.
pub fn ages(sight: &ReportContext<'_>, backlog: &Backlog) -> AnyView {
    let words = sight.lang.words();
    let most = backlog.ages.iter().map(|band| band.standing.open()).max();
    let row = |(index, band): (usize, &sanh_domain::report::model::AgeBand)| {
        let stands = &band.standing;
        let figure = u8::try_from(index).ok().map(Figure::Age);
        let total = figure.map(|figure| sight.figure(figure, Some(stands.open())));
        view! {
            <tr>
                <th scope="row">{age_name(sight.lang, band.from, band.to)}</th>
                <td class="bar-cell">{stacked(&parts(stands), most.unwrap_or(0))}</td>
                {cell(words.throughput_within(), number(sight.lang, stands.within).into_any())}
                {cell(words.throughput_overdue(), number(sight.lang, stands.overdue).into_any())}
                {cell(words.throughput_paused(), number(sight.lang, stands.paused).into_any())}
                {cell(words.throughput_total(), total.into_any())}
            </tr>
        }
    };
    let rows: Vec<_> = backlog.ages.iter().enumerate().map(row).collect();
    let names = [
        words.throughput_age(),
        words.throughput_drawn(),
        words.throughput_within(),
        words.throughput_overdue(),
        words.throughput_paused(),
        words.throughput_total(),
    ];
    view! {
        {open_legend(sight)}
        <table class="bars">
            <caption class="sr-only">{words.throughput_ages()}</caption>
            <thead>
                <tr>{heads(names)}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// Overdue and due soon, and the way to the list that is assigned from.
pub fn due(sight: &ReportContext<'_>, backlog: &Backlog) -> AnyView {
    let words = sight.lang.words();
    let line = |within: &sanh_domain::report::model::DueWithin| {
        let figure = Figure::DueWithin(within.working_days);
        let name = words.throughput_due_by(within.working_days, day_and_month(within.until));
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{sight.figure(figure, Some(within.dossiers))}</dd>
            </div>
        }
    };
    let cut = written(&sight.wanted.cut_pairs());
    let overdue_class = if backlog.standing.overdue > 0 {
        "bad"
    } else {
        ""
    };
    view! {
        <dl class="due-figures">
            <div class=overdue_class>
                <dt>{words.throughput_overdue_now()}</dt>
                <dd>{sight.figure(Figure::Overdue, Some(backlog.standing.overdue))}</dd>
            </div>
            {backlog.due_within.iter().map(line).collect::<Vec<_>>()}
        </dl>
        <p>
            <a class="button-link" href=format!("/manage/due?{cut}")>
                {words.throughput_due_open()}
            </a>
        </p>
    }
    .into_any()
}

/// What people have in hand.
pub fn workload(sight: &ReportContext<'_>, backlog: &Backlog) -> AnyView {
    let words = sight.lang.words();
    if backlog.people.is_empty() {
        return view! { <p class="hint">{words.throughput_nobody()}</p> }.into_any();
    }
    // The unassigned dossiers would make all other bars too short to see. Their bar is cut at the end, and their number is shown.
    let held = backlog.people.iter().filter(|one| one.person.is_some());
    let most = held.map(|one| one.standing.open()).max();
    let most = most.or_else(|| backlog.people.first().map(|one| one.standing.open()));
    let row = |one: &sanh_domain::report::model::Workload| {
        let name = match one.person.as_deref() {
            None => words.throughput_person_none().into_any(),
            Some(account) => {
                let wanted = ReportRequest {
                    cut: DossierFilter {
                        person: Some(account.to_owned()),
                        ..sight.wanted.cut.clone()
                    },
                    ..sight.wanted.clone()
                };
                let name = person_name(sight.names, account);
                view! { <a href=wanted.address(THROUGHPUT)>{name}</a> }.into_any()
            }
        };
        let stands = &one.standing;
        let top = most.unwrap_or(0).max(1);
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="bar-cell">{stacked(&parts(stands), top.max(stands.open()))}</td>
                {cell(words.throughput_open(), number(sight.lang, stands.open()).into_any())}
                {cell(words.throughput_overdue(), number(sight.lang, stands.overdue).into_any())}
                {cell(words.throughput_paused(), number(sight.lang, stands.paused).into_any())}
                {cell(words.throughput_due_within(3_u32), number(sight.lang, one.due_soon).into_any())}
            </tr>
        }
    };
    let rows: Vec<_> = backlog.people.iter().take(PEOPLE_MAX).map(row).collect();
    let more = (backlog.people.len() > PEOPLE_MAX).then(|| {
        let wanted = ReportRequest {
            grouping: sanh_domain::report::query::Grouping::Person,
            sort: None,
            ..sight.wanted.clone()
        };
        let href = format!("{}#groups", wanted.address(THROUGHPUT));
        view! {
            <p>
                <a href=href>{words.throughput_all_people_table()}</a>
            </p>
        }
    });
    let names = [
        words.throughput_person(),
        words.throughput_drawn(),
        words.throughput_open(),
        words.throughput_overdue(),
        words.throughput_paused(),
        words.throughput_due_within(3_u32),
    ];
    view! {
        {open_legend(sight)}
        <table class="bars">
            <caption class="sr-only">{words.throughput_workload()}</caption>
            <thead>
                <tr>{heads(names)}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {more}
    }
    .into_any()
}

/// The forecast if the pace stays the same.
pub fn forecast(sight: &ReportContext<'_>, backlog: &Backlog) -> AnyView {
    let words = sight.lang.words();
    let Some(forecast) = &backlog.forecast else {
        return view! { <p class="hint">{words.throughput_forecast_none()}</p> }.into_any();
    };
    let lang = sight.lang;
    let friday = day_and_month(coming_friday(sight.names.today()));
    let late = words.throughput_forecast_late(
        friday,
        number(lang, forecast.late.likely),
        number(lang, forecast.late.low),
        number(lang, forecast.late.high),
    );
    let pace = words.throughput_forecast_pace(
        number(lang, forecast.pace_days.into()),
        tenths_text(lang, forecast.received_tenths),
        tenths_text(lang, forecast.ended_tenths),
    );
    view! {
        <p class="forecast">{backlog_end_text(sight, backlog, forecast)}</p>
        <p class="forecast">{late}</p>
        <p class="hint">{pace}</p>
        <p class="hint">{words.throughput_forecast_range()}</p>
    }
    .into_any()
}

/// Why no day is told on which nothing is open any more, of what is received and what ends on a day, in tenths, as the page tells them.
fn no_end_text(lang: Lang, open: String, (received, ended): (u64, u64)) -> String {
    let words = lang.words();
    let by = tenths_text(lang, received.abs_diff(ended));
    match received.cmp(&ended) {
        Ordering::Less => words.throughput_forecast_slow(open, by),
        Ordering::Equal => words.throughput_forecast_level(open),
        Ordering::Greater => words.throughput_forecast_grows(open, by),
    }
}

fn backlog_end_text(sight: &ReportContext<'_>, backlog: &Backlog, forecast: &Forecast) -> String {
    let (lang, words) = (sight.lang, sight.lang.words());
    let open = number(lang, forecast.start.open);
    if forecast.start.open == 0 {
        return words.throughput_forecast_empty();
    }
    let Some(gone) = &forecast.gone else {
        let pace = (forecast.received_tenths, forecast.ended_tenths);
        return no_end_text(lang, open, pace);
    };
    let when = |days: u32| {
        let count = number(lang, days.into());
        if days > DATED_DAYS_MAX {
            return words.throughput_in_days(count);
        }
        // The list begins with today, which is not over: the date in N working days has index N.
        let date = backlog.coming_days.get(days as usize).copied();
        let date = date.unwrap_or(sight.names.today());
        words.throughput_in_days_on(count, short_date(date))
    };
    let latest = gone.latest.map_or_else(|| words.throughput_beyond(), when);
    words.throughput_forecast_gone(open, when(gone.likely), when(gone.earliest), latest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backlog_that_shrinks_slowly_is_not_said_to_grow() {
        let text = |pace| no_end_text(Lang::Vi, "700".to_owned(), pace);
        assert!(text((1_750, 1_760)).contains("giảm khoảng 1,0"), "slow");
        assert!(text((1_760, 1_750)).contains("tăng khoảng 1,0"), "grows");
        assert!(text((1_750, 1_750)).contains("không tăng, không giảm"));
    }
}
