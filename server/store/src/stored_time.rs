//! Times as the database stores them.

use chrono::{Datelike, NaiveDate};
use sanh_domain::deadline::Instant;

use super::error::{Result, StoreError};

/// An instant as stored: milliseconds since 1970 UTC.
pub(super) fn ms(at: Instant) -> i64 {
    at.timestamp_millis()
}

/// A stored instant.
pub(super) fn instant(ms: i64) -> Result<Instant> {
    Instant::from_timestamp_millis(ms)
        .ok_or_else(|| StoreError::Corrupt(format!("{ms} is no instant")))
}

/// The local day of a bucket number; `None` for a month or a year.
pub(super) fn day_of(number: i64) -> Option<NaiveDate> {
    let year = i32::try_from(number / 10_000).ok()?;
    let part = |number: i64| u32::try_from(number % 100).ok();
    NaiveDate::from_ymd_opt(year, part(number / 100)?, part(number)?)
}

/// The bucket number of a local day: yyyymmdd.
pub(super) fn day_number(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}
