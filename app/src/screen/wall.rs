//! The pages of the walls themselves. They stand in no layout and are sent whole: their HTML is what the stream's is compared with.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use sanh_domain::screen::model::{Appearance, DEFAULT_SCREEN, ScreenSetting};

use super::pairing::pair;
use super::waiting::send_waiting;
use crate::board::preview::Preview;
use crate::board::wall_page::{on_turn, wall_at, wall_html};
use crate::error::AppError;
use crate::live_board::live_board;
use crate::page::PageRequest;
use crate::ui::response::{loaded, request, response};

/// `/`
#[component]
pub(super) fn DefaultWallPage() -> impl IntoView {
    loaded(wall(DEFAULT_SCREEN.to_owned()))
}

/// `/screen/{name}`
#[component]
pub(super) fn WallPage() -> impl IntoView {
    let name = use_params_map().with_untracked(|params| params.get("name"));
    loaded(wall(name.unwrap_or_default()))
}

async fn wall(name: String) -> Result<(), AppError> {
    let (request, response, board) = (request(), response(), live_board());
    let languages = request.languages()?;
    let turn = request.parameter("period").map(str::parse).transpose()?;
    let preview = preview(&request)?;
    let setting = match board.screen(&name).await {
        Ok(setting) => setting,
        // A name with control characters cannot belong to a wall.
        Err(AppError::NotFound) if !name.chars().any(char::is_control) => return pair().await,
        Err(AppError::Unavailable) => {
            send_waiting(&request, &response);
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let token = request.visitor.screen_token.as_deref();
    let paired_with = token.and_then(|token| board.paired_with(token));
    if setting.is_paired && paired_with.as_deref() != Some(&name) {
        return pair().await;
    }
    // Only polls of the paired screen are recorded, because anybody can open the page of another wall.
    if preview.is_none() && setting.is_paired {
        board.note_poll(&name, &request.visitor.from);
    }
    let stored = setting.to_string();
    let setting = ScreenSetting {
        languages: languages.unwrap_or(setting.languages),
        turn: turn.unwrap_or(setting.turn),
        look: appearance(&request, setting.look)?,
        ..setting
    };
    let setting = on_turn(board.as_ref(), setting);
    let seen = match wall_at(board.as_ref(), &setting, preview.as_ref()).await {
        Ok(seen) => seen,
        // A preview may take long to compute. The waiting page would repeat the request every few seconds, so the visitor reloads
        // it instead.
        Err(AppError::Unavailable) if preview.is_some() => return Err(AppError::Busy),
        Err(AppError::Unavailable) => {
            send_waiting(&request, &response);
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    if let (Some(_), Some(token)) = (paired_with, token) {
        // This renews the lifetime of the cookie.
        response.keep_screen(token.to_owned());
    }
    let html = wall_html(&request, setting, stored, seen, preview);
    response.send_html(200, html);
    Ok(())
}

/// What the address asks to be looked at instead of the present.
fn preview(request: &PageRequest) -> Result<Option<Preview>, AppError> {
    let preview = Preview::from_query(request.parameter("at"), request.parameter("preview"))?;
    if preview.is_some() && !request.visitor.may_preview {
        return Err(AppError::Forbidden);
    }
    Ok(preview)
}

/// The look that the address asks for; for the rest that of the wall.
fn appearance(request: &PageRequest, look: Appearance) -> Result<Appearance, AppError> {
    let theme = request.parameter("theme").map(str::parse).transpose()?;
    let distance = request.parameter("distance").map(str::parse).transpose()?;
    let night = request.parameter("night").map(str::parse).transpose()?;
    Ok(Appearance {
        theme: theme.unwrap_or(look.theme),
        distance: distance.unwrap_or(look.distance),
        night: night.unwrap_or(look.night),
    })
}
