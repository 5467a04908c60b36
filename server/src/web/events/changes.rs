//! What a screen is told that no stream reaches: it asks every few seconds for what differs from what it shows.

use std::sync::Arc;

use axum::extract::{Path, Query, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use sanh_app::error::AppError;
use sanh_app::live_board::BoardPort;

use super::boards::BoardsInTurn;
use super::{RequestingScreen, WallQuery, refused, setting};
use crate::live::wire;
use crate::web::Web;

/// Not the type of an event stream: what holds back streams need not know that this has the format of one.
const MEDIA_TYPE: &str = "text/plain; charset=utf-8";

/// `GET /changes/{screen}?since=N`: the events that lead from the version that the screen shows to the newest one, as its stream
/// would write them: a `set` of what changed, or the whole `board` where that is not known (or `since` is missing), or neither
/// where nothing changed; and then a `beat`, by which the screen knows time, age, setting and build.
pub async fn changes(
    State(web): State<Web>,
    Path(name): Path<String>,
    Query(wanted): Query<WallQuery>,
    request: Request,
) -> Response {
    let screen = RequestingScreen::of(&request);
    match events_since(&web, &name, &wanted, &screen).await {
        Ok(events) => {
            let mut response = ([(header::CONTENT_TYPE, MEDIA_TYPE)], events).into_response();
            if let Some(kept) = screen.kept {
                response.headers_mut().insert(header::SET_COOKIE, kept);
            }
            response
        }
        Err(error) => refused(&error),
    }
}

async fn events_since(
    web: &Web,
    name: &str,
    wanted: &WallQuery,
    screen: &RequestingScreen,
) -> Result<Vec<u8>, AppError> {
    let token = screen.token.as_deref();
    let setting = setting(&web.live, name, wanted, token).await?;
    // Only polls of the paired screen are noted: anybody can ask for another wall.
    if web.live.is_paired_by(name, token) {
        web.live.note_poll(name, &screen.from);
    }
    let boards = BoardsInTurn::subscribe(&web.live, setting).await?;
    boards.keep(&web.live);
    let shown = Arc::clone(&boards.shown.borrow());
    let painting = shown.since(&shown.notices_on(name), wanted.since);
    let beat = web.live.beat(name, boards.scope, shown.version);
    Ok([painting.unwrap_or_default(), wire::beat(&beat)].concat())
}
