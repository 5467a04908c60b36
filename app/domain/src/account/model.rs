//! Accounts, roles and rights.

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::account::actor::{Actor, ActorRole};
use crate::deadline::Instant;
use crate::id::AgencyId;
use crate::scope::Scope;
use crate::word::UnknownValue;

/// The fewest characters of a password (OWASP ASVS 2.1.1 asks for 12 without other rules).
pub const PASSWORD_CHARS_MIN: usize = 12;

/// The most; a longer one would only cost time.
pub const PASSWORD_CHARS_MAX: usize = 128;

/// The longest name to sign in with, in characters.
pub const NAME_CHARS_MAX: usize = 64;

/// The longest name shown, in characters.
pub const DISPLAY_NAME_CHARS_MAX: usize = 120;

/// Whether a text can be a name to sign in with, once it is folded: letters a to z, digits, dots, hyphens and underscores.
#[must_use]
pub fn is_account_name(name: &str) -> bool {
    let is_good = |letter: char| letter.is_ascii_alphanumeric() || ".-_".contains(letter);
    (1..=NAME_CHARS_MAX).contains(&name.len()) && name.chars().all(is_good)
}

/// A person's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(pub i64);

/// A sign-in on one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(pub i64);

/// The role of a person (ours). An administrator runs the system and sees no dossier; a person who does both has two accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Receives dossiers and moves them on.
    Staff,
    /// The same, and decides what staff may not: corrections of others' events, papers asked again, long backdating.
    Manager,
    /// People, offices, procedures, calendar, settings; reads the audit.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Staff, Self::Manager, Self::Admin];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Manager => "manager",
            Self::Admin => "admin",
        }
    }

    /// Whether signing in takes a second factor.
    #[must_use]
    pub const fn needs_second_factor(self) -> bool {
        matches!(self, Self::Manager | Self::Admin)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        let found = Self::ALL.into_iter().find(|role| role.as_str() == word);
        found.ok_or_else(|| UnknownValue {
            expected: "a role",
            given: word.to_owned(),
        })
    }
}

/// The agencies a role holds in, and so what somebody may see. It has no default: whoever reads says whose.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AgencyScope {
    /// The whole centre.
    Everywhere,
    /// These agencies only.
    Agencies(BTreeSet<AgencyId>),
}

impl AgencyScope {
    /// Whether it takes in an agency.
    #[must_use]
    pub fn covers(&self, agency: AgencyId) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Agencies(agencies) => agencies.contains(&agency),
        }
    }

    /// Whether it takes in all that a board or a wall counts: the whole centre's only where it is the whole centre.
    #[must_use]
    pub fn covers_board(&self, of: Scope) -> bool {
        match of {
            Scope::Centre => *self == Self::Everywhere,
            Scope::Agency(agency) => self.covers(agency),
        }
    }

    /// The part of it that is one agency; no agency where it does not take that one in.
    #[must_use]
    pub fn only(&self, agency: AgencyId) -> Self {
        let covered = self.covers(agency).then_some(agency);
        Self::Agencies(covered.into_iter().collect())
    }
}

/// The right that a page, a form or a function requires. Rights in an agency are checked where the agency is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing.
    Public,
    /// To be signed in.
    SignedIn,
    /// To work on dossiers: staff and managers.
    Desk,
    /// A manager.
    Manage,
    /// An administrator.
    Administer,
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The account.
    pub id: AccountId,
    /// The name signed in with; what events and the audit say.
    pub name: String,
    /// The name colleagues read.
    pub display_name: String,
    /// Their role.
    pub role: Role,
    /// The agencies their role holds in.
    pub reach: AgencyScope,
}

impl Person {
    /// Whether a page of this kind is for them.
    #[must_use]
    pub const fn has(&self, access: Access) -> bool {
        match access {
            Access::Public | Access::SignedIn => true,
            Access::Desk => matches!(self.role, Role::Staff | Role::Manager),
            Access::Manage => matches!(self.role, Role::Manager),
            Access::Administer => matches!(self.role, Role::Admin),
        }
    }

    /// Whether they may see and move the dossiers of an agency.
    #[must_use]
    pub fn works_in(&self, agency: AgencyId) -> bool {
        self.has(Access::Desk) && self.reach.covers(agency)
    }

    /// The agencies whose dossiers they may see: none for whoever does not work on dossiers.
    #[must_use]
    pub fn dossier_scope(&self) -> AgencyScope {
        if self.has(Access::Desk) {
            self.reach.clone()
        } else {
            AgencyScope::Agencies(BTreeSet::new())
        }
    }

    /// The actor that they are in events.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor {
            name: self.name.clone(),
            role: match self.role {
                Role::Manager => ActorRole::Manager,
                Role::Staff | Role::Admin => ActorRole::Staff,
            },
        }
    }
}

/// Somebody who works on dossiers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// The account's name: what an assignment says.
    pub name: String,
    /// The name shown.
    pub display_name: String,
    /// Where they work.
    pub reach: AgencyScope,
}

/// The signed-in person of a request, with session and address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub person: Person,
    /// Their sign-in.
    pub session: SessionId,
    /// When the password was given last in it.
    pub confirmed_at: Instant,
    /// The address they ask from, for the audit.
    pub address: Option<IpAddr>,
}

impl Caller {
    /// Minutes for which a password that was given holds (ours: long enough for one piece of work).
    const CONFIRMED_MIN: i64 = 10;

    /// Whether the password was given so lately that it need not be asked for again.
    #[must_use]
    pub fn is_confirmed(&self, now: Instant) -> bool {
        // One given in what is still to come was given by a clock that was wrong: nobody knows when.
        let age = (now - self.confirmed_at).abs();
        age < chrono::Duration::minutes(Self::CONFIRMED_MIN)
    }
}

/// The number a form carries so that sending it twice does its work once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestKey(String);

impl RequestKey {
    /// The longest, in characters.
    pub const CHARS_MAX: usize = 64;

    /// A key as a form sent it; `None` when it is blank, too long or not of letters, digits and hyphens.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let good = !text.is_empty()
            && text.len() <= Self::CHARS_MAX
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        good.then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
