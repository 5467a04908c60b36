//! The server functions of what the walls showed.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use crate::page::File;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;
use crate::model::wall_playback::{Playback, PlaybackQuery};

/// What a wall showed at an instant, and which walls there are and were. All of it was public. For managers.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody else; [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "read_replay", input = GetUrl)]
pub async fn read_playback(#[server(default)] query: PlaybackQuery) -> Result<Playback, AppError> {
    use crate::server::{manager, wall_playback};
    wall_playback::playback(&manager()?, query).await
}

/// The same as a file that proves it, with its entry in the audit: a ZIP with the wall as a page, the figures, and the seal. For
/// managers.
///
/// # Errors
/// [`AppError::Invalid`] names the parameter that cannot be read; [`AppError::NotFound`] where nothing was kept, or the wall was not
/// there.
#[server(prefix = "/api", endpoint = "make_evidence")]
pub async fn make_evidence(#[server(default)] query: PlaybackQuery) -> Result<File, AppError> {
    use crate::server::{manager, wall_playback};
    wall_playback::evidence(&manager()?, query).await
}
