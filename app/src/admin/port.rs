//! What the page of the server's clock needs of the server.

use async_trait::async_trait;
use chrono_tz::Tz;
use sanh_domain::account::model::Caller;
use sanh_domain::deadline::Instant;

use crate::error::AppError;

/// Why the server's clock is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    pub const fn ends_by_a_word(self) -> bool {
        !matches!(self, Self::BeforeBuild { .. })
    }
}

/// The server's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// The server's clock. Every method is for administrators; the pages have seen to that.
#[async_trait]
pub trait AdminPort: Send + Sync {
    /// The server's clock.
    async fn clock(&self) -> Result<ClockState, AppError>;

    /// Says that the server's clock is right now, so that recording goes on; with its line in the audit. Whoever says so has just
    /// given their password.
    async fn confirm_clock(&self, caller: &Caller) -> Result<(), AppError>;
}
