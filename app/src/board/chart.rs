//! Received and resolved on each of the last working days: bars and a line, with their figures. The day that is not over yet is marked: an
//! open bar and a short stroke, to which the line does not fall.

use chrono::NaiveDate;
use leptos::prelude::*;
use sanh_domain::board::model::ChartDay;
use sanh_domain::language::Lang;

use crate::text::Messages;
use crate::text::date::day_and_month;
use crate::text::number::number;
use crate::ui::text_writer::{TextWriter, counted};

/// One day's width in the drawing.
pub(crate) const DAY_WIDTH: usize = 10;

/// The chart of the wall; nothing where no day can be shown.
pub fn chart(say: TextWriter, days: &[ChartDay], today: NaiveDate) -> Option<AnyView> {
    let (first, last) = (*days.first()?, *days.last()?);
    let highest = days.iter().map(|day| day.received.max(day.resolved)).max();
    let scale = Scale::up_to(highest.unwrap_or(0));
    let count = days.len();
    let width = count * DAY_WIDTH;
    let described = days.to_vec();
    let (finished, running) = split(days, today);
    let running = running.map(|day| (count - 1, day));
    let last_name = move |lang: Lang| last_day_name(lang, last.date, today);
    Some(
        view! {
            <section class="chart">
                <h2 class="chart-name">{say.text(move |lang| lang.words().chart_title(count))}</h2>
                <div class="plot">
                    <ul class="scale" aria-hidden="true">
                        <li>{say.number("chart.top", scale.top)}</li>
                        <li>{say.number("chart.half", scale.top / 2)}</li>
                        <li>"0"</li>
                    </ul>
                    <svg
                        viewBox=format!("0 0 {width} 100")
                        preserveAspectRatio="none"
                        role="img"
                        aria-labelledby="chart-words"
                    >
                        <path class="grid" d=format!("M0 .4H{width}M0 50H{width}M0 99.6H{width}")></path>
                        <path
                            class="received"
                            data-k="chart.received"
                            d=bars(finished.iter().map(|day| day.received), scale)
                        ></path>
                        <path
                            class="received-running"
                            data-k="chart.received_running"
                            d=running.map_or_else(String::new, |(at, day)| {
                                bar(at, day.received, scale)
                            })
                        ></path>
                        <path
                            class="resolved"
                            data-k="chart.resolved"
                            d=line(finished.iter().map(|day| day.resolved), scale)
                        ></path>
                        <path
                            class="resolved-running"
                            data-k="chart.resolved_running"
                            d=running.map_or_else(String::new, |(at, day)| {
                                stroke(at, day.resolved, scale)
                            })
                        ></path>
                    </svg>
                </div>
                <p class="sr-only" id="chart-words" aria-hidden="true">
                    {say.live("chart.words", move |lang| description(lang, &described, today))}
                </p>
                <p class="days" aria-hidden="true">
                    <span data-k="chart.first">{day_and_month(first.date)}</span>
                    <span data-k="chart.last">{day_and_month(last.date)}</span>
                </p>
                <ul class="legend">
                    <li class="today">{say.live("chart.today", last_name)}</li>
                    <li class="received">
                        <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
                            <rect width="10" height="10"></rect>
                        </svg>
                        {say.phrase(|tongue| counted(
                            tongue,
                            "chart.today.received",
                            tongue.lang.words().received(),
                            last.received,
                        ))}
                    </li>
                    <li class="resolved">
                        <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
                            <path d="M0 5H10"></path>
                        </svg>
                        {say.phrase(|tongue| counted(
                            tongue,
                            "chart.today.resolved",
                            tongue.lang.words().resolved(),
                            last.resolved,
                        ))}
                    </li>
                </ul>
            </section>
        }
        .into_any(),
    )
}

/// The days that are over, and the one that is not.
fn split(days: &[ChartDay], today: NaiveDate) -> (&[ChartDay], Option<ChartDay>) {
    match days.split_last() {
        Some((last, before)) if last.date == today => (before, Some(*last)),
        _ => (days, None),
    }
}

