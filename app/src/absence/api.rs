//! The server functions of absences. Staff who work on dossiers set their own; a manager sets those of people all of whose
//! agencies are in the manager's scope.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;
use crate::model::absence::AbsenceOverview;
use crate::ui::submit::FormError;

/// The current and future absences that the caller may set, and the people who work on dossiers. For the desk.
///
/// # Errors
///
/// [`AppError::Forbidden`] for anybody else; [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "list_absences", input = GetUrl)]
pub async fn list_absences() -> Result<AbsenceOverview, AppError> {
    use crate::server::{absence as absences, desk_caller};
    absences::overview(&desk_caller()?).await
}

/// Records an absence from its first to its last day, with its entry in the audit. For the desk.
///
/// # Errors
///
/// The problems of the form, also an account whose absences the caller may not set; then nothing was written.
#[server(prefix = "/api", endpoint = "add_absence")]
pub async fn add_absence(
    #[server(default)] account: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] substitute: String,
) -> Result<(), FormError> {
    use crate::server::{absence as absences, desk_caller};
    let caller = desk_caller()?;
    let absence = absences::absence(&account, (&from, &to), &substitute)?;
    absences::add(&caller, absence).await
}

/// Ends an absence, with its entry in the audit: from today on the person is present. For the desk.
///
/// # Errors
///
/// [`AppError::NotFound`] if there is no absence with that number that the caller may set.
#[server(prefix = "/api", endpoint = "end_absence")]
pub async fn end_absence(absence: i64) -> Result<(), FormError> {
    use crate::server::{absence as absences, desk_caller};
    Ok(absences::take_back(&desk_caller()?, absence).await?)
}
