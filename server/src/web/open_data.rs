//! The board's figures as open data: the same [`PublicBoard`](sanh_domain::board::disclosure::PublicBoard)s
//! that the screens show.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sanh_app::board::port::BoardPort;
use sanh_app::error::AppError;
use sanh_domain::board::edition::Edition;
use sanh_domain::period::PeriodSelection;
use sanh_domain::scope::Scope;
use serde::Deserialize;

use super::Web;

/// `?scope=centre|agency-<id>&period=all|day|month|year`
#[derive(Debug, Default, Deserialize)]
pub struct OpenDataQuery {
    scope: Option<String>,
    period: Option<String>,
}

/// `GET /open/board.json`: the editions' boards, with version and instant.
pub async fn json(State(web): State<Web>, Query(wanted): Query<OpenDataQuery>) -> Response {
    match wanted_edition(&web, &wanted).await {
        Ok(edition) => open(Json(edition).into_response()),
        Err(error) => refused(&error),
    }
}

/// `GET /open/board.csv`: one line a period and field, with a line for the total.
pub async fn csv(State(web): State<Web>, Query(wanted): Query<OpenDataQuery>) -> Response {
    let edition = match wanted_edition(&web, &wanted).await {
        Ok(edition) => edition,
        Err(error) => return refused(&error),
    };
    match table(&edition) {
        Ok(bytes) => {
            let kind = HeaderValue::from_static("text/csv; charset=utf-8");
            open(([(header::CONTENT_TYPE, kind)], bytes).into_response())
        }
        Err(error) => {
            tracing::error!(%error, "cannot write open data");
            refused(&AppError::Internal)
        }
    }
}

async fn wanted_edition(web: &Web, wanted: &OpenDataQuery) -> Result<Edition, AppError> {
    let scope: Scope = wanted.scope.as_deref().unwrap_or("centre").parse()?;
    let turn: PeriodSelection = wanted.period.as_deref().unwrap_or("all").parse()?;
    Ok(web.live.edition(scope).await?.only(turn).for_anyone())
}

/// Open data may be read from any site.
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

fn refused(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(error)).into_response()
}

fn table(edition: &Edition) -> Result<Vec<u8>, csv::Error> {
    // The mark at the start tells spreadsheets that the names are UTF-8.
    let mut writer = csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]);
    writer.write_record([
        "period_from",
        "period_to",
        "field",
        "field_vi",
        "field_en",
        "received",
        "early",
        "on_time",
        "late",
        "pending",
        "rate_percent",
        "time_80_working_minutes",
        "at",
        "version",
    ])?;
    for board in &edition.boards {
        let period = board.period();
        let shared = |rest: [String; 10]| {
            let mut record = vec![period.from.to_string(), period.to.to_string()];
            record.extend(rest);
            record.push(board.at().to_rfc3339());
            record.push(edition.version.to_string());
            record
        };
        let total = board.total();
        writer.write_record(shared([
            "total".to_owned(),
            String::new(),
            String::new(),
            total.received().to_string(),
            total.early().to_string(),
            total.on_time().to_string(),
            total.late().to_string(),
            total.pending().to_string(),
            percent(
                total
                    .rate()
                    .map(sanh_domain::board::percentage::Rate::tenths),
            ),
            optional(board.time_80().map(|time| time.0)),
        ]))?;
        for row in board.rows() {
            let name = row.name();
            writer.write_record(shared([
                row.key().to_owned(),
                plain(name.map_or("Lĩnh vực khác", |name| &name.vi)),
                plain(name.and_then(|name| name.en.as_deref()).unwrap_or_default()),
                row.received().to_string(),
                row.early().to_string(),
                row.on_time().to_string(),
                row.late().to_string(),
                row.pending().to_string(),
                percent(row.rate().map(sanh_domain::board::percentage::Rate::tenths)),
                optional(row.time_80().map(|time| time.0)),
            ]))?;
        }
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

/// A name that a spreadsheet would take for a formula is neutralised.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return format!("'{text}");
    }
    text.to_owned()
}

fn percent(tenths: Option<u16>) -> String {
    tenths.map_or_else(String::new, |tenths| {
        format!("{}.{}", tenths / 10, tenths % 10)
    })
}

fn optional(minutes: Option<u32>) -> String {
    minutes.map_or_else(String::new, |minutes| minutes.to_string())
}
