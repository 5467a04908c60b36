//! The server's clock: what server functions take and give.

use chrono_tz::Tz;
use sanh_domain::deadline::Instant;
use serde::{Deserialize, Serialize};

/// Why the server's clock is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockDoubt {
    /// It says a time before the program was built.
    BeforeBuild {
        /// When that was.
        built_at: Instant,
    },
    /// It says a time before what is already recorded.
    Behind {
        /// Of when the newest record is.
        newest: Instant,
    },
    /// It is further ahead than may be.
    Ahead {
        /// What was expected.
        expected: Instant,
    },
}

impl ClockDoubt {
    /// Whether an administrator's word ends it: none makes a time right that lies before the program itself.
    #[must_use]
    pub const fn can_be_confirmed(self) -> bool {
        !matches!(self, Self::BeforeBuild { .. })
    }
}

/// The server's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockState {
    /// What it says.
    pub now: Instant,
    /// The centre's zone.
    pub zone: Tz,
    /// Of when the newest record is.
    pub newest: Option<Instant>,
    /// Why it is not believed; none: it is.
    pub doubt: Option<ClockDoubt>,
}
