//! The only source of the present time.

use chrono::{DateTime, Duration, DurationRound, Utc};
use sanh_domain::deadline::Instant;
use sanh_store::clock::Clock;

/// The machine's clock, shifted by a fixed offset (zero outside the demo).
#[derive(Clone, Copy, Debug)]
pub struct MachineClock {
    offset: Duration,
}

impl MachineClock {
    /// The machine's clock as it is.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            offset: Duration::zero(),
        }
    }

    /// The machine's clock, `offset_s` seconds ahead (or behind, when negative).
    #[must_use]
    pub fn shifted(offset_s: i64) -> Self {
        Self {
            offset: Duration::try_seconds(offset_s).unwrap_or_default(),
        }
    }
}

impl Default for MachineClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for MachineClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    fn now(&self) -> Instant {
        whole_ms(Utc::now() + self.offset)
    }
}

fn whole_ms(at: DateTime<Utc>) -> Instant {
    at.duration_trunc(Duration::milliseconds(1)).unwrap_or(at)
}
