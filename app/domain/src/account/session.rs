//! Sessions of a person, and the origin of a request.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::model::SessionId;
use crate::deadline::Instant;

/// A session that has not ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSession {
    /// Its number.
    pub id: SessionId,
    /// When it began.
    pub began_at: Instant,
    /// When its last request came, to the minute.
    pub seen_at: Instant,
    /// The address from which it began.
    pub address: Option<IpAddr>,
    /// The browser's `User-Agent`, cut to 200 characters.
    pub browser: String,
}

/// The origin of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address.
    pub address: Option<IpAddr>,
    /// The browser's `User-Agent`.
    pub browser: String,
    /// The hash of the secret in the device cookie, which a browser keeps from its first sign-in on.
    pub device: Option<String>,
}
