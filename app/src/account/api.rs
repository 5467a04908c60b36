//! The server functions of signing in, and of one's own account. A sign-in needs no right, but a private connection; the
//! secrets of sessions are given to the browser only as cookies.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;
use crate::model::account::{LinkRecipient, OwnAccount, SignInStep};
use crate::ui::submit::FormError;

/// Begins a sign-in, or completes it where the role takes no second factor. An unknown name takes as long, and is answered, as a
/// wrong password. Public.
///
/// # Errors
/// The problems of the form; too many wrong tries (429); too many passwords that are being checked (503).
#[server(prefix = "/api", endpoint = "sign_in")]
pub async fn sign_in(
    #[server(default)] name: String,
    #[server(default)] password: String,
) -> Result<SignInStep, FormError> {
    use crate::server::account::form;
    form::sign_in(&form::stranger()?, &name, &password).await
}

/// Completes a sign-in by a code of the second factor, or a recovery code. Public.
///
/// # Errors
/// A code that is wrong; that the sign-in has to begin anew (410); too many wrong tries (429).
#[server(prefix = "/api", endpoint = "confirm_code")]
pub async fn confirm_code(#[server(default)] code: String) -> Result<SignInStep, FormError> {
    use crate::server::account::form;
    form::confirm_code(&form::stranger()?, &code).await
}

/// The recipient of a one-time link. Public. Sent as a form, so that the link is in no other address than its own.
///
/// # Errors
///
/// A link that is unknown, used or expired (410).
#[server(prefix = "/api", endpoint = "read_link")]
pub async fn read_link(#[server(default)] link: String) -> Result<LinkRecipient, FormError> {
    use crate::server::account::{accounts, form};
    form::stranger()?;
    let recipient = accounts().welcome(&link).await;
    recipient.map_err(|error| error.at("password"))
}

/// Uses a one-time link: sets the password and, if the role needs one, the second factor that `code` proves. Returns the
/// recovery codes, which are shown only once. Ends every older session. Public.
///
/// # Errors
///
/// The problems of the form; then nothing was written.
#[server(prefix = "/api", endpoint = "settle_link")]
pub async fn settle_link(
    #[server(default)] link: String,
    #[server(default)] password: String,
    #[server(default)] repeat: String,
    #[server(default)] code: String,
) -> Result<Vec<String>, FormError> {
    use crate::server::account::form;
    form::settle(&form::stranger()?, &link, (&password, &repeat), &code).await
}

/// The caller's account and open sessions. For everybody who is signed in.
///
/// # Errors
///
/// [`AppError::Forbidden`] for anybody else; [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "read_account", input = GetUrl)]
pub async fn read_account() -> Result<OwnAccount, AppError> {
    use crate::server::{account::form, signed_in};
    form::own_account(&signed_in()?).await
}

/// Sets a new password and ends every session of the caller's. For everybody who is signed in.
///
/// # Errors
/// The problems of the form, also that `old` is not the caller's; then the password stays.
#[server(prefix = "/api", endpoint = "change_password")]
pub async fn change_password(
    #[server(default)] old: String,
    #[server(default)] password: String,
    #[server(default)] repeat: String,
) -> Result<(), FormError> {
    use crate::server::{account::form, signed_in};
    form::change_password(&signed_in()?, &old, (&password, &repeat)).await
}

/// Checks the caller's password again, and records in the session that it was confirmed. For everybody who is signed in.
///
/// # Errors
///
/// A password that is wrong, or cannot be checked now.
#[server(prefix = "/api", endpoint = "confirm_password")]
pub async fn confirm_password(#[server(default)] password_again: String) -> Result<(), FormError> {
    use crate::server::{account::form, signed_in};
    form::confirm_password(&signed_in()?, &password_again).await
}

/// Ends a session of the caller. Returns whether it is the session of this request. For everybody who is signed in.
///
/// # Errors
///
/// [`AppError::Invalid`] if no session is named.
#[server(prefix = "/api", endpoint = "end_session")]
pub async fn end_session(#[server(default)] session: String) -> Result<bool, FormError> {
    use crate::server::{account::form, signed_in};
    let (caller, id) = (signed_in()?, form::session(&session)?);
    Ok(form::end_session(&caller, id).await?)
}

/// Ends the session of this request. For everybody who is signed in.
///
/// # Errors
///
/// When the session cannot be ended.
#[server(prefix = "/api", endpoint = "sign_out")]
pub async fn sign_out() -> Result<(), FormError> {
    use crate::server::{account::form, signed_in};
    let caller = signed_in()?;
    form::end_session(&caller, caller.caller().session).await?;
    Ok(())
}
