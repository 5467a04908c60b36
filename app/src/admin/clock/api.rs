//! The server functions of the server's clock.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;
use crate::model::clock::ClockState;
use crate::ui::submit::FormError;

/// The server's clock. For administrators.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody else; [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "read_clock", input = GetUrl)]
pub async fn read_clock() -> Result<ClockState, AppError> {
    use crate::server::{administrator, clock};
    clock::state(&administrator()?).await
}

/// Confirms that the server's clock is right now, so that recording continues, with its entry in the audit. Returns whether
/// there was a doubt that this ends. For administrators. The password is asked for each time: while the clock is not trusted
/// nobody can tell how long ago it was confirmed.
///
/// # Errors
///
/// A password that is wrong, or cannot be checked now.
#[server(prefix = "/api", endpoint = "confirm_clock")]
pub async fn confirm_clock(#[server(default)] password: String) -> Result<bool, FormError> {
    use crate::server::{administrator, clock};
    clock::confirm(&administrator()?, &password).await
}
