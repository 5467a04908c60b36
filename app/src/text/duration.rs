//! Working time in words: rounded to the nearest of the unit that is shown, and that unit is named.

use chrono::Duration;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::language::Lang;

use crate::text::Messages;

/// One minute, in milliseconds.
const MINUTE_MS: u64 = 60_000;
/// One working hour, in minutes.
const HOUR_MIN: u64 = 60;
/// One working day, in working minutes (8 hours).
const DAY_MIN: u64 = WorkingMinutes::DAY.0 as u64;
/// Working hours of a working day.
const DAY_HOURS: u64 = DAY_MIN / HOUR_MIN;

/// From this number of working days on, the remaining hours are left out.
const DAYS_ALONE: u64 = 3;

/// Working time as it is shown: in at most two units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// Not a minute.
    UnderMinute,
    /// Less than an hour.
    Minutes(u32),
    /// Less than a working day: hours, and minutes beyond them.
    Hours(u32, u32),
    /// Working days, and hours beyond them.
    Days(u32, u32),
}

impl Shown {
    /// To the nearest minute below a working day, to the nearest hour from there on; half a unit is rounded up.
    fn nearest(time: Duration) -> Self {
        let ms = time.num_milliseconds().max(0).unsigned_abs();
        if ms < MINUTE_MS {
            return Self::UnderMinute;
        }
        let minutes = nearest(ms, MINUTE_MS);
        if minutes < DAY_MIN {
            return Self::below_a_day(minutes);
        }
        let hours = nearest(ms, HOUR_MIN * MINUTE_MS);
        Self::Days(count(hours / DAY_HOURS), count(hours % DAY_HOURS))
    }

    /// Rounded down: to the minute in the last hour, to the hour in the last days, to the day before them.
    fn at_least(time: WorkingMinutes) -> Self {
        let minutes = u64::from(time.0);
        if minutes == 0 {
            return Self::UnderMinute;
        }
        if minutes < HOUR_MIN {
            return Self::Minutes(time.0);
        }
        let (days, hours) = (minutes / DAY_MIN, minutes % DAY_MIN / HOUR_MIN);
        match days {
            0 => Self::Hours(count(hours), 0),
            1..DAYS_ALONE => Self::Days(count(days), count(hours)),
            _ => Self::Days(count(days), 0),
        }
    }

    fn below_a_day(minutes: u64) -> Self {
        if minutes < HOUR_MIN {
            return Self::Minutes(count(minutes));
        }
        Self::Hours(count(minutes / HOUR_MIN), count(minutes % HOUR_MIN))
    }

    /// The text with the words "working time".
    fn in_full(self, lang: Lang) -> String {
        let words = lang.words();
        match self {
            Self::UnderMinute => words.working_under_minute(),
            Self::Minutes(minutes) => words.working_minutes(minutes),
            Self::Hours(hours, 0) => words.working_hours(hours),
            Self::Hours(hours, minutes) => words.working_hours_minutes(hours, minutes),
            Self::Days(days, 0) => words.working_days(days),
            Self::Days(days, hours) => words.working_days_hours(days, hours),
        }
    }

    /// The text without them, if the heading has them.
    fn short(self, lang: Lang) -> String {
        let words = lang.words();
        match self {
            Self::UnderMinute => words.working_under_minute(),
            Self::Minutes(minutes) => words.minutes(minutes),
            Self::Hours(hours, 0) => words.hours(hours),
            Self::Hours(hours, minutes) => words.hours_minutes(hours, minutes),
            Self::Days(days, 0) => words.days(days),
            Self::Days(days, hours) => words.days_hours(days, hours),
        }
    }
}

/// An amount in a unit, rounded half up.
const fn nearest(amount: u64, unit: u64) -> u64 {
    (amount + unit / 2) / unit
}

fn count(amount: u64) -> u32 {
    u32::try_from(amount).unwrap_or(u32::MAX)
}

/// Working time in full: "1 ngày 4 giờ làm việc", "3 giờ 20 phút làm việc", "dưới 1 phút". To the nearest minute below a working day,
/// to the nearest hour from there on.
#[must_use]
pub fn working_time(lang: Lang, time: Duration) -> String {
    Shown::nearest(time).in_full(lang)
}

/// Working time for a narrow column whose heading says that it is working time: "1 ngày 4 giờ", "45 phút". Rounded as
/// [`working_time`].
#[must_use]
pub fn short_working_time(lang: Lang, time: Duration) -> String {
    Shown::nearest(time).short(lang)
}

/// Remaining or elapsed working time: to the minute in the last hour, to the hour in the last days. Rounded down, so that
/// nobody who relies on it is late.
#[must_use]
pub fn time_left(lang: Lang, time: WorkingMinutes) -> String {
    Shown::at_least(time).in_full(lang)
}

