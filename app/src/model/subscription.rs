//! Being told of changes of a dossier, as its pages show it.

use sanh_domain::subscription::model::{TellChannel, TellChannels};
use serde::{Deserialize, Serialize};

/// By what whoever looked a dossier up can be told of its changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TellOffer {
    /// By what.
    pub channels: TellChannels,
    /// Days after the dossier's end that the address is kept at the latest.
    pub keep_days: u32,
}

/// What was asked for, and is to be confirmed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestedSubscription {
    /// By what.
    pub channel: TellChannel,
    /// By what the page confirms the digits that a phone was sent; blank for mail, whose owner alone is sent it.
    pub token: String,
}

impl std::fmt::Debug for RequestedSubscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "RequestedSubscription({}, private)",
            self.channel.as_str()
        )
    }
}
