//! Finds out who is signed in, by the session's cookie.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sanh_app::model::dossier::DESK_EVENTS;
use sanh_app::page::SessionChange;
use sanh_app::server::account::secret;
use sanh_domain::account::model::Caller;
use sanh_domain::account::session::Origin;

use super::Web;
use super::cookie::{DEVICE, SESSION};
use super::sender::Sender;

/// The addresses that open pages request without a person's action. Newer browsers mark every such request; this is for older
/// ones.
const LIVE: [&str; 2] = [DESK_EVENTS, sanh_app::screen::fleet::NOW];
/// The header with which the scripts of open pages mark requests that no person made.
const BY_ITSELF: &str = "x-sanh-by-itself";

/// The longest part of the browser's name that is kept, in characters.
const BROWSER_CHARS_MAX: usize = 200;

/// The session of a request's cookie.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// The secret in the cookie, valid or not.
    pub token: Option<String>,
    /// The signed-in person, if the session is complete.
    pub caller: Option<Caller>,
    /// The origin of the request.
    pub from: Origin,
}

/// Adds the [`Session`] to the request. A request without a cookie, as from every screen, costs no query.
pub async fn session(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let sender = request.extensions().get::<Sender>();
    let is_https = sender.is_some_and(|sender| sender.is_https);
    let from = Origin {
        address: sender.and_then(|sender| sender.address),
        browser: browser(request.headers()),
        device: DEVICE
            .value(request.headers(), is_https)
            .map(|token| secret::hash(&token)),
    };
    let is_room = sanh_app::app::leads_to_room(request.uri().path());
    let token = SESSION.value(request.headers(), is_https);
    let caller = match &token {
        // Streams connect without anybody's action, so an open page alone does not extend the session.
        Some(token) if !is_room || is_by_itself(&request) => {
            web.accounts().still_caller(token, &from).await
        }
        Some(token) => web.accounts().caller(token, &from).await,
        None => Ok(None),
    };
    // Walls work without the database, even in a browser with a session cookie.
    let caller = if is_room { caller } else { caller.or(Ok(None)) };
    let Ok(caller) = caller else {
        return axum::http::StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let session = Session {
        token,
        caller,
        from,
    };
    request.extensions_mut().insert(session);
    next.run(request).await
}

/// Whether a request was made by a script or a frame without a person's action. Only reading requests can be.
fn is_by_itself(request: &Request) -> bool {
    if request.method() != Method::GET {
        return false;
    }
    let headers = request.headers();
    let is_said = |name: &str, is_so: fn(&str) -> bool| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.is_some_and(is_so)
    };
    LIVE.contains(&request.uri().path())
        || is_said("sec-fetch-dest", |dest| dest != "document")
        || is_said(BY_ITSELF, |_| true)
}

fn browser(headers: &HeaderMap) -> String {
    let named = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    named
        .unwrap_or_default()
        .chars()
        .take(BROWSER_CHARS_MAX)
        .collect()
}

/// The `Set-Cookie` that makes a browser keep or forget its session.
#[must_use]
pub fn set_cookie(change: &SessionChange, is_https: bool) -> Option<HeaderValue> {
    match change {
        SessionChange::Keep => None,
        SessionChange::Begin(token) => SESSION.begin(token, is_https),
        SessionChange::End => SESSION.end(is_https),
    }
}
