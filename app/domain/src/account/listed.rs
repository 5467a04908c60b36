//! Accounts as administrators list them.

use serde::{Deserialize, Serialize};

use super::model::Person;

/// Whether an account can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Its holder has not set a password yet.
    Waits,
    /// In use.
    Active,
    /// It may sign in no more.
    Disabled,
}

/// An account as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedPerson {
    /// The person.
    pub person: Person,
    /// What they are called beside their name, as papers have it; blank: nothing.
    pub title: String,
    /// How far it has come.
    pub state: AccountState,
}
