//! The charts that have time as their axis: what flowed day by day, and the rate month by month. Drawn on the server in the wall's hand;
//! each has its axes as text and a table of the same figures behind it.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::{Datelike, Months, NaiveDate};
use leptos::prelude::*;
use sanh_domain::board::percentage::Rate;
use sanh_domain::period::Period;
use sanh_domain::report::counts::Flows;
use sanh_domain::report::model::FlowPoint;

use super::island::{FlowReader, ReaderText};
use crate::board::chart::{DAY_WIDTH, Scale, bars, line};
use crate::model::report_table::ReportContext;
use crate::text::Messages;
use crate::text::date::{capitalised, day_and_month, month_in_words};
use crate::text::number::{NO_RATE, number, percent};
use crate::text::report::{day_name, rate_text, tenths_text};

/// Months of the chart of rates: so many that the flow is told by the month.
pub const RATE_MONTHS: u32 = 14;
/// The lowest rate of the chart's axis is a multiple of this, in tenths of a percent.
const FLOOR_STEP: u16 = 50;
/// The chart of rates begins no higher than here, in tenths of a percent.
const FLOOR_MAX: u16 = 900;
/// The top of the axis, in tenths of a percent.
const TOP: u16 = 1_000;

/// The months whose rates are shown, up to the last of a period, or to today.
#[must_use]
pub fn rate_period(period: &Period, today: NaiveDate) -> Option<Period> {
    let last = period.to.pred_opt()?.min(today);
    let month = last.with_day(1)?;
    let from = month.checked_sub_months(Months::new(RATE_MONTHS - 1))?;
    Period::range(from, month.checked_add_months(Months::new(1))?)
}

/// A point's name in the reader's language: the day with its weekday, or the month.
fn point_name(sight: &ReportContext<'_>, point: &FlowPoint) -> String {
    if (point.to - point.from).num_days() <= 1 {
        return day_name(sight.lang, point.from);
    }
    let month = capitalised(&month_in_words(sight.lang, point.from));
    format!("{month} {}", point.from.year())
}

/// A point in a sentence: what is announced and shown of it.
fn point_text(sight: &ReportContext<'_>, point: &FlowPoint) -> String {
    let lang = sight.lang;
    let words = lang.words();
    let flows = &point.flows;
    let open = point.open.map_or_else(String::new, |open| {
        format!(", {}", words.throughput_point_open(number(lang, open)))
    });
    let said = words.throughput_point(
        point_name(sight, point),
        number(lang, flows.received()),
        number(lang, flows.resolved()),
        number(lang, flows.late),
    );
    format!("{said}{open}")
}

/// The short name of a point under the axis.
fn tick(point: &FlowPoint) -> String {
    if (point.to - point.from).num_days() <= 1 {
        return day_and_month(point.from);
    }
    format!("{:02}/{}", point.from.month(), point.from.year())
}

/// The points that are drawn: days off are left out, or the lines would fall to nothing each weekend; and what came in and went out on
/// them all the same.
fn drawn(all: &[FlowPoint]) -> (Vec<FlowPoint>, Flows) {
    let (working, off): (Vec<FlowPoint>, Vec<FlowPoint>) =
        all.iter().copied().partition(|point| point.is_working);
    if working.is_empty() {
        return (off, Flows::default());
    }
    let mut left_out = Flows::default();
    for point in &off {
        left_out += point.flows;
    }
    (working, left_out)
}

/// What is drawn upwards, of what, and what is not drawn.
fn axis_text(sight: &ReportContext<'_>, by_day: bool, left_out: &Flows) -> String {
    let (lang, words) = (sight.lang, sight.lang.words());
    let axis = if by_day {
        words.throughput_axis_day()
    } else {
        words.throughput_axis_month()
    };
    if left_out.received() + left_out.resolved() == 0 {
        return axis;
    }
    let (received, resolved) = (
        number(lang, left_out.received()),
        number(lang, left_out.resolved()),
    );
    let off = words.throughput_axis_off(received, resolved);
    format!("{axis} {off}")
}

