//! The periods and days with which a period is compared.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::deadline::Instant;
use crate::deadline::calendar::Calendar;
use crate::period::{Period, PeriodKind, days_beside};

/// Days of a week.
const WEEK_DAYS: u64 = 7;
/// Weeks between a week and the same one of last year.
const YEAR_WEEKS: u64 = 52;

/// Two periods, and the days of each that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComparisonSides {
    /// The whole other period.
    pub other: Period,
    /// The compared days of this period.
    pub days: Period,
    /// The compared days of the other.
    pub other_days: Period,
    /// The number of working days on each side while this period runs; `None` if whole periods are compared.
    pub working_days: Option<u32>,
}

/// The compared days of two periods: both whole when the period is over; while it runs, the same number of working days from
/// the start of each, without today. `None` before the first working day is over.
#[must_use]
pub fn sides(
    period: &Period,
    other: Period,
    at: Instant,
    calendar: &Calendar,
) -> Option<ComparisonSides> {
    if calendar.local_date(at) >= period.to {
        return Some(ComparisonSides {
            other,
            days: *period,
            other_days: other,
            working_days: None,
        });
    }
    let beside = days_beside(period, other, at, calendar)?;
    Some(ComparisonSides {
        other,
        days: beside.current,
        other_days: beside.previous,
        working_days: Some(beside.working_days),
    })
}

/// The same period of last year. Whole weeks go back 52 weeks, so that weekdays match; any other days go back a year.
#[must_use]
pub fn last_year(period: &Period) -> Period {
    if let Some(same) = period
        .from
        .checked_sub_months(Months::new(12))
        .and_then(|from| Period::of_kind(period.kind, from))
    {
        return same;
    }
    let (from, to) = if period.days().is_multiple_of(WEEK_DAYS) && is_week_start(period.from) {
        let back = Days::new(YEAR_WEEKS * WEEK_DAYS);
        (
            period.from.checked_sub_days(back),
            period.to.checked_sub_days(back),
        )
    } else {
        let year = Months::new(12);
        (
            period.from.checked_sub_months(year),
            period.to.checked_sub_months(year),
        )
    };
    // A range of 29 February alone has no counterpart in the year before.
    from.zip(to)
        .and_then(|(from, to)| Period::range(from, to))
        .unwrap_or_else(|| Period {
            kind: PeriodKind::Range,
            ..period.previous()
        })
}

/// The week of a date, Monday to Sunday.
#[must_use]
pub fn week(date: NaiveDate) -> Period {
    let since = u64::from(date.weekday().num_days_from_monday());
    let from = date.checked_sub_days(Days::new(since)).unwrap_or(date);
    Period {
        kind: PeriodKind::Range,
        from,
        to: from
            .checked_add_days(Days::new(WEEK_DAYS))
            .unwrap_or(NaiveDate::MAX),
    }
}

fn is_week_start(date: NaiveDate) -> bool {
    date.weekday().num_days_from_monday() == 0
}
