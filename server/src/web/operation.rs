//! Addresses for operators: whether the server is alive, whether it is ready, and its metrics.

use std::sync::atomic::Ordering;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use sanh_app::live_board::BoardPort;
use sanh_app::server::account::secret;
use sanh_domain::scope::Scope;
use sanh_store::WriterCounts;

use super::Web;

/// `GET /healthz`: the process answers. Any page may call it: the kiosk page on a device does.
pub async fn healthz() -> impl IntoResponse {
    ([(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")], "ok\n")
}

/// `GET /readyz`: a board has been published, the database answers and takes writes, and a page gets its turn soon; else 503
/// with the reason.
pub async fn readyz(State(web): State<Web>) -> (StatusCode, &'static str) {
    if let Some(why) = unready(&web) {
        return (StatusCode::SERVICE_UNAVAILABLE, why);
    }
    if !web.queues.are_served_in_time().await {
        return (StatusCode::SERVICE_UNAVAILABLE, "not ready: pages wait\n");
    }
    (StatusCode::OK, "ready\n")
}

/// The reason why the server is not ready, if there is one.
fn unready(web: &Web) -> Option<&'static str> {
    if let Some(store) = web.store.borrow().as_ref() {
        if store.health().unwritable().is_some() {
            return Some("not ready: the database takes no writes (is its disk full?)\n");
        }
        if store.clock_fault().is_some() {
            return Some("not ready: the server's clock is wrong\n");
        }
    }
    (!web.live.is_ready()).then_some("not ready\n")
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByKind {
    kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByTable {
    table: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByScreen {
    screen: String,
}

/// `GET /metrics`: metrics in the Prometheus text format; needs the token. Screens are named, dossiers never.
pub async fn metrics(State(web): State<Web>, headers: HeaderMap) -> Response {
    if web.config.metrics_token.0.is_empty() {
        return StatusCode::NOT_FOUND.into_response();
    }
    if !has_token(&headers, &web.config.metrics_token.0) {
        let scheme = [(header::WWW_AUTHENTICATE, "Bearer")];
        return (StatusCode::UNAUTHORIZED, scheme).into_response();
    }
    let mut text = String::new();
    if encode(&mut text, &registry(&web)).is_err() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// Whether the request has the token. Hashes are compared, so the time taken reveals nothing about it.
fn has_token(headers: &HeaderMap, token: &str) -> bool {
    let given = headers.get(header::AUTHORIZATION);
    let given = given.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    given.is_some_and(|given| secret::hash(given) == secret::hash(token))
}

/// The rows that retention has deleted, by table.
fn dropped(web: &Web) -> Family<ByTable, Counter> {
    let dropped = Family::<ByTable, Counter>::default();
    let store = web.store.borrow().clone();
    for (table, rows) in store
        .map(|store| store.health().trimmed())
        .unwrap_or_default()
    {
        dropped.get_or_create(&ByTable { table }).inc_by(rows);
    }
    dropped
}

/// The open streams, by kind.
fn streams(web: &Web) -> Family<ByKind, Gauge> {
    let streams = Family::<ByKind, Gauge>::default();
    let open = web.streams.open();
    for (kind, count) in [
        ("screen", open.screens),
        ("desk", open.desks),
        ("look_up", open.look_ups),
    ] {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        streams.get_or_create(&ByKind { kind }).set(count);
    }
    streams
}

/// What the writer has committed. Changes that wait at the same time share a commit, so under load the changes grow faster.
fn register_writer(registry: &mut Registry, counts: &WriterCounts) {
    registry.register(
        "writer_commits",
        "Transactions committed since the start; each waits for the disk once",
        ConstCounter::new(counts.commits.load(Ordering::Relaxed)),
    );
    registry.register(
        "writer_changes",
        "Changes committed in them since the start",
        ConstCounter::new(counts.changes.load(Ordering::Relaxed)),
    );
}

fn registry(web: &Web) -> Registry {
    let mut registry = Registry::with_prefix("sanh");
    let now_ms = web.live.now().timestamp_millis();
    let published = web.live.version(Scope::Centre).unwrap_or_default();
    let gauge = |value: u64| {
        let gauge = Gauge::<i64>::default();
        gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
        gauge
    };
    registry.register(
        "ready",
        "1 when the database answers and takes writes, and the clock is believed",
        gauge(unready(web).is_none().into()),
    );
    let store = web.store.borrow().clone();
    let unkept = store
        .as_ref()
        .and_then(|store| store.health().ledger_unwritable());
    registry.register(
        "ledger_unwritable_s",
        "Seconds for which what a restore must not undo could not be kept outside the database; 0 when it can",
        gauge(unkept.map_or(0, |lasted| lasted.as_secs().max(1))),
    );
    if let Some(counts) = store.as_ref().and_then(|store| store.writer_counts()) {
        register_writer(&mut registry, counts);
    }
    registry.register(
        "scopes_faulty",
        "Scopes (the centre, agencies) that are watched and whose boards cannot be counted",
        gauge(web.live.faults().len() as u64),
    );
    registry.register(
        "board_version",
        "Version of the centre's newest edition",
        gauge(published.0),
    );
    registry.register(
        "editions",
        "Editions published since the start",
        ConstCounter::new(web.live.editions()),
    );
    registry.register(
        "streams",
        "Open streams, of which there may be so many of each kind (streams-max)",
        streams(web),
    );
    let (streams, painted, lag) = (
        Family::<ByScreen, Gauge>::default(),
        Family::<ByScreen, Gauge>::default(),
        Family::<ByScreen, Gauge>::default(),
    );
    for screen in web.live.present.list() {
        let label = ByScreen {
            screen: screen.name,
        };
        streams.get_or_create(&label).inc();
        if !screen.is_paired {
            // Reports of an unpaired screen prove nothing.
            continue;
        }
        let version = screen.painted.unwrap_or_default();
        painted
            .get_or_create(&label)
            .set(i64::try_from(version.0).unwrap_or(i64::MAX));
        // The age of the oldest board that it should have painted and has not.
        let behind_ms = screen
            .behind_since
            .map_or(0, |since| (now_ms - since.timestamp_millis()).max(0));
        let worst = lag.get_or_create(&label).get().max(behind_ms);
        lag.get_or_create(&label).set(worst);
    }
    let alarms = Family::<ByKind, Gauge>::default();
    for (kind, open) in web.live.alarms.list() {
        let label = ByKind {
            kind: kind.as_str(),
        };
        let open = i64::try_from(open).unwrap_or(i64::MAX);
        alarms.get_or_create(&label).set(open);
    }
    registry.register(
        "retention_rows",
        "Rows dropped since the start because they were old, by table",
        dropped(web),
    );
    registry.register("alarms_open", "Alarms that are open, by kind", alarms);
    registry.register("screen_streams", "Open streams by screen", streams);
    registry.register(
        "screen_painted_version",
        "Version the screen says it shows",
        painted,
    );
    registry.register(
        "screen_lag_ms",
        "Milliseconds since the version that the screen was sent and has not painted",
        lag,
    );
    registry
}
