//! Report periods as rows, and the names of periods in addresses.

use std::fmt;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::deadline::{Calendar, Instant};
use crate::period::{Period, PeriodKind};
use crate::word::InvalidParameter;

/// The kinds of report periods, in the order of the list.
pub const KINDS: [PeriodKind; 9] = [
    PeriodKind::GovernmentMonth,
    PeriodKind::GovernmentQuarter,
    PeriodKind::GovernmentHalfYear,
    PeriodKind::GovernmentYear,
    PeriodKind::Month,
    PeriodKind::Quarter,
    PeriodKind::HalfYear,
    PeriodKind::Year,
    PeriodKind::Range,
];
/// The longest source of a period, in characters (ours).
pub const SOURCE_CHARS_MAX: usize = 200;
/// The longest period, in days (ours): some ten years.
pub const DAYS_MAX: u64 = 3_660;
/// The most days after which an office that is closed opens again (ours): longer than any holiday.
const CLOSED_DAYS_MAX: usize = 31;
/// The years in which report periods can lie.
pub const YEARS: std::ops::RangeInclusive<i32> = 2000..=2099;

/// A stored report period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodRow {
    /// The period.
    pub period: Period,
    /// The source of its dates: a law, a decision or a shipped rule.
    pub source: String,
    /// When it was last signed, and by which account.
    pub signed: Option<(Instant, String)>,
}

/// The state of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PeriodState {
    /// It has not begun.
    ToCome,
    /// It runs.
    Running,
    /// It is over and not signed.
    Finished,
    /// Signed, and a new count has the same figures.
    Signed,
    /// Signed, and a new count has other figures.
    Revised,
    /// Signed, and the new count is not finished.
    SignedUncounted,
}

/// The periods that wait for a signature, of those that are over, which come newest end first: of each kind that the centre signs, those
/// after the last one signed. Where none was ever signed, the newest of the government's quarters, which form II.06a is made for.
#[must_use]
pub fn to_be_signed(finished: &[PeriodRow]) -> Vec<PeriodRow> {
    if finished.iter().all(|row| row.signed.is_none()) {
        let is_quarter = |row: &&PeriodRow| row.period.kind == PeriodKind::GovernmentQuarter;
        return finished
            .iter()
            .find(is_quarter)
            .cloned()
            .into_iter()
            .collect();
    }
    let signed_until = |kind: PeriodKind| {
        let signed = finished.iter().filter(|row| row.signed.is_some());
        let of_kind = signed.filter(|row| row.period.kind == kind);
        of_kind.map(|row| row.period.to).max()
    };
    let is_due = |row: &&PeriodRow| {
        let until = signed_until(row.period.kind);
        row.signed.is_none() && until.is_some_and(|until| until <= row.period.from)
    };
    finished.iter().filter(is_due).cloned().collect()
}

/// The last day on which the report of a period can be sent in time: so many days after the period's last one, or the next working day
/// where the office is closed on it, as limits in days end. `None` where no days are set (0).
#[must_use]
pub fn send_by(period: &Period, days: u32, calendar: &Calendar) -> Option<NaiveDate> {
    // A period ends before its `to`.
    let days_more = days.checked_sub(1)?;
    let day = period.to.checked_add_days(Days::new(days_more.into()))?;
    let mut ahead = day.iter_days().take(CLOSED_DAYS_MAX);
    let open = ahead.find(|day| calendar.is_working_day(*day));
    Some(open.unwrap_or(day))
}

/// Which period an address or a command names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum PeriodName {
    /// A stored row, by its kind and its first day.
    Row(PeriodKind, NaiveDate),
    /// Any range of days.
    Days(Period),
}

impl PeriodName {
    /// The name of a stored row.
    #[must_use]
    pub const fn of_row(period: &Period) -> Self {
        Self::Row(period.kind, period.from)
    }

