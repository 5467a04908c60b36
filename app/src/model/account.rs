//! Accounts and signing in: what server functions take and give.

use std::fmt;

use chrono_tz::Tz;
use sanh_domain::account::model::{Person, Role};
use sanh_domain::account::session::OpenSession;
use serde::{Deserialize, Serialize};

/// The result of a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInStep {
    /// The second factor is still asked for.
    NeedsCode,
    /// Somebody of this role is signed in.
    Entered(Role),
}

/// The recipient of a one-time link.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRecipient {
    /// The person.
    pub person: Person,
    /// The new second factor as an `otpauth://` address, if the role needs one; the same while the link is valid.
    pub otpauth: Option<String>,
    /// The same secret, in base 32, to be typed.
    pub secret: Option<String>,
}

impl fmt::Debug for LinkRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LinkRecipient({}, secret)", self.person.name)
    }
}

/// A person's own account, beside their name and rights.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAccount {
    /// The open sessions, newest first.
    pub sessions: Vec<OpenSession>,
    /// The centre's zone.
    pub zone: Tz,
}

/// The longest code of a second factor, a recovery code with its hyphens, in characters.
pub(crate) const CODE_CHARS_MAX: usize = 40;

/// The status of a refusal because the half session has ended.
pub(crate) const HALF_SESSION_OVER: u16 = 410;
