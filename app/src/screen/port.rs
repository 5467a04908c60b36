//! What pairing needs of the server.

use async_trait::async_trait;
use sanh_domain::account::session::Origin;

use crate::error::AppError;

/// What a screen that is not paired shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PairingDisplay {
    /// This code.
    Code(String),
    /// It is paired with the wall of this name.
    Paired(String),
    /// No code yet: too many screens wait.
    Full,
}

/// How screens that are not paired come to a code. The server implements it, because it makes and hashes their secrets as it does
/// those of sessions, and tells the lines of visitors apart.
#[async_trait]
pub trait PairingPort: Send + Sync {
    /// A new secret for a screen's cookie.
    fn new_token(&self) -> String;

    /// What the screen of a secret shows while it is not paired.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] while the database does not answer.
    async fn code(&self, token: &str, from: &Origin) -> Result<PairingDisplay, AppError>;
}
