//! A notice as managers edit it: its author, its approval, and the rights on it.

use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::model::{Audience, Notice, NoticeId, Priority};
use crate::account::model::{AgencyScope, Person};
use crate::deadline::Instant;
use crate::scope::Scope;
use crate::text::name::Name;

/// The longest reason for refusing a notice, in characters (ours).
pub const REFUSAL_CHARS_MAX: usize = 300;
/// The longest time a notice is shown, in days (ours: people stop reading notices that stay longer).
pub const DAYS_MAX: i64 = 366;
/// The longest time an emergency is shown, in hours (ours: the walls show nothing else meanwhile).
pub const EMERGENCY_HOURS_MAX: i64 = 24;

/// Which notices a second manager has to approve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondManager {
    /// None.
    #[default]
    Off,
    /// Those beside the table.
    Notices,
    /// Emergencies.
    Emergencies,
    /// All.
    Both,
}

impl SecondManager {
    /// The words of the setting.
    pub const WORDS: &'static [&'static str] = &["off", "notices", "emergencies", "both"];

    /// Reads the setting's value; a missing or unknown one means that no approval is needed.
    #[must_use]
    pub fn read(word: &str) -> Self {
        match word {
            "notices" => Self::Notices,
            "emergencies" => Self::Emergencies,
            "both" => Self::Both,
            _ => Self::Off,
        }
    }

    /// Whether a notice of this priority needs the approval of a second manager.
    #[must_use]
    pub const fn is_needed_for(self, priority: Priority) -> bool {
        match priority {
            Priority::Notice => matches!(self, Self::Notices | Self::Both),
            Priority::Emergency => matches!(self, Self::Emergencies | Self::Both),
        }
    }
}

/// The approval of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// Not needed.
    NotNeeded,
    /// A second manager has not decided yet.
    Waiting,
    /// A second manager has approved it.
    Given {
        /// The account's name.
        by: String,
        /// When it was approved.
        at: Instant,
    },
    /// A second manager has refused it.
    Refused {
        /// The account's name.
        by: String,
        /// When it was refused.
        at: Instant,
        /// The reason; blank if none was given.
        reason: String,
    },
}

/// The phase of a notice at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticePhase {
    /// Shown on the walls.
    Shown,
    /// It begins later.
    ToCome,
    /// It waits for a second manager.
    Waiting,
    /// It has ended, was cancelled or refused, or was not approved in time.
    Past,
}

/// A notice with its author and approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeRecord {
    /// The notice.
    pub notice: Notice,
    /// The account of its last author.
    pub author: String,
    /// When it was last written.
    pub written_at: Instant,
    /// The version; grows with every change.
    pub version: i64,
    /// Its approval.
    pub approval: Approval,
    /// The notice that ends when this one begins.
    pub replaces: Option<NoticeId>,
}

impl NoticeRecord {
    /// Its phase at an instant.
    #[must_use]
    pub fn standing(&self, now: Instant) -> NoticePhase {
        let Notice { from, until, .. } = self.notice;
        match &self.approval {
            _ if until <= now || until <= from => NoticePhase::Past,
            Approval::Refused { .. } => NoticePhase::Past,
            Approval::Waiting => NoticePhase::Waiting,
            Approval::NotNeeded | Approval::Given { .. } if from <= now => NoticePhase::Shown,
            Approval::NotNeeded | Approval::Given { .. } => NoticePhase::ToCome,
        }
    }

    /// Whether it was cancelled before it began.
    #[must_use]
    pub fn is_called_off(&self) -> bool {
        self.notice.until <= self.notice.from
    }
}

/// A notice as its author submits it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeDraft {
    /// The text.
    pub text: Name,
    /// How much of the wall it takes.
    pub priority: Priority,
    /// When it begins.
    pub from: Instant,
    /// When it ends, exclusive.
    pub until: Instant,
    /// The walls that show it.
    pub screens: Audience,
}

impl NoticeDraft {
    /// The longest time for which a notice of this priority is shown.
    #[must_use]
    pub fn span_max(priority: Priority) -> Duration {
        match priority {
            Priority::Notice => Duration::days(DAYS_MAX),
            Priority::Emergency => Duration::hours(EMERGENCY_HOURS_MAX),
        }
    }
}

/// A wall for which notices can be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// The name in its address.
    pub name: String,
    /// What people call it; blank: by the name in its address.
    pub label: String,
    /// Whose figures it shows.
    pub scope: Scope,
    /// Whether a screen is paired with it; reports of other screens prove nothing.
    pub is_paired: bool,
}

/// Whether a person may write, end or approve a notice for these walls. Who works everywhere may do so for all walls; others
/// for the walls of their agencies, and never for an emergency, which takes every wall.
#[must_use]
pub fn may_touch(
    person: &Person,
    priority: Priority,
    screens: &Audience,
    walls: &[Addressee],
) -> bool {
    match (&person.reach, screens) {
        (AgencyScope::Everywhere, _) => true,
        (AgencyScope::Agencies(_), Audience::All) => false,
        (AgencyScope::Agencies(_), Audience::Named(names)) => {
            let is_theirs = |name: &String| {
                let wall = walls.iter().find(|wall| wall.name == *name);
                wall.is_some_and(|wall| may_write_for(person, wall))
            };
            priority == Priority::Notice && !names.is_empty() && names.iter().all(is_theirs)
        }
    }
}

/// Whether the person may write for this wall.
#[must_use]
pub fn may_write_for(person: &Person, wall: &Addressee) -> bool {
    person.reach.covers_board(wall.scope)
}

/// Whether a notice may be read within a scope: one for all walls, or for a wall of the scope.
#[must_use]
pub fn may_read(scope: &AgencyScope, screens: &Audience, walls: &[Addressee]) -> bool {
    let is_theirs = |wall: &Addressee| scope.covers_board(wall.scope);
    match (scope, screens) {
        (AgencyScope::Everywhere, _) | (_, Audience::All) => true,
        (_, Audience::Named(names)) => walls
            .iter()
            .any(|wall| names.contains(&wall.name) && is_theirs(wall)),
    }
}

#[cfg(test)]
mod tests;