/// What flowed.
pub fn flow(sight: &ReportContext<'_>, all: &[FlowPoint]) -> Option<AnyView> {
    let (points, left_out) = drawn(all);
    let (first, last) = (points.first()?, points.last()?);
    let lang = sight.lang;
    let words = lang.words();
    let by_day = (last.to - last.from).num_days() <= 1;
    let is_today = by_day && last.from == sight.names.today();
    let last_tick = if is_today {
        format!("{} ({})", tick(last), words.today())
    } else {
        tick(last)
    };
    let received = || points.iter().map(|point| point.flows.received());
    let resolved = || points.iter().map(|point| point.flows.resolved());
    let scale = Scale::up_to(received().chain(resolved()).max().unwrap_or(0));
    let width = points.len() * DAY_WIDTH;
    let text = ReaderText {
        points: points
            .iter()
            .map(|point| point_text(sight, point))
            .collect(),
        ticks: points.iter().map(tick).collect(),
        label: words.throughput_reader(),
        hint: words.throughput_reader_hint(),
        closer: words.throughput_closer(),
        wider: words.throughput_wider(),
    };
    let words_of_all = words.throughput_flow_words(
        tick(first),
        tick(last),
        number(lang, received().sum()),
        number(lang, resolved().sum()),
    );
    Some(
        view! {
            <figure class="chart flow" aria-labelledby="flow-name">
                <figcaption class="sr-only" id="flow-name">{words.throughput_flow()} ": " {words_of_all.clone()}</figcaption>
                <ul class="legend">
                    <li>
                        <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
                            <rect class="received" width="10" height="10"></rect>
                        </svg>
                        {words.throughput_received()}
                    </li>
                    <li>
                        <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
                            <path class="resolved" d="M0 5H10"></path>
                        </svg>
                        {words.throughput_resolved()}
                    </li>
                </ul>
                <div class="plot">
                    <ul class="scale" aria-hidden="true">
                        <li>{number(lang, scale.top)}</li>
                        <li>{number(lang, scale.top / 2)}</li>
                        <li>"0"</li>
                    </ul>
                    <svg
                        class="drawing"
                        viewBox=format!("0 0 {width} 100")
                        preserveAspectRatio="none"
                        role="img"
                        aria-label=words_of_all
                    >
                        <path class="grid" d=format!("M0 .4H{width}M0 50H{width}M0 99.6H{width}")></path>
                        <path class="received" d=bars(received(), scale)></path>
                        <path class="resolved" d=line(resolved(), scale)></path>
                    </svg>
                    <p class="days" aria-hidden="true">
                        <span class="first-day">{tick(first)}</span>
                        <span class="last-day">{last_tick}</span>
                    </p>
                    <FlowReader text=text />
                </div>
                <p class="hint">{axis_text(sight, by_day, &left_out)}</p>
                {flow_table(sight, all)}
            </figure>
        }
        .into_any(),
    )
}

fn flow_table(sight: &ReportContext<'_>, points: &[FlowPoint]) -> AnyView {
    let lang = sight.lang;
    let words = lang.words();
    let heads = [
        words.throughput_day(),
        words.throughput_received(),
        words.throughput_resolved(),
        words.throughput_late(),
        words.throughput_handed_over(),
        words.throughput_open_then(),
    ];
    let row = |point: &FlowPoint| {
        let flows = &point.flows;
        let figures = [
            number(lang, flows.received()),
            number(lang, flows.resolved()),
            number(lang, flows.late),
            number(lang, flows.handed_over),
            point
                .open
                .map_or_else(|| NO_RATE.to_owned(), |open| number(lang, open)),
        ];
        table_row(point_name(sight, point), figures.to_vec())
    };
    let rows: Vec<_> = points.iter().map(row).collect();
    behind(
        words.throughput_as_table(),
        words.throughput_flow(),
        heads.to_vec(),
        rows,
    )
}

fn table_row(name: String, figures: Vec<String>) -> AnyView {
    let cell = |text: String| view! { <td class="num">{text}</td> };
    view! {
        <tr>
            <th scope="row">{name}</th>
            {figures.into_iter().map(cell).collect::<Vec<_>>()}
        </tr>
    }
    .into_any()
}

