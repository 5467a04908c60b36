//! The security headers of every answer.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// The policy for everything that is not a page: nothing may run, load or frame it.
const CLOSED: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The content security policy of a page whose scripts carry `nonce`.
///
/// No inline script or style, nothing from elsewhere, no framing. Wasm may run where there are islands: the wall and its twin
/// have none. A module that a script with the nonce imports carries it, too.
#[must_use]
pub fn page_policy(nonce: &str, has_islands: bool) -> String {
    let wasm = if has_islands {
        " 'wasm-unsafe-eval'"
    } else {
        ""
    };
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}'{wasm}; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    )
}

/// Adds the headers that every answer carries; those an answer brings itself stay.
pub async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CONTENT_SECURITY_POLICY, CLOSED),
        (header::CACHE_CONTROL, "no-store"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in fixed {
        response
            .headers_mut()
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Tells browsers to come back by HTTPS only, for half a year; for servers that speak it.
pub async fn transport(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(
        header::STRICT_TRANSPORT_SECURITY,
        HeaderValue::from_static("max-age=15768000"),
    );
    response
}
