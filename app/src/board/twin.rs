//! The wall's accessible twin: the same figures as a plain page for a phone, a screen reader, print,
//! and browsers without script.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::board::disclosure::{OTHER_KEY, PublicBoard, PublicTotal};
use sanh_domain::board::edition::Edition;
use sanh_domain::board::model::{Comparison, Flow};
use sanh_domain::board::percentage::Rate;
use sanh_domain::deadline::DeadlineRule;
use sanh_domain::language::{Lang, Languages};
use sanh_domain::notice::model::on_screen;
use sanh_domain::period::{PeriodKind, PeriodSelection};

use super::api::board;
use super::chart::{chart, description};
use super::screen::{emblem, scope_query};
use super::table::handling;
use super::twin_table::twin_table;
use crate::error::AppError;
use crate::notice::screen::notice_list;
use crate::text::Messages;
use crate::text::change::Change;
use crate::text::date::{
    clock_to_the_second, date_in_words, machine_instant, period, short_date, short_period,
};
use crate::text::number::{number, percent};
use crate::ui::document::{Head, document_html};
use crate::ui::public::public_pages;
use crate::ui::response::{loaded, request, response};
use crate::ui::text_writer::TextWriter;

/// `/board`
#[component]
pub(super) fn TwinPage() -> impl IntoView {
    loaded(twin())
}

async fn twin() -> Result<(), AppError> {
    let request = request();
    let lang = request
        .languages()?
        .map_or(request.visitor.lang, Languages::first);
    let scope = request.parameter("scope").unwrap_or("centre").to_owned();
    let turn = request.parameter("period").map(str::parse).transpose()?;
    let period = match turn.unwrap_or(PeriodSelection::Month) {
        PeriodSelection::Day => PeriodKind::Day,
        PeriodSelection::Year => PeriodKind::Year,
        PeriodSelection::Month | PeriodSelection::All => PeriodKind::Month,
    };
    let edition = Arc::new(board(scope, PeriodSelection::All.to_string()).await?);
    let head = Head {
        title: Some(lang.words().title()),
        ..Head::of(&request, lang)
    };
    let view = TwinView {
        edition,
        period,
        lang,
    };
    let html = document_html(head, || view! { <Twin view /> }.into_any());
    response().send_html(200, html);
    Ok(())
}

/// Everything the twin is made of.
#[derive(Clone, Debug)]
pub struct TwinView {
    /// The boards there are.
    pub edition: Arc<Edition>,
    /// The period being read; the first board where there is none of this kind.
    pub period: PeriodKind,
    /// In which language.
    pub lang: Lang,
}

/// The body of the page.
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
#[component]
pub fn Twin(
    /// What to show.
    view: TwinView,
) -> impl IntoView {
    let boards = &view.edition.boards;
    let of_period = boards
        .iter()
        .find(|board| board.period().kind == view.period);
    let board = of_period.or_else(|| boards.first());
    let lang = view.lang;
    let say = TextWriter(lang.into());
    view! {
        <a class="skip" href="#content">
            {lang.words().skip_to_content()}
        </a>
        <div class="twin">
            <header class="masthead">
                {emblem(&view.edition.centre)}
                <div class="titles">
                    <p class="centre">{say.name(&view.edition.centre.full_name())}</p>
                    <h1 class="title">{lang.words().title()}</h1>
                </div>
                {board.map(|board| languages(lang, board))}
            </header>
            <main id="content">{board.map(|board| content(&view, board))}</main>
        </div>
    }
}

fn content(view: &TwinView, board: &PublicBoard) -> AnyView {
    let lang = view.lang;
    view! {
        {notice_list(lang, &on_screen(&view.edition.notices, ""))}
        {periods(view, board)}
        <h2 class="period">{period(lang, board.period())}</h2>
        {figures_at(view, board)}
        {board.total().map(|total| summary(lang, board, total))}
        {by_field(lang, board)}
        {day_by_day(view, board)}
        {definitions(lang, board)}
        {open_data(lang, board)}
        {other_pages(lang)}
    }
    .into_any()
}

/// The ways on to the other public pages: the wall's QR code leads here, and few come for the figures alone.
fn other_pages(lang: Lang) -> AnyView {
    let words = lang.words();
    let link = |(path, name): (&'static str, String)| {
        view! {
            <li>
                <a href=format!("{path}?lang={}", lang.code())>{name}</a>
            </li>
        }
    };
    let others = public_pages(lang).into_iter();
    let others = others.filter(|(path, _)| !path.starts_with("/board"));
    view! {
        <nav class="twin-more" aria-label=words.public_nav()>
            <ul>{others.map(link).collect::<Vec<_>>()}</ul>
        </nav>
    }
    .into_any()
}

