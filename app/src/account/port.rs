//! The port for accounts, sign-ins and sessions.

use async_trait::async_trait;
use sanh_domain::account::model::{Caller, Person, SessionId};
use sanh_domain::account::session::{OpenSession, Origin};

use crate::error::NotWritten;

/// Why an account was not opened or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// Name, password or code do not fit; which of them is not told.
    #[error("wrong")]
    Wrong,
    /// Too many wrong tries for this name from this network, or in this browser.
    #[error("throttled for {wait_s} s")]
    Throttled {
        /// Seconds until the next try counts.
        wait_s: u32,
    },
    /// The link is unknown, used or over.
    #[error("the link is over")]
    LinkOver,
    /// A password that is too short or too long.
    #[error("the password does not fit")]
    PasswordUnfit,
    /// A password too common, or one that holds the name.
    #[error("the password is too easy")]
    PasswordEasy,
    /// Too many passwords are being checked: nothing was tried, and it can be tried again at once.
    #[error("busy")]
    Busy,
    /// The database is away.
    #[error("unavailable")]
    Unavailable,
    /// Nothing was written, and nothing can be for now.
    #[error(transparent)]
    NotWritten(#[from] NotWritten),
    /// A fault of ours, logged where it was met.
    #[error("internal")]
    Internal,
}

/// A sign-in that is whole, by the secrets that go into the browser's cookies.
#[derive(Clone, PartialEq, Eq)]
pub struct CompletedSignIn {
    /// The session's.
    pub token: String,
    /// The one by which the browser is known again, in the place of any it had.
    pub device: String,
}

impl std::fmt::Debug for CompletedSignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entered(secrets)")
    }
}

/// A sign-in begun. The token goes into the browser's cookie.
#[derive(Clone, PartialEq, Eq)]
pub enum SignInOutcome {
    /// Signed in.
    Whole(CompletedSignIn),
    /// The second factor is still asked; the token opens nothing but that page, for five minutes.
    NeedsCode {
        /// The half session's secret.
        token: String,
    },
}

impl std::fmt::Debug for SignInOutcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Whole(_) => "Whole(secret)",
            Self::NeedsCode { .. } => "NeedsCode(secret)",
        })
    }
}

/// Whom a one-time link is for.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkRecipient {
    /// Who.
    pub person: Person,
    /// The new second factor as an `otpauth://` address, where the role takes one; the same while the link holds.
    pub otpauth: Option<String>,
    /// The same secret, in base 32, to be typed.
    pub secret: Option<String>,
}

/// Accounts, sign-ins and sessions.
#[async_trait]
pub trait AccountPort: Send + Sync {
    /// Whose whole session a token is, and that it was seen; `None` when there is none, it is over, or half. An `Err` only where
    /// the database is away.
    async fn caller(&self, token: &str, from: &Origin) -> Result<Option<Caller>, AccountError>;

    /// The same, without noting that it was seen: for what a page asks by itself, perhaps with nobody before it.
    async fn still_caller(
        &self,
        token: &str,
        from: &Origin,
    ) -> Result<Option<Caller>, AccountError>;

    /// Begins a sign-in. An unknown name takes as long, and is answered, as a wrong password.
    async fn sign_in(
        &self,
        name: &str,
        password: &str,
        from: &Origin,
    ) -> Result<SignInOutcome, AccountError>;

    /// Completes a half session by a code of the second factor, or a recovery code.
    async fn confirm(
        &self,
        token: &str,
        code: &str,
        from: &Origin,
    ) -> Result<CompletedSignIn, AccountError>;

    /// Tells the audit that a form was sent to what is not the caller's. Never fails: the answer is a refusal anyhow.
    async fn note_refused(&self, caller: &Caller, path: &str);

    /// Ends a session of the caller's, also the one they ask from.
    async fn end_session(&self, caller: &Caller, session: SessionId) -> Result<(), AccountError>;

    /// The caller's open sessions, newest first.
    async fn sessions(&self, caller: &Caller) -> Result<Vec<OpenSession>, AccountError>;

    /// Sets a new password and ends every session of the caller's.
    async fn change_password(
        &self,
        caller: &Caller,
        old: &str,
        new: &str,
    ) -> Result<(), AccountError>;

    /// Takes the caller's password again, and keeps with the session that it was given.
    async fn confirm_password(&self, caller: &Caller, password: &str) -> Result<(), AccountError>;

    /// Takes the caller's password while nothing can be written: it is not kept with the session that it was given, and wrong tries
    /// are counted in memory.
    async fn check_password(&self, caller: &Caller, password: &str) -> Result<(), AccountError>;

    /// Makes a new one-time link for the account of a name; its secret.
    async fn make_link(&self, caller: &Caller, name: &str) -> Result<String, AccountError>;

    /// Whom a one-time link is for.
    async fn welcome(&self, link: &str, from: &Origin) -> Result<LinkRecipient, AccountError>;

    /// Uses a one-time link: sets the password and, where the role takes one, the second factor that `code` proves. Gives the
    /// recovery codes, told once. Every older session is over.
    async fn settle(
        &self,
        link: &str,
        password: &str,
        code: &str,
        from: &Origin,
    ) -> Result<Vec<String>, AccountError>;
}

impl From<AccountError> for crate::error::AppError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Unavailable => Self::Unavailable,
            AccountError::NotWritten(why) => Self::NotWritten(why),
            AccountError::Throttled { .. } | AccountError::Busy => Self::Busy,
            AccountError::Internal => Self::Internal,
            AccountError::Wrong
            | AccountError::LinkOver
            | AccountError::PasswordUnfit
            | AccountError::PasswordEasy => Self::Forbidden,
        }
    }
}
