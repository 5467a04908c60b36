//! Why a clock is not believed.

use std::fmt;

use sanh_domain::deadline::Instant;

/// Why a clock is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockFault {
    /// It says a time before the program was built.
    BeforeBuild {
        /// What it says.
        now: Instant,
        /// When it was built.
        built_at: Instant,
    },
    /// It says a time before what is already recorded.
    Behind {
        /// What it says.
        now: Instant,
        /// Of when the newest record is.
        newest: Instant,
    },
    /// It is further ahead than the bound.
    Ahead {
        /// What it says.
        now: Instant,
        /// What it should say by the clock that only runs, or of when the newest record is.
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
