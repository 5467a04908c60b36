//! The ages of the backlog, and the days within which dossiers are due soon, in working days.

use chrono::{Days, NaiveDate};

use super::query::AGE_BANDS;
use crate::deadline::calendar::Calendar;

/// The most days in which the next working day is searched for.
const LOOK_DAYS_MAX: u64 = 400;

/// The first and the last age of a band of [`AGE_BANDS`], in working days.
#[must_use]
pub fn band(index: usize) -> (u32, Option<u32>) {
    let from = AGE_BANDS.get(index).copied().unwrap_or_default();
    let to = AGE_BANDS.get(index + 1).map(|next| next - 1);
    (from, to)
}

/// For each band after the first, the date before which a dossier must have been received to be in it or in a later band. The
/// age of a dossier is the number of working days after the day of its reception, up to today.
#[must_use]
pub fn band_bounds(calendar: &Calendar, today: NaiveDate) -> Vec<NaiveDate> {
    let mut bounds = Vec::with_capacity(AGE_BANDS.len());
    let (mut date, mut age) = (today, 0);
    for wanted in AGE_BANDS.iter().skip(1) {
        // The date before which a dossier has this age: the given number of working days back, including today.
        let mut looked = 0;
        while age < *wanted && looked < LOOK_DAYS_MAX {
            if calendar.is_working_day(date) {
                age += 1;
            }
            if age < *wanted {
                date = date.checked_sub_days(Days::new(1)).unwrap_or(date);
            }
            looked += 1;
        }
        bounds.push(date);
        // This date is counted, so the search goes on from the day before.
        date = date.checked_sub_days(Days::new(1)).unwrap_or(date);
    }
    bounds
}

/// The next working days, `count` at most, beginning with today if it is one.
#[must_use]
pub fn coming_days(calendar: &Calendar, today: NaiveDate, count: u32) -> Vec<NaiveDate> {
    let days = (0..LOOK_DAYS_MAX).zip(today.iter_days());
    let working = days.map(|(_, date)| date);
    let working = working.filter(|date| calendar.is_working_day(*date));
    working.take(count as usize).collect()
}

/// The last of this many working days, counted from today if it is one.
#[must_use]
pub fn due_until(calendar: &Calendar, today: NaiveDate, working_days: u32) -> NaiveDate {
    let days = coming_days(calendar, today, working_days);
    let last = days.get((working_days as usize).saturating_sub(1));
    last.copied().unwrap_or(today)
}

/// The last working days before today, oldest first.
#[must_use]
pub fn pace_days(calendar: &Calendar, today: NaiveDate, count: u32) -> Vec<NaiveDate> {
    let mut days = Vec::new();
    let mut date = today;
    for _ in 0..LOOK_DAYS_MAX {
        if days.len() >= count as usize {
            break;
        }
        date = date.checked_sub_days(Days::new(1)).unwrap_or(date);
        if calendar.is_working_day(date) {
            days.push(date);
        }
    }
    days.reverse();
    days
}
