//! The cards on top: received, resolved in time and late, open, and the handling time.

use chrono::NaiveDate;
use leptos::prelude::*;
use sanh_domain::board::percentage::Rate;
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::counts::{Flows, OpenCounts};
use sanh_domain::report::model::{ComparedFigures, Report};
use sanh_domain::report::query::Figure;

use super::bars::{BarPart, stacked, swatch};
use crate::model::report_table::ReportContext;
use crate::text::Messages;
use crate::text::change::{Change, Direction};
use crate::text::date::{day_and_month, last_day};
use crate::text::number::{NO_RATE, number};
use crate::text::report::{days_name, figure_name, rate_text, time_text};

/// The great figures.
pub fn answers(sight: &ReportContext<'_>, report: &Report) -> AnyView {
    view! {
        <div class="answers">
            {received(sight, report)} {in_time(sight, report)} {late(sight, report)}
            {open(sight, report)}
        </div>
    }
    .into_any()
}

fn received(sight: &ReportContext<'_>, report: &Report) -> AnyView {
    let flows = &report.total.moved.flows;
    let channels = [
        (Channel::Online, flows.received_online),
        (Channel::Direct, flows.received_direct),
        (Channel::Post, flows.received_post),
    ];
    let channels =
        channels.map(|(channel, count)| part(sight, Figure::ReceivedBy(channel), Some(count)));
    view! {
        <section class="answer received">
            <h2>{sight.lang.words().throughput_received()}</h2>
            <p class="great">{sight.figure(Figure::Received, Some(flows.received()))}</p>
            <ul class="parts">{channels.into_iter().collect::<Vec<_>>()}</ul>
            {changes(sight, report, Flows::received)}
        </section>
    }
    .into_any()
}

const fn share(class: &'static str, count: u64) -> BarPart {
    BarPart { class, count }
}

fn in_time(sight: &ReportContext<'_>, report: &Report) -> AnyView {
    let flows = &report.total.moved.flows;
    let parts = [
        share("early", flows.early),
        share("on-time", flows.on_time),
        share("late", flows.late),
    ];
    view! {
        <section class="answer in-time">
            <h2>
                <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                    <circle cx="12" cy="12" r="10.5"></circle>
                    <path d="M7 12.5l3.5 3.5L17.2 8.6"></path>
                </svg>
                {sight.lang.words().throughput_rate()}
            </h2>
            <p class="great">{rate_text(sight.lang, flows.rate())}</p>
            {stacked(&parts, flows.resolved())}
            <ul class="parts">
                {part(sight, Figure::Resolved, Some(flows.resolved()))}
                {part(sight, Figure::Early, Some(flows.early))}
                {part(sight, Figure::OnTime, Some(flows.on_time))}
            </ul>
            {rate_changes(sight, report)}
        </section>
    }
    .into_any()
}

fn late(sight: &ReportContext<'_>, report: &Report) -> AnyView {
    let flows = &report.total.moved.flows;
    let class = if flows.late == 0 {
        "answer calm"
    } else {
        "answer late"
    };
    view! {
        <section class=class>
            <h2>
                <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M12 2.2L23 21.6H1z"></path>
                    <path d="M12 9.4v5.6M12 17.6v1.2"></path>
                </svg>
                {sight.lang.words().throughput_late()}
            </h2>
            <p class="great">{sight.figure(Figure::Late, Some(flows.late))}</p>
            <ul class="parts">{part(sight, Figure::FirstLate, Some(flows.first_late))}</ul>
            {changes(sight, report, |flows| flows.late)}
        </section>
    }
    .into_any()
}

