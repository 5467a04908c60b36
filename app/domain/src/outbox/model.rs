//! Messages that wait or were given up, and the faults that can befall them.

use std::fmt;
use std::str::FromStr;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::deadline::Instant;
use crate::dossier::{DossierCode, EventKind};

/// By what applicants are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterChannel {
    /// A gateway of SMS or Zalo.
    Gateway,
    /// Mail.
    Mail,
}

/// Why a message was not sent: a class, with nothing personal in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LetterFault {
    /// With this HTTP status.
    GatewayAnswered(u16),
    /// It let the try run out.
    GatewaySilent,
    /// Nobody is there, or the line is broken.
    GatewayAway,
    /// With this SMTP code.
    MailAnswered(u16),
    /// It let the try run out.
    MailSilent,
    /// Nobody is there, or the line is broken.
    MailAway,
    /// What the applicant left is no e-mail address.
    MailAddress,
    /// The message cannot be put into the form of mail.
    MailForm,
    /// The event or the applicant's record cannot be read: no delivery was tried.
    Record,
}

const GATEWAY_ANSWERED: &str = "the gateway answered ";
const MAIL_ANSWERED: &str = "the mail server answered ";

impl LetterFault {
    const PLAIN: [(Self, &str); 7] = [
        (Self::GatewaySilent, "the gateway did not answer in time"),
        (Self::GatewayAway, "the gateway cannot be reached"),
        (Self::MailSilent, "the mail server did not answer in time"),
        (Self::MailAway, "the mail server cannot be reached"),
        (Self::MailAddress, "the address is none"),
        (Self::MailForm, "the message cannot be written"),
        (Self::Record, "the dossier cannot be read"),
    ];

    /// By what it was tried; `None`: by nothing.
    #[must_use]
    pub const fn channel(self) -> Option<LetterChannel> {
        match self {
            Self::GatewayAnswered(_) | Self::GatewaySilent | Self::GatewayAway => {
                Some(LetterChannel::Gateway)
            }
            Self::MailAnswered(_)
            | Self::MailSilent
            | Self::MailAway
            | Self::MailAddress
            | Self::MailForm => Some(LetterChannel::Mail),
            Self::Record => None,
        }
    }
}

/// As it is stored and logged.
impl fmt::Display for LetterFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GatewayAnswered(status) => write!(f, "{GATEWAY_ANSWERED}{status}"),
            Self::MailAnswered(code) => write!(f, "{MAIL_ANSWERED}{code}"),
            plain => {
                let text = Self::PLAIN.iter().find(|(fault, _)| fault == plain);
                f.write_str(text.map_or("", |(_, text)| text))
            }
        }
    }
}

/// No fault of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownFault;

impl FromStr for LetterFault {
    type Err = UnknownFault;

    fn from_str(text: &str) -> Result<Self, UnknownFault> {
        let number = |text: &str| text.parse().map_err(|_| UnknownFault);
        if let Some(status) = text.strip_prefix(GATEWAY_ANSWERED) {
            return Ok(Self::GatewayAnswered(number(status)?));
        }
        if let Some(code) = text.strip_prefix(MAIL_ANSWERED) {
            return Ok(Self::MailAnswered(number(code)?));
        }
        let plain = Self::PLAIN.iter().find(|(_, known)| *known == text);
        plain.map(|(fault, _)| *fault).ok_or(UnknownFault)
    }
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedLetter {
    /// Its number.
    pub id: i64,
    /// Of which dossier.
    pub code: DossierCode,
    /// Of what it tells.
    pub kind: EventKind,
    /// Tries so far.
    pub tries: u32,
    /// When it is tried next, or was given up.
    pub at: Instant,
    /// Why the last try failed; `None`: none did, or in a way this version does not know.
    pub fault: Option<LetterFault>,
}

/// Messages of one kind: how many, and the first of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterList {
    /// All there are.
    pub count: u64,
    /// The first.
    pub first: Vec<ListedLetter>,
}

/// The outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxState {
    /// The centre's zone, in which instants are told.
    pub zone: Tz,
    /// To be sent, the next first.
    pub waiting: LetterList,
    /// Given up, the newest first.
    pub dead: LetterList,
    /// Letters to others than applicants, to be sent.
    pub letters_waiting: u64,
    /// The same, given up.
    pub letters_dead: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_read_back_from_its_text_and_nothing_else_is() {
        let plain = LetterFault::PLAIN.map(|(fault, _)| fault);
        let answered = [
            LetterFault::GatewayAnswered(503),
            LetterFault::MailAnswered(550),
        ];
        for fault in plain.into_iter().chain(answered) {
            assert_eq!(fault.to_string().parse(), Ok(fault));
            let is_gateway = fault.channel() == Some(LetterChannel::Gateway);
            assert_eq!(is_gateway, fault.to_string().contains("gateway"));
        }
        for text in [
            "",
            "rubbish",
            "the gateway answered ",
            "the gateway answered 0912345678",
        ] {
            assert_eq!(text.parse::<LetterFault>(), Err(UnknownFault), "{text}");
        }
    }
}