/// The address of this page for a period and a language, in the board's own scope.
fn address(board: &PublicBoard, period: &str, lang: Lang) -> String {
    let mut query = vec![format!("period={period}"), format!("lang={}", lang.code())];
    query.extend(Some(scope_query(board.scope())).filter(|scope| !scope.is_empty()));
    format!("/board?{}", query.join("&"))
}

fn periods(view: &TwinView, board: &PublicBoard) -> AnyView {
    let lang = view.lang;
    let today = board
        .at()
        .with_timezone(&view.edition.centre.zone)
        .date_naive();
    let link = |other: &PublicBoard| {
        let current = (other.period().kind == board.period().kind).then_some("page");
        view! {
            <li>
                <a href=address(other, other.period().kind.as_str(), lang) aria-current=current>
                    {short_period(lang, other.period(), today)}
                </a>
            </li>
        }
    };
    let links: Vec<_> = view.edition.boards.iter().map(link).collect();
    view! {
        <nav class="periods" aria-label=lang.words().periods_label()>
            <ul>{links}</ul>
        </nav>
    }
    .into_any()
}

fn languages(lang: Lang, board: &PublicBoard) -> AnyView {
    let link = |other: Lang| {
        let current = (other == lang).then_some("true");
        view! {
            <li>
                <a
                    href=address(board, board.period().kind.as_str(), other)
                    lang=other.code()
                    hreflang=other.code()
                    aria-current=current
                >
                    {other.words().language_name()}
                </a>
            </li>
        }
    };
    view! {
        <nav class="languages" aria-label=lang.words().languages_label()>
            <ul>{Vec::from(Lang::ALL.map(link))}</ul>
        </nav>
    }
    .into_any()
}

fn figures_at(view: &TwinView, board: &PublicBoard) -> AnyView {
    let lang = view.lang;
    let local = board.at().with_timezone(&view.edition.centre.zone);
    let text = lang.words().figures_at(
        clock_to_the_second(local.time()),
        date_in_words(lang, local.date_naive()),
    );
    view! {
        <p class="as-of">
            <time datetime=machine_instant(board.at())>{text}</time>
        </p>
    }
    .into_any()
}

