//! The forms of accounts as values, and the cookies that their answers set.

use sanh_domain::account::model::{
    NAME_CHARS_MAX, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, SessionId,
};
use sanh_domain::account::session::Origin;

use super::error::refused;
use super::{AccountError, CompletedSignIn, SignInOutcome, accounts};
use crate::error::AppError;
use crate::model::account::{CODE_CHARS_MAX, HALF_SESSION_OVER, OwnAccount, SignInStep};
use crate::page::{ConnectionSecurity, SessionChange};
use crate::server::{SignedIn, failure, now, store};
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::{request, response};
use crate::ui::submit::FormError;

/// The origin of a request that needs no sign-in, but a private connection.
///
/// # Errors
///
/// [`AppError::Forbidden`] if the connection is not private.
pub(crate) fn stranger() -> Result<Origin, AppError> {
    let request = request();
    if request.visitor.connection != ConnectionSecurity::Private {
        return Err(AppError::Forbidden);
    }
    Ok(request.visitor.from.clone())
}

/// Begins a sign-in with the typed name and password. A password may begin or end with a blank: it is taken as typed.
pub(crate) async fn sign_in(
    from: &Origin,
    name: &str,
    password: &str,
) -> Result<SignInStep, FormError> {
    let (name, words) = (name.trim(), request().room_lang().words());
    let mut problems = Vec::new();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        problems.push(Problem::new("name", words.sign_in_needs_name()));
    }
    if password.is_empty() || password.chars().count() > PASSWORD_CHARS_MAX {
        problems.push(Problem::new("password", words.sign_in_needs_password()));
    }
    if !problems.is_empty() {
        return Err(FormError::Refused(problems.into()));
    }
    match accounts().sign_in(name, password, from).await {
        Ok(SignInOutcome::Whole(signed_in)) => Ok(entered(signed_in)),
        Ok(SignInOutcome::NeedsCode { token }) => {
            response().change_session(SessionChange::Begin(token));
            Ok(SignInStep::NeedsCode)
        }
        Err(error) => Err(error.at("name")),
    }
}

/// Completes the half session of the browser.
pub(crate) async fn confirm_code(from: &Origin, code: &str) -> Result<SignInStep, FormError> {
    let (request, code) = (request(), code.trim());
    let code: String = code.chars().take(CODE_CHARS_MAX).collect();
    let words = request.room_lang().words();
    let confirmed = match request.visitor.session_token.as_deref() {
        Some(token) => accounts().confirm(token, &code, from).await,
        None => Err(AccountError::LinkOver),
    };
    match confirmed {
        Ok(signed_in) => Ok(entered(signed_in)),
        Err(AccountError::LinkOver) => {
            if request.visitor.session_token.is_some() {
                response().change_session(SessionChange::End);
            }
            Err(refused(
                HALF_SESSION_OVER,
                Problem::new("name", words.code_over()),
            ))
        }
        Err(AccountError::Wrong) => Err(Problem::new("code", words.code_wrong()).into()),
        Err(error) => Err(error.at("code")),
    }
}

/// The browser keeps the secrets of a sign-in that is whole.
fn entered(signed_in: CompletedSignIn) -> SignInStep {
    let response = response();
    response.change_session(SessionChange::Begin(signed_in.token));
    response.keep_device(signed_in.device);
    SignInStep::Entered(signed_in.role)
}

/// Uses a one-time link; the recovery codes.
pub(crate) async fn settle(
    from: &Origin,
    link: &str,
    (password, repeat): (&str, &str),
    code: &str,
) -> Result<Vec<String>, FormError> {
    check_new(password, repeat)?;
    let settled = accounts().settle(link, password, code.trim(), from).await;
    let recovery = settled.map_err(|error| match error {
        AccountError::Wrong => {
            Problem::new("code", request().room_lang().words().code_wrong()).into()
        }
        error => error.at_new_password(),
    })?;
    response().change_session(SessionChange::End);
    Ok(recovery)
}

/// The caller's open sessions.
pub(crate) async fn own_account(caller: &SignedIn) -> Result<OwnAccount, AppError> {
    Ok(OwnAccount {
        sessions: accounts().sessions(caller.caller()).await?,
        zone: store()?.centre(now()).await.map_err(failure)?.zone,
    })
}

/// Sets a new password, and ends the session with all others.
pub(crate) async fn change_password(
    caller: &SignedIn,
    old: &str,
    (password, repeat): (&str, &str),
) -> Result<(), FormError> {
    check_new(password, repeat)?;
    let (accounts, caller) = (accounts(), caller.caller());
    let changed = accounts.change_password(caller, old, password).await;
    changed.map_err(|error| match error {
        AccountError::Wrong => error.at_password("old"),
        error => error.at_new_password(),
    })?;
    response().change_session(SessionChange::End);
    Ok(())
}

/// Takes the caller's password again.
pub(crate) async fn confirm_password(caller: &SignedIn, password: &str) -> Result<(), FormError> {
    let given = if password.chars().count() > PASSWORD_CHARS_MAX {
        Err(AccountError::Wrong)
    } else {
        let accounts = accounts();
        accounts.confirm_password(caller.caller(), password).await
    };
    given.map_err(|error| error.at_password("password_again"))
}

/// The session that a form names.
pub(crate) fn session(typed: &str) -> Result<SessionId, AppError> {
    let id = typed.trim().parse().map(SessionId);
    id.map_err(|_| AppError::Invalid("session".to_owned()))
}

/// Ends a session of the caller's; whether it is the one they ask from.
pub(crate) async fn end_session(caller: &SignedIn, session: SessionId) -> Result<bool, AppError> {
    let caller = caller.caller();
    accounts().end_session(caller, session).await?;
    let is_own = session == caller.session;
    if is_own {
        response().change_session(SessionChange::End);
    }
    Ok(is_own)
}

/// That a new password is long enough, and typed the same a second time.
fn check_new(password: &str, repeat: &str) -> Result<(), FormError> {
    if !(PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&password.chars().count()) {
        return Err(AccountError::PasswordUnfit.at_new_password());
    }
    if password != repeat {
        let differs = request().room_lang().words().welcome_differs();
        return Err(Problem::new("repeat", differs).into());
    }
    Ok(())
}
