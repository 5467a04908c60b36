//! Accounts as administrators list and add them.

use super::model::{Person, Role};
use crate::id::AgencyId;

/// How far an account has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    /// Its holder has not set a password yet.
    Waits,
    /// In use.
    Active,
    /// It may sign in no more.
    Disabled,
}

/// An account as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPerson {
    /// Who.
    pub person: Person,
    /// How far it has come.
    pub state: AccountState,
}

/// A person to be given an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonToAdd {
    /// The name to sign in with.
    pub name: String,
    /// The name shown.
    pub display_name: String,
    /// What they do.
    pub role: Role,
    /// Where; none: everywhere.
    pub agencies: Vec<AgencyId>,
}
