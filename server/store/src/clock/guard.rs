//! Whether the clock can be trusted: nothing is written while it cannot, because every record stores its time for good.
//!
//! A wrong clock shows in three ways: its time lies before this program was built; its time lies before what is already
//! recorded; or it has jumped ahead of the monotonic clock by more than a usual correction.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Duration};
use sanh_domain::deadline::Instant;

use super::Clock;
pub use crate::clock_fault::ClockFault;

/// How far a clock may be behind the newest record, in seconds: corrections by the network are smaller, and so are the
/// differences between several nodes.
const BEHIND_MAX_S: i64 = 5;

/// The build date when the build was given none, in seconds since 1970: 1 January 2026, before the first version.
const BUILT_S: i64 = 1_767_225_600;

/// When this program was built: the variable `SOURCE_DATE_EPOCH` of the build (seconds; the same source gives the same
/// program), as releases set it from their commit.
#[must_use]
pub fn built_at() -> Instant {
    let told = option_env!("SOURCE_DATE_EPOCH").and_then(|text| text.parse().ok());
    DateTime::from_timestamp(told.unwrap_or(BUILT_S), 0).unwrap_or_default()
}

/// The limits within which a clock is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockBounds {
    /// The earliest possible time.
    pub built_at: Instant,
    /// How far a running clock may be ahead of the monotonic clock.
    pub jump_max: Duration,
    /// How far the first time after a start may be ahead of the newest record.
    pub gap_max: Duration,
}

/// The times known from the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KnownTime {
    /// The time of the newest record that was made with a trusted clock.
    pub newest: Option<Instant>,
    /// The last confirmation by an administrator: its number, and the clock's time.
    pub confirmed: Option<(i64, Instant)>,
}

/// Checks the machine's clock for the store.
pub struct ClockGuard {
    clock: Arc<dyn Clock>,
    bounds: ClockBounds,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    newest: Option<Instant>,
    confirmation: i64,
    /// The last trusted time of the clock, and the monotonic clock at that moment.
    believed: Option<(Instant, tokio::time::Instant)>,
}

impl fmt::Debug for ClockGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClockGuard({:?})", self.bounds)
    }
}

