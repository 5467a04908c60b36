//! Reads the whole body of a request before the request waits for its turn, within a size limit and a deadline; and limits the
//! time of the answer.
//!
//! If the sender may not send the form, it is refused before its body is read. A visitor who never ends a body occupies only
//! their own few slots.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, Collected};
use sanh_app::app::{function_access, pages};
use sanh_app::ui::fault::Fault;
use sanh_domain::document::pdf::PDF_BYTES_MAX;

use super::slots::{Holder, SlotLimits, Slots};
use super::{PAINTED, Web, admission, is_sent, server_functions};

/// The largest body of a form with a file that is held in memory, in bytes: the largest file and the other fields.
pub const ATTACHMENT_BYTES_MAX: usize = PDF_BYTES_MAX + (64 << 10);

/// Limits the bodies that are being received, and the time that each may take.
#[derive(Clone, Debug, Default)]
pub struct Bodies {
    places: Slots,
    seconds: u32,
}

impl Bodies {
    /// No bodies yet; each may take so many seconds.
    pub fn within(seconds: u32) -> Self {
        Self {
            seconds,
            ..Self::default()
        }
    }
}

/// Reads the body, then runs the rest within the time limit of an answer.
pub async fn body(
    State((web, bodies)): State<(Web, Bodies)>,
    request: Request,
    next: Next,
) -> Response {
    // Only routes with `POST` read a body.
    if *request.method() != Method::POST {
        let (parts, _) = request.into_parts();
        return in_time(&web, parts, Bytes::new(), next).await;
    }
    if !is_taken(&request) {
        return next.run(request).await;
    }
    if let Some(refusal) = refusal(&web, &request) {
        return refusal;
    }
    let most = SlotLimits {
        all: web.config.bodies_max,
        each: web.config.bodies_per_visitor_max,
    };
    let Some(place) = bodies.places.take(Holder::of(&request), most) else {
        return super::page::fault(&web, &request, Fault::Busy);
    };
    let (parts, body) = request.into_parts();
    let within = Duration::from_secs(bodies.seconds.into());
    let arriving = tokio::time::timeout(within, body.collect());
    let arrived = arriving.await;
    drop(place);
    let bytes = match arrived {
        Ok(body) => body.map(Collected::to_bytes).map_err(|_| Fault::TooLarge),
        Err(_) => Err(Fault::Late),
    };
    match bytes {
        Ok(bytes) => in_time(&web, parts, bytes, next).await,
        Err(why) => super::page::fault(&web, &Request::from_parts(parts, Body::empty()), why),
    }
}

/// Whether the route at this address accepts a body; the router refuses all other requests.
fn is_taken(request: &Request) -> bool {
    let Some(path) = request.extensions().get::<MatchedPath>() else {
        return false;
    };
    let path = path.as_str();
    let is_function = |(known, method): (&str, _)| known == path && request.method() == method;
    path == PAINTED
        || server_functions().any(is_function)
        || pages()
            .0
            .iter()
            .any(|page| page.path == path && is_sent(page))
}

/// Limits the time of the answer, for requests whose body was read before.
pub async fn timed(State(web): State<Web>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let sent = body.collect().await.map(Collected::to_bytes);
    in_time(&web, parts, sent.unwrap_or_default(), next).await
}

/// The refusal of a body that may not be sent, before it is read.
fn refusal(web: &Web, request: &Request) -> Option<Response> {
    let path = request.uri().path();
    match function_access(path) {
        Some(access) => {
            let status = admission::admitted(request.extensions(), access).err()?;
            Some(status.into_response())
        }
        None => super::page::refusal(web, request),
    }
}

/// The answer, or a page that says that it takes too long. That page contains what was sent, as it is not known whether it was
/// done.
async fn in_time(web: &Web, parts: Parts, sent: Bytes, next: Next) -> Response {
    let limit = Duration::from_secs(web.config.request_s.into());
    let again = Request::from_parts(parts.clone(), Body::from(sent.clone()));
    let request = Request::from_parts(parts, Body::from(sent));
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(answer) => answer,
        Err(_) => super::page::resend(web, again, Fault::Slow).await,
    }
}
