//! The stream of a screen, what it is told where it polls, and its reports.

mod boards;
pub mod changes;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::Stream;
use sanh_app::error::AppError;
use sanh_app::live_board::BoardPort;
use sanh_domain::account::session::Origin;
use sanh_domain::board::edition::Version;
use sanh_domain::notice::model::NoticeId;
use sanh_domain::screen::model::ScreenSetting;
use sanh_domain::screen::watching::reported_error;
use sanh_store::StreamReport;
use serde::Deserialize;
use tokio::sync::watch;
use tokio::time::{Interval, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use self::boards::BoardsInTurn;
use super::cookie::SCREEN;
use super::refusal::ScreenRefusal;
use super::sender::Sender;
use super::session::Session;
use super::slots::Slot;
use super::{Web, cookie, streams};
use crate::live::channel::ShownNotices;
use crate::live::event_encoding::{Coding, EventWriter};
use crate::live::other_nodes::TokenOwner;
use crate::live::registry::RegisteredStream;
use crate::live::{Live, wire};

/// The query of the address of a wall's stream, or of its changes.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct WallQuery {
    lang: Option<String>,
    period: Option<String>,
    /// The version that the screen shows, for its changes.
    #[serde(default)]
    since: Version,
}

/// The screen that sends a request.
struct RequestingScreen {
    /// Its secret, if it has one.
    token: Option<String>,
    /// Where it is.
    from: Origin,
    /// Renews the lifetime of the cookie of its secret.
    kept: Option<HeaderValue>,
}

impl RequestingScreen {
    fn of(request: &Request) -> Self {
        let (extensions, headers) = (request.extensions(), request.headers());
        let sender = extensions.get::<Sender>();
        let is_https = sender.is_some_and(|sender| sender.is_https);
        let token = cookie::screen_token(headers, is_https);
        let kept = token
            .as_deref()
            .and_then(|token| SCREEN.keep(token, is_https));
        let session = extensions.get::<Session>();
        let from = session.map_or_else(Origin::default, |session| session.from.clone());
        Self { token, from, kept }
    }
}

/// `GET /events/{screen}`: everything the screen shows, now and from now on.
pub async fn events(
    State(web): State<Web>,
    Path(name): Path<String>,
    Query(wanted): Query<WallQuery>,
    request: Request,
) -> Response {
    let RequestingScreen { token, from, kept } = RequestingScreen::of(&request);
    let Some(place) = web.streams.enter_screen(&request) else {
        return streams::later();
    };
    let coding = Coding::taken_by(request.headers());
    match open(&web, &name, &wanted, (token, from), (coding, place)).await {
        Ok(stream) => {
            let mut response = stream_response(stream);
            let headers = response.headers_mut();
            let differs = HeaderValue::from_static("accept-encoding");
            headers.insert(header::VARY, differs);
            if coding == Coding::Gzip {
                let gzip = HeaderValue::from_static("gzip");
                headers.insert(header::CONTENT_ENCODING, gzip);
            }
            if let Some(kept) = kept {
                headers.insert(header::SET_COOKIE, kept);
            }
            response
        }
        Err(error) => refused(&error),
    }
}

fn refused(error: &AppError) -> Response {
    StatusCode::from_u16(error.status())
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
        .into_response()
}

/// The wall with this name in the languages and periods of the address, for a screen that may show it.
async fn setting(
    live: &Live,
    name: &str,
    wanted: &WallQuery,
    token: Option<&str>,
) -> Result<ScreenSetting, AppError> {
    let setting = live.screen(name).await?;
    if !live.admits(name, token) {
        return Err(AppError::Forbidden);
    }
    let languages = wanted.lang.as_deref().map(str::parse).transpose()?;
    let turn = wanted.period.as_deref().map(str::parse).transpose()?;
    Ok(ScreenSetting {
        languages: languages.unwrap_or(setting.languages),
        turn: turn.unwrap_or(setting.turn),
        ..setting
    })
}

async fn open(
    web: &Web,
    name: &str,
    wanted: &WallQuery,
    (token, from): (Option<String>, Origin),
    (coding, place): (Coding, Slot),
) -> Result<impl Stream<Item = Result<Bytes, Infallible>> + Send + 'static, AppError> {
    let setting = setting(&web.live, name, wanted, token.as_deref()).await?;
    let is_paired = web.live.is_paired_by(name, token.as_deref());
    let told = web.live.setting_changes();
    let boards = BoardsInTurn::subscribe(&web.live, setting).await?;
    let presence = web
        .live
        .present
        .enter((name, is_paired), from, web.live.clock());
    let stream = ScreenStream {
        live: Arc::clone(&web.live),
        told_token: web.elsewhere.signed_token(presence.token()),
        name: name.to_owned(),
        token,
        boards,
        told,
        last: ImmediateUpdate::default(),
        presence,
        beats: beats(web.config.beat_s),
        shutdown: web.shutdown.clone(),
        shown: Version::default(),
        said: ShownNotices::default(),
        stage: Stage::New,
        writer: EventWriter::new(coding),
        _place: place,
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
    // Tells nginx and similar proxies not to buffer events.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

struct ScreenStream {
    live: Arc<Live>,
    name: String,
    /// The secret of the screen, if it has one.
    token: Option<String>,
    /// The token of the stream, valid on any node; blank once it was sent.
    told_token: String,
    boards: BoardsInTurn,
    /// Notifies of a changed setting of a wall or a command to one.
    told: watch::Receiver<u64>,
    /// The state that was last sent to this wall.
    last: ImmediateUpdate,
    presence: RegisteredStream,
    beats: Interval,
    shutdown: CancellationToken,
    shown: Version,
    /// The notices for some walls only that were sent to this screen in that version.
    said: ShownNotices,
    stage: Stage,
    writer: EventWriter,
    /// The visitor's slot among all streams.
    _place: Slot,
}

/// The state of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    New,
    Open,
    /// Its last event is sent.
    Told,
    Ended,
}

