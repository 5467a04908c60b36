//! The small error that may reach a browser: it can carry no cause, so no cause can leak.

use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::codec::JsonEncoding;
use sanh_domain::word::InvalidParameter;
use serde::{Deserialize, Serialize};

use crate::text::Messages;

/// Why nothing can be written for now, although the database answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum NotWritten {
    /// Its disk is full, or takes no writes.
    #[error("the disk takes no writes")]
    Disk,
    /// The server's clock cannot be believed, and every write carries its time.
    #[error("the clock is wrong")]
    Clock,
}

impl NotWritten {
    /// The corresponding HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Disk => 507,
            Self::Clock => 503,
        }
    }

    /// The message for the sender of a form.
    #[must_use]
    pub fn text(self, lang: sanh_domain::language::Lang) -> String {
        match self {
            Self::Disk => lang.words().not_written_disk(),
            Self::Clock => lang.words().not_written_clock(),
        }
    }
}

/// A failure as a page or server function may show it to users.
///
/// The full cause is logged once, on the server, where the failure occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    /// The thing asked for does not exist.
    #[error("not found")]
    NotFound,
    /// A parameter of the request is invalid; the text is the parameter's name.
    #[error("cannot read {0}")]
    Invalid(String),
    /// Only for people who manage the screens.
    #[error("forbidden")]
    Forbidden,
    /// Another request of this kind is being answered.
    #[error("busy")]
    Busy,
    /// The person has reached the hourly limit of opening or searching dossiers.
    #[error("too much was read")]
    TooMuchRead,
    /// The server cannot answer now (starting, or its database is away).
    #[error("unavailable")]
    Unavailable,
    /// Nothing was written, and nothing can be for now.
    #[error(transparent)]
    NotWritten(#[from] NotWritten),
    /// Something failed that the visitor can do nothing about.
    #[error("internal")]
    Internal,
}

impl AppError {
    /// The corresponding HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Invalid(_) => 400,
            Self::Forbidden => 403,
            Self::TooMuchRead => 429,
            Self::Busy | Self::Unavailable => 503,
            Self::NotWritten(why) => why.status(),
            Self::Internal => 500,
        }
    }
}

impl From<InvalidParameter> for AppError {
    fn from(InvalidParameter(name): InvalidParameter) -> Self {
        Self::Invalid(name.to_owned())
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Self::Invalid("arguments".to_owned())
            }
            _ => Self::Internal,
        }
    }
}
