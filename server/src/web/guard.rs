//! Refuses changing requests that a page of another site made in the visitor's name, and those whose body is beyond the limit.
//!
//! One rule for every unsafe method: the browser's header `Sec-Fetch-Site` (Chromium ≥ 76 on trustworthy origins) if it is
//! there; else the `Origin` must be the host that was asked. A refusal of a signed-in person is recorded in the audit
//! (`refusal`). The one exception is what needs no session but a secret that only its owner was sent: ending letters, which
//! programs of mail, no browsers, do for their user.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use sanh_app::lookup::STOP_PATH;
use sanh_app::ui::fault::Fault;

use super::{Web, is_upload, page, upload};

/// Passes a request on unless it would change something on behalf of another site.
pub async fn guard(State(web): State<Web>, request: Request, next: Next) -> Response {
    let is_safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if is_safe {
        if takes_away(request.uri().path()) && is_cross_site(request.headers()) {
            return page::fault(&web, &request, Fault::Refused);
        }
        return next.run(request).await;
    }
    let is_one_click = is_one_click(request.uri().path(), request.headers());
    if !is_one_click && !is_same_origin(request.headers()) {
        return page::fault(&web, &request, Fault::Refused);
    }
    // Without `Content-Length` the limit applies while the body is read.
    let bytes_max = if is_upload(request.method(), request.uri().path()) {
        upload::body_bytes_max(&web.config) as u64
    } else {
        web.config.body_bytes_max.into()
    };
    if length(request.headers()).is_some_and(|bytes| bytes > bytes_max) {
        return page::fault(&web, &request, Fault::TooLarge);
    }
    next.run(request).await
}

/// Whether the path is a file with dossiers or internal figures: a page of another site must not make a browser save it.
fn takes_away(path: &str) -> bool {
    let is_file = [".csv", ".xlsx", "/file", "/export", "/evidence", "/bad"];
    sanh_app::app::leads_to_room(path) && is_file.iter().any(|end| path.ends_with(end))
}

/// Whether a program of mail, which is no browser, ends letters by the secret in the address (RFC 8058).
fn is_one_click(path: &str, headers: &HeaderMap) -> bool {
    let is_of_a_page =
        headers.contains_key("sec-fetch-site") || headers.contains_key(header::ORIGIN);
    path.starts_with(STOP_PATH) && !is_of_a_page
}

/// By the browser's own word; where it says nothing, the session's cookie alone guards what is read.
fn is_cross_site(headers: &HeaderMap) -> bool {
    let said = headers
        .get("sec-fetch-site")
        .map(header::HeaderValue::as_bytes);
    said.is_some_and(|site| !matches!(site, b"same-origin" | b"none"))
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
    fn the_browsers_header_decides_if_it_is_sent() {
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
    fn mail_programs_end_letters_and_do_nothing_else() {
        let (mail, page) = (
            headers(&[("host", "a")]),
            headers(&[("origin", "http://b")]),
        );
        assert!(is_one_click("/lookup/tell/stop/0123", &mail));
        assert!(!is_one_click("/lookup/tell/stop/0123", &page));
        for path in [
            "/lookup/tell/stop",
            "/lookup/tell/confirm/0123",
            "/api/stop_subscription",
        ] {
            assert!(!is_one_click(path, &mail), "{path}");
        }
    }

    #[test]
    fn a_request_without_an_origin_is_refused() {
        assert!(!is_same_origin(&headers(&[("host", "a")])));
    }
}
