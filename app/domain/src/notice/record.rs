//! A notice as its writers keep it: who wrote it, whether it may be shown, and what may be done to it.

use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::model::{Audience, Notice, NoticeId, Priority};
use crate::account::model::{AgencyScope, Person};
use crate::deadline::Instant;
use crate::scope::Scope;
use crate::text::name::Name;

/// The longest reason for a refusal, in characters (ours).
pub const REFUSAL_CHARS_MAX: usize = 300;
/// The longest time a notice is shown, in days (ours: people stop reading notices that stay longer).
pub const DAYS_MAX: i64 = 366;
/// The longest time an emergency stands, in hours (ours: the walls show nothing else meanwhile).
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

    /// The rule by its stored value; without one no approval is needed.
    #[must_use]
    pub fn read(word: &str) -> Self {
        match word {
            "notices" => Self::Notices,
            "emergencies" => Self::Emergencies,
            "both" => Self::Both,
            _ => Self::Off,
        }
    }

    /// Whether one of this priority waits for a second manager.
    #[must_use]
    pub const fn is_needed_for(self, priority: Priority) -> bool {
        match priority {
            Priority::Notice => matches!(self, Self::Notices | Self::Both),
            Priority::Emergency => matches!(self, Self::Emergencies | Self::Both),
        }
    }
}

/// Whether a notice may be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// Nobody had to be asked.
    NotNeeded,
    /// A second manager has not decided yet.
    Waiting,
    /// One has agreed.
    Given {
        /// Who.
        by: String,
        /// When.
        at: Instant,
    },
    /// One has not.
    Refused {
        /// Who.
        by: String,
        /// When.
        at: Instant,
        /// Why; blank: not said.
        reason: String,
    },
}

/// Where a notice stands in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticePhase {
    /// On the walls.
    Shown,
    /// It will come.
    ToCome,
    /// It waits for a second manager.
    Waiting,
    /// It is over, was called off or refused, or nobody approved it in time.
    Past,
}

/// A notice with what is known of its making.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeRecord {
    /// What it says, where and when.
    pub notice: Notice,
    /// Who wrote it last, by the name signed in with.
    pub author: String,
    /// When.
    pub written_at: Instant,
    /// Grows with every change.
    pub version: i64,
    /// Whether it may be shown.
    pub approval: Approval,
    /// The notice that leaves the walls when this one comes.
    pub replaces: Option<NoticeId>,
}

impl NoticeRecord {
    /// Where it stands at an instant.
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

    /// Whether it was called off before it began.
    #[must_use]
    pub fn is_called_off(&self) -> bool {
        self.notice.until <= self.notice.from
    }
}

/// A notice as its writer wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeDraft {
    /// What it says.
    pub text: Name,
    /// How much of the wall it takes.
    pub priority: Priority,
    /// From this instant on.
    pub from: Instant,
    /// Until this instant, exclusive.
    pub until: Instant,
    /// On which walls.
    pub screens: Audience,
}

impl NoticeDraft {
    /// The longest time one of its priority stands.
    #[must_use]
    pub fn span_max(priority: Priority) -> Duration {
        match priority {
            Priority::Notice => Duration::days(DAYS_MAX),
            Priority::Emergency => Duration::hours(EMERGENCY_HOURS_MAX),
        }
    }
}

/// A wall that can be written for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// The name in its address.
    pub name: String,
    /// What people call it; blank: by the name in its address.
    pub label: String,
    /// Whose figures it shows.
    pub scope: Scope,
    /// Whether a screen of its own is paired with it: what others say that they show proves nothing.
    pub is_paired: bool,
}

/// Whether a person may write for, end or approve what stands on these walls: whoever works everywhere for all, others for the
/// walls of their agencies, and never an emergency, which takes every wall.
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

/// Whether a wall is one of theirs.
#[must_use]
pub fn may_write_for(person: &Person, wall: &Addressee) -> bool {
    person.reach.covers_board(wall.scope)
}

/// Whether a notice may be read within a scope: what stands on every wall, and on one of its walls.
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