    /// Reads a segment of an address: `month-2026-10-01`, `days-2026-10-05-2026-10-20`; the last date is inclusive.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (kind, dates) = text.split_once('-')?;
        if kind == "days" {
            let (from, last) = (dates.get(..10)?, dates.get(10..)?.strip_prefix('-')?);
            return Self::of_days(from.parse().ok()?, last.parse().ok()?);
        }
        let kind = PeriodKind::from_word(kind).filter(|kind| KINDS.contains(kind))?;
        Some(Self::Row(kind, dates.parse().ok()?))
    }

    /// The range from a first to a last day, both included; `None` where it is empty, or too long.
    #[must_use]
    pub fn of_days(from: NaiveDate, last: NaiveDate) -> Option<Self> {
        days(from, last).map(Self::Days)
    }
}

/// The period from a first to a last day, both included; `None` where it is empty, too long, or outside the years of report
/// periods.
#[must_use]
pub fn days(from: NaiveDate, last: NaiveDate) -> Option<Period> {
    use chrono::Datelike;
    let period = Period::range(from, last.succ_opt()?)?;
    let is_ours = YEARS.contains(&from.year()) && YEARS.contains(&last.year());
    (is_ours && period.days() <= DAYS_MAX).then_some(period)
}

/// The shipped period that has these days, if there is one; else a range: 1 to 31 October is the month of October.
#[must_use]
pub fn known(days: Period) -> Period {
    let of_kind = |kind: &PeriodKind| {
        let shipped = Period::of_kind(*kind, days.from)?;
        (shipped.from == days.from && shipped.to == days.to).then_some(shipped)
    };
    KINDS.iter().find_map(of_kind).unwrap_or(days)
}

impl TryFrom<String> for PeriodName {
    type Error = InvalidParameter;

    fn try_from(text: String) -> Result<Self, InvalidParameter> {
        Self::read(&text).ok_or(InvalidParameter("period"))
    }
}

impl From<PeriodName> for String {
    fn from(name: PeriodName) -> Self {
        name.to_string()
    }
}

impl fmt::Display for PeriodName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row(kind, from) => write!(f, "{}-{from}", kind.as_str()),
            Self::Days(period) => {
                let last = period.to.pred_opt().unwrap_or(period.to);
                write!(f, "days-{}-{last}", period.from)
            }
        }
    }
}

/// The shipped periods of a year: those that end in it.
#[must_use]
pub fn shipped(kind: PeriodKind, year: i32) -> Vec<Period> {
    use chrono::Datelike;
    let (Some(first), Some(last)) = (
        NaiveDate::from_ymd_opt(year, 1, 1),
        NaiveDate::from_ymd_opt(year, 12, 31),
    ) else {
        return Vec::new();
    };
    let mut periods: Vec<Period> = Vec::new();
    let mut next = Period::of_kind(kind, first);
    while let Some(period) = next.filter(|period| period.from <= last) {
        let ends_in = period.to.pred_opt().map(|day| day.year());
        if ends_in == Some(year) {
            periods.push(period);
        }
        next = Period::of_kind(kind, period.to);
    }
    periods
}

/// The source of shipped calendar periods.
pub const SOURCE_CALENDAR: &str = "calendar";
/// The source of shipped government periods: the government's decree on reports (09/2019, article 12, as known to us).
pub const SOURCE_DECREE: &str = "decree_09_2019";

