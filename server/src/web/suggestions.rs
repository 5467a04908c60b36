//! The suggestions of the desk while somebody types.

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

/// The typed text, and the language of the answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SuggestionQuery {
    q: String,
    lang: Lang,
}

/// `GET /desk/procedures`: the procedures that match the typed text.
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
