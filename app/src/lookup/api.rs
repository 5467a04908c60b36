//! The server functions of looking a dossier up, and of being told of its changes.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;

use crate::model::lookup::LookUpAnswer;
use crate::model::subscription::{RequestedSubscription, TellOffer};
use crate::ui::submit::FormError;

/// Where a dossier stands, for whoever shows what its slip holds: the secret of the QR code (`link`, also where a scanner typed it in
/// place of the code), or code and number; or what an answer gave to ask again (`ticket`). They stand in the body. Public.
///
/// # Errors
/// One and the same refusal for what is wrong, unknown, over or tried too often; [`AppError::Unavailable`](crate::error::AppError)
/// while the database does not answer.
#[server(prefix = "/api", endpoint = "look_up")]
pub async fn look_up(
    #[server(default)] code: String,
    #[server(default)] pin: String,
    #[server(default)] link: String,
    #[server(default)] ticket: String,
) -> Result<LookUpAnswer, FormError> {
    use crate::server::lookup::{self, SlipProof};
    lookup::look_up(SlipProof {
        ticket,
        link,
        code,
        pin,
    })
    .await
}

/// By what whoever looked a dossier up can be told of its changes, by what that answer gave to ask again. Public.
///
/// # Errors
/// The refusal of a ticket that is over, or where nobody can be told.
#[server(prefix = "/api", endpoint = "read_tell_offer")]
pub async fn read_tell_offer(#[server(default)] ticket: String) -> Result<TellOffer, FormError> {
    crate::server::subscription::offer(&ticket).await
}

/// Asks the owner of an e-mail address or a phone whether they want to be told of the dossier of a ticket. Nothing else is sent there
/// until they have confirmed it. Public.
///
/// # Errors
/// What is wrong with the form; with status 429 where too many asked lately.
#[server(prefix = "/api", endpoint = "subscribe")]
pub async fn subscribe(
    #[server(default)] ticket: String,
    #[server(default)] channel: String,
    #[server(default)] email: String,
    #[server(default)] phone: String,
    #[server(default)] consent: String,
) -> Result<RequestedSubscription, FormError> {
    use crate::server::subscription;
    let address = subscription::address(&channel, (&email, &phone), &consent)?;
    subscription::subscribe(&ticket, address).await
}

/// Confirms an address: by the secret of the link that was mailed there, or by that and the digits that a phone was sent. Public.
///
/// # Errors
/// The refusal of digits that are not those; with status 410 where there is nothing to confirm any more.
#[server(prefix = "/api", endpoint = "confirm_subscription")]
pub async fn confirm_subscription(
    #[server(default)] token: String,
    #[server(default)] digits: Option<String>,
) -> Result<(), FormError> {
    crate::server::subscription::confirm(&token, digits.as_deref()).await
}

/// Ends the letters to an address and erases it, by the secret of its links. What is not there has ended. Public.
///
/// # Errors
/// When it cannot be written.
#[server(prefix = "/api", endpoint = "stop_subscription")]
pub async fn stop_subscription(#[server(default)] token: String) -> Result<(), FormError> {
    crate::server::subscription::stop(&token).await
}
