//! The parameters and results of the server functions of the wall playback.

use chrono_tz::Tz;
use sanh_domain::deadline::Instant;
use sanh_domain::wall_playback::model::PastBoard;
use serde::{Deserialize, Serialize};

use crate::ui::form::Problem;

/// A request: a wall, and an instant as date and time of the centre.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaybackQuery {
    /// The wall's name; blank: the one at `/`. None: nothing is requested yet.
    pub screen: Option<String>,
    /// Blank or none: today.
    pub date: Option<String>,
    /// Blank or none: now.
    pub time: Option<String>,
}

/// A request, and what the wall showed then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Playback {
    /// The centre's zone.
    pub zone: Tz,
    /// The walls there are and were, the first one before all: name in addresses, and what people call it.
    pub walls: Vec<(String, String)>,
    /// The name of the wall asked for.
    pub wall: String,
    /// The date, as typed.
    pub date: String,
    /// The time, as typed.
    pub time: String,
    /// The instant that they are, or what is wrong with them.
    pub at: Result<Instant, Problem>,
    /// The board that the wall showed; none if nothing was stored, or the wall was not connected.
    pub shown: Option<PastBoard>,
}
