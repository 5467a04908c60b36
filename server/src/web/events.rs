//! The stream of a screen, and what the screen answers.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::Stream;
use sanh_app::board::edition::{BoardPort, Version};
use sanh_app::error::AppError;
use sanh_app::notice::model::NoticeId;
use sanh_app::screen::model::ScreenSetting;
use serde::Deserialize;
use tokio::sync::watch;
use tokio::time::{Interval, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::Web;
use crate::live::channel::{ChannelKey, Painted, Said};
use crate::live::present::Presence;
use crate::live::{Live, wire};

/// What the address of a wall, its page or its stream, may ask for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Wanted {
    lang: Option<String>,
    period: Option<String>,
}

/// `GET /events/{screen}`: everything the screen shows, now and from now on.
pub async fn events(
    State(web): State<Web>,
    Path(name): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    match open(&web, &name, &wanted).await {
        Ok(stream) => stream_response(stream),
        Err(error) => StatusCode::from_u16(error.status())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response(),
    }
}

async fn open(
    web: &Web,
    name: &str,
    wanted: &Wanted,
) -> Result<impl Stream<Item = Result<Bytes, Infallible>> + Send + 'static, AppError> {
    let setting = web.live.screen(name).await?;
    let languages = wanted.lang.as_deref().map(str::parse).transpose()?;
    let turn = wanted.period.as_deref().map(str::parse).transpose()?;
    let key = ChannelKey::of(ScreenSetting {
        languages: languages.unwrap_or(setting.languages),
        turn: turn.unwrap_or(setting.turn),
        ..setting
    });
    let paintings = web.live.subscribe(&key).await?;
    let presence = web
        .live
        .present
        .enter(name, web.live.now(), web.config.streams_max)
        .ok_or(AppError::Unavailable)?;
    let stream = ScreenStream {
        live: Arc::clone(&web.live),
        name: name.to_owned(),
        key,
        paintings,
        presence,
        beats: beats(web.config.beat_s),
        shutdown: web.shutdown.clone(),
        shown: Version::default(),
        said: Said::default(),
        is_new: true,
    };
    Ok(futures::stream::unfold(stream, |mut stream| async move {
        let bytes = stream.next().await?;
        Some((Ok(bytes), stream))
    }))
}

pub(super) fn beats(beat_s: u32) -> Interval {
    let period = Duration::from_secs(beat_s.into());
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + period, period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

pub(super) fn stream_response(
    stream: impl Stream<Item = Result<Bytes, Infallible>> + Send + 'static,
) -> Response {
    let mut response = Body::from_stream(stream).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/event-stream"),
    );
    // Asks proxies of the nginx kind not to hold events back.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

struct ScreenStream {
    live: Arc<Live>,
    name: String,
    key: ChannelKey,
    paintings: watch::Receiver<Arc<Painted>>,
    presence: Presence,
    beats: Interval,
    shutdown: CancellationToken,
    shown: Version,
    /// What was said on this screen alone in that version.
    said: Said,
    is_new: bool,
}

impl ScreenStream {
    async fn next(&mut self) -> Option<Bytes> {
        if std::mem::take(&mut self.is_new) {
            return Some(self.hello());
        }
        if self.shown == Version::default() {
            return Some(self.paint());
        }
        tokio::select! {
            biased;
            () = self.shutdown.cancelled() => None,
            changed = self.paintings.changed() => {
                changed.ok()?;
                Some(self.paint())
            }
            _ = self.beats.tick() => Some(wire::beat(&self.live.beat(&self.name, self.key.scope(), self.shown))),
        }
    }

    fn hello(&self) -> Bytes {
        // Between one and three seconds: a restart does not bring all screens back at once.
        let retry_ms = rand::random_range(1_000..3_000);
        // Taken on its own: a painting that is being read keeps the publisher from sending the next one, and the publisher then
        // keeps the state that a beat needs.
        let version = self.paintings.borrow().version;
        let beat = self.live.beat(&self.name, self.key.scope(), version);
        wire::hello(retry_ms, self.presence.token(), &beat)
    }

    fn paint(&mut self) -> Bytes {
        let painted = Arc::clone(&self.paintings.borrow_and_update());
        let bytes = painted.after(&self.name, (self.shown, &self.said));
        self.said = painted.said(&self.name);
        self.shown = painted.version;
        self.presence.sent(painted.version);
        bytes
    }
}

/// What a screen says it has painted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaintedReport {
    version: Version,
    token: String,
    /// The emergency that is on its picture.
    emergency: Option<NoticeId>,
    /// What its device's clock shows, milliseconds UTC.
    clock: Option<i64>,
}

/// `POST /painted`: accepted only with the token of a stream that is open.
pub async fn painted(State(web): State<Web>, Json(report): Json<PaintedReport>) -> StatusCode {
    let now = web.live.now();
    if !web.live.present.painted(&report.token, report.version, now) {
        return StatusCode::FORBIDDEN;
    }
    let ahead = |clock: i64| clock.saturating_sub(now.timestamp_millis());
    let emergencies = &web.live.emergencies;
    let believed = |screen: &str| {
        let said = report.emergency;
        said.filter(|id| emergencies.painted(screen, *id, report.version, now))
    };
    let present = &web.live.present;
    present.told(&report.token, report.clock.map(ahead), believed);
    StatusCode::NO_CONTENT
}
