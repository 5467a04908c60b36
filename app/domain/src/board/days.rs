//! The days of a year: for each finished working day the share of the centre's dossiers that were resolved in time; and the
//! next days off. New [`PublicDays`] are made only by [`disclose_days`].

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::handling::HANDLING_MIN_COUNT;
use super::percentage::{Rate, WHOLE_TENTHS};
use crate::deadline::Calendar;
use crate::deadline::decided::DayStatus;
use crate::deadline::office_hours::CalendarDay;

/// The most days off that are listed (ours: about those of a year).
pub const DAYS_OFF_MAX: usize = 12;

/// The smallest share of [`ShareBand::NearlyAll`], in tenths of a percent (ours).
const NEARLY_ALL_TENTHS: u16 = 950;
/// The smallest share of [`ShareBand::Most`], in tenths of a percent (ours).
const MOST_TENTHS: u16 = 800;

/// Dossiers of the centre that were resolved on a day. Never sent to a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResolvedDay {
    /// The local date.
    pub date: NaiveDate,
    /// Resolved early or on time.
    pub in_time: u64,
    /// Resolved late.
    pub late: u64,
}

/// The public share of a working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayShare {
    /// The share of the resolved dossiers that were in time.
    Rate(Rate),
    /// Too few were resolved: the share would tell about single persons.
    TooFew,
    /// None was resolved.
    Nothing,
}

/// A share in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareBand {
    /// All were in time.
    All,
    /// At least [`NEARLY_ALL_TENTHS`].
    NearlyAll,
    /// At least [`MOST_TENTHS`].
    Most,
    /// Fewer than [`MOST_TENTHS`].
    ManyLate,
}

impl ShareBand {
    /// The band of a share.
    #[must_use]
    pub fn of(rate: Rate) -> Self {
        match rate.tenths() {
            WHOLE_TENTHS.. => Self::All,
            NEARLY_ALL_TENTHS.. => Self::NearlyAll,
            MOST_TENTHS.. => Self::Most,
            _ => Self::ManyLate,
        }
    }
}

/// A working day of [`PublicDays`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicDay {
    date: NaiveDate,
    share: DayShare,
}

impl PublicDay {
    /// The local date.
    #[must_use]
    pub const fn date(&self) -> NaiveDate {
        self.date
    }

    /// Its share.
    #[must_use]
    pub const fn share(&self) -> DayShare {
        self.share
    }
}

/// Days in a row on which the centre is closed though it is open on that weekday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaysOff {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub last: NaiveDate,
    /// Their name.
    pub name: String,
}

/// The finished working days of a year, and the days off to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicDays {
    year: i32,
    days: Vec<PublicDay>,
    days_off: Vec<DaysOff>,
}

impl PublicDays {
    /// The year.
    #[must_use]
    pub const fn year(&self) -> i32 {
        self.year
    }

    /// Its finished working days, in order.
    #[must_use]
    pub fn days(&self) -> &[PublicDay] {
        &self.days
    }

    /// The next days off, in order, at most [`DAYS_OFF_MAX`].
    #[must_use]
    pub fn days_off(&self) -> &[DaysOff] {
        &self.days_off
    }
}

/// Discloses the days of a year up to the day before `today`, which is not finished. A day with fewer resolved dossiers than
/// [`HANDLING_MIN_COUNT`] shows no share. Dossiers resolved on a day off belong to no working day and are left out.
#[must_use]
pub fn disclose_days(
    resolved: &[ResolvedDay],
    rows: &[CalendarDay],
    calendar: &Calendar,
    today: NaiveDate,
) -> PublicDays {
    let first = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
    let day = |date: NaiveDate| PublicDay {
        date,
        share: resolved
            .iter()
            .find(|it| it.date == date)
            .map_or(DayShare::Nothing, share),
    };
    let days = calendar.working_days(first, today);
    PublicDays {
        year: today.year(),
        days: days.into_iter().map(day).collect(),
        days_off: days_off(rows, today),
    }
}

fn share(day: &ResolvedDay) -> DayShare {
    match Rate::of(day.in_time, day.late) {
        None => DayShare::Nothing,
        Some(_) if day.in_time + day.late < HANDLING_MIN_COUNT => DayShare::TooFew,
        Some(rate) => DayShare::Rate(rate),
    }
}

