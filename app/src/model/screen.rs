//! Walls and their screens: what server functions take and give.

use chrono_tz::Tz;
use sanh_domain::account::model::Person;
use sanh_domain::deadline::Instant;
use sanh_domain::id::FieldId;
use sanh_domain::procedure::listed::ListedAgency;
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::ScreenSetting;
use sanh_domain::screen::watching::Watchers;
use sanh_domain::text::name::Name;
use serde::{Deserialize, Serialize};

use crate::page::FieldValues;

/// A wall as managers see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreenDetails {
    /// The setting of the wall.
    pub setting: ScreenSetting,
    /// Since when a screen has been paired with it; `None`: none is.
    pub paired_at: Option<Instant>,
}

/// The walls that a manager keeps, and who watches them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fleet {
    /// The present instant.
    pub now: Instant,
    /// The centre's zone.
    pub zone: Tz,
    /// The walls, the one at `/` first, even if it was never set up.
    pub walls: Vec<ScreenDetails>,
    /// The connected screens.
    pub watchers: Watchers,
    /// The number of screens that wait to be paired.
    pub waiting: u32,
}

impl ScreenDetails {
    /// Whether a screen is paired with it.
    #[must_use]
    pub const fn is_paired(&self) -> bool {
        self.setting.is_paired && self.paired_at.is_some()
    }
}

impl Fleet {
    /// The walls whose paired screen is not connected. Of one that no screen is paired with nothing is known.
    pub fn lost(&self) -> impl Iterator<Item = &ScreenDetails> {
        self.walls.iter().filter(move |wall| self.is_lost(wall))
    }

    /// Whether a screen is paired with a wall and not connected.
    #[must_use]
    pub fn is_lost(&self, wall: &ScreenDetails) -> bool {
        wall.is_paired() && !self.is_watched(wall)
    }

    /// Whether the screen that is paired with a wall has a stream, or asks for its page again and again.
    #[must_use]
    pub fn is_watched(&self, wall: &ScreenDetails) -> bool {
        let name = &wall.setting.name;
        let has_stream = self.watchers.of(name).any(|it| it.is_paired);
        has_stream || self.watchers.polls(name, self.now).is_some()
    }
}

/// The choices for a wall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreenOptions {
    /// The agencies whose figures it may show.
    pub agencies: Vec<ListedAgency>,
    /// The fields that public boards of this year show by name.
    pub fields: Vec<(FieldId, Name)>,
}

/// The content of a screen that is not paired.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PairingDisplay {
    /// This code.
    Code(String),
    /// It is paired with the wall of this name.
    Paired(String),
    /// No code yet: too many screens wait.
    Full,
}

/// The setting of a wall, as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedSetting {
    /// The name that people use for it.
    pub label: String,
    /// Its place; may be blank.
    pub place: String,
    /// The scope of its figures.
    pub scope: String,
    /// Whose figures take turns with them.
    pub other: FieldValues,
    /// Of which fields only.
    pub field: FieldValues,
    /// The languages.
    pub languages: String,
    /// The periods.
    pub turn: String,
    /// `light`, `dark` or `hours`.
    pub theme: String,
    /// The hours it is dark in.
    pub theme_hours: String,
    /// From how far its table is read.
    pub distance: String,
    /// `dim`, `same` or `hours`.
    pub night: String,
    /// The hours it dims in.
    pub night_hours: String,
    /// Seconds that one page of the table stays; may be blank.
    pub slot_s: String,
    /// Its diagonal in inches; may be blank.
    pub diagonal: String,
    /// The distance it is read from, in metres; may be blank.
    pub read_from: String,
}

/// Whether a manager is responsible for a wall: managers of the whole centre are responsible for the walls of the whole centre.
pub(crate) fn keeps(person: &Person, scope: Scope) -> bool {
    person.reach.covers_board(scope)
}
