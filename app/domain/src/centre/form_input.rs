//! What people type for dates, times and working intervals, read forgivingly.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use crate::deadline::office_hours::Interval;
use crate::text::clock;

/// The most working intervals of one date (ours).
pub const INTERVALS_MAX: usize = 6;
/// The longest text of working intervals, in characters.
pub const INTERVALS_CHARS_MAX: usize = 100;

/// The years in which a calendar has working time.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2099;

/// Reads a date as a browser's date field sends it, or written as day, month, year.
pub fn date(text: &str) -> Option<NaiveDate> {
    let forms = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"];
    let mut read = forms
        .iter()
        .filter_map(|form| NaiveDate::parse_from_str(text, form).ok());
    read.find(|date| YEARS.contains(&date.year()))
}

/// A time of day as people write it: `17:00`, `17h`, `7h30`, `10:00:30`.
pub fn time_of_day(text: &str) -> Option<NaiveTime> {
    let text = text.trim().to_lowercase().replace('h', ":");
    let text = text.strip_suffix(':').unwrap_or(&text);
    let mut parts = text.split(':').map(|part| {
        let is_number = part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<u32>().ok()).flatten()
    });
    let hour = parts.next()??;
    let minute = parts.next().unwrap_or(Some(0))?;
    let second = parts.next().unwrap_or(Some(0))?;
    let is_over = parts.next().is_none();
    NaiveTime::from_hms_opt(hour, minute, second).filter(|_| is_over)
}

/// A date and a time: `27/11/2026 17:00`, the time also before the date, or as machines write it, `2026-11-27T17:00`. None where one of
/// them is missing.
pub fn date_time(text: &str) -> Option<NaiveDateTime> {
    let (one, other) = text.trim().split_once([' ', 'T'])?;
    let read = |day: &str, time: &str| Some(date(day.trim())?.and_time(time_of_day(time)?));
    read(one, other).or_else(|| read(other, one))
}

/// Working intervals: `07:30-11:30 13:00-17:00`, also with `7h30`, commas and long dashes; blank is closed. None where they are
/// no intervals, overlap or are not in order.
pub fn intervals(text: &str) -> Option<Vec<Interval>> {
    if text.chars().count() > INTERVALS_CHARS_MAX {
        return None;
    }
    let text = text.replace(['\u{2013}', '\u{2014}'], "-");
    let text = text.replace(" - ", "-").replace([',', ';'], " ");
    let read = text.split_whitespace().map(interval);
    let read: Vec<Interval> = read.collect::<Option<_>>()?;
    let mut pairs = read.iter().zip(read.iter().skip(1));
    let in_order =
        pairs.all(|(first, next)| first.close != NaiveTime::MIN && first.close <= next.open);
    (in_order && read.len() <= INTERVALS_MAX).then_some(read)
}

fn interval(text: &str) -> Option<Interval> {
    let (open, close) = text.split_once('-')?;
    Interval::new(time(open)?, time(close)?)
}

/// A time of day: `15:00`, `15h00`, `15h`; 24:00 is the midnight that ends the date.
pub fn time(text: &str) -> Option<NaiveTime> {
    let text = text.to_lowercase().replace('h', ":");
    let (hour, minute) = text.split_once(':').unwrap_or((&text, ""));
    let number = |text: &str| {
        let is_number = text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse::<u32>().ok()).flatten()
    };
    let minute = if minute.is_empty() {
        0
    } else {
        number(minute)?
    };
    match (number(hour)?, minute) {
        // 24:00 is the midnight at the end of the date.
        (24, 0) => Some(NaiveTime::MIN),
        (hour, minute) => NaiveTime::from_hms_opt(hour, minute, 0),
    }
}

/// Writes intervals as they are typed; a closed day is blank.
pub fn written(intervals: &[Interval]) -> String {
    let one = |interval: &Interval| format!("{}-{}", clock(interval.open), clock(interval.close));
    intervals.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn intervals_are_read_as_people_write_them() {
        for text in [
            "07:30-11:30 13:00-17:00",
            "7:30-11:30, 13-17",
            "7h30 - 11h30; 13h-17h",
            " 7h30\u{2013}11h30  13:00\u{2013}17:00 ",
        ] {
            let read = intervals(text).unwrap();
            assert_eq!(written(&read), "07:30-11:30 13:00-17:00", "{text}");
        }
        assert_eq!(intervals(" "), Some(Vec::new()));
        assert_eq!(written(&intervals("22:00-24:00").unwrap()), "22:00-00:00");
    }

    #[test]
    fn text_that_is_no_intervals_is_refused() {
        for text in [
            "closed",
            "7:30",
            "11:30-07:30",
            "13:00-17:00 07:30-11:30",
            "07:30-11:30 11:00-17:00",
            "07:30-24:00 22:00-23:00",
            "25:00-26:00",
            "07:61-08:00",
            "1-2 3-4 5-6 7-8 9-10 11-12 13-14",
        ] {
            assert_eq!(intervals(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_is_read_with_its_date_in_either_order() {
        let five = NaiveDate::from_ymd_opt(2026, 11, 27).and_then(|day| day.and_hms_opt(17, 0, 0));
        for text in [
            "27/11/2026 17:00",
            " 27.11.2026  17h ",
            "17:00 27/11/2026",
            "2026-11-27T17:00",
            "2026-11-27 17:00:00",
        ] {
            assert_eq!(date_time(text), five, "{text}");
        }
        for text in [
            "",
            "T",
            "27/11/2026",
            "17:00",
            "27/11/2026 24:00",
            "31/11/2026 07:30",
            "27/11/2026 5:00:00:00",
            "noon",
        ] {
            assert_eq!(date_time(text), None, "{text}");
        }
        assert_eq!(time_of_day("7h30"), NaiveTime::from_hms_opt(7, 30, 0));
        assert_eq!(time_of_day("7h30m"), None);
    }

    #[test]
    fn a_date_is_read_in_either_way() {
        let new_year = NaiveDate::from_ymd_opt(2027, 1, 2);
        for text in ["2027-01-02", "02/01/2027", "2/1/2027", "02.01.2027"] {
            assert_eq!(date(text), new_year, "{text}");
        }
        for text in ["", "2027-02-30", "0027-01-01", "12/31/2027", "2100-01-01"] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
