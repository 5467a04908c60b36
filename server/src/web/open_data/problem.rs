//! Why there are no figures, as RFC 9457 has programs told of it.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sanh_app::error::AppError;
use serde::Serialize;

/// The status says what kind of problem it is, and nothing more is to be known of it (RFC 9457, 4.2.1).
const BY_STATUS: &str = "about:blank";

/// A problem.
#[derive(Debug, Serialize)]
struct Problem {
    r#type: &'static str,
    /// The name of the status.
    title: &'static str,
    /// The status of the answer.
    status: u16,
    /// What was wrong this time.
    detail: String,
}

/// The answer that tells of an error.
pub(super) fn of(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let problem = Problem {
        r#type: BY_STATUS,
        title: status.canonical_reason().unwrap_or_default(),
        status: status.as_u16(),
        detail: detail(error),
    };
    let kind = HeaderValue::from_static("application/problem+json");
    let mut response = (status, Json(problem)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

fn detail(error: &AppError) -> String {
    let told = match error {
        AppError::NotFound => "there is no board of this scope",
        AppError::Invalid(name) => match name.as_str() {
            "scope" => "`scope` is `centre` or `agency-NUMBER`",
            "period" => "`period` is `all`, `day`, `month` or `year`",
            _ => "the query has `scope` and `period`, each once at the most",
        },
        AppError::Unavailable => "the server is starting, or its database is away",
        other => return other.to_string(),
    };
    told.to_owned()
}
