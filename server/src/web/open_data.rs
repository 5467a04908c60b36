//! The board's figures as open data: the same [`PublicBoard`](sanh_domain::board::disclosure::PublicBoard)s that the screens
//! show, as JSON with a schema and as CSV.

pub mod card;
mod document;
mod problem;
mod table;

#[cfg(test)]
mod tests;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sanh_app::error::AppError;
use sanh_app::live_board::BoardPort;
use sanh_domain::board::edition::{Edition, Version};
use sanh_domain::period::PeriodSelection;
use sanh_domain::scope::Scope;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::Web;
use document::{OpenEdition, SCHEMA_VERSION};

/// The schema of the JSON, 2020-12.
const SCHEMA: &str = include_str!("open_data/board.schema.json");

/// The time for which an answer may be cached: a wall follows a change as fast (ours).
const KEEP: &str = "public, max-age=5";

/// The time for which the schema may be cached: it changes with the program only (ours: an hour).
const KEEP_SCHEMA: &str = "public, max-age=3600";

/// The bytes of the hash of the terms of use in a tag (ours).
const TERMS_BYTES: usize = 4;

/// The folder of all open data.
const FOLDER: &str = "/open/";

/// `?scope=centre|agency-<id>&period=all|day|month|year`
#[derive(Debug, Default, Deserialize)]
pub struct OpenDataQuery {
    scope: Option<String>,
    period: Option<String>,
}

/// The query, or why it cannot be read.
type ReadQuery = Result<Query<OpenDataQuery>, QueryRejection>;

/// `GET /open/board.json`: the boards of an edition, with its version and instant.
pub async fn json(State(web): State<Web>, query: ReadQuery, headers: HeaderMap) -> Response {
    let answered = answer(&web, query, &headers, "json", |_, edition| {
        let licence = Some(web.config.open_data_licence.clone());
        let licence = licence.filter(|licence| !licence.is_empty());
        let schema = HeaderValue::from_static("</open/board.schema.json>; rel=\"describedby\"");
        let board = OpenEdition::of(edition, licence);
        Ok(([(header::LINK, schema)], Json(board)).into_response())
    });
    answer_or_problem(answered.await)
}

/// `GET /open/board.csv`: one line per period and field, with a line for the total.
pub async fn csv(State(web): State<Web>, query: ReadQuery, headers: HeaderMap) -> Response {
    let answered = answer(&web, query, &headers, "csv", |wanted, edition| {
        let bytes = table::csv(edition).map_err(|error| {
            tracing::error!(%error, "cannot write open data");
            AppError::Internal
        })?;
        let kind = HeaderValue::from_static("text/csv; charset=utf-8");
        let name = format!(
            "attachment; filename=\"board-{}-{}.csv\"",
            wanted.scope, wanted.turn
        );
        let headers = [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_DISPOSITION, header_value(&name)?),
        ];
        Ok((headers, bytes).into_response())
    });
    answer_or_problem(answered.await)
}

/// `GET /open/board.schema.json`: the schema of the JSON.
pub async fn schema() -> Response {
    let kind = HeaderValue::from_static("application/schema+json");
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, HeaderValue::from_static(KEEP_SCHEMA)),
    ];
    open((headers, SCHEMA).into_response())
}

/// Describes refusals before a handler (an unknown address, another method, a timeout) as a problem that programs can read.
pub async fn problems(request: Request, next: Next) -> Response {
    let is_asked = request.uri().path().starts_with(FOLDER);
    let answer = next.run(request).await;
    let status = answer.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_asked || !is_error || problem::is_one(&answer) {
        return answer;
    }
    open(problem::instead(&answer))
}

/// The scope and the periods that are requested.
struct Wanted {
    scope: Scope,
    turn: PeriodSelection,
}

impl Wanted {
    fn of(query: ReadQuery) -> Result<Self, AppError> {
        let Query(query) = query.map_err(|_| AppError::Invalid("query".to_owned()))?;
        Ok(Self {
            scope: query.scope.as_deref().unwrap_or("centre").parse()?,
            turn: query.period.as_deref().unwrap_or("all").parse()?,
        })
    }

    /// The entity tag of an answer, made of everything that it depends on, including the hash of the terms of use. It is a weak
    /// one, because the same figures are sent compressed and not compressed.
    fn tag(&self, version: Version, form: &str, licence: &str) -> String {
        let Self { scope, turn } = self;
        let terms = hex::encode(&Sha256::digest(licence)[..TERMS_BYTES]);
        format!("W/\"{form}-{SCHEMA_VERSION}-{scope}-{turn}-{version}-{terms}\"")
    }
}

/// The figures in a format, or 304 if the client already has them.
async fn answer(
    web: &Web,
    query: ReadQuery,
    headers: &HeaderMap,
    form: &str,
    write: impl FnOnce(&Wanted, &Edition) -> Result<Response, AppError>,
) -> Result<Response, AppError> {
    let wanted = Wanted::of(query)?;
    let newest = web.live.edition(wanted.scope).await?;
    let tag = wanted.tag(newest.version, form, &web.config.open_data_licence);
    let mut response = if is_known(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        write(&wanted, &newest.only(wanted.turn).without_wall_notices())?
    };
    let kept = response.headers_mut();
    kept.insert(header::ETAG, header_value(&tag)?);
    kept.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEEP));
    Ok(response)
}

/// The answer, or a problem that says why there are no figures.
fn answer_or_problem(answered: Result<Response, AppError>) -> Response {
    open(answered.unwrap_or_else(|error| problem::of(&error)))
}

/// Whether the client already has what this tag names (RFC 9110, 13.1.2: weak comparison).
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    known
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == "*" || opaque(known) == opaque(tag))
}

fn header_value(text: &str) -> Result<HeaderValue, AppError> {
    HeaderValue::from_str(text).map_err(|_| AppError::Internal)
}

/// Lets any site read open data.
fn open(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("cross-origin"),
    );
    response
}
