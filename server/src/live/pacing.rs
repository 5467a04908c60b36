//! Limits how often the publisher counts.

use std::time::Duration;

use tokio::time::Instant;

/// Allows a number of counts per second, and two at once after a pause, so that a change just after the turn of a minute, when
/// boards are counted for newly overdue dossiers, does not have to wait.
#[derive(Debug)]
pub(super) struct Pacing {
    gap: Duration,
    /// When two counts may begin at once again; `None`: now.
    rested: Option<Instant>,
}

impl Pacing {
    pub(super) fn new(per_s_max: u32) -> Self {
        Self {
            gap: Duration::from_secs(1) / per_s_max.max(1),
            rested: None,
        }
    }

    /// Records that a count begins; returns when the next one may.
    pub(super) fn begun(&mut self, now: Instant) -> Instant {
        let last = self.rested.map_or(now, |rested| rested.max(now));
        self.rested = Some(last + self.gap);
        last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_counts_begin_at_once_and_then_no_more_than_the_pace_allows() {
        let mut pacing = Pacing::new(2);
        let began = Instant::now();
        let mut now = began;
        let mut waits = Vec::new();
        for _ in 0..5 {
            let next = pacing.begun(now);
            waits.push(next.duration_since(now).as_millis());
            now = next;
        }
        assert_eq!(waits, [0, 500, 500, 500, 500]);
        let after_a_pause = now + Duration::from_secs(9);
        assert_eq!(pacing.begun(after_a_pause), after_a_pause);
    }

    #[test]
    fn a_change_just_after_the_turn_of_a_minute_does_not_wait() {
        let mut pacing = Pacing::new(2);
        let minute = Instant::now();
        assert_eq!(pacing.begun(minute), minute);
        let change = minute + Duration::from_millis(40);
        let next = pacing.begun(change);
        assert_eq!(next, minute + Duration::from_millis(500));
        // A change every 700 ms does not wait either.
        let another = change + Duration::from_millis(700);
        assert!(pacing.begun(another) < another + Duration::from_millis(700));
    }
}
