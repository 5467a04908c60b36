//! Accounts and signing in: what server functions take and give.

use std::fmt;

use chrono_tz::Tz;
use sanh_domain::account::model::{Person, Role};
use sanh_domain::account::session::OpenSession;
use serde::{Deserialize, Serialize};

/// What a sign-in has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInStep {
    /// The second factor is still asked for.
    NeedsCode,
    /// Somebody of this role is signed in.
    Entered(Role),
}

/// Whom a one-time link is for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRecipient {
    /// Who.
    pub person: Person,
    /// The new second factor as an `otpauth://` address, where the role takes one; the same while the link holds.
    pub otpauth: Option<String>,
    /// The same secret, in base 32, to be typed.
    pub secret: Option<String>,
}

impl fmt::Debug for LinkRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LinkRecipient({}, secret)", self.person.name)
    }
}

/// What somebody sees of their own account beside who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAccount {
    /// Where they are signed in, newest first.
    pub sessions: Vec<OpenSession>,
    /// The centre's zone.
    pub zone: Tz,
}

/// The longest code of a second factor, a recovery code with its hyphens, in characters.
pub(crate) const CODE_CHARS_MAX: usize = 40;

/// The status of a refusal that says that the half session is over.
pub(crate) const HALF_SESSION_OVER: u16 = 410;
