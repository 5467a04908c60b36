//! `/manage/throughput`: the managers' overview of throughput.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::Lang;
use sanh_domain::report::model::{
    Backlog, CountProgress, CountResult, FlowPoint, ReceptionChanges, Report, Steps,
};
use sanh_domain::report::query::ReportQuery;

use super::api::{
    list_views, read_backlog, read_flow, read_reception_changes, read_report, read_report_names,
    read_steps,
};
use super::backlog::{ages, due, forecast, workload};
use super::cards::{answers, times};
use super::chart::{self, rate_period};
use super::choose::{bar, filters};
use super::counting::{Counting, progress};
use super::explain::{Term, explained};
use super::table::table;
use super::working_time::{quality, steps};
use super::{live, receptions, view_form};
use crate::error::AppError;
use crate::model::report::{ReportRequest, WrongRange, given};
use crate::model::report_table::ReportContext;
use crate::text::{Messages, date};
use crate::ui::document::product_title;
use crate::ui::form::{Problem, error_summary};
use crate::ui::response::{PageExtras, loaded, request, response};

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
    waits_for: Option<CountProgress>,
}

/// `/manage/throughput`
#[component]
pub(super) fn OverviewPage() -> impl IntoView {
    loaded(shown(Vec::new()))
}

/// The page, with the problems of a form that was sent from it.
pub(super) async fn shown(mut problems: Vec<Problem>) -> Result<AnyView, AppError> {
    let (request, response) = (request(), response());
    let (wanted, wrong) = ReportRequest::read(|name| given(&request, name))?;
    let lang = request.room_lang();
    if let Some(wrong) = wrong {
        response.set_status(422);
        problems.push(range_problem(lang, wrong));
    }
    let names = read_report_names().await?;
    let query = wanted.query(names.today());
    let report = match read_report(query.clone()).await? {
        CountResult::Done(report) => report,
        CountResult::Counting(at) => return Ok(view! { <Counting at /> }.into_any()),
    };
    let sight = ReportContext {
        lang,
        names: &names,
        wanted: &wanted,
    };
    let seen = load_overview(report, &query, &sight).await?;
    let day = live::figures(&sight).await?;
    let views = list_views().await?;
    response.set_extras(PageExtras {
        refresh_s: seen.waits_for.map(|_| STANDING_AGAIN_S),
        ..PageExtras::default()
    });
    let shows_all = request.parameter("rows") == Some("all");
    let words = lang.words();
    let title = words.throughput_title();
    Ok(view! {
        <Title text=product_title(lang, &title) />
        {error_summary(lang, &problems)}
        <div class="throughput">
            <div class="throughput-head">
                <h1>{title}</h1>
                <p class="throughput-period">{date::period(lang, &query.period)}</p>
                {live::strip(&sight, day)}
            </div>
            {bar(&sight, &request, &problems)}
            {filters(&sight)}
            {view_form::chips(&sight, &request, &views, &problems)}
            {seen.waits_for.map(|at| progress(lang, at))}
            {body(&sight, &seen, shows_all)}
        </div>
    }
    .into_any())
}

async fn load_overview(
    report: Report,
    query: &ReportQuery,
    sight: &ReportContext<'_>,
) -> Result<OverviewData, AppError> {
    let mut waits_for = report.standing;
    let mut done = |at: CountProgress| waits_for = waits_for.or(Some(at));
    let flow = match read_flow(query.clone()).await? {
        CountResult::Done(points) => Some(points),
        CountResult::Counting(at) => {
            done(at);
            None
        }
    };
    let months = match rate_period(&query.period, sight.names.today()) {
        None => Vec::new(),
        Some(period) => {
            let query = ReportQuery {
                period,
                ..query.clone()
            };
            match read_flow(query).await? {
                CountResult::Done(points) => points,
                CountResult::Counting(at) => {
                    done(at);
                    Vec::new()
                }
            }
        }
    };
    let steps = match read_steps(query.clone()).await {
        Ok(CountResult::Done(steps)) => Some(steps),
        Ok(CountResult::Counting(at)) => {
            done(at);
            None
        }
        // A slow figure is left out, because the page has many others to show.
        Err(AppError::Unavailable | AppError::Busy) => None,
        Err(error) => return Err(error),
    };
    Ok(OverviewData {
        backlog: read_backlog(query.cut.clone()).await?,
        receptions: read_reception_changes(query.clone()).await?,
        report,
        flow,
        months,
        steps,
        waits_for,
    })
}

fn range_problem(lang: Lang, wrong: WrongRange) -> Problem {
    let words = lang.words();
    match wrong {
        WrongRange::From => Problem::new("from", words.throughput_wrong_from()),
        WrongRange::To => Problem::new("to", words.throughput_wrong_to()),
        WrongRange::Turned => Problem::new("to", words.throughput_wrong_turned()),
        WrongRange::TooLong => Problem::new("to", words.throughput_wrong_long()),
    }
}

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
                </section>
            }
        });
    let rates = chart::rates(sight, &seen.months).map(|chart| {
        view! {
            <section class="panel">
                <h2>{words.throughput_rates()}</h2>
                {chart}
            </section>
        }
    });
    let by_step = seen.steps.as_ref().map(|it| {
        view! {
            <section class="panel">
                <h2>{words.throughput_steps()}</h2>
                {steps(sight, it)}
            </section>
        }
    });
    let csv = sight.wanted.address("/manage/table.csv");
    let xlsx = sight.wanted.address("/manage/table.xlsx");
    view! {
        {answers(sight, report)}
        {times(sight, report)}
        <div class="panels">
            {flow}
            <section class="panel">
                <h2>{words.throughput_ages()}</h2>
                {ages(sight, backlog)}
            </section>
            <section class="panel">
                <h2>{words.throughput_due_title()}</h2>
                {due(sight, backlog)}
            </section>
            {rates}
            <section class="panel">
                <h2>{words.throughput_forecast()}</h2>
                {forecast(sight, backlog)}
            </section>
            {by_step}
            <section class="panel">
                <h2>{words.throughput_workload()}</h2>
                {workload(sight, backlog)}
            </section>
            <section class="panel">
                <h2>{words.throughput_quality()}</h2>
                {quality(sight, report)}
            </section>
            <section class="panel">
                <h2>{words.receptions_title()}</h2>
                {receptions::figures(sight, &seen.receptions)}
            </section>
        </div>
        <section class="groups" id="groups">
            <h2>{words.throughput_by(crate::text::report::grouping_name(sight.lang, sight.wanted.grouping))}</h2>
            <p class="exports">
                <a href=xlsx>{words.throughput_xlsx()}</a>
                <a href=csv>{words.throughput_csv()}</a>
            </p>
            {table(sight, report, shows_all)}
        </section>
        {explained(sight, report, &Term::ALL)}
    }
    .into_any()
}
