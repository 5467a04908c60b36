//! The stream of a page that follows a dossier: it only says that something has changed, and the page then loads the answer
//! again.
//!
//! It is opened with the ticket of an answer, which is sent in the body, so the stream is answered to a POST. It keeps the
//! codes of one dossier and makes no query of the database while it is open; it ends after some hours, or when the server
//! stops, and the page opens another.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, Limited};
use sanh_domain::dossier::DossierCode;
use sanh_store::LookedUpRecord;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, Interval, Sleep};

use super::events::{beats, stream_response};
use super::places::Place;
use super::{Web, streams};
use crate::live::feed::FeedMessage;

/// The longest body: a ticket and its field name.
const BODY_BYTES_MAX: usize = 1_024;
/// Seconds between two signs of life: proxies close a connection that is silent for a minute.
const BEAT_S: u32 = 25;
/// Seconds after which the stream ends: a slip may have been replaced since.
const LASTS_S: u64 = 4 * 3_600;
/// Milliseconds within which the page is notified of a change: the parts of one linked dossier do not ask one by one.
const SPREAD_MS: u64 = 1_000;
/// The same if so much happened that any dossier may have changed: all pages ask then, but not at the same time.
const SPREAD_ALL_MS: u64 = 30_000;

/// `POST /lookup/events`
pub async fn events(State(web): State<Web>, request: Request) -> Response {
    let Some(place) = web.streams.enter_look_up(&request) else {
        return streams::later();
    };
    match open(&web, request.into_body(), place).await {
        Ok(stream) => {
            let stream = futures::stream::unfold(stream, |mut stream| async move {
                let bytes = stream.next().await?;
                Some((Ok::<_, Infallible>(bytes), stream))
            });
            stream_response(stream)
        }
        Err(status) => status.into_response(),
    }
}

async fn open(web: &Web, body: Body, place: Place) -> Result<LookUpStream, StatusCode> {
    let arriving = Limited::new(body, BODY_BYTES_MAX).collect();
    let limit = Duration::from_secs(web.config.body_s.into());
    let arrived = tokio::time::timeout(limit, arriving).await;
    let arrived = arrived.map_err(|_| StatusCode::REQUEST_TIMEOUT)?;
    let bytes = arrived
        .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?
        .to_bytes();
    let ticket = ticket(&bytes).ok_or(StatusCode::BAD_REQUEST)?;
    let away = |_| StatusCode::SERVICE_UNAVAILABLE;
    let store = web.store.borrow().clone();
    let store = store.ok_or(StatusCode::SERVICE_UNAVAILABLE)?;
    let now = web.clock.now();
    // Listen before reading, so that no change in between is missed.
    let told = web.feed.listen();
    let grant = store.open_grant(&ticket, now).map_err(away)?;
    let looked_up = match grant {
        Some(grant) => store.look_up(grant, now).await.map_err(away)?,
        None => None,
    };
    let looked_up = looked_up.ok_or(StatusCode::FORBIDDEN)?;
    Ok(LookUpStream {
        told,
        codes: codes(looked_up),
        beats: beats(BEAT_S),
        ends: Box::pin(tokio::time::sleep(Duration::from_secs(LASTS_S))),
        web: web.clone(),
        is_new: true,
        news_at: None,
        _place: place,
    })
}

/// The ticket in the body of a form.
fn ticket(bytes: &[u8]) -> Option<String> {
    let mut fields = form_urlencoded::parse(bytes);
    let found = fields.find(|(name, _)| name == "ticket");
    found.map(|(_, ticket)| ticket.into_owned())
}

/// The codes of a dossier and of the dossiers linked with it.
fn codes(story: LookedUpRecord) -> Vec<DossierCode> {
    let parts = story.parts.into_iter().map(|part| part.of.dossier.code);
    std::iter::once(story.whole.dossier.code)
        .chain(parts)
        .collect()
}

struct LookUpStream {
    web: Web,
    told: broadcast::Receiver<FeedMessage>,
    codes: Vec<DossierCode>,
    beats: Interval,
    ends: std::pin::Pin<Box<Sleep>>,
    is_new: bool,
    /// When the page will be notified of a change; `None`: nothing has changed.
    news_at: Option<Instant>,
    /// The visitor's slot among all streams.
    _place: Place,
}

impl LookUpStream {
    async fn next(&mut self) -> Option<Bytes> {
        if std::mem::take(&mut self.is_new) {
            return Some(Bytes::from_static(b": here\n\n"));
        }
        loop {
            tokio::select! {
                biased;
                () = self.web.shutdown.cancelled() => return None,
                () = &mut self.ends => return None,
                told = self.told.recv() => {
                    if let Some(spread_ms) = self.spread_ms(told).ok()? {
                        self.expect_news(spread_ms);
                    }
                }
                () = sleep_until_some(self.news_at), if self.news_at.is_some() => {
                    self.news_at = None;
                    return Some(Bytes::from_static(b"event: news\ndata: {}\n\n"));
                }
                _ = self.beats.tick() => return Some(Bytes::from_static(b": here\n\n")),
            }
        }
    }

    /// The milliseconds within which the page must be notified of a message; `None`: it concerns other dossiers.
    ///
    /// # Errors
    /// When there are no more messages.
    fn spread_ms(&self, told: Result<FeedMessage, RecvError>) -> Result<Option<u64>, RecvError> {
        match told {
            Ok(FeedMessage::These(events)) => {
                let mut events = events.iter();
                let is_told = events.any(|event| self.codes.contains(&event.code));
                Ok(is_told.then_some(SPREAD_MS))
            }
            Ok(FeedMessage::Much) | Err(RecvError::Lagged(_)) => Ok(Some(SPREAD_ALL_MS)),
            Err(RecvError::Closed) => Err(RecvError::Closed),
        }
    }

    /// Schedules the notification of the page, at a different moment for each page; later messages are merged into it.
    fn expect_news(&mut self, spread_ms: u64) {
        let spread = Duration::from_millis(rand::random_range(0..spread_ms));
        let at = Instant::now() + spread;
        self.news_at = Some(self.news_at.map_or(at, |before| before.min(at)));
    }
}

/// Waits until then; without an instant for ever.
async fn sleep_until_some(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}
