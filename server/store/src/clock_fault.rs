//! Why a clock is not trusted.

use std::fmt;

use sanh_domain::deadline::Instant;

/// Why a clock is not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockFault {
    /// Its time lies before the program was built.
    BeforeBuild {
        /// Its time.
        now: Instant,
        /// When the program was built.
        built_at: Instant,
    },
    /// Its time lies before what is already recorded.
    Behind {
        /// Its time.
        now: Instant,
        /// The time of the newest record.
        newest: Instant,
    },
    /// It is further ahead than allowed.
    Ahead {
        /// Its time.
        now: Instant,
        /// The expected time, by the monotonic clock or the newest record.
        expected: Instant,
    },
}

impl fmt::Display for ClockFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |at: &Instant| at.format("%Y-%m-%d %H:%M:%S UTC").to_string();
        match self {
            Self::BeforeBuild { now, built_at } => write!(
                f,
                "the clock says {}, which is before this program was built ({}): set the machine's clock",
                text(now),
                text(built_at)
            ),
            Self::Behind { now, newest } => write!(
                f,
                "the clock says {}, and what was recorded last is of {}: writing goes on when the clock has passed that, \
                 or once it is confirmed by `sanh clock confirm`",
                text(now),
                text(newest)
            ),
            Self::Ahead { now, expected } => write!(
                f,
                "the clock says {}, and about {} was expected: set it right, or confirm it by `sanh clock confirm`",
                text(now),
                text(expected)
            ),
        }
    }
}
