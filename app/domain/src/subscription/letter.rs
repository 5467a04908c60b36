//! Letters to whoever is told of a dossier, as an administrator sees them who hears "I got no message". The addresses are masked.

use std::str::FromStr;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::model::TellChannel;
use crate::deadline::Instant;
use crate::dossier::DossierCode;
use crate::outbox::model::LetterFault;
use crate::word::UnknownValue;

/// What a letter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LetterPurpose {
    /// It asks the owner of the address whether they want to be told.
    Confirmation,
    /// It tells that the dossier has changed.
    Change,
}

/// What has become of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LetterState {
    /// It is to be sent, or to be tried again.
    Waiting,
    /// It was sent.
    Sent,
    /// The operator has said that nobody is told, or no channel reaches the address.
    Nobody,
    /// What it would have told was taken back.
    Cancelled,
    /// It was given up after the last try.
    Dead,
}

impl FromStr for LetterState {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        match word {
            "waiting" => Ok(Self::Waiting),
            "sent" => Ok(Self::Sent),
            "nobody" => Ok(Self::Nobody),
            "cancelled" => Ok(Self::Cancelled),
            "dead" => Ok(Self::Dead),
            _ => Err(UnknownValue {
                expected: "a state of a letter",
                given: word.to_owned(),
            }),
        }
    }
}

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionLetter {
    /// By what its address is reached.
    pub channel: TellChannel,
    /// The address, masked.
    pub masked: String,
    /// Whether the owner of the address has confirmed it; until then no change is told.
    pub is_confirmed: bool,
    /// What it is for.
    pub purpose: LetterPurpose,
    /// What has become of it.
    pub state: LetterState,
    /// The number of tries so far.
    pub tries: u32,
    /// When it is tried next, or was ended.
    pub at: Instant,
    /// The fault of the last try; `None` if there was none, or an unknown one.
    pub fault: Option<LetterFault>,
}

/// The letters of a dossier's subscriptions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionLetters {
    /// The centre's zone, in which times are shown.
    pub zone: Tz,
    /// The dossier.
    pub code: DossierCode,
    /// Address by address, the newest letter of each first.
    pub letters: Vec<SubscriptionLetter>,
}
