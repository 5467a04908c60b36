//! What the desk suggests while somebody types.

use axum::Json;
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sanh_app::dossier::island::api::Suggestion;
use sanh_app::error::AppError;
use sanh_app::server::desk::office;
use sanh_domain::account::model::Access;
use sanh_domain::language::Lang;
use serde::Deserialize;

use super::{Web, admission};

/// What was typed, and in which language the answer is read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SuggestionQuery {
    q: String,
    lang: Lang,
}

/// `GET /desk/procedures`: those that what was typed may mean.
pub async fn procedures(
    State(web): State<Web>,
    Query(typed): Query<SuggestionQuery>,
    request: Request,
) -> Response {
    if let Err(status) = admission::admitted(request.extensions(), Access::Desk) {
        return status.into_response();
    }
    let Some(store) = web.store.borrow().clone() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    match office(&store, web.clock.now()).await {
        Ok(office) => Json(Suggestion::of(typed.lang, &office, &typed.q)).into_response(),
        Err(AppError::Unavailable) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
