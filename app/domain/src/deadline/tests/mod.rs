//! The rules of working time and lateness as sentences, and against a count minute by minute.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod calendar_limits;
mod calendar_rules;
mod decided_rules;
mod due_rules;
mod lateness_rules;
mod properties;
mod same_day_rules;

use chrono::{NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Asia::Ho_Chi_Minh;
use chrono_tz::Tz;

use super::{
    Calendar, CalendarDay, DayStatus, Instant, Interval, OfficeHours, seed_days_2025_2027,
    seed_office_hours,
};
use crate::id::AgencyId;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// "2026-02-13 16:00" (or with seconds) of the zone.
fn instant_in(zone: Tz, text: &str) -> Instant {
    let (day, time) = text.split_once(' ').unwrap();
    let local = date(day).and_time(clock(time));
    zone.from_local_datetime(&local).single().unwrap().to_utc()
}

fn at(text: &str) -> Instant {
    instant_in(Ho_Chi_Minh, text)
}

fn clock(text: &str) -> NaiveTime {
    ["%H:%M", "%H:%M:%S%.f"]
        .iter()
        .find_map(|form| NaiveTime::parse_from_str(text, form).ok())
        .unwrap()
}

/// "07:30-11:30 13:00-17:00"; empty for a day off.
fn intervals(text: &str) -> Vec<Interval> {
    let pairs = text
        .split_whitespace()
        .map(|pair| pair.split_once('-').unwrap());
    pairs
        .map(|(open, close)| Interval::new(clock(open), clock(close)).unwrap())
        .collect()
}

fn every_day(valid_from: &str, text: &str) -> OfficeHours {
    OfficeHours {
        valid_from: date(valid_from),
        week: std::array::from_fn(|_| intervals(text)),
    }
}

fn row(day: &str, agency: Option<i64>, text: &str) -> CalendarDay {
    CalendarDay {
        date: date(day),
        agency: agency.map(AgencyId),
        intervals: intervals(text),
        name: "Ngày thử".to_owned(),
        decision: "Quyết định thử".to_owned(),
        status: DayStatus::Decided,
    }
}

/// Common office hours and the seed rows, with more rows after them.
fn centre_with(more: Vec<CalendarDay>) -> Calendar {
    let mut days = seed_days_2025_2027();
    days.extend(more);
    Calendar::new(
        Ho_Chi_Minh,
        vec![seed_office_hours(date("2015-01-01"))],
        days,
    )
}

fn centre() -> Calendar {
    centre_with(Vec::new())
}