/// The table behind a chart: closed, but there for everybody.
fn behind(summary: String, caption: String, heads: Vec<String>, rows: Vec<AnyView>) -> AnyView {
    let head = |(index, text): (usize, String)| {
        let class = if index == 0 { "" } else { "num" };
        view! {
            <th scope="col" class=class>
                {text}
            </th>
        }
    };
    let heads: Vec<_> = heads.into_iter().enumerate().map(head).collect();
    let name = caption.clone();
    view! {
        <details class="behind">
            <summary>{summary}</summary>
            <div class="scroll" tabindex="0" role="region" aria-label=name>
                <table>
                    <caption class="sr-only">{caption}</caption>
                    <thead>
                        <tr>{heads}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

/// What flowed in each calendar month, oldest first.
#[must_use]
pub fn by_month(points: &[FlowPoint]) -> Vec<(NaiveDate, Flows)> {
    let mut months: BTreeMap<NaiveDate, Flows> = BTreeMap::new();
    for point in points {
        let month = point.from.with_day(1).unwrap_or(point.from);
        *months.entry(month).or_default() += point.flows;
    }
    months.into_iter().collect()
}

/// The start of the axis of rates: a round number below the lowest rate.
#[must_use]
pub fn rate_floor(rates: impl Iterator<Item = u16>) -> u16 {
    let lowest = rates.min().unwrap_or(FLOOR_MAX).min(FLOOR_MAX);
    let below = lowest.saturating_sub(1) / FLOOR_STEP * FLOOR_STEP;
    if lowest == FLOOR_MAX {
        FLOOR_MAX
    } else {
        below
    }
}

/// Distance of a rate from the top in a drawing 100 high, in tenths.
fn rate_y(tenths: u16, floor: u16) -> u32 {
    let span = u32::from(TOP - floor).max(1);
    u32::from(TOP.saturating_sub(tenths)) * 1_000 / span
}

/// A line through the rates, broken where a month has none, and a dot at each.
#[must_use]
pub fn rate_path(rates: &[Option<u16>], floor: u16) -> (String, String) {
    let (mut line, mut dots) = (String::new(), String::new());
    let mut pen = 'M';
    for (index, rate) in rates.iter().enumerate() {
        let Some(rate) = rate else {
            pen = 'M';
            continue;
        };
        let (x, y) = (index * DAY_WIDTH + DAY_WIDTH / 2, rate_y(*rate, floor));
        let y = format!("{}.{}", y / 10, y % 10);
        // Writing to a String cannot fail.
        let _ = write!(line, "{pen}{x} {y}");
        let _ = write!(dots, "M{x} {y}h0");
        pen = 'L';
    }
    (line, dots)
}

/// The on-time rate month by month.
pub fn rates(sight: &ReportContext<'_>, points: &[FlowPoint]) -> Option<AnyView> {
    let lang = sight.lang;
    let words = lang.words();
    let months = by_month(points);
    let told: Vec<Option<u16>> = months
        .iter()
        .map(|(_, flows)| flows.rate().map(Rate::tenths))
        .collect();
    // A line needs two points.
    if told.iter().flatten().count() < 2 {
        return None;
    }
    let floor = rate_floor(told.iter().flatten().copied());
    let (path, dots) = rate_path(&told, floor);
    let width = months.len() * DAY_WIDTH;
    let month_tick = |date: &NaiveDate| format!("{:02}/{}", date.month(), date.year());
    let ends = [months.first(), months.last()]
        .map(|end| end.map_or_else(String::new, |(date, _)| month_tick(date)));
    let label = |(index, (date, _)): (usize, &(NaiveDate, Flows))| {
        let rate = told.get(index).copied().flatten();
        let rate = rate.map(|tenths| tenths_text(lang, tenths.into()));
        view! {
            <li>
                <b>{rate.unwrap_or_else(|| NO_RATE.to_owned())}</b>
                <span>{format!("{:02}", date.month())}</span>
            </li>
        }
    };
    let labels: Vec<_> = months.iter().enumerate().map(label).collect();
    let row = |(date, flows): &(NaiveDate, Flows)| {
        let figures = vec![
            number(lang, flows.resolved()),
            number(lang, flows.late),
            rate_text(lang, flows.rate()),
        ];
        let month = capitalised(&month_in_words(lang, *date));
        table_row(format!("{month} {}", date.year()), figures)
    };
    let rows: Vec<_> = months.iter().map(row).collect();
    let heads = vec![
        words.throughput_month_name(),
        words.throughput_resolved(),
        words.throughput_late(),
        words.throughput_rate(),
    ];
    let [first, last] = ends;
    let name = words.throughput_rates_words(first, last);
    let drawn = name.clone();
    Some(
        view! {
            <figure class="chart rates" aria-label=name>
                <div class="plot">
                    <ul class="scale" aria-hidden="true">
                        <li>{percent(lang, Some(TOP))}</li>
                        <li>{percent(lang, Some(floor))}</li>
                    </ul>
                    <svg
                        class="drawing"
                        viewBox=format!("0 0 {width} 100")
                        preserveAspectRatio="none"
                        role="img"
                        aria-label=drawn
                    >
                        <path class="grid" d=format!("M0 .4H{width}M0 99.6H{width}")></path>
                        <path class="rate-line" d=path></path>
                        <path class="rate-dots" d=dots></path>
                    </svg>
                </div>
                <ol class="months" aria-hidden="true">
                    {labels}
                </ol>
                {behind(words.throughput_as_table(), words.throughput_rates(), heads, rows)}
            </figure>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn the_axis_of_rates_begins_at_a_round_number_below_the_lowest() {
        assert_eq!(rate_floor([987, 1_000].into_iter()), 900);
        assert_eq!(rate_floor([900, 950].into_iter()), 900);
        assert_eq!(rate_floor([847, 990].into_iter()), 800);
        assert_eq!(rate_floor([850].into_iter()), 800);
        assert_eq!(rate_floor([0].into_iter()), 0);
    }

    #[test]
    fn a_month_without_a_rate_breaks_the_line_and_has_no_dot() {
        let rates = [Some(1_000), Some(950), None, Some(900)];
        let (line, dots) = rate_path(&rates, 900);
        assert_eq!(line, "M5 0.0L15 50.0M35 100.0");
        assert_eq!(dots, "M5 0.0h0M15 50.0h0M35 100.0h0");
    }

    #[test]
    fn days_off_are_not_drawn_and_their_dossiers_are_reported_beside_the_chart() {
        let point = |day: u32, is_working: bool, online: u64| FlowPoint {
            from: date(2026, 11, day),
            to: date(2026, 11, day + 1),
            is_working,
            flows: Flows {
                received_online: online,
                ..Flows::default()
            },
            open: None,
        };
        let all = [
            point(20, true, 9),
            point(21, false, 2),
            point(22, false, 1),
            point(23, true, 8),
        ];
        let (shown, left_out) = drawn(&all);
        assert_eq!(shown, [all[0], all[3]]);
        assert_eq!(left_out.received(), 3);
        // A period that has only days off is drawn with all its days.
        assert_eq!(drawn(&all[1..3]).0.len(), 2);
    }

    #[test]
    fn days_are_summed_up_in_their_month() {
        let point = |from: NaiveDate, early: u64| FlowPoint {
            from,
            to: from.succ_opt().unwrap(),
            is_working: true,
            flows: Flows {
                early,
                ..Flows::default()
            },
            open: None,
        };
        let points = [
            point(date(2026, 10, 30), 1),
            point(date(2026, 11, 2), 2),
            point(date(2026, 11, 3), 3),
        ];
        let months = by_month(&points);
        let sums: Vec<u64> = months.iter().map(|(_, flows)| flows.early).collect();
        assert_eq!(sums, [1, 5]);
    }

    #[test]
    fn the_months_of_rates_end_with_the_periods_last_or_todays() {
        let today = date(2026, 11, 23);
        let year = rate_period(&Period::year(today), today).unwrap();
        assert_eq!((year.from, year.to), (date(2025, 10, 1), date(2026, 12, 1)));
        let past = rate_period(&Period::month(date(2026, 3, 5)), today).unwrap();
        assert_eq!((past.from, past.to), (date(2025, 2, 1), date(2026, 4, 1)));
    }
}
