//! The running day on top of the page: it follows what changes without the page being loaded again. Whoever looks asks every few
//! seconds, so what it costs does not grow with the changes.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::deadline::Instant;
use sanh_domain::period::Period;
use sanh_domain::report::model::{CountResult, FlowPoint, Flows, Grouping, ReportQuery};
use sanh_domain::text::clock;

use super::address::written;
use super::island::LiveFigures;
use super::parts::{ReportContext, port};
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::text::number::{NO_RATE, number};

/// The running day's figures and when they were asked for.
pub(super) struct Live {
    at: Instant,
    day: Option<FlowPoint>,
}

/// The running day's figures, of the dossiers looked at.
pub(super) async fn figures(caller: &Caller, sight: &ReportContext<'_>) -> Result<Live, AppError> {
    let port = port();
    let query = ReportQuery {
        period: Period::today(sight.today),
        cut: sight.wanted.cut.clone(),
        grouping: Grouping::default(),
    };
    let day = match port.flow(caller, &query).await? {
        CountResult::Done(points) => points.last().copied(),
        CountResult::Counting(_) => None,
    };
    Ok(Live {
        at: port.now(),
        day,
    })
}

/// Above the page.
pub(super) fn strip(sight: &ReportContext<'_>, live: &Live) -> AnyView {
    let pairs = written(&sight.wanted.cut_pairs());
    let address = format!("/manage/live?lang={}&{pairs}", sight.lang.code());
    let text = text(sight, live);
    view! {
        <div class="live">
            <div class="live-now">{text}</div>
            <LiveFigures address=address />
        </div>
    }
    .into_any()
}

fn text(sight: &ReportContext<'_>, live: &Live) -> AnyView {
    let (lang, words) = (sight.lang, sight.lang.words());
    let zone = sight.names.calendar.zone();
    let at = clock(live.at.with_timezone(&zone).time());
    let flow = |count: fn(&Flows) -> u64| {
        let known = live.day.as_ref().map(|day| count(&day.flows));
        known.map_or_else(|| NO_RATE.to_owned(), |count| number(lang, count))
    };
    let open = live.day.and_then(|day| day.open);
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

/// `GET /manage/live`: the strip's content alone.
pub(super) async fn fragment(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let port = port();
    let names = port.names(caller).await?;
    let (wanted, _) = super::address::ReportRequest::read(|name| request.parameter(name))?;
    let sight = ReportContext {
        lang: request.room_lang(),
        names: &names,
        wanted: &wanted,
        today: names.calendar.local_date(port.now()),
    };
    let live = figures(caller, &sight).await?;
    let html = Owner::new().with(|| text(&sight, &live).to_html());
    Ok(Page::new(200, html))
}
