//! Who is signed in: the session's cookie, read and written.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sanh_app::page::SessionChange;
use sanh_domain::account::model::Caller;
use sanh_domain::account::session::Origin;

use super::visitor::Visitor;
use super::{Web, desk_events, device_cookie};

/// What open pages ask for by themselves. Newer browsers say so of every request; this is for those that do not.
const LIVE: [&str; 2] = [desk_events::PATH, sanh_app::screen::fleet::NOW];
/// By what the scripts of open pages say so.
const BY_ITSELF: &str = "x-sanh-by-itself";

/// The longest part of the browser's name that is kept, in characters.
const BROWSER_CHARS_MAX: usize = 200;

/// The session that belongs to the cookie of a request.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// The secret in the cookie, whatever it is worth.
    pub token: Option<String>,
    /// Whose whole session it is.
    pub caller: Option<Caller>,
    /// From where they ask.
    pub from: Origin,
}

/// Adds the [`Session`] to the request. Who has no cookie, as every screen, costs no query.
pub async fn session(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Visitor>();
    let is_https = visitor.is_some_and(|visitor| visitor.is_https);
    let from = Origin {
        address: visitor.and_then(|visitor| visitor.address),
        browser: browser(request.headers()),
        device: device_cookie::hash(request.headers(), is_https),
    };
    let is_room = sanh_app::app::leads_to_room(request.uri().path());
    let token = token(request.headers(), is_https);
    let caller = match &token {
        // A stream lives without anybody's hand: an open page alone keeps no session from running out.
        Some(token) if !is_room || is_by_itself(&request) => {
            web.accounts().still_caller(token, &from).await
        }
        Some(token) => web.accounts().caller(token, &from).await,
        None => Ok(None),
    };
    // A wall goes on without the database, also in the browser of somebody who once signed in.
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

/// Whether a page asks without anybody's hand: a script, or a frame. Nothing is sent without one but what is only read.
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

/// The cookie's name. With the prefix a browser takes it from this host by HTTPS only, and from no neighbour of its domain.
const fn name(is_https: bool) -> &'static str {
    if is_https { "__Host-sanh" } else { "sanh" }
}

/// The secret of the line's own cookie: over HTTPS none that a neighbour of the domain could have set.
fn token(headers: &HeaderMap, is_https: bool) -> Option<String> {
    value_of(headers, name(is_https))
}

/// The value of the cookie of a name.
pub(super) fn value_of(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter();
    let mut pairs = cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let found = pairs.find(|(key, _)| *key == name);
    found
        .map(|(_, value)| value.to_owned())
        .filter(|value| !value.is_empty())
}

/// The header that makes a browser keep or forget its session.
#[must_use]
pub fn cookie(change: &SessionChange, is_https: bool) -> Option<HeaderValue> {
    let secure = if is_https { "; Secure" } else { "" };
    let (value, age) = match change {
        SessionChange::Keep => return None,
        SessionChange::Begin(token) => (token.as_str(), ""),
        SessionChange::End => ("", "; Max-Age=0"),
    };
    let text = format!(
        "{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}",
        name(is_https)
    );
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn over_https_the_cookie_belongs_to_this_host_alone() {
        let begun = cookie(&SessionChange::Begin("secret".to_owned()), true).unwrap();
        assert_eq!(
            begun,
            "__Host-sanh=secret; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
        let over = cookie(&SessionChange::End, false).unwrap();
        assert_eq!(over, "sanh=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
        assert!(cookie(&SessionChange::Keep, true).is_none());
    }

    #[test]
    fn the_secret_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "a=1; __Host-sanh=x; b=2".parse().unwrap());
        assert_eq!(token(&headers, true).unwrap(), "x");
        headers.insert(header::COOKIE, "sanh=".parse().unwrap());
        assert!(token(&headers, false).is_none());
    }

    #[test]
    fn over_https_a_cookie_that_a_neighbour_may_have_set_is_nobodys() {
        let mut headers = HeaderMap::new();
        let both = "sanh=another; __Host-sanh=mine";
        headers.insert(header::COOKIE, both.parse().unwrap());
        assert_eq!(token(&headers, true).unwrap(), "mine");
        headers.insert(header::COOKIE, "sanh=another".parse().unwrap());
        assert!(token(&headers, true).is_none());
    }
}
