//! The server functions of the outbox.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use sanh_domain::outbox::model::OutboxState;
use sanh_domain::subscription::letter::SubscriptionLetters;

use crate::error::AppError;
use crate::ui::submit::FormError;

/// The waiting messages and those that were given up. For administrators.
///
/// # Errors
///
/// [`AppError::Forbidden`] for anybody else; [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "read_outbox", input = GetUrl)]
pub async fn read_outbox() -> Result<OutboxState, AppError> {
    use crate::server::{administrator, outbox};
    outbox::state(&administrator()?).await
}

/// Tries a message again that was given up, with its entry in the audit. For administrators.
///
/// # Errors
/// A refusal if no such message was given up.
#[server(prefix = "/api", endpoint = "retry_message")]
pub async fn retry_message(message: i64) -> Result<(), FormError> {
    use crate::server::{administrator, outbox};
    outbox::retry(&administrator()?, message).await
}

/// Tries every message again that was given up, with their entries in the audit; how many there were. For administrators.
///
/// # Errors
/// As [`read_outbox`].
#[server(prefix = "/api", endpoint = "retry_messages")]
pub async fn retry_messages() -> Result<u64, FormError> {
    use crate::server::{administrator, outbox};
    Ok(outbox::retry_all(&administrator()?).await?)
}

/// The letters about a dossier to whoever is told of its changes, with masked addresses and an entry in the audit. For administrators.
///
/// # Errors
/// A refusal where no dossier has this code; as [`read_outbox`].
#[server(prefix = "/api", endpoint = "list_subscription_letters")]
pub async fn list_subscription_letters(
    #[server(default)] code: String,
) -> Result<SubscriptionLetters, FormError> {
    use crate::server::{administrator, outbox};
    outbox::letters_of_dossier(&administrator()?, &code).await
}
