//! Dates and times as files write them, and their instants.

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use sanh_domain::deadline::{Instant, whole_ms};
use sanh_domain::text::name::composed;

use super::cell::Cell;
use super::date_format::WrittenDate;
use super::mapping::Mapping;
use super::report::Reason;

/// The years of plausible dates: others are typing mistakes, or a system's "none": 0001, 1900, 1970, 9999 (ours).
const YEARS: std::ops::RangeInclusive<i32> = 1971..=2199;
/// The largest distance from midnight of a date cell that means a date: browsers that use the zone's offset of a hundred years
/// ago write its seconds, forwards or backwards, as an hour (ours).
const NEAR_MIDNIGHT: Duration = Duration::minutes(1);
/// The largest time before midnight that means the end of that day, not the day after (ours).
const END_OF_DAY: Duration = Duration::milliseconds(1_500);

/// A date of the file; one without an hour means the whole day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileMoment {
    /// The instant; of a whole day its first instant.
    pub at: Instant,
    /// Whether it was written without an hour.
    pub whole_day: bool,
}

impl FileMoment {
    /// Reads a cell by the formats of a mapping; a date cell of a workbook needs none.
    ///
    /// # Errors
    /// When the cell is no date, or an implausible one.
    pub fn of(cell: &Cell, mapping: &Mapping) -> Result<Self, Reason> {
        let moment = Self::written(cell, mapping)?;
        if YEARS.contains(&moment.at.year()) {
            Ok(moment)
        } else {
            Err(Reason::ImplausibleDate)
        }
    }

    /// As [`FileMoment::of`], for any year: systems write distant ones for "none".
    ///
    /// # Errors
    /// When the cell is no date.
    pub fn written(cell: &Cell, mapping: &Mapping) -> Result<Self, Reason> {
        let zone = mapping.zone;
        Ok(match cell {
            Cell::Time(time) => Self {
                at: local(zone, *time)?,
                whole_day: time.time() == NaiveTime::MIN,
            },
            Cell::Text(text) => {
                let text = composed(text);
                let mut formats = mapping.date_formats.iter();
                let written = formats.find_map(|format| format.read(&text));
                instant(zone, written.ok_or(Reason::NotADate)?)?
            }
            Cell::Formula => return Err(Reason::FormulaWithoutValue),
            Cell::Fault(_) => return Err(Reason::SheetFault),
        })
    }

    /// The date in the mapping's zone.
    pub fn date(self, zone: Tz) -> NaiveDate {
        self.at.with_timezone(&zone).date_naive()
    }
}

/// The instant of a written date.
fn instant(zone: Tz, written: WrittenDate) -> Result<FileMoment, Reason> {
    let (at, whole_day) = match written {
        WrittenDate::Instant(time) => (whole_ms(time.with_timezone(&Utc)), false),
        WrittenDate::Local(time) => (local(zone, time)?, false),
        WrittenDate::Day(date) => (first_instant_of_day(zone, date)?, true),
    };
    Ok(FileMoment { at, whole_day })
}

/// The intended date of a date cell: within a minute of midnight it is that date, but 23:59 and 23:59:59 mean the end of a day.
pub fn without_seconds_of_zone(cell: &Cell) -> Cell {
    let Cell::Time(time) = cell else {
        return cell.clone();
    };
    let (midnight, rest) = (
        time.date().and_time(NaiveTime::MIN),
        time.time() - NaiveTime::MIN,
    );
    let left = Duration::days(1) - rest;
    if rest < NEAR_MIDNIGHT {
        return Cell::Time(midnight);
    }
    if left < NEAR_MIDNIGHT && left > END_OF_DAY {
        return Cell::Time(midnight + Duration::days(1));
    }
    Cell::Time(*time)
}

/// A wall-clock time in the zone. Where the clock was set back the first of the two is meant; a time it skipped does not exist.
fn local(zone: Tz, time: NaiveDateTime) -> Result<Instant, Reason> {
    let found = zone
        .from_local_datetime(&time)
        .earliest()
        .ok_or(Reason::NoSuchTime)?;
    Ok(whole_ms(found.with_timezone(&Utc)))
}

/// Midnight, or the first instant after it if the clock skips midnight.
fn first_instant_of_day(zone: Tz, date: NaiveDate) -> Result<Instant, Reason> {
    let midnight = date.and_time(NaiveTime::MIN);
    (0..48)
        .find_map(|half_hours| local(zone, midnight + Duration::minutes(30 * half_hours)).ok())
        .ok_or(Reason::NoSuchTime)
}

/// The last millisecond of the local day in which `at` lies.
///
/// # Errors
/// When there is no next day to end it.
pub fn last_instant_of_day(zone: Tz, at: Instant) -> Result<Instant, Reason> {
    let next = at
        .with_timezone(&zone)
        .date_naive()
        .succ_opt()
        .ok_or(Reason::ImplausibleDate)?;
    Ok(first_instant_of_day(zone, next)? - Duration::milliseconds(1))
}
