//! Messages that wait or were given up, and their faults.

use std::fmt;
use std::str::FromStr;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::deadline::Instant;
use crate::dossier::{DossierCode, EventKind};

/// The channel of a message to an applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterChannel {
    /// A gateway for SMS or Zalo.
    Gateway,
    /// E-mail.
    Mail,
}

/// Why a message was not sent, without personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LetterFault {
    /// The gateway answered with this HTTP status.
    GatewayAnswered(u16),
    /// The gateway did not answer in time.
    GatewaySilent,
    /// The gateway cannot be reached.
    GatewayAway,
    /// The mail server answered with this SMTP code.
    MailAnswered(u16),
    /// The mail server did not answer in time.
    MailSilent,
    /// The mail server cannot be reached.
    MailAway,
    /// The applicant's e-mail address is invalid.
    MailAddress,
    /// The message cannot be encoded as mail.
    MailForm,
    /// The event or the applicant's record cannot be read: nothing was sent.
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

    /// The channel that was tried; `None` if none was.
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

/// The text that is stored and logged.
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

/// A stored fault that this version does not know.
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
    /// The dossier.
    pub code: DossierCode,
    /// The event of which it tells.
    pub kind: EventKind,
    /// The number of tries so far.
    pub tries: u32,
    /// When it is tried next, or was given up.
    pub at: Instant,
    /// The fault of the last try; `None` if there was none, or an unknown one.
    pub fault: Option<LetterFault>,
}

/// The messages of one state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterList {
    /// Their number.
    pub count: u64,
    /// The first of them.
    pub first: Vec<ListedLetter>,
}

/// The outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxState {
    /// The centre's zone, in which times are shown.
    pub zone: Tz,
    /// Messages that wait, next one first.
    pub waiting: LetterList,
    /// Messages that were given up, newest first.
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
