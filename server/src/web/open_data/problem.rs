//! Describes why there are no figures, as RFC 9457 defines it for programs.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sanh_app::error::AppError;
use serde::Serialize;

/// The type of the problem: the status alone says what it is (RFC 9457, 4.2.1).
const BY_STATUS: &str = "about:blank";

/// The media type of a problem.
const MEDIA_TYPE: &str = "application/problem+json";

/// A problem.
#[derive(Debug, Serialize)]
struct Problem {
    r#type: &'static str,
    /// The name of the status.
    title: &'static str,
    /// The status of the answer.
    status: u16,
    /// The cause in this case.
    detail: String,
}

/// The answer that describes an error.
pub(super) fn of(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response(status, detail(error))
}

/// The answer to a request that got no figures, instead of one for people. Its headers about the method and the time to try
/// again stay.
pub(super) fn instead(answer: &Response) -> Response {
    let status = answer.status();
    let detail = match status {
        StatusCode::NOT_FOUND => "there is no open data at this address",
        StatusCode::METHOD_NOT_ALLOWED | StatusCode::FORBIDDEN => "open data is only read, by GET",
        StatusCode::PAYLOAD_TOO_LARGE => "the request is larger than the server takes",
        StatusCode::REQUEST_TIMEOUT => "the request did not arrive in time",
        StatusCode::SERVICE_UNAVAILABLE => "the server has too much to do now",
        _ => "the server cannot answer",
    };
    let mut problem = response(status, detail.to_owned());
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = answer.headers().get(&name) {
            problem.headers_mut().insert(name, value.clone());
        }
    }
    problem
}

/// Whether an answer is already a problem.
pub(super) fn is_one(answer: &Response) -> bool {
    let kind = answer.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind == MEDIA_TYPE)
}

fn response(status: StatusCode, detail: String) -> Response {
    let problem = Problem {
        r#type: BY_STATUS,
        title: status.canonical_reason().unwrap_or_default(),
        status: status.as_u16(),
        detail,
    };
    let mut response = (status, Json(problem)).into_response();
    let kind = HeaderValue::from_static(MEDIA_TYPE);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

fn detail(error: &AppError) -> String {
    let told = match error {
        AppError::NotFound => "there is no board of this scope",
        AppError::Invalid(name) => match name.as_str() {
            "scope" => "`scope` is `centre` or `agency-NUMBER`",
            "period" => "`period` is `all`, `day`, `month` or `year`",
            "lang" => "`lang` is `vi` or `en`",
            "theme" => "`theme` is `light` or `dark`",
            _ => "each parameter of the query is named once at the most",
        },
        AppError::Unavailable => "the server is starting, or its database is away",
        other => return other.to_string(),
    };
    told.to_owned()
}