/// The decided days off of the whole centre from `today` on; days in a row with the same name are one entry.
fn days_off(rows: &[CalendarDay], today: NaiveDate) -> Vec<DaysOff> {
    let is_off = |row: &&CalendarDay| {
        row.agency.is_none()
            && row.intervals.is_empty()
            && row.status == DayStatus::Decided
            && row.date >= today
    };
    let mut coming: Vec<&CalendarDay> = rows.iter().filter(is_off).collect();
    coming.sort_by_key(|row| row.date);
    let mut days_off: Vec<DaysOff> = Vec::new();
    for row in coming {
        match days_off.last_mut() {
            Some(before) if before.name == row.name && before.last.succ_opt() == Some(row.date) => {
                before.last = row.date;
            }
            _ => days_off.push(DaysOff {
                from: row.date,
                last: row.date,
                name: row.name.clone(),
            }),
        }
    }
    days_off.truncate(DAYS_OFF_MAX);
    days_off
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::deadline::seed::{seed_days_2025_2027, seed_office_hours};
    use crate::id::AgencyId;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn calendar() -> Calendar {
        Calendar::new(
            chrono_tz::Asia::Ho_Chi_Minh,
            vec![seed_office_hours(date("1990-01-01"))],
            seed_days_2025_2027(),
        )
    }

    fn off(day: &str, name: &str) -> CalendarDay {
        CalendarDay {
            date: date(day),
            agency: None,
            intervals: Vec::new(),
            name: name.to_owned(),
            decision: String::new(),
            status: DayStatus::Decided,
        }
    }

    fn resolved(day: &str, in_time: u64, late: u64) -> ResolvedDay {
        ResolvedDay {
            date: date(day),
            in_time,
            late,
        }
    }

    #[test]
    fn a_day_has_a_share_only_after_its_end_and_with_enough_resolved() {
        let counted = [
            resolved("2026-11-18", 4, 1),
            resolved("2026-11-19", 3, 1),
            resolved("2026-11-21", 90, 0), // a Saturday
            resolved("2026-11-23", 9, 0),
        ];
        let public = disclose_days(&counted, &[], &calendar(), date("2026-11-23"));
        let share = |day: &str| {
            let found = public.days().iter().find(|it| it.date() == date(day));
            found.map(PublicDay::share)
        };
        assert_eq!(public.year(), 2026);
        assert_eq!(
            share("2026-11-18"),
            Some(DayShare::Rate(Rate::of(4, 1).unwrap()))
        );
        assert_eq!(share("2026-11-19"), Some(DayShare::TooFew));
        assert_eq!(share("2026-11-20"), Some(DayShare::Nothing));
        assert_eq!(share("2026-11-21"), None, "no working day");
        assert_eq!(share("2026-11-23"), None, "it is not over");
        assert_eq!(share("2026-01-01"), None, "a holiday");
    }

    #[test]
    fn bands_begin_at_their_shares() {
        let band = |tenths| ShareBand::of(Rate::of_tenths(tenths).unwrap());
        assert_eq!(band(1000), ShareBand::All);
        assert_eq!(band(999), ShareBand::NearlyAll);
        assert_eq!(band(950), ShareBand::NearlyAll);
        assert_eq!(band(949), ShareBand::Most);
        assert_eq!(band(800), ShareBand::Most);
        assert_eq!(band(799), ShareBand::ManyLate);
    }

    #[test]
    fn coming_days_off_are_those_decided_for_everybody_and_consecutive_ones_are_joined() {
        let mut rows = vec![
            off("2026-11-22", "past"),
            off("2027-02-06", "Tết"),
            off("2027-02-05", "Tết"),
            off("2027-02-08", "Tết"),
            off("2027-01-01", "Tết dương lịch"),
        ];
        rows.push(CalendarDay {
            agency: Some(AgencyId(1)),
            ..off("2026-12-01", "of an agency")
        });
        rows.push(CalendarDay {
            status: DayStatus::Pending,
            ..off("2026-12-02", "planned")
        });
        let public = disclose_days(&[], &rows, &calendar(), date("2026-11-23"));
        let told: Vec<_> = public
            .days_off()
            .iter()
            .map(|it| (it.from.to_string(), it.last.to_string(), it.name.as_str()))
            .collect();
        let day = |from: &str, last: &str, name| (from.to_owned(), last.to_owned(), name);
        assert_eq!(
            told,
            [
                day("2027-01-01", "2027-01-01", "Tết dương lịch"),
                day("2027-02-05", "2027-02-06", "Tết"),
                day("2027-02-08", "2027-02-08", "Tết"),
            ]
        );
    }
}
