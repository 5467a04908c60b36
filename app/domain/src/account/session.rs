//! A person's sign-ins, and from where they ask.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::model::SessionId;
use crate::deadline::Instant;

/// One of a person's sign-ins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSession {
    /// Which.
    pub id: SessionId,
    /// Since when.
    pub began_at: Instant,
    /// When it last asked for something, to the minute.
    pub seen_at: Instant,
    /// From where it began.
    pub address: Option<IpAddr>,
    /// The browser, as it named itself, cut to 200 characters.
    pub browser: String,
}

/// From where somebody asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address.
    pub address: Option<IpAddr>,
    /// The browser, as it names itself.
    pub browser: String,
    /// The hash of the secret that the browser keeps since somebody signed in there.
    pub device: Option<String>,
}
