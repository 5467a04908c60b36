//! How long of a day a wall was connected.

use serde::{Deserialize, Serialize};

use crate::deadline::Instant;

/// A wall between the first opening of a day and its last closing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uptime {
    /// The first opening.
    pub from: Instant,
    /// The last closing.
    pub to: Instant,
    /// Until when it is known: now, or the closing.
    pub until: Instant,
    /// When it was connected, in order and without overlap.
    pub spans: Vec<(Instant, Instant)>,
}

impl Uptime {
    /// Of when it was seen, on any server, from and to; `None` before the opening.
    #[must_use]
    pub fn of(
        (from, to): (Instant, Instant),
        now: Instant,
        mut seen: Vec<(Instant, Instant)>,
    ) -> Option<Self> {
        let until = now.min(to);
        if until <= from {
            return None;
        }
        seen.sort_unstable();
        let mut spans: Vec<(Instant, Instant)> = Vec::new();
        for (began, ended) in seen {
            let (began, ended) = (began.max(from), ended.min(until));
            if ended <= began {
                continue;
            }
            match spans.last_mut() {
                Some((_, last)) if began <= *last => *last = ended.max(*last),
                _ => spans.push((began, ended)),
            }
        }
        Some(Self {
            from,
            to,
            until,
            spans,
        })
    }

    /// The share of the time known that it was connected, in tenths of a percent.
    #[must_use]
    pub fn tenths(&self) -> u64 {
        let connected: i64 = self
            .spans
            .iter()
            .map(|(began, ended)| (*ended - *began).num_milliseconds())
            .sum();
        thousandths(connected, (self.until - self.from).num_milliseconds())
    }

    /// Where an instant lies between opening and closing, in thousandths.
    #[must_use]
    pub fn place(&self, at: Instant) -> u64 {
        let since = (at - self.from).num_milliseconds();
        thousandths(since, (self.to - self.from).num_milliseconds())
    }
}

fn thousandths(part: i64, whole: i64) -> u64 {
    let share = part.max(0).saturating_mul(1_000) / whole.max(1);
    share.unsigned_abs().min(1_000)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(minute: i64) -> Instant {
        Instant::from_timestamp_millis(minute * 60_000).unwrap()
    }

    #[test]
    fn overlapping_presences_count_once_and_only_between_opening_and_now() {
        let seen = vec![
            (at(150), at(190)),
            (at(50), at(120)),
            (at(110), at(140)),
            (at(300), at(400)),
        ];
        let uptime = Uptime::of((at(100), at(300)), at(200), seen).unwrap();
        assert_eq!(uptime.spans, [(at(100), at(140)), (at(150), at(190))]);
        assert_eq!(uptime.tenths(), 800, "80 of 100 minutes");
        assert_eq!((uptime.place(at(150)), uptime.place(at(999))), (250, 1_000));
    }

    #[test]
    fn there_is_no_uptime_before_the_opening_and_none_after_the_closing() {
        assert_eq!(Uptime::of((at(100), at(300)), at(100), Vec::new()), None);
        let evening = Uptime::of((at(100), at(300)), at(900), vec![(at(0), at(900))]).unwrap();
        assert_eq!((evening.until, evening.tenths()), (at(300), 1_000));
        let never = Uptime::of((at(100), at(300)), at(200), Vec::new()).unwrap();
        assert_eq!(never.tenths(), 0);
    }
}
