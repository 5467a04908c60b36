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

/// The most characters of a password: hashing a longer one would only cost time.
pub const PASSWORD_CHARS_MAX: usize = 128;

/// The longest name to sign in with, in characters.
pub const NAME_CHARS_MAX: usize = 64;

/// The longest name shown, in characters.
pub const DISPLAY_NAME_CHARS_MAX: usize = 120;

/// The longest title (chức vụ), in characters.
pub const TITLE_CHARS_MAX: usize = 80;

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
    /// As [`Role::Staff`]; also corrects others' events, asks for papers again and records what is long past.
    Manager,
    /// Manages people, offices, procedures, calendar and settings; reads the audit. Sees no dossier.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Staff, Self::Manager, Self::Admin];

    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Manager => "manager",
            Self::Admin => "admin",
        }
    }

    /// Whether this role signs in with a second factor.
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

/// The agencies a role holds in: the limit of what a person may see. It has no default, so every reading method names a scope.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AgencyScope {
    /// The whole centre.
    Everywhere,
    /// These agencies only.
    Agencies(BTreeSet<AgencyId>),
}

impl AgencyScope {
    /// Whether the scope includes an agency.
    #[must_use]
    pub fn covers(&self, agency: AgencyId) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Agencies(agencies) => agencies.contains(&agency),
        }
    }

    /// Whether the scope includes everything that a board or wall counts. Only [`AgencyScope::Everywhere`] includes the whole
    /// centre.
    #[must_use]
    pub fn covers_board(&self, of: Scope) -> bool {
        match of {
            Scope::Centre => *self == Self::Everywhere,
            Scope::Agency(agency) => self.covers(agency),
        }
    }

    /// The part of the scope that is one agency; empty if the scope does not include it.
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
    /// The name used to sign in; the name in events and the audit.
    pub name: String,
    /// The name shown to colleagues.
    pub display_name: String,
    /// Their role.
    pub role: Role,
    /// The agencies their role holds in.
    pub reach: AgencyScope,
}

impl Person {
    /// Whether the person has this right.
    #[must_use]
    pub const fn has(&self, access: Access) -> bool {
        match access {
            Access::Public | Access::SignedIn => true,
            Access::Desk => matches!(self.role, Role::Staff | Role::Manager),
            Access::Manage => matches!(self.role, Role::Manager),
            Access::Administer => matches!(self.role, Role::Admin),
        }
    }

    /// Whether the person may see and move the dossiers of an agency.
    #[must_use]
    pub fn works_in(&self, agency: AgencyId) -> bool {
        self.has(Access::Desk) && self.reach.covers(agency)
    }

    /// The agencies whose dossiers the person may see; none for a role that does not work on dossiers.
    #[must_use]
    pub fn dossier_scope(&self) -> AgencyScope {
        if self.has(Access::Desk) {
            self.reach.clone()
        } else {
            AgencyScope::Agencies(BTreeSet::new())
        }
    }

    /// The person as the actor of events.
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

/// Somebody who works on dossiers, as colleagues see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// The account's name, as assignments store it.
    pub name: String,
    /// The name shown.
    pub display_name: String,
    /// What they are called beside it, as papers have it; blank: nothing.
    pub title: String,
    /// Where they work.
    pub reach: AgencyScope,
}

/// The signed-in person of a request, with session and address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The person.
    pub person: Person,
    /// Their session.
    pub session: SessionId,
    /// When the password was last entered in this session.
    pub confirmed_at: Instant,
    /// The address of the request, for the audit.
    pub address: Option<IpAddr>,
}

impl Caller {
    /// Minutes for which an entered password counts as confirmed (ours: long enough for one piece of work).
    const CONFIRMED_MIN: i64 = 10;

    /// Whether the password was entered recently enough that it need not be asked for again.
    #[must_use]
    pub fn is_confirmed(&self, now: Instant) -> bool {
        // A time in the future was written by a wrong clock, so its distance is treated like an age.
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

    /// Reads a key from a form; `None` when it is blank, too long, or has characters other than letters, digits and hyphens.
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
