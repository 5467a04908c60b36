//! The actor of an event.

use serde::{Deserialize, Serialize};

/// The actor of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The account's name, or `import`, `demo`.
    pub name: String,
    /// Its role.
    pub role: ActorRole,
}

/// What an actor may do; each may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorRole {
    /// Works on dossiers.
    Staff,
    /// Also corrects others' events, asks for papers again, records what is long past.
    Manager,
    /// The import and the demo: may also leave reasons blank and record steps.
    System,
}
