//! Working time in words: hours up to a working day, working days from there.

use super::Lang;
use crate::deadline::calendar::WorkingMinutes;

/// One working day, in working minutes (8 hours).
const WORKING_DAY_MIN: u32 = 480;
/// One working hour, in minutes.
const WORKING_HOUR_MIN: u32 = 60;

/// From so many working days on, the hours beyond them are left out of what is left.
const DAYS_ALONE: u32 = 3;

/// Working time in full: "2 ngày làm việc", "1 giờ". Rounded up to the hour, then to the day.
#[must_use]
pub fn working_time(lang: Lang, time: WorkingMinutes) -> String {
    let words = lang.words();
    match whole(time) {
        Span::Hours(hours) => words.working_hours(hours),
        Span::Days(days) => words.working_days(days),
    }
}

/// Working time for a narrow column whose heading says that it is working time: "2 ngày", "1 giờ".
#[must_use]
pub fn short_working_time(lang: Lang, time: WorkingMinutes) -> String {
    let words = lang.words();
    match whole(time) {
        Span::Hours(hours) => words.working_hours(hours),
        Span::Days(days) => words.days(days),
    }
}

/// Working time left, or gone by: to the minute in the last hour, to the hour in the last days. Rounded down, so that whoever goes by it
/// is not late.
#[must_use]
pub fn time_left(lang: Lang, time: WorkingMinutes) -> String {
    let words = lang.words();
    let (hours, days) = (time.0 / WORKING_HOUR_MIN, time.0 / WORKING_DAY_MIN);
    let beyond = (time.0 % WORKING_DAY_MIN) / WORKING_HOUR_MIN;
    match (days, hours) {
        (0, 0) => words.left_minutes(time.0),
        (0, hours) => words.left_hours(hours),
        (1..DAYS_ALONE, _) if beyond > 0 => words.left_days_hours(days, beyond),
        (days, _) => words.working_days(days),
    }
}

enum Span {
    Hours(u32),
    Days(u32),
}

fn whole(time: WorkingMinutes) -> Span {
    if time.0 < WORKING_DAY_MIN {
        let hours = time.0.div_ceil(WORKING_HOUR_MIN);
        if hours * WORKING_HOUR_MIN < WORKING_DAY_MIN {
            return Span::Hours(hours);
        }
    }
    Span::Days(time.0.div_ceil(WORKING_DAY_MIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_working_hours_are_a_working_day() {
        assert_eq!(
            working_time(Lang::Vi, WorkingMinutes(480)),
            "1 ngày làm việc"
        );
        assert_eq!(working_time(Lang::En, WorkingMinutes(480)), "1 working day");
        assert_eq!(
            working_time(Lang::En, WorkingMinutes(960)),
            "2 working days"
        );
        assert_eq!(working_time(Lang::Vi, WorkingMinutes(60)), "1 giờ");
        assert_eq!(working_time(Lang::En, WorkingMinutes(180)), "3 hours");
    }

    #[test]
    fn what_is_left_is_rounded_down_and_told_the_finer_the_less_it_is() {
        let left = |minutes| time_left(Lang::Vi, WorkingMinutes(minutes));
        assert_eq!(left(59), "59 phút làm việc");
        assert_eq!(left(239), "3 giờ làm việc");
        assert_eq!(left(480), "1 ngày làm việc");
        assert_eq!(left(955), "1 ngày 7 giờ làm việc");
        assert_eq!(left(1_919), "3 ngày làm việc");
        assert_eq!(time_left(Lang::En, WorkingMinutes(60)), "1 working hour");
    }

    #[test]
    fn time_is_rounded_up_so_that_it_promises_nothing_it_does_not_keep() {
        assert_eq!(short_working_time(Lang::Vi, WorkingMinutes(61)), "2 giờ");
        assert_eq!(short_working_time(Lang::Vi, WorkingMinutes(421)), "1 ngày");
        assert_eq!(short_working_time(Lang::Vi, WorkingMinutes(481)), "2 ngày");
    }
}
