//! The server function of the public page of personal data.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use sanh_domain::privacy::model::PrivacyNotice;

use crate::error::AppError;

/// The responsible body for personal data, and how long they are kept. Public.
///
/// # Errors
///
/// [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "read_privacy", input = GetUrl)]
pub async fn read_privacy() -> Result<PrivacyNotice, AppError> {
    crate::server::privacy::notice().await
}