fn summary(lang: Lang, board: &PublicBoard, total: &PublicTotal) -> AnyView {
    let (words, sums) = (lang.words(), board.sums());
    let count = |count| number(lang, count);
    let parts = |parts: &[(String, u64)]| {
        parts
            .iter()
            .map(|(name, n)| format!("{name} {}", count(*n)))
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let in_time = parts(&[
        (words.early(), total.early()),
        (words.on_time(), total.on_time()),
    ]);
    let pending = parts(&[
        (words.within(), total.within()),
        (words.overdue(), total.overdue()),
        (words.paused(), total.paused()),
    ]);
    let received = words.received_parts(
        count(total.received_online()),
        count(total.received_at_desk_or_post()),
    );
    let ended = words.ended_parts(count(total.withdrawn()), count(total.ineligible()));
    let change = |of: fn(Flow) -> u64| change(lang, board.comparison(), of);
    let rate = percent(lang, sums.rate().map(Rate::tenths));
    let time_80 = handling(lang, board.time_80());
    let ended_otherwise = count(total.withdrawn() + total.ineligible());
    view! {
        <section aria-labelledby="summary">
            <h2 id="summary">{words.summary_heading()}</h2>
            <dl class="summary">
                {entry("late", words.late(), count(sums.late()), [Some(change(|flow| flow.late)), None])}
                {entry("rate", words.rate(), rate, [None, None])}
                {entry("in-time", words.in_time(), count(sums.in_time()), [Some(in_time), Some(change(|flow| flow.in_time))])}
                {entry("pending", words.pending(), count(sums.pending()), [Some(pending), None])}
                {entry("", words.handling(), time_80, [None, None])}
                {entry("", words.received_in_period(), count(sums.received()), [Some(received), Some(change(|flow| flow.received))])}
                {entry("", words.carried_over(), count(total.carried()), [None, None])}
                {entry("", words.resolved_in_all(), count(sums.resolved()), [Some(change(Flow::resolved)), None])}
                {entry("", words.ended_otherwise(), ended_otherwise, [Some(ended), None])}
            </dl>
            <p class="identity">{words.identity()}</p>
        </section>
    }
    .into_any()
}

fn entry(class: &'static str, name: String, figure: String, notes: [Option<String>; 2]) -> AnyView {
    let notes: Vec<_> = notes
        .into_iter()
        .flatten()
        .map(|note| view! { <dd class="note">{note}</dd> })
        .collect();
    view! {
        <div class=("entry", true) class=class>
            <dt>{name}</dt>
            <dd class="figure">{figure}</dd>
            {notes}
        </div>
    }
    .into_any()
}

fn change(lang: Lang, comparison: Option<&Comparison>, of: fn(Flow) -> u64) -> String {
    comparison.map_or_else(
        || lang.words().change_none(),
        |compared| {
            Change {
                now: of(compared.current),
                before: of(compared.previous),
            }
            .sentence(lang, &compared.previous_period, compared.working_days)
        },
    )
}

fn by_field(lang: Lang, board: &PublicBoard) -> AnyView {
    // `tabindex` lets people without a pointer scroll the wide table by keyboard.
    view! {
        <section>
            <h2 id="fields">{lang.words().fields_heading()}</h2>
            <div class="scroll" role="region" aria-labelledby="fields" tabindex="0">
                {twin_table(lang, board)}
            </div>
        </section>
    }
    .into_any()
}

fn day_by_day(view: &TwinView, board: &PublicBoard) -> Option<AnyView> {
    let lang = view.lang;
    let days = board.chart();
    let today = board
        .at()
        .with_timezone(&view.edition.centre.zone)
        .date_naive();
    let drawing = chart(TextWriter(lang.into()), days, today)?;
    let row = |day: &sanh_domain::board::model::ChartDay| {
        view! {
            <tr>
                <th scope="row">
                    <time datetime=day.date.to_string()>{short_date(day.date)}</time>
                </th>
                <td class="num">{number(lang, day.received)}</td>
                <td class="num">{number(lang, day.resolved)}</td>
            </tr>
        }
    };
    let rows: Vec<_> = days.iter().rev().map(row).collect();
    let words = lang.words();
    Some(
        view! {
            <section aria-labelledby="days">
                <h2 id="days">{words.chart_heading()}</h2>
                {drawing}
                <p>{description(lang, days, today)}</p>
                {year_by_day(lang)}
                <details>
                    <summary>{words.chart_as_table()}</summary>
                    <table class="days-table">
                        <caption class="sr-only">{words.chart_title(days.len())}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{words.column_day()}</th>
                                <th scope="col" class="num">{words.column_received()}</th>
                                <th scope="col" class="num">{words.resolved_in_all()}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </details>
            </section>
        }
        .into_any(),
    )
}

/// The way to the year day by day.
fn year_by_day(lang: Lang) -> AnyView {
    view! {
        <p class="pages">
            <a href=format!("/board/days?lang={}", lang.code())>{lang.words().days_link()}</a>
        </p>
    }
    .into_any()
}

fn definitions(lang: Lang, board: &PublicBoard) -> AnyView {
    let words = lang.words();
    let rule = match board.rule() {
        DeadlineRule::Instant => words.definition_instant(),
        DeadlineRule::Day => words.definition_day(),
    };
    let folds = board.rows().iter().any(|row| row.key() == OTHER_KEY);
    let sentences = [
        Some(rule),
        Some(words.definition_rate()),
        Some(words.definition_pending()),
        Some(words.definition_handling()),
        folds.then(|| words.definition_other()),
        (!board.covers_all()).then(|| words.definition_some()),
        Some(words.definition_source(words.source())),
    ];
    let items: Vec<_> = sentences
        .into_iter()
        .flatten()
        .map(|sentence| view! { <li>{sentence}</li> })
        .collect();
    view! {
        <section aria-labelledby="definitions">
            <h2 id="definitions">{words.definitions_heading()}</h2>
            <ul class="definitions">{items}</ul>
        </section>
    }
    .into_any()
}

fn open_data(lang: Lang, board: &PublicBoard) -> AnyView {
    let mut query = vec![format!("period={}", board.period().kind.as_str())];
    query.extend(Some(scope_query(board.scope())).filter(|scope| !scope.is_empty()));
    let query = query.join("&");
    let link = |format: &'static str, media_type: &'static str, name: &'static str| {
        view! {
            <li>
                <a href=format!("/open/board.{format}?{query}") r#type=media_type>
                    {name}
                </a>
            </li>
        }
    };
    view! {
        <section class="open-data" aria-labelledby="data">
            <h2 id="data">{lang.words().data_heading()}</h2>
            <p>{lang.words().data_text()}</p>
            // The names of file formats are the same in every language.
            <ul>{link("json", "application/json", "JSON")} {link("csv", "text/csv", "CSV")}</ul>
        </section>
    }
    .into_any()
}
