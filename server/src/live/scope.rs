//! The publisher's state of one scope. Each scope has its own figures, age and fault, so that damaged counters of one agency
//! affect no other wall.

use std::sync::Arc;
use std::time::Duration;

use sanh_domain::board::edition::Edition;
use sanh_domain::deadline::Instant;
use tokio::time::Instant as Moment;

/// Seconds until a failed scope is counted again; they double up to the maximum (ours: a repair takes about as long).
const AGAIN_S: u64 = 1;
const AGAIN_S_MAX: u64 = 10;
/// The wait if it is not known when the figures change.
const NO_TURN: Duration = Duration::from_secs(1);

/// One scope's board and its state.
#[derive(Debug, Default)]
pub(super) struct ScopeBoard {
    /// The newest edition; none if it was never counted.
    pub edition: Option<Arc<Edition>>,
    /// The change number that edition was counted at.
    counted: Option<i64>,
    /// When the figures last equalled the database, in milliseconds UTC; 0: never.
    fresh_ms: i64,
    /// When the figures change without any event, such as at midnight or when a dossier becomes overdue.
    next_turn: Option<Instant>,
    fault: Option<Fault>,
}

/// How a scope's figures compare with the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Freshness {
    /// They equal the database.
    Current,
    /// They are older than its last change, or have changed by time.
    Outdated,
    /// The scope cannot be counted and waits until it is tried again; its figures grow old.
    Waiting,
}

/// Why the scope cannot be counted.
#[derive(Debug)]
struct Fault {
    what: String,
    tries: u32,
    again: Moment,
}

impl ScopeBoard {
    /// Stores a count, which `edition` shows.
    pub(super) fn take(
        &mut self,
        edition: Arc<Edition>,
        (counted, next_turn): (i64, Instant),
        at: Instant,
    ) {
        *self = Self {
            edition: Some(edition),
            counted: Some(counted),
            fresh_ms: at.timestamp_millis(),
            next_turn: Some(next_turn),
            fault: None,
        };
    }

    /// Records that the scope could not be counted. True if the fault is new.
    pub(super) fn fail(&mut self, what: String) -> bool {
        let tries = self.fault.as_ref().map_or(0, |fault| fault.tries);
        let is_news = self.fault.as_ref().is_none_or(|fault| fault.what != what);
        let wait_s = (AGAIN_S << tries.min(16)).min(AGAIN_S_MAX);
        self.fault = Some(Fault {
            what,
            tries: tries.saturating_add(1),
            again: Moment::now() + Duration::from_secs(wait_s),
        });
        is_news
    }

    /// Compares the figures with the number of the database's last change; if they equal the database, records that they do so now.
    pub(super) fn note_change(&mut self, number: i64, now: Instant) -> Freshness {
        if self.fault.is_some() {
            return Freshness::Waiting;
        }
        let has_turned = self.next_turn.is_none_or(|turn| turn <= now);
        if self.counted != Some(number) || has_turned {
            return Freshness::Outdated;
        }
        self.fresh_ms = now.timestamp_millis();
        Freshness::Current
    }

    /// Whether the scope waits after a fault.
    pub(super) fn is_waiting(&self) -> bool {
        let again = self.fault.as_ref().map(|fault| fault.again);
        again.is_some_and(|again| again > Moment::now())
    }

    /// The time until the scope has to be counted if no event comes.
    pub(super) fn wait(&self, now: Instant) -> Duration {
        match (&self.fault, self.next_turn) {
            (Some(fault), _) => fault.again.saturating_duration_since(Moment::now()),
            (None, Some(turn)) => (turn - now).to_std().unwrap_or_default(),
            (None, None) => NO_TURN,
        }
    }

    /// When the figures last equalled the database, in milliseconds UTC; 0: never.
    pub(super) fn fresh_ms(&self) -> i64 {
        self.fresh_ms
    }

    /// The fault, if the scope cannot be counted.
    pub(super) fn fault(&self) -> Option<&str> {
        self.fault.as_ref().map(|fault| fault.what.as_str())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(ms: i64) -> Instant {
        chrono::DateTime::from_timestamp_millis(ms).unwrap()
    }

    #[test]
    fn after_a_failed_count_there_is_a_pause_before_the_next_try() {
        let mut board = ScopeBoard {
            counted: Some(7),
            fresh_ms: 1_000,
            next_turn: Some(at(5_000)),
            ..ScopeBoard::default()
        };
        assert_eq!(board.note_change(7, at(4_000)), Freshness::Current);
        assert_eq!(board.fresh_ms(), 4_000);
        let turned = board.note_change(7, at(6_000));
        assert_eq!(turned, Freshness::Outdated, "time has turned it");
        let changed = board.note_change(8, at(4_500));
        assert_eq!(changed, Freshness::Outdated, "it was changed");
        assert!(board.fail("off".to_owned()), "that is news");
        assert!(!board.fail("off".to_owned()), "and is told once");
        assert!(board.is_waiting());
        assert!(board.wait(at(6_000)) > Duration::from_millis(500));
        let waits = board.note_change(9, at(7_000));
        assert_eq!(waits, Freshness::Waiting, "it has its own time");
        assert_eq!(board.fresh_ms(), 4_000, "its figures grow old");
        for _ in 0..99 {
            board.fail("off".to_owned());
        }
        assert!(board.wait(at(7_000)) <= Duration::from_secs(AGAIN_S_MAX));
    }
}
