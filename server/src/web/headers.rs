//! The security headers of every answer.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use sanh_app::ui::fault::RETRY_S;

/// The policy for everything that is not a page: nothing may run, load or frame it.
const CLOSED: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Additional permissions of a page in its content security policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PagePermissions {
    /// Run wasm, on pages with islands. The wall and its playback have none.
    pub islands: bool,
    /// Show pages of ours in frames.
    pub frames: bool,
    /// Be shown in a frame of ours.
    pub framing: bool,
}

/// The content security policy of a page whose scripts carry `nonce`.
///
/// No inline scripts or styles, nothing from other hosts, frames only if allowed. A module that is imported by a script with
/// the nonce carries the nonce too.
#[must_use]
pub fn page_policy(nonce: &str, allowed: PagePermissions) -> String {
    let wasm = if allowed.islands {
        " 'wasm-unsafe-eval'"
    } else {
        ""
    };
    let frames = if allowed.frames {
        " frame-src 'self';"
    } else {
        ""
    };
    let ancestors = if allowed.framing { "'self'" } else { "'none'" };
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}'{wasm}; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; manifest-src 'self';{frames} form-action 'self'; \
         base-uri 'none'; frame-ancestors {ancestors}; object-src 'none'"
    )
}

/// Adds the headers that every answer carries, unless the answer already has them. An answer of a server that is busy or not
/// ready says when to try again.
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
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        let later = HeaderValue::from(RETRY_S);
        let headers = response.headers_mut();
        headers.entry(header::RETRY_AFTER).or_insert(later);
    }
    response
}

/// Tells browsers to use only HTTPS for half a year; for servers that use HTTPS, or whose proxy does.
pub async fn transport(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(
        header::STRICT_TRANSPORT_SECURITY,
        HeaderValue::from_static("max-age=15768000"),
    );
    response
}
