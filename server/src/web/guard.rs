//! Refuses changing requests that another site's page made in the visitor's name, and those whose body is beyond the limit.
//!
//! One rule for every unsafe method: the browser's own word (`Sec-Fetch-Site`, Chromium ≥ 76 on
//! trustworthy origins) where it exists; else the `Origin` must be the host that was asked. Whose session it was is told in
//! the audit.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sanh_app::page::function_access;
use sanh_app::ui::fault::Fault;

use super::session::Session;
use super::{PAINTED, Web, is_upload, page, upload};

/// Lets a request pass unless it would change something on behalf of another site.
pub async fn guard(State(web): State<Web>, request: Request, next: Next) -> Response {
    let is_safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if is_safe {
        return next.run(request).await;
    }
    if !is_same_origin(request.headers()) {
        let session = request.extensions().get::<Session>();
        if let Some(caller) = session.and_then(|session| session.caller.clone()) {
            let path = request.uri().path().to_owned();
            web.account.note_refused(&caller, &path).await;
        }
        return refused(&web, &request, Fault::Refused);
    }
    // A body that does not say how long it is meets the limit while it is read.
    let bytes_max = if is_upload(request.method(), request.uri().path()) {
        upload::body_bytes_max(&web.config) as u64
    } else {
        web.config.body_bytes_max.into()
    };
    if length(request.headers()).is_some_and(|bytes| bytes > bytes_max) {
        return refused(&web, &request, Fault::TooLarge);
    }
    next.run(request).await
}

/// People are told by a page, scripts by the bare status.
fn refused(web: &Web, request: &Request, why: Fault) -> Response {
    let path = request.uri().path();
    if path == PAINTED || function_access(path).is_some() {
        let status = StatusCode::from_u16(why.status()).unwrap_or(StatusCode::FORBIDDEN);
        return status.into_response();
    }
    page::fault(web, request, why)
}

fn length(headers: &HeaderMap) -> Option<u64> {
    let length = headers.get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

fn is_same_origin(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    let (Some(origin), Some(host)) = (text(header::ORIGIN), text(header::HOST)) else {
        return false;
    };
    origin
        .split_once("://")
        .is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    header::HeaderName::from_static(name),
                    value.parse().unwrap(),
                )
            })
            .collect()
    }

    #[test]
    fn the_browsers_word_decides_where_it_is_given() {
        assert!(is_same_origin(&headers(&[(
            "sec-fetch-site",
            "same-origin"
        )])));
        for site in ["cross-site", "same-site"] {
            let given = [
                ("sec-fetch-site", site),
                ("origin", "http://a"),
                ("host", "a"),
            ];
            assert!(!is_same_origin(&headers(&given)), "{site}");
        }
    }

    #[test]
    fn an_old_television_is_known_by_its_origin() {
        assert!(is_same_origin(&headers(&[
            ("origin", "http://a:3000"),
            ("host", "a:3000")
        ])));
        assert!(!is_same_origin(&headers(&[
            ("origin", "http://b"),
            ("host", "a:3000")
        ])));
        assert!(!is_same_origin(&headers(&[
            ("origin", "null"),
            ("host", "a:3000")
        ])));
    }

    #[test]
    fn a_request_that_says_nothing_of_itself_is_refused() {
        assert!(!is_same_origin(&headers(&[("host", "a")])));
    }
}
