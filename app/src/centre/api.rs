//! The server functions of settings and calendar.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use sanh_domain::centre::setting::SettingKey;

use crate::error::AppError;
use crate::model::centre::{
    CalendarChanged, CalendarForm, CalendarOverview, ForetoldChange, SettingHistory,
};
use crate::page::Form;
use crate::ui::submit::FormError;

/// Every setting through time. For administrators.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody else; [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "read_settings", input = GetUrl)]
pub async fn read_settings() -> Result<SettingHistory, AppError> {
    use crate::server::{administrator, centre::setting};
    setting::history(&administrator()?).await
}

/// Sets a value from a local date on, today or later, with its entry in the audit. For administrators.
///
/// # Errors
/// The problems of the form, also a date on which it would restate the past; then nothing was written.
#[server(prefix = "/api", endpoint = "change_setting")]
pub async fn change_setting(
    setting: SettingKey,
    #[server(default)] value: String,
    #[server(default)] valid_from: String,
) -> Result<(), FormError> {
    use crate::server::{administrator, centre::setting as settings};
    settings::set(&administrator()?, setting, (&valid_from, &value)).await
}

/// Removes a future value, with its entry in the audit. For administrators.
///
/// # Errors
///
/// A refusal for a value that is already in force; then nothing was written.
#[server(prefix = "/api", endpoint = "remove_setting")]
pub async fn remove_setting(
    setting: SettingKey,
    #[server(default)] valid_from: String,
) -> Result<(), FormError> {
    use crate::server::{administrator, centre::setting as settings};
    settings::unset(&administrator()?, setting, &valid_from).await
}

/// The office hours, and the dates that differ from them. For administrators.
///
/// # Errors
/// As [`read_settings`].
#[server(prefix = "/api", endpoint = "read_calendar", input = GetUrl)]
pub async fn read_calendar() -> Result<CalendarOverview, AppError> {
    use crate::server::{administrator, centre::calendar};
    calendar::overview(&administrator()?).await
}

/// Previews the effect of a form on the calendar and on the open due times; nothing is written. The form is that of the page of
/// its kind. For administrators.
///
/// # Errors
///
/// The problems of the form.
#[server(prefix = "/api", endpoint = "foretell_calendar")]
pub async fn foretell_calendar(
    kind: CalendarForm,
    #[server(flatten)] form: Form,
) -> Result<ForetoldChange, FormError> {
    use crate::server::{administrator, centre::calendar};
    calendar::foretell(&administrator()?, kind, &form).await
}

/// Changes the calendar, with its entry in the audit, if the preview under `mark` is still correct; `confirm` is `move` or
/// `leave`: whether open due times are moved. For administrators.
///
/// # Errors
///
/// The problems of the form, also that the preview is outdated, or that more due times would move than one change may; then
/// nothing was written.
#[server(prefix = "/api", endpoint = "change_calendar")]
pub async fn change_calendar(
    kind: CalendarForm,
    #[server(flatten)] form: Form,
) -> Result<CalendarChanged, FormError> {
    use crate::server::{administrator, centre::calendar};
    calendar::change(&administrator()?, kind, &form).await
}
