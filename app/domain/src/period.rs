//! Reporting periods: whole local days, from the first day to the day after the last.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::deadline::Instant;
use crate::deadline::calendar::Calendar;
use crate::word::InvalidParameter;

/// How many working days the chart shows.
pub const CHART_DAYS: usize = 30;

/// A government reporting period begins on this day of a month (NĐ 09/2019 Art. 12 as known to us).
const GOVERNMENT_FIRST_DAY: u32 = 15;

/// The kind of a period: it determines the period before, and the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    /// One local day.
    Day,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// January to June, or July to December.
    HalfYear,
    /// A calendar year.
    Year,
    /// The 15th of the month before to the 14th.
    GovernmentMonth,
    /// The 15th of the quarter before's last month to the 14th of this quarter's last month.
    GovernmentQuarter,
    /// 15 December to 14 June, or 15 June to 14 December.
    GovernmentHalfYear,
    /// 15 December of the year before to 14 December.
    GovernmentYear,
    /// Any days.
    Range,
}

impl PeriodKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Day,
        Self::Month,
        Self::Quarter,
        Self::HalfYear,
        Self::Year,
        Self::GovernmentMonth,
        Self::GovernmentQuarter,
        Self::GovernmentHalfYear,
        Self::GovernmentYear,
        Self::Range,
    ];

    /// The word stored in the database and used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::HalfYear => "half_year",
            Self::Year => "year",
            Self::GovernmentMonth => "government_month",
            Self::GovernmentQuarter => "government_quarter",
            Self::GovernmentHalfYear => "government_half_year",
            Self::GovernmentYear => "government_year",
            Self::Range => "range",
        }
    }

    /// The kind of a stored word; `None` for an unknown word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// The local dates that a board counts: from `from` to the day before `to`.
///
/// The stored rows {kind, from, to, source} are authoritative: an administrator may edit them. The functions here make the
/// periods that are shipped; the government ones are ours as far as the decree leaves room (NĐ 09/2019 Art. 12 as known to us:
/// the 15th to the 14th).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// Its kind.
    pub kind: PeriodKind,
    /// Its first local date.
    pub from: NaiveDate,
    /// The local date after its last.
    pub to: NaiveDate,
}

impl Period {
    /// The day itself.
    pub fn today(date: NaiveDate) -> Self {
        Self {
            kind: PeriodKind::Day,
            from: date,
            to: days_after(date, 1),
        }
    }

    /// The calendar month with this date.
    pub fn month(date: NaiveDate) -> Self {
        Self::calendar_block(PeriodKind::Month, date, 1)
    }

    /// The calendar quarter with this date.
    pub fn quarter(date: NaiveDate) -> Self {
        Self::calendar_block(PeriodKind::Quarter, date, 3)
    }

    /// The calendar half-year with this date.
    pub fn half_year(date: NaiveDate) -> Self {
        Self::calendar_block(PeriodKind::HalfYear, date, 6)
    }

    /// The calendar year with this date.
    pub fn year(date: NaiveDate) -> Self {
        Self::calendar_block(PeriodKind::Year, date, 12)
    }

    /// The government reporting month with this date: the 15th to the 14th, named after the month
    /// it ends in.
    pub fn government_month(date: NaiveDate) -> Self {
        Self::government_block(PeriodKind::GovernmentMonth, date, 1)
    }

    /// The government reporting quarter with this date, such as 15 December to 14 March.
    pub fn government_quarter(date: NaiveDate) -> Self {
        Self::government_block(PeriodKind::GovernmentQuarter, date, 3)
    }

    /// The government reporting half-year with this date.
    pub fn government_half_year(date: NaiveDate) -> Self {
        Self::government_block(PeriodKind::GovernmentHalfYear, date, 6)
    }

    /// The government reporting year with this date: 15 December to 14 December.
    pub fn government_year(date: NaiveDate) -> Self {
        Self::government_block(PeriodKind::GovernmentYear, date, 12)
    }

    /// Any days from `from` to the day before `to`; `None` where `to` is not after `from`.
    pub fn range(from: NaiveDate, to: NaiveDate) -> Option<Self> {
        (from < to).then_some(Self {
            kind: PeriodKind::Range,
            from,
            to,
        })
    }

    /// The shipped period of this kind that contains the date; `None` for a range.
    pub fn of_kind(kind: PeriodKind, date: NaiveDate) -> Option<Self> {
        match kind {
            PeriodKind::Day => Some(Self::today(date)),
            PeriodKind::Month => Some(Self::month(date)),
            PeriodKind::Quarter => Some(Self::quarter(date)),
            PeriodKind::HalfYear => Some(Self::half_year(date)),
            PeriodKind::Year => Some(Self::year(date)),
            PeriodKind::GovernmentMonth => Some(Self::government_month(date)),
            PeriodKind::GovernmentQuarter => Some(Self::government_quarter(date)),
            PeriodKind::GovernmentHalfYear => Some(Self::government_half_year(date)),
            PeriodKind::GovernmentYear => Some(Self::government_year(date)),
            PeriodKind::Range => None,
        }
    }

    /// The period before: of the same kind; for a range, as many days before it.
    #[must_use]
    pub fn previous(&self) -> Self {
        let day_before = days_before(self.from, 1);
        Self::of_kind(self.kind, day_before).unwrap_or_else(|| Self {
            kind: PeriodKind::Range,
            from: days_before(self.from, self.days()),
            to: self.from,
        })
    }

