//! `/manage`: what a manager looks at in the morning.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::report::model::{
    Backlog, CountResult, FlowPoint, Progress, ReceptionChanges, Report, ReportNames, ReportQuery,
    Steps,
};

use super::address::{ReportRequest, WrongRange};
use super::backlog_parts::{ages, due, forecast, workload};
use super::cards::{answers, times};
use super::chart::{self, rate_period};
use super::choose::{bar, filters};
use super::explain::{Term, explained};
use super::parts::{ReportContext, ReportFrame, counting, framed, port, progress};
use super::steps_parts::{quality, steps};
use super::table::table;
use super::{live, receptions, view};
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::text::{Messages, date};
use crate::ui::form::{Problem, error_summary};

/// Seconds after which the page asks again whether what stood at the end has been counted (ours).
const STANDING_AGAIN_S: u32 = 3;

/// What the page shows.
struct OverviewData {
    report: Report,
    flow: Option<Vec<FlowPoint>>,
    months: Vec<FlowPoint>,
    backlog: Backlog,
    steps: Option<Steps>,
    receptions: ReceptionChanges,
    /// How far has come what is still being counted.
    waits_for: Option<Progress>,
}

/// `GET /manage`
pub(super) async fn overview(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    shown(request, caller, 200, Vec::new()).await
}

/// The page, with the problems of a form that was sent from it.
pub(super) async fn shown(
    request: &PageRequest,
    caller: &Caller,
    status: u16,
    mut problems: Vec<Problem>,
) -> Result<Page, AppError> {
    let port = port();
    let names = port.names(caller).await?;
    let today = names.calendar.local_date(port.now());
    let (wanted, wrong) = ReportRequest::read(|name| given(request, name))?;
    let lang = request.room_lang();
    let status = if wrong.is_some() { 422 } else { status };
    problems.extend(wrong.map(|wrong| range_problem(lang, wrong)));
    let sight = ReportContext {
        lang,
        names: &names,
        wanted: &wanted,
        today,
    };
    let address = wanted.address("/manage");
    let query = wanted.query(today);
    let report = match port.report(caller, &query).await? {
        CountResult::Done(report) => report,
        CountResult::Counting(at) => return Ok(counting(request, caller, address, at)),
    };
    let seen = look(caller, report, &query, &names).await?;
    let live = live::figures(caller, &sight).await?;
    let views = view::pages::saved_views(caller).await?;
    let framing = ReportFrame {
        title: lang.words().throughput_title(),
        status,
        refresh_s: seen.waits_for.map(|_| STANDING_AGAIN_S),
        address,
    };
    let shows_all = request.parameter("rows") == Some("all");
    Ok(framed(request, caller, &framing, || {
        let words = lang.words();
        view! {
            {error_summary(lang, &problems)}
            <div class="throughput">
                <div class="throughput-head">
                    <h1>{words.throughput_title()}</h1>
                    <p class="throughput-period">{date::period(lang, &query.period)}</p>
                    {live::strip(&sight, &live)}
                </div>
                {bar(&sight, request, &problems)}
                {filters(&sight)}
                {view::pages::chips(&sight, request, &views, &problems)}
                {seen.waits_for.map(|at| progress(lang, at))}
                {body(&sight, &seen, shows_all)}
            </div>
        }
        .into_any()
    }))
}

/// What the address says of a field, or the form that was sent.
fn given<'a>(request: &'a PageRequest, name: &str) -> Option<&'a str> {
    let sent = request.form.text(name);
    request
        .parameter(name)
        .or((!sent.is_empty()).then_some(sent))
}

async fn look(
    caller: &Caller,
    report: Report,
    query: &ReportQuery,
    names: &ReportNames,
) -> Result<OverviewData, AppError> {
    let port = port();
    let today = names.calendar.local_date(port.now());
    let mut waits_for = report.standing;
    let mut done = |at: Progress| waits_for = waits_for.or(Some(at));
    let flow = match port.flow(caller, query).await? {
        CountResult::Done(points) => Some(points),
        CountResult::Counting(at) => {
            done(at);
            None
        }
    };
    let months = match rate_period(&query.period, today) {
        None => Vec::new(),
        Some(period) => {
            let query = ReportQuery {
                period,
                ..query.clone()
            };
            match port.flow(caller, &query).await? {
                CountResult::Done(points) => points,
                CountResult::Counting(at) => {
                    done(at);
                    Vec::new()
                }
            }
        }
    };
    let steps = match port.steps(caller, query).await {
        Ok(CountResult::Done(steps)) => Some(steps),
        Ok(CountResult::Counting(at)) => {
            done(at);
            None
        }
        // What takes long is left out of a page that has so much else.
        Err(AppError::Unavailable | AppError::Busy) => None,
        Err(error) => return Err(error),
    };
    Ok(OverviewData {
        backlog: port.backlog(caller, &query.cut).await?,
        receptions: port.reception_changes(caller, query).await?,
        report,
        flow,
        months,
        steps,
        waits_for,
    })
}

