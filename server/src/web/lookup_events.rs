//! The stream of a page that follows a dossier: it only says that something has changed, and the page then loads the answer
//! again.
//!
//! It is opened with the ticket of an answer, which is sent in the body, so the stream is answered to a POST. It keeps the
//! codes of one dossier and makes no query of the database while it is open; it ends after some hours, or when the server
//! stops, and the page opens another.

use std::convert::Infallible;
use std::pin::pin;
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
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::events::stream_response;
use super::slots::Slot;
use super::{Web, admission, streams};
use crate::live::feed::FeedMessage;

/// The longest body: a ticket and its field name.
const BODY_BYTES_MAX: usize = 1_024;
/// Between two signs of life: proxies close a connection that is silent for a minute.
const BEAT: Duration = Duration::from_secs(25);
/// After this the stream ends: a slip may have been replaced since.
const LASTS: Duration = Duration::from_hours(4);
/// Milliseconds within which the page is notified of a change: the parts of one linked dossier do not ask one by one.
const SPREAD_MS: u64 = 1_000;
/// The same if so much happened that any dossier may have changed: all pages ask then, but not at the same time.
const SPREAD_ALL_MS: u64 = 30_000;
/// A sign of life.
const HERE: &[u8] = b": here\n\n";

/// `POST /lookup/events`
pub async fn events(State(web): State<Web>, request: Request) -> Response {
    if !admission::is_private(request.extensions()) {
        return StatusCode::FORBIDDEN.into_response();
    }
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

async fn open(web: &Web, body: Body, place: Slot) -> Result<LookUpStream, StatusCode> {
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
    let begun = Instant::now();
    Ok(LookUpStream {
        told,
        codes: codes(looked_up),
        shutdown: web.shutdown.clone(),
        is_new: true,
        beat_at: begun + BEAT,
        ends_at: begun + LASTS,
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

/// The codes of a dossier and of the dossiers linked with it, in no more room than they need.
fn codes(story: LookedUpRecord) -> Box<[DossierCode]> {
    let parts = story.parts.into_iter().map(|part| part.of.dossier.code);
    std::iter::once(story.whole.dossier.code)
        .chain(parts)
        .collect()
}

/// What a stream keeps while it waits. There may be thousands of them, so it is little: one timer, and nothing of the server but the
/// signal that it stops.
struct LookUpStream {
    shutdown: CancellationToken,
    told: broadcast::Receiver<FeedMessage>,
    codes: Box<[DossierCode]>,
    is_new: bool,
    /// When the next sign of life is sent.
    beat_at: Instant,
    ends_at: Instant,
    /// When the page will be notified of a change; `None`: nothing has changed.
    news_at: Option<Instant>,
    /// The visitor's slot among all streams.
    _place: Slot,
}

impl LookUpStream {
    async fn next(&mut self) -> Option<Bytes> {
        if std::mem::take(&mut self.is_new) {
            return Some(Bytes::from_static(HERE));
        }
        let mut timer = pin!(tokio::time::sleep_until(self.wakes_at()));
        loop {
            tokio::select! {
                biased;
                () = self.shutdown.cancelled() => return None,
                told = self.told.recv() => {
                    if let Some(spread_ms) = self.spread_ms(told).ok()? {
                        self.expect_news(spread_ms);
                        timer.as_mut().reset(self.wakes_at());
                    }
                }
                () = &mut timer => return self.due(Instant::now()),
            }
        }
    }

    /// When there is something to send next, or the stream ends.
    fn wakes_at(&self) -> Instant {
        let next = self.beat_at.min(self.ends_at);
        self.news_at.map_or(next, |news_at| next.min(news_at))
    }

    /// What is sent at an instant for which the stream was woken; `None`: it ends.
    fn due(&mut self, now: Instant) -> Option<Bytes> {
        if now >= self.ends_at {
            return None;
        }
        if self.news_at.is_some_and(|news_at| now >= news_at) {
            self.news_at = None;
            return Some(Bytes::from_static(b"event: news\ndata: {}\n\n"));
        }
        self.beat_at = now + BEAT;
        Some(Bytes::from_static(HERE))
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::slots::{Holder, SlotLimits, Slots};
    use super::*;

    fn stream(begun: Instant) -> LookUpStream {
        let places = Slots::<Holder>::default();
        let most = SlotLimits { all: 1, each: 1 };
        LookUpStream {
            shutdown: CancellationToken::new(),
            told: broadcast::channel(1).1,
            codes: Box::default(),
            is_new: false,
            beat_at: begun + BEAT,
            ends_at: begun + LASTS,
            news_at: None,
            _place: places.take(Holder::at(None), most).unwrap(),
        }
    }

    #[test]
    fn one_timer_tells_news_gives_signs_of_life_and_ends_the_stream() {
        let begun = Instant::now();
        let mut stream = stream(begun);
        assert_eq!(stream.wakes_at(), begun + BEAT);
        let news_at = begun + Duration::from_secs(1);
        stream.news_at = Some(news_at);
        assert_eq!(stream.wakes_at(), news_at);
        assert!(stream.due(news_at).unwrap().starts_with(b"event: news"));
        assert_eq!(stream.wakes_at(), begun + BEAT);
        assert_eq!(stream.due(begun + BEAT).unwrap(), HERE);
        assert_eq!(stream.wakes_at(), begun + BEAT * 2);
        assert_eq!(stream.due(begun + LASTS), None);
    }
}
