//! The server function of looking a dossier up.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;

use crate::model::lookup::LookUpAnswer;
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
    use crate::server::lookup::{self, Shown};
    lookup::look_up(Shown {
        ticket,
        link,
        code,
        pin,
    })
    .await
}