fn open(sight: &ReportContext<'_>, report: &Report) -> AnyView {
    let words = sight.lang.words();
    let standing = report.total.standing.as_ref();
    let stands = |of: fn(&OpenCounts) -> u64| standing.map(of);
    let known = report.total.standing.unwrap_or_default();
    let parts = [
        share("within", known.within),
        share("overdue", known.overdue),
        share("paused", known.paused),
    ];
    let title = if report.is_running {
        words.throughput_open_now()
    } else {
        words.throughput_open_then()
    };
    let no_due = (known.no_due > 0).then(|| part(sight, Figure::NoDue, Some(known.no_due)));
    view! {
        <section class="answer open">
            <h2>
                <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                    <circle cx="12" cy="12" r="10.5"></circle>
                    <path d="M12 6v6.4l4.2 2.6"></path>
                </svg>
                {title}
            </h2>
            <p class="great">{sight.figure(Figure::Open, stands(OpenCounts::open))}</p>
            {stacked(&parts, known.open())}
            <ul class="parts">
                {part(sight, Figure::Within, stands(|it| it.within))}
                {part(sight, Figure::Overdue, stands(|it| it.overdue))}
                {part(sight, Figure::Paused, stands(|it| it.paused))} {no_due}
            </ul>
        </section>
    }
    .into_any()
}

/// A smaller figure with its name.
fn part(sight: &ReportContext<'_>, figure: Figure, count: Option<u64>) -> AnyView {
    let is_bad = matches!(figure, Figure::Overdue | Figure::FirstLate) && count > Some(0);
    let class = if is_bad { "bad" } else { "" };
    view! {
        <li class=class>
            {figure_name(sight.lang, figure)}
            "\u{a0}"
            {sight.figure(figure, count)}
        </li>
    }
    .into_any()
}

/// The change of a count against the period before and last year's: sign and words.
fn changes(sight: &ReportContext<'_>, report: &Report, of: fn(&Flows) -> u64) -> AnyView {
    let line = |compared: &ComparedFigures| {
        let change = Change {
            now: of(&compared.now.flows),
            before: of(&compared.then.flows),
        };
        ComparisonLine {
            direction: change.direction(),
            now: number(sight.lang, change.now),
            signed: change.signed(sight.lang),
            then: number(sight.lang, change.before),
        }
    };
    beside(sight, report, line)
}

/// The same of the rate, in points of a percent.
fn rate_changes(sight: &ReportContext<'_>, report: &Report) -> AnyView {
    let line = |compared: &ComparedFigures| {
        let now = compared.now.flows.rate().map(Rate::tenths);
        let then = compared.then.flows.rate().map(Rate::tenths);
        let (direction, text) = match now.zip(then) {
            None => (Direction::Same, NO_RATE.to_owned()),
            Some((now, then)) => {
                let change = Change {
                    now: now.into(),
                    before: then.into(),
                };
                let size = crate::text::report::tenths_text(sight.lang, now.abs_diff(then).into());
                let sign = match change.direction() {
                    Direction::More => '+',
                    Direction::Fewer => '−',
                    Direction::Same => '±',
                };
                let size = format!("{sign}{size}");
                (
                    change.direction(),
                    sight.lang.words().throughput_points(size),
                )
            }
        };
        ComparisonLine {
            direction,
            now: rate_text(sight.lang, compared.now.flows.rate()),
            signed: text,
            then: rate_text(sight.lang, compared.then.flows.rate()),
        }
    };
    beside(sight, report, line)
}

/// A figure of the days that are compared, beside what it was on the others.
struct ComparisonLine {
    direction: Direction,
    now: String,
    /// Sign and size of the change.
    signed: String,
    then: String,
}

/// What the figure was at the end of the days that are compared, while the period runs: today is in the great figure and in no
/// comparison. `None` where both are whole, so that the great figure is the one compared.
fn until_text(
    lang: Lang,
    today: NaiveDate,
    compared: &ComparedFigures,
    now: String,
) -> Option<String> {
    compared.working_days?;
    let last = last_day(&compared.days);
    Some(if last.succ_opt() == Some(today) {
        lang.words().throughput_until_yesterday(now)
    } else {
        lang.words().throughput_until(day_and_month(last), now)
    })
}

