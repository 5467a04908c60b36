//! The ways applicants are told: mail, and a signed post that gateways of SMS or Zalo hang on.

mod smtp;
mod webhook;

use std::time::Duration;

use async_trait::async_trait;
use sanh_app::deadline::Instant;
use sanh_app::outbox::model::LetterFault;

use crate::config::{Config, ConfigError};

pub use smtp::Smtp;
pub use webhook::{Webhook, signature};

/// How long one try may take.
const TRY: Duration = Duration::from_secs(20);

/// What is to be told to whom. Personal: never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// The outbox's number: whoever receives it twice knows it by that.
    pub id: i64,
    /// The kind of event.
    pub kind: &'static str,
    /// The dossier's code.
    pub code: String,
    /// When the event happened.
    pub occurred_at: Instant,
    /// The applicant's phone; blank: none.
    pub phone: String,
    /// The applicant's e-mail address; blank: none.
    pub email: String,
    /// One line that identifies nobody.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// A letter was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsent(pub LetterFault);

/// A way to tell applicants.
#[async_trait]
pub trait Way: Send + Sync {
    /// Whether it can reach whoever a letter is for.
    fn reaches(&self, letter: &Letter) -> bool;

    /// Sends a letter.
    ///
    /// # Errors
    /// Why it was not sent.
    async fn send(&self, letter: &Letter) -> Result<(), Unsent>;
}

/// The ways that are set up, the one tried first at the head.
///
/// # Errors
/// One line that names the setting that cannot be used.
pub fn ways(config: &Config) -> Result<Vec<Box<dyn Way>>, ConfigError> {
    let mut ways: Vec<Box<dyn Way>> = Vec::new();
    if !config.webhook_url.is_empty() {
        ways.push(Box::new(Webhook::new(
            &config.webhook_url,
            &config.webhook_secret,
        )?));
    }
    if !config.smtp_url.0.is_empty() {
        ways.push(Box::new(Smtp::new(&config.smtp_url, &config.mail_from)?));
    }
    Ok(ways)
}