fn range_problem(lang: sanh_domain::language::Lang, wrong: WrongRange) -> Problem {
    let words = lang.words();
    match wrong {
        WrongRange::From => Problem::new("from", words.throughput_wrong_from()),
        WrongRange::To => Problem::new("to", words.throughput_wrong_to()),
        WrongRange::Turned => Problem::new("to", words.throughput_wrong_turned()),
        WrongRange::TooLong => Problem::new("to", words.throughput_wrong_long()),
    }
}

const ANSWERS: [Term; 14] = [
    Term::Received,
    Term::Resolved,
    Term::Early,
    Term::OnTime,
    Term::Late,
    Term::FirstLate,
    Term::Rate,
    Term::Change,
    Term::Within,
    Term::Overdue,
    Term::Paused,
    Term::HandedOver,
    Term::Waiting,
    Term::WorkingTime,
];

fn body(sight: &ReportContext<'_>, seen: &OverviewData, shows_all: bool) -> AnyView {
    let words = sight.lang.words();
    let OverviewData {
        report, backlog, ..
    } = seen;
    let flow = seen.flow.as_deref().filter(|points| points.len() > 1);
    let flow = flow
        .and_then(|points| chart::flow(sight, points))
        .map(|chart| {
            view! {
                <section class="panel panel-wide">
                    <h2>{words.throughput_flow()}</h2>
                    {chart}
                    {explained(sight, report, &[Term::Flow, Term::Received, Term::Resolved])}
                </section>
            }
        });
    let rates = chart::rates(sight, &seen.months).map(|chart| {
        view! {
            <section class="panel">
                <h2>{words.throughput_rates()}</h2>
                {chart}
                {explained(sight, report, &[Term::Rate])}
            </section>
        }
    });
    let by_step = seen.steps.as_ref().map(|it| {
        view! {
            <section class="panel">
                <h2>{words.throughput_steps()}</h2>
                {steps(sight, it)}
                {explained(sight, report, &[Term::Steps])}
            </section>
        }
    });
    let csv = sight.wanted.address("/manage/table.csv");
    let xlsx = sight.wanted.address("/manage/table.xlsx");
    view! {
        {answers(sight, report)}
        {times(sight, report)}
        {explained(sight, report, &ANSWERS)}
        <div class="panels">
            {flow}
            <section class="panel">
                <h2>{words.throughput_ages()}</h2>
                {ages(sight, backlog)}
                {explained(sight, report, &[Term::Age, Term::Open])}
            </section>
            <section class="panel">
                <h2>{words.throughput_due_title()}</h2>
                {due(sight, backlog)}
                {explained(sight, report, &[Term::DueSoon, Term::Overdue])}
            </section>
            {rates}
            <section class="panel">
                <h2>{words.throughput_forecast()}</h2>
                {forecast(sight, backlog)}
                {explained(sight, report, &[Term::Forecast])}
            </section>
            {by_step}
            <section class="panel">
                <h2>{words.throughput_workload()}</h2>
                {workload(sight, backlog)}
                {explained(sight, report, &[Term::Workload])}
            </section>
            <section class="panel">
                <h2>{words.throughput_quality()}</h2>
                {quality(sight, report)}
                {explained(sight, report, &[Term::Quality])}
            </section>
            <section class="panel">
                <h2>{words.receptions_title()}</h2>
                {receptions::figures(sight, &seen.receptions)}
            </section>
        </div>
        <section class="groups" id="groups">
            <h2>{words.throughput_by(super::words::grouping_name(sight.lang, sight.wanted.grouping))}</h2>
            <p class="exports">
                <a href=xlsx>{words.throughput_xlsx()}</a>
                <a href=csv>{words.throughput_csv()}</a>
            </p>
            {table(sight, report, shows_all)}
            {explained(sight, report, &[Term::Received, Term::Rate, Term::WorkingTime])}
        </section>
    }
    .into_any()
}