/// The chart in a sentence or two, for who cannot see it.
pub fn description(lang: Lang, days: &[ChartDay], today: NaiveDate) -> String {
    let date = |day: Option<&ChartDay>| day.map_or_else(String::new, |day| day_and_month(day.date));
    let sum = |of: fn(&ChartDay) -> u64| number(lang, days.iter().map(of).sum());
    let peak = |of: fn(&ChartDay) -> u64| number(lang, days.iter().map(of).max().unwrap_or(0));
    let told = lang.words().chart_description(
        date(days.first()),
        date(days.last()),
        sum(|day| day.received),
        sum(|day| day.resolved),
        peak(|day| day.received),
        peak(|day| day.resolved),
    );
    match split(days, today) {
        (_, None) => told,
        (_, Some(_)) => format!("{told} {}", lang.words().chart_unfinished()),
    }
}

fn last_day_name(lang: Lang, date: NaiveDate, today: NaiveDate) -> String {
    if date == today {
        lang.words().today()
    } else {
        lang.words().on_day(day_and_month(date))
    }
}

/// The scale of the chart: from 0 to a round number not below the highest day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scale {
    /// The number at its top.
    pub(crate) top: u64,
}

impl Scale {
    /// For figures up to this one.
    pub(crate) fn up_to(highest: u64) -> Self {
        // An even number of units of the second digit, so that half of it is a round number too.
        let place = 10_u64.pow(highest.max(1).ilog10().saturating_sub(1));
        let top = highest.max(1).div_ceil(2 * place) * 2 * place;
        Self { top }
    }

    /// Distance from the top in a drawing 100 high, with one decimal.
    fn y(self, value: u64) -> String {
        let tenths = 1_000_u64.saturating_sub(value.saturating_mul(1_000) / self.top);
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// One bar a day.
pub(crate) fn bars(days: impl Iterator<Item = u64>, scale: Scale) -> String {
    let bar = |(index, value)| bar(index, value, scale);
    days.enumerate().map(bar).collect()
}

/// The bar of one day.
fn bar(index: usize, value: u64, scale: Scale) -> String {
    format!("M{}.5 100V{}h7V100z", index * DAY_WIDTH + 1, scale.y(value))
}

/// A stroke across one day.
fn stroke(index: usize, value: u64, scale: Scale) -> String {
    format!("M{}.5 {}h7", index * DAY_WIDTH + 1, scale.y(value))
}

/// A line through the middle of each day.
pub(crate) fn line(days: impl Iterator<Item = u64>, scale: Scale) -> String {
    let point = |(index, value): (usize, u64)| {
        let pen = if index == 0 { 'M' } else { 'L' };
        format!(
            "{pen}{} {}",
            index * DAY_WIDTH + DAY_WIDTH / 2,
            scale.y(value)
        )
    };
    days.enumerate().map(point).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_scale_ends_at_a_round_number_whose_half_is_one_too() {
        let top = |highest| Scale::up_to(highest).top;
        assert_eq!([top(0), top(1), top(7), top(15)], [2, 2, 8, 16]);
        assert_eq!([top(231), top(240), top(4_612)], [240, 240, 4_800]);
    }

    #[test]
    fn the_highest_day_touches_the_top_and_an_empty_one_the_ground() {
        let scale = Scale { top: 200 };
        assert_eq!(bars([200].into_iter(), scale), "M1.5 100V0.0h7V100z");
        assert_eq!(line([0, 50].into_iter(), scale), "M5 100.0L15 75.0");
    }

    #[test]
    fn the_day_that_is_not_over_is_drawn_apart() {
        let day = |day| ChartDay {
            date: NaiveDate::from_ymd_opt(2026, 11, day).unwrap(),
            received: 10,
            resolved: 5,
        };
        let days = [day(26), day(27)];
        assert_eq!(split(&days, days[1].date), (&days[..1], Some(days[1])));
        assert_eq!(split(&days, day(28).date), (&days[..], None));
        let scale = Scale { top: 10 };
        assert_eq!(bar(1, 10, scale), "M11.5 100V0.0h7V100z");
        assert_eq!(stroke(1, 5, scale), "M11.5 50.0h7");
        let told = |today| description(Lang::En, &days, today);
        assert!(told(days[1].date).ends_with("Today is not over yet."));
        assert!(!told(day(28).date).contains("not over"));
    }
}
