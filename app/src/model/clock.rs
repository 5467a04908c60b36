//! The server's clock: what server functions take and give.

use chrono_tz::Tz;
use sanh_domain::deadline::Instant;
use serde::{Deserialize, Serialize};

/// Why the server's clock is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockDoubt {
    /// The time is before the program was built.
    BeforeBuild {
        /// When that was.
        built_at: Instant,
    },
    /// The time is before the newest record.
    Behind {
        /// The time of the newest record.
        newest: Instant,
    },
    /// It is further ahead than may be.
    Ahead {
        /// The expected time.
        expected: Instant,
    },
}

impl ClockDoubt {
    /// Whether an administrator's confirmation ends the doubt: a time before the program was built cannot be right.
    #[must_use]
    pub const fn can_be_confirmed(self) -> bool {
        !matches!(self, Self::BeforeBuild { .. })
    }
}

/// The server's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockState {
    /// The time of the clock.
    pub now: Instant,
    /// The centre's zone.
    pub zone: Tz,
    /// The time of the newest record.
    pub newest: Option<Instant>,
    /// Why it is not believed; none: it is.
    pub doubt: Option<ClockDoubt>,
}