/// The source of the shipped periods of a kind, as stored; the pages write it in words.
#[must_use]
pub const fn shipped_source(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::GovernmentMonth
        | PeriodKind::GovernmentQuarter
        | PeriodKind::GovernmentHalfYear
        | PeriodKind::GovernmentYear => SOURCE_DECREE,
        _ => SOURCE_CALENDAR,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::deadline::{seed_days_2025_2027, seed_office_hours};

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_name_is_read_back_from_its_text() {
        let all = [
            PeriodName::Row(PeriodKind::GovernmentQuarter, date("2025-12-15")),
            PeriodName::Row(PeriodKind::Month, date("2026-10-01")),
            PeriodName::of_days(date("2026-10-05"), date("2026-10-05")).unwrap(),
        ];
        for name in all {
            assert_eq!(PeriodName::read(&name.to_string()), Some(name));
        }
        for text in [
            "",
            "month",
            "month-",
            "month-2026-13-01",
            "week-2026-10-05",
            "day-2026-10-05",
            "days-2026-10-05",
            "days-2026-10-05-2026-10-04",
            "days-1926-10-05-2026-10-04",
            "days-2026-10-05é2026-10-04",
        ] {
            assert_eq!(PeriodName::read(text), None, "{text}");
        }
    }

    #[test]
    fn ended_periods_of_a_signed_kind_wait_to_be_signed() {
        let row = |period: Period, is_signed: bool| PeriodRow {
            period,
            source: String::new(),
            signed: is_signed.then(|| (Instant::default(), "mai".to_owned())),
        };
        let month = |month: usize| shipped(PeriodKind::GovernmentMonth, 2026)[month - 1];
        let quarter = |quarter: usize| shipped(PeriodKind::GovernmentQuarter, 2026)[quarter - 1];
        let never = [
            row(month(11), false),
            row(month(9), false),
            row(quarter(3), false),
            row(quarter(2), false),
        ];
        assert_eq!(to_be_signed(&never), [row(quarter(3), false)]);
        let some = [
            row(month(11), false),
            row(month(10), false),
            row(month(9), true),
            row(quarter(3), false),
            row(month(8), false),
        ];
        let waiting = [row(month(11), false), row(month(10), false)];
        assert_eq!(
            to_be_signed(&some),
            waiting,
            "of a kind that is never signed none waits"
        );
        assert_eq!(to_be_signed(&[]), []);
    }

    #[test]
    fn a_report_is_sent_by_a_working_day() {
        let hours = seed_office_hours(date("2025-01-01"));
        let days = seed_days_2025_2027();
        let calendar = Calendar::new(chrono_tz::Asia::Ho_Chi_Minh, vec![hours], days);
        let october = Period::month(date("2026-10-05"));
        let by = |days| send_by(&october, days, &calendar);
        assert_eq!(by(0), None, "none is set");
        assert_eq!(by(1), Some(date("2026-11-02")), "the 1st is a Sunday");
        assert_eq!(by(5), Some(date("2026-11-05")));
        let unknown = Calendar::new(chrono_tz::Asia::Ho_Chi_Minh, Vec::new(), Vec::new());
        assert_eq!(send_by(&october, 1, &unknown), Some(date("2026-11-01")));
    }

    #[test]
    fn the_days_of_a_month_are_the_month() {
        let of = |from, last| known(days(date(from), date(last)).unwrap()).kind;
        assert_eq!(of("2026-10-01", "2026-10-31"), PeriodKind::Month);
        assert_eq!(of("2026-10-01", "2026-12-31"), PeriodKind::Quarter);
        assert_eq!(of("2026-09-15", "2026-10-14"), PeriodKind::GovernmentMonth);
        assert_eq!(of("2026-10-01", "2026-10-30"), PeriodKind::Range);
    }

    #[test]
    fn the_periods_of_a_year_follow_on_one_another_and_end_in_it() {
        for (kind, count) in KINDS.iter().zip([12, 4, 2, 1, 12, 4, 2, 1, 0]) {
            let periods = shipped(*kind, 2026);
            assert_eq!(periods.len(), count, "{kind:?}");
            let mut pairs = periods.iter().zip(periods.iter().skip(1));
            assert!(pairs.all(|(one, next)| one.to == next.from));
        }
        let government = shipped(PeriodKind::GovernmentMonth, 2026);
        let edges = (government[0].from, government[11].to);
        assert_eq!(edges, (date("2025-12-15"), date("2026-12-15")));
    }
}
