//! The server functions of what the walls showed.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use crate::page::File;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;
use crate::model::wall_replay::{Replay, ReplayQuery};

/// What a wall showed at an instant, and which walls there are and were. All of it was public. For managers.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody else; [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "read_replay", input = GetUrl)]
pub async fn read_replay(#[server(default)] query: ReplayQuery) -> Result<Replay, AppError> {
    use crate::server::{manager, wall_replay};
    wall_replay::replay(&manager()?, query).await
}

/// The same as a file that proves it, with its entry in the audit: a ZIP with the wall as a page, the figures, and the seal. For
/// managers.
///
/// # Errors
/// [`AppError::Invalid`] names the parameter that cannot be read; [`AppError::NotFound`] where nothing was kept, or the wall was not
/// there.
#[server(prefix = "/api", endpoint = "make_evidence")]
pub async fn make_evidence(#[server(default)] query: ReplayQuery) -> Result<File, AppError> {
    use crate::server::{manager, wall_replay};
    wall_replay::evidence(&manager()?, query).await
}
