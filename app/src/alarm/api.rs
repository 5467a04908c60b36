//! The server functions of alarms.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;
use crate::model::alarm::AlarmOverview;
use crate::ui::frame::OpenAlarms;
use crate::ui::submit::FormError;

/// The alarms that concern the caller. For managers.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody else; [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "list_alarms", input = GetUrl)]
pub async fn list_alarms() -> Result<AlarmOverview, AppError> {
    use crate::server::{alarm, manager};
    alarm::overview(&manager()?).await
}

/// The number of alarms that are not muted and concern the caller; 0 for people who neither manage nor administer. For
/// everybody who is signed in.
///
/// # Errors
///
/// As [`list_alarms`].
#[server(prefix = "/api", endpoint = "count_alarms", input = GetUrl)]
pub async fn count_alarms() -> Result<OpenAlarms, AppError> {
    use crate::server::{alarm, signed_in};
    alarm::count(&signed_in()?).await
}

/// Mutes an alarm for so many hours, with its entry in the audit. For managers.
///
/// # Errors
/// A refusal if it is over or does not concern the caller; [`AppError::Invalid`] for hours that are none of the choices.
#[server(prefix = "/api", endpoint = "mute_alarm")]
pub async fn mute_alarm(alarm: i64, #[server(default)] hours: u32) -> Result<(), FormError> {
    use crate::server::{alarm, manager};
    let manager = manager()?;
    alarm::mute(&manager, alarm, alarm::mute_hours(hours)?).await
}

/// Ends the muting of an alarm, with its entry in the audit. For managers.
///
/// # Errors
///
/// As [`mute_alarm`].
#[server(prefix = "/api", endpoint = "hear_alarm")]
pub async fn hear_alarm(alarm: i64) -> Result<(), FormError> {
    use crate::server::{alarm, manager};
    alarm::hear(&manager()?, alarm).await
}
