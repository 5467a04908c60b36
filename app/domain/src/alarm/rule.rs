//! The rules that raise alarms: each is a function of a measured value and its threshold.

use std::collections::BTreeMap;

use chrono::Duration;

use super::model::{AlarmKind, CheckResult, CheckState};
use crate::deadline::decided::DAYS_OFF_PER_YEAR;
use crate::deadline::undecided::YearGap;
use crate::deadline::{Calendar, Instant};

/// A fault when `value` exceeds `threshold`.
#[must_use]
pub const fn over(value: i64, threshold: i64) -> CheckState {
    if value > threshold {
        CheckState::Wrong { value, threshold }
    } else {
        CheckState::Fine
    }
}

/// One result for each person who has opened or searched as many applicants' records as is allowed; with both counts at the
/// limit, the result of the openings.
#[must_use]
pub fn readings(
    openings: (&[(String, i64)], u32),
    searches: (&[(String, i64)], u32),
) -> Vec<CheckResult> {
    let mut wrong = BTreeMap::<&str, (i64, i64)>::new();
    for (counts, bound) in [openings, searches] {
        let bound = i64::from(bound);
        for (name, value) in counts.iter().filter(|(_, value)| *value >= bound) {
            wrong.entry(name).or_insert((*value, bound));
        }
    }
    let reading = |(name, (value, threshold)): (&str, (i64, i64))| CheckResult {
        kind: AlarmKind::ReadingMuch,
        subject: name.to_owned(),
        state: CheckState::Wrong { value, threshold },
    };
    wrong.into_iter().map(reading).collect()
}

/// A wall that was last seen at `seen`: a fault when it has been away for more than `dark_s` seconds of office hours. Unknown
/// outside office hours and for a wall that was never seen.
#[must_use]
pub fn dark(seen: Instant, now: Instant, calendar: &Calendar, dark_s: u32) -> CheckState {
    let away = calendar.working_time(seen, now);
    if away <= Duration::seconds(dark_s.into()) {
        return CheckState::Fine;
    }
    if !calendar.is_open(now) {
        return CheckState::Unknown;
    }
    CheckState::Wrong {
        value: away.num_minutes(),
        threshold: i64::from(dark_s) / 60,
    }
}

/// A wall that has not painted the board sent at `sent_at`: a fault after `behind_s` seconds.
#[must_use]
pub fn behind(is_painted: bool, sent_at: Instant, now: Instant, behind_s: u32) -> CheckState {
    if is_painted {
        return CheckState::Fine;
    }
    over((now - sent_at).num_seconds(), behind_s.into())
}

/// A clock that is `ahead_ms` ahead of the server's (negative: behind it): a fault beyond `clock_s` seconds.
#[must_use]
pub const fn clock(ahead_ms: i64, clock_s: u32) -> CheckState {
    over(ahead_ms.saturating_abs() / 1_000, clock_s as i64)
}

/// The age of the newest backup, if there is one. It may be older than the server where the server has just been set up.
#[must_use]
pub fn backup(
    newest: Option<Instant>,
    started: Instant,
    now: Instant,
    backup_h: u32,
) -> CheckState {
    let since = newest.unwrap_or(started);
    over((now - since).num_hours(), backup_h.into())
}

/// One result for each year with gaps in its calendar, and one more for its dates that wait for a decision. A gap that is
/// closed has no result, so its alarm ends.
#[must_use]
pub fn calendar(gaps: &[YearGap]) -> Vec<CheckResult> {
    let reading = |kind, gap: &YearGap, value: usize, threshold: usize| CheckResult {
        kind,
        subject: gap.year.to_string(),
        state: CheckState::Wrong {
            value: i64::try_from(value).unwrap_or(i64::MAX),
            threshold: i64::try_from(threshold).unwrap_or(i64::MAX),
        },
    };
    let of_year = |gap: &YearGap| {
        let missing = gap
            .days_off
            .map(|days| reading(AlarmKind::CalendarMissing, gap, days, DAYS_OFF_PER_YEAR));
        let waiting =
            (gap.pending > 0).then(|| reading(AlarmKind::CalendarPending, gap, gap.pending, 0));
        missing.into_iter().chain(waiting)
    };
    gaps.iter().flat_map(of_year).collect()
}

/// The free share of a disk: a fault below `free_pct_min` per cent.
#[must_use]
pub fn disk(free: u64, total: u64, free_pct_min: u32) -> CheckState {
    if total == 0 {
        return CheckState::Unknown;
    }
    // In 128 bits, because the product of a disk's size and 100 may not fit into 64.
    let pct = u128::from(free) * 100 / u128::from(total);
    let pct = i64::try_from(pct).unwrap_or(100);
    if pct < i64::from(free_pct_min) {
        CheckState::Wrong {
            value: pct,
            threshold: free_pct_min.into(),
        }
    } else {
        CheckState::Fine
    }
}

#[cfg(test)]
mod tests;
