//! The server functions of signing in, and of one's own account. Whoever signs in needs no right, but a connection that nobody else
//! can read; the secrets of sessions are given to the browser as cookies alone.
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
/// What is wrong with the form; too many wrong tries (429); too many passwords that are being checked (503).
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

/// Whom a one-time link is for. Public. Sent as a form, so that the link stands in no other address than its own.
///
/// # Errors
/// A link that is unknown, used or over (410).
#[server(prefix = "/api", endpoint = "read_link")]
pub async fn read_link(#[server(default)] link: String) -> Result<LinkRecipient, FormError> {
    use crate::server::account::{accounts, form};
    form::stranger()?;
    let recipient = accounts().welcome(&link).await;
    recipient.map_err(|error| error.at("password"))
}

/// Uses a one-time link: sets the password and, where the role takes one, the second factor that `code` proves. Gives the recovery
/// codes, told once. Every older session is over. Public.
///
/// # Errors
/// What is wrong with the form; then nothing was written.
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

/// Where the caller is signed in. For everybody who is.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody else; [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "read_account", input = GetUrl)]
pub async fn read_account() -> Result<OwnAccount, AppError> {
    use crate::server::{account::form, signed_in};
    form::own_account(&signed_in()?).await
}

/// Sets a new password and ends every session of the caller's. For everybody who is signed in.
///
/// # Errors
/// What is wrong with the form, also that `old` is not the caller's; then the password stays.
#[server(prefix = "/api", endpoint = "change_password")]
pub async fn change_password(
    #[server(default)] old: String,
    #[server(default)] password: String,
    #[server(default)] repeat: String,
) -> Result<(), FormError> {
    use crate::server::{account::form, signed_in};
    form::change_password(&signed_in()?, &old, (&password, &repeat)).await
}

/// Takes the caller's password again, and keeps with the session that it was given. For everybody who is signed in.
///
/// # Errors
/// A password that is wrong, or cannot be looked at now.
#[server(prefix = "/api", endpoint = "confirm_password")]
pub async fn confirm_password(#[server(default)] password_again: String) -> Result<(), FormError> {
    use crate::server::{account::form, signed_in};
    form::confirm_password(&signed_in()?, &password_again).await
}

/// Ends a session of the caller's; whether it is the one they ask from. For everybody who is signed in.
///
/// # Errors
/// [`AppError::Invalid`] where no session is named.
#[server(prefix = "/api", endpoint = "end_session")]
pub async fn end_session(#[server(default)] session: String) -> Result<bool, FormError> {
    use crate::server::{account::form, signed_in};
    let (caller, id) = (signed_in()?, form::session(&session)?);
    Ok(form::end_session(&caller, id).await?)
}

/// Ends the session that asks. For everybody who is signed in.
///
/// # Errors
/// When the session cannot be ended.
#[server(prefix = "/api", endpoint = "sign_out")]
pub async fn sign_out() -> Result<(), FormError> {
    use crate::server::{account::form, signed_in};
    let caller = signed_in()?;
    form::end_session(&caller, caller.caller().session).await?;
    Ok(())
}
