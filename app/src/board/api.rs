//! The server functions that all public figures come from.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;
use sanh_domain::board::days::PublicDays;
use sanh_domain::board::edition::Edition;

use crate::error::AppError;

/// The published boards of a scope (`centre`, or `agency-<id>`) for a period (`all`, `day`, `month`, `year`), with the notices
/// that are for every wall. Used by the twin; public.
///
/// # Errors
/// [`AppError::Invalid`] names the parameter that cannot be read; [`AppError::NotFound`] an
/// agency that does not exist; [`AppError::Unavailable`] before the first board.
#[server(prefix = "/api", endpoint = "board", input = leptos::server_fn::codec::GetUrl)]
pub async fn board(scope: String, period: String) -> Result<Edition, AppError> {
    let (scope, turn) = (
        scope.parse()?,
        period.parse::<sanh_domain::period::PeriodSelection>()?,
    );
    Ok(crate::live_board::live_board()
        .edition(scope)
        .await?
        .only(turn)
        .without_wall_notices())
}

/// On which share of dossiers each finished working day of the year was in time, for the whole centre, and the days off to come.
/// Public.
///
/// # Errors
/// [`AppError::Unavailable`] before the first board.
#[server(prefix = "/api", endpoint = "board_days", input = leptos::server_fn::codec::GetUrl)]
pub async fn board_days() -> Result<PublicDays, AppError> {
    let days = crate::live_board::live_board().days().await?;
    Ok(std::sync::Arc::unwrap_or_clone(days))
}
