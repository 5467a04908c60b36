//! What the walls showed: what server functions take and give.

use chrono_tz::Tz;
use sanh_domain::deadline::Instant;
use sanh_domain::wall_replay::model::ReplayedBoard;
use serde::{Deserialize, Serialize};

use crate::ui::form::Problem;

/// What is asked for: a wall, and an instant as date and time of the centre.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplayQuery {
    /// The wall's name; blank: the one at `/`. None: nothing is asked for yet.
    pub screen: Option<String>,
    /// Blank or none: today.
    pub date: Option<String>,
    /// Blank or none: now.
    pub time: Option<String>,
}

/// What was asked for, and what the wall showed then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replay {
    /// The centre's zone.
    pub zone: Tz,
    /// The walls there are and were, the first one before all: name in addresses, and what people call it.
    pub walls: Vec<(String, String)>,
    /// The name of the wall asked for.
    pub wall: String,
    /// The date, as it was typed.
    pub date: String,
    /// The time, as it was typed.
    pub time: String,
    /// The instant that they are, or what is wrong with them.
    pub at: Result<Instant, Problem>,
    /// What the wall showed; none where nothing was kept, or the wall was not there.
    pub shown: Option<ReplayedBoard>,
}
