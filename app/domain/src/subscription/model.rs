//! By what somebody is told of a dossier, and at which address. Addresses are personal data: they stand in no log, event or audit.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::dossier::applicant::Applicant;
use crate::word::UnknownValue;

/// Hours until an address that nobody has confirmed is forgotten.
pub const CONFIRM_H: i64 = 24;
/// Digits of the number that confirms a phone.
pub const CONFIRM_DIGITS: usize = 6;
/// Wrong numbers after which a phone can be confirmed no more.
pub const CONFIRM_WRONG_MAX: u32 = 5;

/// By what somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TellChannel {
    /// Mail.
    Mail,
    /// A phone, by the gateway of SMS or Zalo.
    Phone,
}

impl TellChannel {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Phone => "phone",
        }
    }
}

impl FromStr for TellChannel {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        match word {
            "mail" => Ok(Self::Mail),
            "phone" => Ok(Self::Phone),
            _ => Err(UnknownValue {
                expected: "a channel",
                given: word.to_owned(),
            }),
        }
    }
}

/// By what a centre can tell people: what its operator has set up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TellChannels {
    /// By mail.
    pub mail: bool,
    /// By a gateway for phones.
    pub phone: bool,
}

impl TellChannels {
    /// Whether there is any.
    #[must_use]
    pub const fn is_any(self) -> bool {
        self.mail || self.phone
    }

    /// Whether there is this one.
    #[must_use]
    pub const fn has(self, channel: TellChannel) -> bool {
        match channel {
            TellChannel::Mail => self.mail,
            TellChannel::Phone => self.phone,
        }
    }
}

/// Where somebody is told.
#[derive(Clone, PartialEq, Eq)]
pub struct TellAddress {
    /// By what.
    pub channel: TellChannel,
    /// An e-mail address, or the digits of a phone number with its leading zero.
    pub text: String,
}

impl fmt::Debug for TellAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TellAddress({}, personal)", self.channel.as_str())
    }
}

impl TellAddress {
    /// An address as typed, under the rules for applicants; `None`: it is none.
    #[must_use]
    pub fn read(channel: TellChannel, typed: &str) -> Option<Self> {
        // The rules are those for applicants, who must have a name: the dash stands for it.
        let known = match channel {
            TellChannel::Mail => Applicant::read("-", "", "", typed).ok()?.email,
            TellChannel::Phone => Applicant::read("-", typed, "", "").ok()?.phone,
        };
        // Mail programs read these characters as a name beside the address or as several addresses.
        let is_plain = !known.contains(['<', '>', ',', ';', '"']);
        (is_plain && !known.is_empty()).then_some(Self {
            channel,
            text: known,
        })
    }

    /// The address as its owner recognises it and nobody learns it from: the first letter and the domain, or the last three digits.
    #[must_use]
    pub fn masked(&self) -> String {
        match self.channel {
            TellChannel::Mail => {
                let (name, domain) = self.text.rsplit_once('@').unwrap_or_default();
                let first: String = name.chars().take(1).collect();
                format!("{first}…@{domain}")
            }
            TellChannel::Phone => {
                let rest = self.text.len().saturating_sub(3);
                format!("…{}", self.text.get(rest..).unwrap_or_default())
            }
        }
    }

    /// The address as it is found by, however it was typed.
    #[must_use]
    pub fn found_by(&self) -> String {
        self.text.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_address_is_read_as_an_applicants_is_and_printed_nowhere() {
        let phone = TellAddress::read(TellChannel::Phone, "+84 912 345 678").unwrap();
        assert_eq!(phone.text, "0912345678");
        let mail = TellAddress::read(TellChannel::Mail, " Thu@Example.vn ").unwrap();
        assert_eq!(
            (mail.text.as_str(), mail.found_by().as_str()),
            ("Thu@Example.vn", "thu@example.vn")
        );
        assert!(!format!("{mail:?}{phone:?}").contains("0912345678"));
        assert_eq!(
            (mail.masked().as_str(), phone.masked().as_str()),
            ("T…@Example.vn", "…678")
        );
        for (channel, typed) in [
            (TellChannel::Mail, ""),
            (TellChannel::Mail, "nobody"),
            (TellChannel::Mail, "a@b.vn,c"),
            (TellChannel::Mail, "<a@b.vn>"),
            (TellChannel::Phone, ""),
            (TellChannel::Phone, "12"),
            (TellChannel::Phone, "thu@example.vn"),
        ] {
            assert_eq!(TellAddress::read(channel, typed), None, "{typed}");
        }
    }

    #[test]
    fn every_channel_is_read_back_from_its_word() {
        for channel in [TellChannel::Mail, TellChannel::Phone] {
            assert_eq!(channel.as_str().parse(), Ok(channel));
        }
        assert!("post".parse::<TellChannel>().is_err());
    }
}
