//! Dates, times of day and periods in words. All of them are the centre's local ones.

use chrono::{Datelike, NaiveDate, NaiveTime, Offset, Timelike};
use sanh_domain::deadline::Instant;
use sanh_domain::language::Lang;
use sanh_domain::period::{Period, PeriodKind};
use sanh_domain::text::clock;

use crate::text::Messages;

/// Minutes by which a zone is ahead of UTC at an instant: a screen needs them to show the centre's time.
#[must_use]
pub fn zone_offset_min(zone: chrono_tz::Tz, at: Instant) -> i32 {
    at.with_timezone(&zone).offset().fix().local_minus_utc() / 60
}

/// The date with its weekday: "Thứ Hai, 23 tháng 11, 2026", "Monday, 23 November 2026".
#[must_use]
pub fn date_in_words(lang: Lang, date: NaiveDate) -> String {
    let words = lang.words();
    words.date_in_words(
        words.weekday(date.weekday().number_from_monday()),
        date.day().to_string(),
        month_in_words(lang, date),
        date.year().to_string(),
    )
}

/// Day, month and year in figures: 23/11/2026 in both languages, as on the receipt slip.
#[must_use]
pub fn short_date(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// Day and month in figures: 23/11.
#[must_use]
pub fn day_and_month(date: NaiveDate) -> String {
    format!("{:02}/{:02}", date.day(), date.month())
}

/// A time of day to the second: 10:42:07.
#[must_use]
pub fn clock_to_the_second(time: NaiveTime) -> String {
    format!("{}:{:02}", clock(time), time.second())
}

/// An instant for machines, to the second: 2026-11-23T03:42:07Z.
#[must_use]
pub fn machine_instant(at: Instant) -> String {
    let utc = at.naive_utc();
    format!("{}T{}Z", utc.date(), clock_to_the_second(utc.time()))
}

/// A period on its own: "Tháng 11 năm 2026", "Quý IV năm 2026", "Ngày 23/11/2026".
#[must_use]
pub fn period(lang: Lang, period: &Period) -> String {
    let words = lang.words();
    let (from, year) = (period.from, period.from.year().to_string());
    match period.kind {
        PeriodKind::Day => words.period_day(short_date(from)),
        PeriodKind::Month => {
            capitalised(&words.period_month_of_year(month_in_words(lang, from), year))
        }
        PeriodKind::Quarter => words.period_quarter(roman_quarter(from), year),
        PeriodKind::HalfYear if from.month() == 1 => words.period_half_year_first(year),
        PeriodKind::HalfYear => words.period_half_year_second(year),
        PeriodKind::Year => words.period_year(year),
        PeriodKind::Range => words.period_range(short_date(from), short_date(last_day(period))),
        PeriodKind::GovernmentMonth
        | PeriodKind::GovernmentQuarter
        | PeriodKind::GovernmentHalfYear
        | PeriodKind::GovernmentYear => {
            words.period_government(short_date(from), short_date(last_day(period)))
        }
    }
}

/// The short name of a period, for the wall's row of periods: "Hôm nay", "Tháng 11", "Năm 2026".
#[must_use]
pub fn short_period(lang: Lang, shown: &Period, today: NaiveDate) -> String {
    let words = lang.words();
    match shown.kind {
        PeriodKind::Day if shown.contains(today) => words.period_today(),
        PeriodKind::Month if shown.from.year() == today.year() => {
            capitalised(&words.period_month(month_in_words(lang, shown.from)))
        }
        _ => period(lang, shown),
    }
}

/// A month in words, inside a sentence: "tháng 11", "November".
#[must_use]
pub fn month_in_words(lang: Lang, date: NaiveDate) -> String {
    lang.words().month(date.month())
}

/// The text with its first letter large: a period named inside a sentence, moved to its start.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The last local date of a period; the stored end is the day after.
#[must_use]
pub fn last_day(period: &Period) -> NaiveDate {
    period.to.pred_opt().unwrap_or(period.to)
}

fn roman_quarter(date: NaiveDate) -> &'static str {
    match date.month() {
        1..=3 => "I",
        4..=6 => "II",
        7..=9 => "III",
        _ => "IV",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn hanoi_is_seven_hours_ahead() {
        let at = chrono::DateTime::from_timestamp_millis(1_795_405_327_000).unwrap();
        assert_eq!(zone_offset_min(chrono_tz::Asia::Ho_Chi_Minh, at), 420);
    }

    #[test]
    fn a_date_is_written_in_words_in_both_languages() {
        let monday = date(2026, 11, 23);
        assert_eq!(
            date_in_words(Lang::Vi, monday),
            "Thứ Hai, 23 tháng 11, 2026"
        );
        assert_eq!(date_in_words(Lang::En, monday), "Monday, 23 November 2026");
        assert_eq!(
            date_in_words(Lang::Vi, date(2026, 11, 22)),
            "Chủ nhật, 22 tháng 11, 2026"
        );
    }

    #[test]
    fn a_period_is_named_as_people_name_it() {
        let today = date(2026, 11, 23);
        assert_eq!(period(Lang::Vi, &Period::month(today)), "Tháng 11 năm 2026");
        assert_eq!(period(Lang::En, &Period::month(today)), "November 2026");
        assert_eq!(period(Lang::Vi, &Period::quarter(today)), "Quý IV năm 2026");
        assert_eq!(
            period(Lang::Vi, &Period::government_month(today)),
            "Kỳ báo cáo từ 15/11/2026 đến 14/12/2026"
        );
    }

    #[test]
    fn the_walls_row_of_periods_is_short_while_the_year_is_plain() {
        let today = date(2026, 11, 23);
        assert_eq!(
            short_period(Lang::Vi, &Period::today(today), today),
            "Hôm nay"
        );
        assert_eq!(
            short_period(Lang::Vi, &Period::month(today), today),
            "Tháng 11"
        );
        assert_eq!(
            short_period(Lang::En, &Period::month(today), today),
            "November"
        );
        assert_eq!(
            short_period(Lang::En, &Period::month(date(2025, 12, 1)), today),
            "December 2025"
        );
        assert_eq!(
            short_period(Lang::Vi, &Period::year(today), today),
            "Năm 2026"
        );
    }
}