    /// Whether this local date is in the period.
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.from <= date && date < self.to
    }

    /// The number of its calendar days.
    pub fn days(&self) -> u64 {
        u64::try_from((self.to - self.from).num_days()).unwrap_or(0)
    }

    /// Its first instant, and the first instant after it; the first is included.
    pub fn bounds(&self, calendar: &Calendar) -> (Instant, Instant) {
        (calendar.day_start(self.from), calendar.day_start(self.to))
    }

    /// The instant whose status a board of this period shows at `at`: `at` itself, or the period's
    /// last millisecond once it is over.
    pub fn status_at(&self, at: Instant, calendar: &Calendar) -> Instant {
        let (_, end) = self.bounds(calendar);
        at.min(end - chrono::Duration::milliseconds(1))
    }

    fn calendar_block(kind: PeriodKind, date: NaiveDate, months: u32) -> Self {
        let from = block_start(date, months);
        Self {
            kind,
            from,
            to: months_after(from, months),
        }
    }

    /// The calendar block after which it is named, moved back to the 15th of the month before.
    fn government_block(kind: PeriodKind, date: NaiveDate, months: u32) -> Self {
        let named = if date.day() < GOVERNMENT_FIRST_DAY {
            date
        } else {
            months_after(block_start(date, 1), 1)
        };
        let block = block_start(named, months);
        let first_day = |month: NaiveDate| days_after(month, u64::from(GOVERNMENT_FIRST_DAY) - 1);
        Self {
            kind,
            from: first_day(months_before(block, 1)),
            to: first_day(months_after(block, months - 1)),
        }
    }
}

/// The days over which a period is compared with the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComparisonDays {
    /// The number of working days on each side.
    pub working_days: u32,
    /// The days of this period.
    pub current: Period,
    /// The days of the period before.
    pub previous: Period,
    /// The whole period before.
    pub previous_period: Period,
}

/// The days over which a period is compared, at `at`, with the one before: from the start of each, the same number of working
/// days, up to the last one that is over in this period (today is not: half a day cannot be compared with a whole one); fewer
/// where the period before has fewer. `None` before the first working day is over.
pub fn comparison_days(
    period: &Period,
    at: Instant,
    calendar: &Calendar,
) -> Option<ComparisonDays> {
    days_beside(period, period.previous(), at, calendar)
}

/// The same days for comparison with any other period.
pub fn days_beside(
    period: &Period,
    previous_period: Period,
    at: Instant,
    calendar: &Calendar,
) -> Option<ComparisonDays> {
    let over_until = calendar.local_date(at).min(period.to);
    let current = calendar.working_days(period.from, over_until.max(period.from));
    let previous = calendar.working_days(previous_period.from, previous_period.to);
    let count = current.len().min(previous.len());
    let last = count.checked_sub(1)?;
    let upto = |from: NaiveDate, days: &[NaiveDate]| {
        days.get(last)
            .and_then(|&date| Period::range(from, days_after(date, 1)))
    };
    Some(ComparisonDays {
        working_days: u32::try_from(count).ok()?,
        current: upto(period.from, &current)?,
        previous: upto(previous_period.from, &previous)?,
        previous_period,
    })
}

/// The chart's days: the last [`CHART_DAYS`] working days up to and including `last`, oldest first.
pub fn chart_days(last: NaiveDate, calendar: &Calendar) -> Vec<NaiveDate> {
    // Four months hold thirty working days even across Tết.
    const LOOK_BACK_DAYS: u64 = 124;
    let mut days = calendar.working_days(days_before(last, LOOK_BACK_DAYS), days_after(last, 1));
    let surplus = days.len().saturating_sub(CHART_DAYS);
    days.drain(..surplus);
    days
}

fn block_start(date: NaiveDate, months: u32) -> NaiveDate {
    let month = date.with_day(1).unwrap_or(date);
    months_before(month, date.month0() % months)
}

// chrono's calendar ends some 260,000 years from now; its last date stands for all later ones.
fn months_after(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_add_months(Months::new(months))
        .unwrap_or(NaiveDate::MAX)
}

fn months_before(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_sub_months(Months::new(months))
        .unwrap_or(NaiveDate::MIN)
}

fn days_after(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days))
        .unwrap_or(NaiveDate::MAX)
}

fn days_before(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days))
        .unwrap_or(NaiveDate::MIN)
}

/// The selected periods of a board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodSelection {
    /// Today, the month and the year in turn, beginning with the month.
    #[default]
    All,
    /// Today only.
    Day,
    /// The running month only.
    Month,
    /// The running year only.
    Year,
}

impl PeriodSelection {
    /// As written in addresses and settings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Whether boards of this kind of period are selected.
    #[must_use]
    pub fn wants(self, kind: PeriodKind) -> bool {
        match self {
            Self::All => true,
            Self::Day => kind == PeriodKind::Day,
            Self::Month => kind == PeriodKind::Month,
            Self::Year => kind == PeriodKind::Year,
        }
    }
}

impl std::fmt::Display for PeriodSelection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for PeriodSelection {
    type Err = InvalidParameter;

    fn from_str(text: &str) -> Result<Self, InvalidParameter> {
        match text {
            "all" => Ok(Self::All),
            "day" => Ok(Self::Day),
            "month" => Ok(Self::Month),
            "year" => Ok(Self::Year),
            _ => Err(InvalidParameter("period")),
        }
    }
}