impl ClockGuard {
    /// A guard that knows nothing from the database yet.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, bounds: ClockBounds) -> Arc<Self> {
        Arc::new(Self {
            clock,
            bounds,
            state: Mutex::default(),
        })
    }

    /// Sets the times known from the database: at the start, and whenever an administrator may have confirmed the clock.
    pub fn learn(&self, known: KnownTime) {
        let mut state = self.state();
        let confirmed = known
            .confirmed
            .filter(|(number, _)| *number > state.confirmation);
        let is_first = state.newest.is_none() && state.believed.is_none();
        if let Some((number, at)) = confirmed {
            state.confirmation = number;
            state.newest = known.newest.max(Some(at));
            // At the start a confirmation is a record like any other; while the program runs, the clock is measured from it.
            state.believed = (!is_first).then(|| (at, tokio::time::Instant::now()));
            return;
        }
        state.newest = state.newest.max(known.newest);
    }

    /// Why nothing may be written now; `None` if writing is allowed.
    #[must_use]
    pub fn fault(&self) -> Option<ClockFault> {
        self.judge(&self.state(), self.clock.now())
    }

    /// The same before a write, which becomes the newest record.
    pub(crate) fn admit(&self) -> Result<(), ClockFault> {
        let now = self.clock.now();
        let mut state = self.state();
        if let Some(fault) = self.judge(&state, now) {
            return Err(fault);
        }
        state.newest = state.newest.max(Some(now));
        state.believed = Some((now, tokio::time::Instant::now()));
        Ok(())
    }

    fn judge(&self, state: &State, now: Instant) -> Option<ClockFault> {
        let built_at = self.bounds.built_at;
        if now < built_at {
            return Some(ClockFault::BeforeBuild { now, built_at });
        }
        if let Some(newest) = state.newest
            && now + Duration::seconds(BEHIND_MAX_S) < newest
        {
            return Some(ClockFault::Behind { now, newest });
        }
        let (expected, bound) = match (state.believed, state.newest) {
            (Some((said, at)), _) => {
                let passed = Duration::from_std(at.elapsed()).unwrap_or_default();
                (said + passed, self.bounds.jump_max)
            }
            (None, Some(newest)) => (newest, self.bounds.gap_max),
            (None, None) => return None,
        };
        (now - expected > bound).then_some(ClockFault::Ahead { now, expected })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Mutex;

    use super::*;

    struct Hand(Mutex<Instant>);

    impl Clock for Hand {
        fn now(&self) -> Instant {
            *self.0.lock().unwrap()
        }
    }

    fn at(text: &str) -> Instant {
        format!("{text}Z").parse().unwrap()
    }

    fn guard(now: &str, newest: Option<&str>) -> (Arc<Hand>, Arc<ClockGuard>) {
        let hand = Arc::new(Hand(Mutex::new(at(now))));
        let bounds = ClockBounds {
            built_at: at("2026-10-01T00:00:00"),
            jump_max: Duration::hours(24),
            gap_max: Duration::days(366),
        };
        let guard = ClockGuard::new(hand.clone(), bounds);
        guard.learn(KnownTime {
            newest: newest.map(at),
            confirmed: None,
        });
        (hand, guard)
    }

    fn set(hand: &Hand, now: &str) {
        *hand.0.lock().unwrap() = at(now);
    }

    #[tokio::test]
    async fn a_clock_before_the_build_is_never_believed() {
        let (hand, guard) = guard("2001-06-01T08:00:00", None);
        assert!(matches!(guard.admit(), Err(ClockFault::BeforeBuild { .. })));
        set(&hand, "2026-11-23T08:00:00");
        assert_eq!(guard.admit(), Ok(()));
    }

    #[tokio::test]
    async fn a_step_back_is_waited_out_and_seconds_are_no_step() {
        let (hand, guard) = guard("2026-11-23T08:00:00", Some("2026-11-23T08:00:04"));
        assert_eq!(guard.admit(), Ok(()), "a correction of seconds");
        set(&hand, "2026-11-23T07:00:00");
        assert!(matches!(guard.admit(), Err(ClockFault::Behind { .. })));
        set(&hand, "2026-11-23T08:00:00");
        assert_eq!(guard.admit(), Ok(()));
    }

    #[tokio::test]
    async fn a_jump_ahead_stops_writes_until_it_is_taken_back_or_confirmed() {
        let (hand, guard) = guard("2026-11-23T08:00:00", Some("2026-05-01T08:00:00"));
        assert_eq!(guard.admit(), Ok(()), "months without power are no jump");
        set(&hand, "2026-11-24T07:00:00");
        assert_eq!(guard.admit(), Ok(()), "less than the bound");
        set(&hand, "2031-01-01T08:00:00");
        assert!(matches!(guard.admit(), Err(ClockFault::Ahead { .. })));
        assert!(guard.admit().is_err(), "however often it is tried");
        set(&hand, "2026-11-24T07:00:01");
        assert_eq!(guard.admit(), Ok(()), "set right again");
        set(&hand, "2031-01-01T08:00:00");
        guard.learn(KnownTime {
            newest: Some(at("2026-11-24T07:00:01")),
            confirmed: Some((1, at("2031-01-01T08:00:00"))),
        });
        assert_eq!(guard.admit(), Ok(()), "confirmed");
    }

    #[tokio::test]
    async fn a_confirmation_leads_out_after_a_wrong_jump() {
        let (hand, guard) = guard("2031-01-01T08:00:00", Some("2031-01-01T07:00:00"));
        assert_eq!(guard.admit(), Ok(()));
        set(&hand, "2026-11-24T08:00:00");
        assert!(guard.admit().is_err());
        // Records from before a confirmation no longer count.
        let confirmed = KnownTime {
            newest: None,
            confirmed: Some((1, at("2026-11-24T08:00:00"))),
        };
        guard.learn(confirmed);
        assert_eq!(guard.admit(), Ok(()));
        guard.learn(confirmed);
        assert_eq!(guard.admit(), Ok(()), "learned again it changes nothing");
    }

    #[tokio::test]
    async fn after_more_than_a_year_without_a_record_the_clock_is_asked_about() {
        let (_, guard) = guard("2028-01-01T08:00:00", Some("2026-11-23T08:00:00"));
        assert!(matches!(guard.fault(), Some(ClockFault::Ahead { .. })));
    }

    #[test]
    fn the_program_was_built_after_it_was_begun() {
        assert!(built_at() >= at("2026-01-01T00:00:00"));
    }
}
