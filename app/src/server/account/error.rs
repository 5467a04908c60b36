//! Errors of opening or changing an account, and their messages in a form.

use sanh_domain::account::model::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN};
use sanh_domain::language::Lang;
use sanh_store::StoreError;

use crate::error::{AppError, NotWritten};
use crate::server::failure;
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::{FormError, Refusal};

/// Why an account was not opened or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// Name, password or code is wrong; the message does not say which.
    #[error("wrong")]
    Wrong,
    /// Too many wrong tries for this name from this network, or in this browser.
    #[error("throttled for {wait_s} s")]
    Throttled {
        /// Seconds until the next try counts.
        wait_s: u32,
    },
    /// The link is unknown, used or expired.
    #[error("the link is over")]
    LinkOver,
    /// A password that is too short or too long.
    #[error("the password does not fit")]
    PasswordUnfit,
    /// The password is too common, or contains the name.
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
    /// A bug of ours, logged where it occurred.
    #[error("internal")]
    Internal,
}

impl AccountError {
    /// The title and the status of the page that shows the error.
    fn text(&self, lang: Lang) -> (u16, String) {
        let words = lang.words();
        match self {
            Self::Throttled { wait_s } => (429, words.sign_in_throttled(*wait_s)),
            Self::Busy => (503, words.sign_in_busy()),
            Self::Unavailable => (503, words.sign_in_unavailable()),
            Self::NotWritten(why) => (why.status(), why.text(lang)),
            Self::Internal => (500, words.fault_internal_text()),
            Self::LinkOver => (410, words.welcome_over()),
            Self::Wrong | Self::PasswordUnfit | Self::PasswordEasy => (422, words.sign_in_wrong()),
        }
    }

    /// Said at a field.
    pub(crate) fn at(&self, field: &'static str) -> FormError {
        let (status, text) = self.text(request().room_lang());
        refused(status, Problem::new(field, text))
    }

    /// Said at the field of a password that had to be the caller's.
    pub(crate) fn at_password(&self, field: &'static str) -> FormError {
        match self {
            Self::Wrong => {
                let words = request().room_lang().words();
                Problem::new(field, words.account_password_wrong()).into()
            }
            error => error.at(field),
        }
    }

    /// The error at the field of the new password, whatever its cause.
    pub(crate) fn at_new_password(&self) -> FormError {
        let lang = request().room_lang();
        let words = lang.words();
        let text = match self {
            Self::PasswordUnfit => words.welcome_short(PASSWORD_CHARS_MIN, PASSWORD_CHARS_MAX),
            Self::PasswordEasy => words.welcome_easy(),
            error => error.text(lang).1,
        };
        Problem::new("password", text).into()
    }
}

/// A form that is refused with another status than 422.
pub(super) fn refused(status: u16, problem: Problem) -> FormError {
    FormError::Refused(Refusal {
        status,
        ..vec![problem].into()
    })
}

impl From<AccountError> for AppError {
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

/// The error for a failure of the store.
pub(super) fn fault(error: StoreError) -> AccountError {
    match failure(error) {
        AppError::NotWritten(why) => why.into(),
        AppError::Unavailable => AccountError::Unavailable,
        _ => AccountError::Internal,
    }
}