/// State that is sent to a wall at once when it changes, without waiting for the next beat.
#[derive(Debug, Default, PartialEq, Eq)]
struct ImmediateUpdate {
    setting: Option<String>,
    identify_until: Option<i64>,
}

impl ScreenStream {
    async fn next(&mut self) -> Option<Bytes> {
        match self.stage {
            Stage::New => {
                self.stage = Stage::Open;
                Some(self.hello())
            }
            Stage::Open if self.shown == Version::default() => Some(self.paint()),
            Stage::Open => match self.happened().await {
                Some(bytes) => Some(bytes),
                None => self.end(),
            },
            Stage::Told => self.end(),
            Stage::Ended => None,
        }
    }

    /// The next event; `None` when the server stops.
    async fn happened(&mut self) -> Option<Bytes> {
        loop {
            let until_turn = self.boards.wait(self.live.now());
            tokio::select! {
                biased;
                () = self.shutdown.cancelled() => return None,
                changed = self.told.changed() => {
                    changed.ok()?;
                    if let Some(event) = self.order() {
                        return Some(self.writer.own(event));
                    }
                }
                changed = self.boards.shown.changed() => {
                    changed.ok()?;
                    return Some(self.paint());
                }
                () = tokio::time::sleep(until_turn) => {
                    if self.boards.turn(self.live.now()) {
                        self.presence.turned();
                        return Some(self.paint());
                    }
                }
                _ = self.beats.tick() => {
                    let beat = self.beat(self.shown);
                    return Some(self.writer.own(wire::beat(&beat)));
                }
            }
        }
    }

    fn end(&mut self) -> Option<Bytes> {
        self.stage = Stage::Ended;
        self.writer.last()
    }

    fn hello(&mut self) -> Bytes {
        // Random, so that not all screens connect at the same time after a restart.
        let retry_ms = rand::random_range(1_000..3_000);
        let version = self.boards.shown.borrow().version;
        let beat = self.beat(version);
        let token = std::mem::take(&mut self.told_token);
        self.writer.first(wire::hello(retry_ms, &token, &beat))
    }

    fn beat(&mut self, version: Version) -> wire::Heartbeat {
        let beat = self.live.beat(&self.name, self.boards.scope, version);
        self.last = ImmediateUpdate {
            setting: beat.setting.clone(),
            identify_until: beat.identify_until,
        };
        beat
    }

    /// The event for a change that concerns this screen: a beat at once, or the end of the stream. The value of `told` is not
    /// borrowed meanwhile.
    fn order(&mut self) -> Option<Bytes> {
        if !self.live.admits(&self.name, self.token.as_deref()) {
            self.stage = Stage::Told;
            return Some(wire::unpaired());
        }
        let last = std::mem::take(&mut self.last);
        let beat = self.beat(self.shown);
        if beat.setting.is_none() {
            // The wall was removed.
            self.stage = Stage::Told;
            return Some(wire::unpaired());
        }
        (self.last != last).then(|| wire::beat(&beat))
    }

    fn paint(&mut self) -> Bytes {
        let painted = Arc::clone(&self.boards.shown.borrow_and_update());
        let said = painted.notices_on(&self.name);
        let event = painted.after(&said, (self.shown, &self.said));
        let bytes = event.map(|event| self.writer.shared(event));
        self.said = said;
        self.shown = painted.version;
        self.presence.sent(painted.version);
        bytes.unwrap_or_default()
    }
}

/// A screen's report of what it has painted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaintedReport {
    version: Version,
    token: String,
    /// The error on the screen since its last report.
    #[serde(default)]
    error: Option<String>,
    /// The emergency that it shows.
    emergency: Option<NoticeId>,
    /// The time of its device's clock, milliseconds UTC.
    clock: Option<i64>,
}

/// `POST /painted`: accepted only with the token of an open stream, and recorded only for a paired screen, as anybody can open
/// the stream of another wall. A report for a stream of another node is passed to that node.
pub async fn painted(State(web): State<Web>, Json(report): Json<PaintedReport>) -> Response {
    let now = web.live.now();
    let ahead = |clock: i64| clock.saturating_sub(now.timestamp_millis());
    let said = StreamReport {
        version: report.version,
        error: report.error.as_deref().and_then(reported_error),
        emergency: report.emergency,
        clock_ahead_ms: report.clock.map(ahead),
        at: now,
    };
    let is_taken = match web.elsewhere.owner_of(&report.token) {
        TokenOwner::Ours(token) => web.live.take_report(&token, said),
        TokenOwner::Others { node, token } => web.elsewhere.take((node, token), said),
    };
    if is_taken {
        return StatusCode::NO_CONTENT.into_response();
    }
    let mut refused = StatusCode::FORBIDDEN.into_response();
    refused.extensions_mut().insert(ScreenRefusal);
    refused
}
