//! Transports for messages to applicants: mail, and a signed webhook for gateways of SMS or Zalo.

pub mod alarm;
mod authorities;
mod smtp;
mod webhook;

use std::time::Duration;

use async_trait::async_trait;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::Event;
use sanh_domain::outbox::model::{LetterChannel, LetterFault};
use sha2::{Digest, Sha256};

use crate::config::{Config, ConfigError};

pub use smtp::Smtp;
pub use webhook::{Webhook, signature};

/// The time limit of one try by one transport.
pub const TRY: Duration = Duration::from_secs(20);
/// The most transports there can be.
pub const TRANSPORTS_MAX: u32 = 2;

/// A letter: its recipient and its text. Personal data, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// The key by which a receiver recognises a repeat: see [`key`].
    pub key: String,
    /// The kind of event.
    pub kind: &'static str,
    /// The dossier's code; blank: the letter names no dossier.
    pub code: String,
    /// When the event happened.
    pub occurred_at: Instant,
    /// The applicant's phone; blank: none.
    pub phone: String,
    /// The applicant's e-mail address; blank: none.
    pub email: String,
    /// One line without personal data.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The address at which its recipient ends such letters with one click; `None`: there is nothing to end.
    pub stop: Option<String>,
}

/// The key of the letter about an event: a hash in hexadecimal digits that reveals nothing. A row number would not do: a database
/// restored from an older copy assigns its numbers again, and a receiver would drop the new letters as repeats.
#[must_use]
pub fn key(event: &Event) -> String {
    let at_ms = event.recorded_at.timestamp_millis();
    hashed(&format!("{} {} {at_ms}", event.code, event.sequence))
}

/// The key of a letter that is known by a text which no other letter has.
#[must_use]
pub fn hashed(told: &str) -> String {
    hex::encode(Sha256::digest(told))
}

/// The error of a letter that was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SendError(pub LetterFault);

/// A transport for letters to applicants.
#[async_trait]
pub trait LetterTransport: Send + Sync {
    /// What it is.
    fn channel(&self) -> LetterChannel;

    /// The fault of a try that ran out.
    fn silent(&self) -> LetterFault;

    /// Whether it can reach the recipient of a letter.
    fn reaches(&self, letter: &Letter) -> bool;

    /// Sends a letter.
    ///
    /// # Errors
    /// Why it was not sent.
    async fn send(&self, letter: &Letter) -> Result<(), SendError>;
}

/// The configured transports, in the order they are tried.
///
/// # Errors
/// One line that names the setting that cannot be used.
pub fn transports(config: &Config) -> Result<Vec<Box<dyn LetterTransport>>, ConfigError> {
    let mut transports: Vec<Box<dyn LetterTransport>> = Vec::new();
    if !config.webhook_url.is_empty() {
        transports.push(Box::new(Webhook::of(
            "--webhook-url",
            &config.webhook_url,
            config,
        )?));
    }
    if !config.smtp_url.0.is_empty() {
        transports.push(Box::new(Smtp::of(config)?));
    }
    Ok(transports)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use sanh_domain::dossier::{EventKind, Status};

    use super::*;

    fn event(code: &str, sequence: i64, at: &str) -> Event {
        let at = at.parse().unwrap();
        Event {
            code: code.parse().unwrap(),
            sequence,
            kind: EventKind::Resolve,
            from: Some(Status::InProcess),
            to: Status::Resolved,
            occurred_at: at,
            recorded_at: at,
            actor: "lan".to_owned(),
            reason: None,
            due_at: Some(at),
            handled_min: None,
            paused_min: 0,
            made_up: false,
            takes_back: None,
            amendment: None,
            counted_due_at: None,
        }
    }

    #[test]
    fn after_an_older_copy_is_restored_new_messages_have_keys_of_their_own() {
        const AT: &str = "2026-11-24T02:00:00Z";
        let first = key(&event("H49.1-261124-0001", 2, AT));
        assert_eq!(first, key(&event("H49.1-261124-0001", 2, AT)));
        for other in [
            event("H49.1-261124-0002", 2, AT),
            event("H49.1-261124-0001", 3, AT),
            event("H49.1-261124-0001", 2, "2026-11-24T02:00:00.001Z"),
        ] {
            assert_ne!(first, key(&other));
        }
    }
}