/// The same for a narrow column whose heading says that it is working time.
#[must_use]
pub fn short_time_left(lang: Lang, time: WorkingMinutes) -> String {
    Shown::at_least(time).short(lang)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn full(lang: Lang, minutes: u32) -> String {
        working_time(lang, WorkingMinutes(minutes).duration())
    }

    fn short(minutes: u32) -> String {
        short_working_time(Lang::Vi, WorkingMinutes(minutes).duration())
    }

    #[test]
    fn eight_working_hours_are_a_working_day() {
        assert_eq!(full(Lang::Vi, 480), "1 ngày làm việc");
        assert_eq!(full(Lang::En, 480), "1 working day");
        assert_eq!(full(Lang::Vi, 960), "2 ngày làm việc");
        assert_eq!(full(Lang::En, 960), "2 working days");
        assert_eq!(full(Lang::Vi, 60), "1 giờ làm việc");
        assert_eq!(full(Lang::En, 180), "3 working hours");
    }

    #[test]
    fn twelve_hours_are_a_day_and_four_hours() {
        assert_eq!(full(Lang::Vi, 720), "1 ngày 4 giờ làm việc");
        assert_eq!(full(Lang::En, 720), "1 d 4 h of working time");
        assert_eq!(short(720), "1 ngày 4 giờ");
        assert_eq!(full(Lang::Vi, 200), "3 giờ 20 phút làm việc");
        assert_eq!(full(Lang::En, 200), "3 h 20 min of working time");
        assert_eq!(short(45), "45 phút");
    }

    #[test]
    fn a_tenth_of_a_second_is_less_than_a_minute() {
        let moment = Duration::milliseconds(100);
        assert_eq!(working_time(Lang::Vi, moment), "dưới 1 phút");
        assert_eq!(short_working_time(Lang::En, moment), "under 1 minute");
        assert_eq!(full(Lang::Vi, 0), "dưới 1 phút");
    }

    #[test]
    fn a_moment_more_than_two_days_is_two_days() {
        assert_eq!(full(Lang::Vi, 961), "2 ngày làm việc");
        assert_eq!(full(Lang::Vi, 989), "2 ngày làm việc");
        assert_eq!(full(Lang::Vi, 990), "2 ngày 1 giờ làm việc");
        let nearly = Duration::seconds(960 * 60 - 20);
        assert_eq!(working_time(Lang::Vi, nearly), "2 ngày làm việc");
        let nearly = Duration::seconds(480 * 60 - 20);
        assert_eq!(working_time(Lang::Vi, nearly), "1 ngày làm việc");
    }

    #[test]
    fn remaining_time_is_rounded_down_and_finer_when_short() {
        let left = |minutes| time_left(Lang::Vi, WorkingMinutes(minutes));
        assert_eq!(left(0), "dưới 1 phút");
        assert_eq!(left(59), "59 phút làm việc");
        assert_eq!(left(239), "3 giờ làm việc");
        assert_eq!(left(479), "7 giờ làm việc");
        assert_eq!(left(480), "1 ngày làm việc");
        assert_eq!(left(955), "1 ngày 7 giờ làm việc");
        assert_eq!(left(1_919), "3 ngày làm việc");
        assert_eq!(time_left(Lang::En, WorkingMinutes(60)), "1 working hour");
    }

    /// The shown amount in milliseconds, and half of the unit to which it is rounded.
    fn amounts(shown: Shown) -> (u64, u64) {
        let (minutes, unit_min) = match shown {
            Shown::UnderMinute => (0, 2),
            Shown::Minutes(minutes) => (u64::from(minutes), 1),
            Shown::Hours(hours, minutes) => (u64::from(hours) * 60 + u64::from(minutes), 1),
            Shown::Days(days, hours) => (u64::from(days) * 480 + u64::from(hours) * 60, 60),
        };
        (minutes * 60_000, unit_min * 30_000)
    }

    /// Working time of every size, to the millisecond.
    fn times() -> impl Strategy<Value = u64> {
        (0_u32..26, 0_u64..(1 << 35)).prop_map(|(bits, ms)| ms >> bits)
    }

    proptest! {
        #[test]
        fn the_shown_time_is_within_half_a_unit_of_the_exact_one(ms in times()) {
            let time = Duration::milliseconds(ms.cast_signed());
            let shown = Shown::nearest(time);
            let (told, half) = amounts(shown);
            prop_assert!(told.abs_diff(ms) <= half, "{ms} ms are told as {told}");
            let normal = match shown {
                Shown::UnderMinute => ms < 60_000,
                Shown::Minutes(minutes) => (1..60).contains(&minutes),
                Shown::Hours(hours, minutes) => (1..8).contains(&hours) && minutes < 60,
                Shown::Days(days, hours) => days >= 1 && hours < 8,
            };
            prop_assert!(normal, "{shown:?}");
        }

        #[test]
        fn the_unit_is_named(ms in times()) {
            let time = Duration::milliseconds(ms.cast_signed());
            let units = [(Lang::Vi, ["phút", "giờ", "ngày"]), (Lang::En, ["min", "h", "d"])];
            for (lang, units) in units {
                for text in [working_time(lang, time), short_working_time(lang, time)] {
                    prop_assert!(units.iter().any(|unit| text.contains(unit)), "{text}");
                }
            }
            let text = working_time(Lang::Vi, time);
            prop_assert!(ms < 60_000 || text.ends_with("làm việc"), "{text}");
        }

        #[test]
        fn multiples_of_eight_hours_are_whole_days(days in 1_u32..10_000) {
            prop_assert_eq!(full(Lang::Vi, days * 480), format!("{days} ngày làm việc"));
            prop_assert_eq!(short(days * 480), format!("{days} ngày"));
        }

        #[test]
        fn the_time_left_is_never_overstated(minutes in 0_u32..200_000) {
            let (told, _) = amounts(Shown::at_least(WorkingMinutes(minutes)));
            prop_assert!(told <= u64::from(minutes) * 60_000);
        }
    }
}
