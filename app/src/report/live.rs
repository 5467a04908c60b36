//! The figures of the running day on top of the page, updated without loading the page again. Each open page asks every few
//! seconds, so the cost does not grow with the number of changes.

use leptos::prelude::*;
use sanh_domain::period::Period;
use sanh_domain::report::counts::Flows;
use sanh_domain::report::model::{CountResult, FlowPoint};
use sanh_domain::report::query::{Grouping, ReportQuery};
use sanh_domain::text::clock;

use super::api::{read_flow, read_report_names};
use super::island::LiveFigures;
use crate::error::AppError;
use crate::model::report::{ReportRequest, written};
use crate::model::report_table::ReportContext;
use crate::text::Messages;
use crate::text::number::{NO_RATE, number};
use crate::ui::response::{loaded, request, response};

/// The running day's figures, of the dossiers looked at; none while they are counted.
pub(super) async fn figures(sight: &ReportContext<'_>) -> Result<Option<FlowPoint>, AppError> {
    let query = ReportQuery {
        period: Period::today(sight.names.today()),
        cut: sight.wanted.cut.clone(),
        grouping: Grouping::default(),
    };
    Ok(match read_flow(query).await? {
        CountResult::Done(points) => points.last().copied(),
        CountResult::Counting(_) => None,
    })
}

/// Above the page.
pub(super) fn strip(sight: &ReportContext<'_>, day: Option<FlowPoint>) -> AnyView {
    let pairs = written(&sight.wanted.cut_pairs());
    let address = format!("/manage/live?lang={}&{pairs}", sight.lang.code());
    let text = text(sight, day);
    view! {
        <div class="live">
            <div class="live-now">{text}</div>
            <LiveFigures address=address />
        </div>
    }
    .into_any()
}

fn text(sight: &ReportContext<'_>, day: Option<FlowPoint>) -> AnyView {
    let (lang, words) = (sight.lang, sight.lang.words());
    let zone = sight.names.zone;
    let at = clock(sight.names.at.with_timezone(&zone).time());
    let flow = |count: fn(&Flows) -> u64| {
        let known = day.map(|day| count(&day.flows));
        known.map_or_else(|| NO_RATE.to_owned(), |count| number(lang, count))
    };
    let open = day.and_then(|day| day.open);
    let open = open.map_or_else(|| NO_RATE.to_owned(), |open| number(lang, open));
    let figure = |name: String, value: String| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    view! {
        <p class="live-at">{words.throughput_live(at)}</p>
        <dl>
            {figure(words.throughput_received(), flow(Flows::received))}
            {figure(words.throughput_resolved(), flow(Flows::resolved))}
            {figure(words.throughput_late(), flow(|flows| flows.late))}
            {figure(words.throughput_handed_over(), flow(|flows| flows.handed_over))}
            {figure(words.throughput_open(), open)}
        </dl>
    }
    .into_any()
}

/// `/manage/live`: the strip's content alone.
#[component]
pub(super) fn LivePage() -> impl IntoView {
    loaded(fragment())
}

async fn fragment() -> Result<(), AppError> {
    let (request, response) = (request(), response());
    let (wanted, _) = ReportRequest::read(|name| request.parameter(name))?;
    let names = read_report_names().await?;
    let sight = ReportContext {
        lang: request.room_lang(),
        names: &names,
        wanted: &wanted,
    };
    let day = figures(&sight).await?;
    let html = Owner::new().with(|| text(&sight, day).to_html());
    response.send_html(200, html);
    Ok(())
}