/// What a figure is compared with: mark, signed size, and what it was on which days.
fn beside(
    sight: &ReportContext<'_>,
    report: &Report,
    line: impl Fn(&ComparedFigures) -> ComparisonLine,
) -> AnyView {
    let row = |compared: &ComparedFigures| {
        let ComparisonLine {
            direction,
            now,
            signed,
            then,
        } = line(compared);
        let until = until_text(sight.lang, sight.names.today(), compared, now);
        let mark = match direction {
            Direction::More => "▲",
            Direction::Fewer => "▼",
            Direction::Same => "=",
        };
        let days = days_name(sight.lang, &compared.other, &compared.other_days);
        let against = sight.lang.words().throughput_against(then, days);
        view! {
            <li>
                <span aria-hidden="true">{mark}</span>
                " "
                {until.map(|until| format!("{until}, "))}
                <b>{signed}</b>
                " "
                {against}
            </li>
        }
    };
    // The year before is also last year's: it is said once.
    let before = report.before.as_ref();
    let last_year = report.last_year.as_ref();
    let last_year = last_year.filter(|it| before.map(|it| it.other_days) != Some(it.other_days));
    let rows: Vec<_> = [before, last_year].into_iter().flatten().map(row).collect();
    if rows.is_empty() {
        let text = sight.lang.words().throughput_nothing_beside();
        return view! { <p class="changes">{text}</p> }.into_any();
    }
    view! { <ul class="changes">{rows}</ul> }.into_any()
}

/// The figures in the second row, and the working time.
pub fn times(sight: &ReportContext<'_>, report: &Report) -> AnyView {
    let words = sight.lang.words();
    let flows = &report.total.moved.flows;
    let standing = report.total.standing.as_ref();
    let time = &report.total.moved.working_time;
    let counted = |figure: Figure, count: Option<u64>| {
        let text = sight.figure(figure, count);
        small(figure_name(sight.lang, figure), text)
    };
    let timed = |name: String, time| small(name, time_text(sight.lang, time).into_any());
    view! {
        <dl class="seconds">
            {counted(Figure::HandedOver, Some(flows.handed_over))}
            {counted(Figure::WaitingCollection, standing.map(|it| it.waiting_collection))}
            {counted(Figure::RegisteredWaiting, standing.map(|it| it.registered_waiting))}
            {counted(Figure::Withdrawn, Some(flows.withdrawn))}
            {counted(Figure::Ineligible, Some(flows.ineligible))}
            {counted(Figure::Refused, Some(flows.refused))}
            {timed(words.throughput_average(), time.average())}
            {timed(words.throughput_median(), time.median())}
            {timed(words.throughput_eighty(), time.time_of_80_percent())}
        </dl>
        <p class="hint">{words.working_day_is()}</p>
    }
    .into_any()
}

fn small(name: String, value: AnyView) -> AnyView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
    .into_any()
}

/// What the colours of open dossiers mean.
pub fn open_legend(sight: &ReportContext<'_>) -> AnyView {
    let words = sight.lang.words();
    view! {
        <ul class="legend">
            {swatch("within", words.throughput_within())}
            {swatch("overdue", words.throughput_overdue())}
            {swatch("paused", words.throughput_paused())}
        </ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use sanh_domain::period::Period;
    use sanh_domain::report::model::PeriodTotals;

    use super::*;

    #[test]
    fn a_running_period_says_until_when_its_figure_is_compared() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap_or_default();
        let compared = |working_days| ComparedFigures {
            other: Period::month(NaiveDate::from_ymd_opt(2026, 10, 1).unwrap_or_default()),
            days: Period::range(day(1), day(27)).unwrap_or_else(|| Period::today(day(1))),
            other_days: Period::today(day(1)),
            working_days,
            now: PeriodTotals::default(),
            then: PeriodTotals::default(),
        };
        let text = |today, working_days| {
            until_text(Lang::Vi, today, &compared(working_days), "3.329".to_owned())
        };
        let yesterday = text(day(27), Some(19)).unwrap_or_default();
        assert_eq!(yesterday, "đến hết hôm qua: 3.329");
        let friday = text(day(29), Some(19)).unwrap_or_default();
        assert_eq!(friday, "đến hết 26/11: 3.329");
        assert_eq!(text(day(27), None), None);
    }
}
