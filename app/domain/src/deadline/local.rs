//! Local dates and clock times of a zone, and the instants they stand for.

use chrono::{MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::{GapInfo, Tz};

use super::Instant;

/// The date the zone's clocks and calendars show at the instant.
pub(super) fn local_date(zone: Tz, at: Instant) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The first instant at which the zone's clocks show `local`; where they jump over it, the instant of
/// the jump. Taking the first of two keeps neighbouring intervals side by side, without an overlap,
/// on the night the clocks go back.
pub(super) fn first_instant(zone: Tz, local: NaiveDateTime) -> Instant {
    match zone.from_local_datetime(&local) {
        MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => at.to_utc(),
        MappedLocalTime::None => GapInfo::new(&local, &zone)
            .and_then(|gap| gap.end)
            .map_or_else(|| local.and_utc(), |end| end.to_utc()),
    }
}

/// The first instant of the date: its midnight, or the jump that passes over midnight.
pub fn day_start(zone: Tz, date: NaiveDate) -> Instant {
    first_instant(zone, date.and_time(NaiveTime::MIN))
}

/// The first midnight after the instant.
pub(super) fn next_midnight(zone: Tz, after: Instant) -> Instant {
    // A second date is tried for zones that once turned their clocks back across midnight.
    local_date(zone, after)
        .iter_days()
        .skip(1)
        .take(2)
        .map(|date| day_start(zone, date))
        .find(|start| *start > after)
        .unwrap_or(after)
}
