//! Time limits as offices write them: "15 ngày", "03 ngày làm việc", "0,5 ngày làm việc", "8 giờ", "1 tháng", "trong ngày".

use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::LimitLength;
use sanh_domain::procedure::model::{LIMIT_CALENDAR_DAYS_MAX, LIMIT_DAYS_MAX, LIMIT_MONTHS_MAX};
use sanh_domain::text::fold::folded;

use super::mapping::LimitUnit;

/// The most decimals of a number.
const DECIMALS_MAX: usize = 2;

/// Reads a time limit with its unit, or in the mapping's unit; `None` for other text, or one longer than a procedure's limit
/// may be.
pub fn read(text: &str, unit: Option<LimitUnit>) -> Option<LimitLength> {
    let text = folded(text);
    if matches!(
        &*text,
        "trong ngay" | "trong ngay lam viec" | "within the day"
    ) {
        return Some(LimitLength::Days(0));
    }
    let ends = text
        .find(|sign: char| !sign.is_ascii_digit() && sign != ',' && sign != '.')
        .unwrap_or(text.len());
    let (number, name) = text.split_at(ends);
    let unit = match name.trim() {
        "" => unit?,
        name => unit_of(name)?,
    };
    let hundredths = hundredths(number)?;
    let whole = || {
        let is_whole = hundredths.is_multiple_of(100) && hundredths > 0;
        is_whole.then_some(hundredths / 100)
    };
    let working = |unit: WorkingMinutes| {
        let minutes = hundredths.checked_mul(unit.0)?;
        let most = WorkingMinutes::of_days(LIMIT_DAYS_MAX).0;
        let fits = minutes.is_multiple_of(100) && (1..=most).contains(&(minutes / 100));
        fits.then_some(LimitLength::Working(WorkingMinutes(minutes / 100)))
    };
    match unit {
        LimitUnit::WorkingHours => working(WorkingMinutes::of_hours(1)),
        LimitUnit::WorkingDays => working(WorkingMinutes::DAY),
        LimitUnit::Days => whole()
            .filter(|days| *days <= LIMIT_CALENDAR_DAYS_MAX)
            .map(LimitLength::Days),
        LimitUnit::Months => whole()
            .filter(|months| *months <= LIMIT_MONTHS_MAX)
            .map(LimitLength::Months),
    }
}

/// The unit of a folded name.
fn unit_of(name: &str) -> Option<LimitUnit> {
    match name {
        "gio" | "gio lam viec" | "hour" | "hours" | "working hour" | "working hours" => {
            Some(LimitUnit::WorkingHours)
        }
        "ngay lam viec" | "working day" | "working days" => Some(LimitUnit::WorkingDays),
        "ngay" | "day" | "days" => Some(LimitUnit::Days),
        "thang" | "month" | "months" => Some(LimitUnit::Months),
        _ => None,
    }
}

fn hundredths(text: &str) -> Option<u32> {
    let (whole, decimals) = text.split_once([',', '.']).unwrap_or((text, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = !whole.is_empty() && is_number(decimals) && decimals.len() <= DECIMALS_MAX;
    format!("{whole}{decimals:0<DECIMALS_MAX$}")
        .parse()
        .ok()
        .filter(|_| fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn working(minutes: u32) -> LimitLength {
        LimitLength::Working(WorkingMinutes(minutes))
    }

    #[test]
    fn limits_are_read_as_offices_write_them() {
        for (text, length) in [
            ("15 ngày", Some(LimitLength::Days(15))),
            ("03 Ngày làm việc", Some(working(1_440))),
            ("0,5 ngày làm việc", Some(working(240))),
            ("8 giờ", Some(working(480))),
            ("1 tháng", Some(LimitLength::Months(1))),
            ("Trong ngày", Some(LimitLength::Days(0))),
            ("20 working days", Some(working(9_600))),
            ("15NGÀY", Some(LimitLength::Days(15))),
        ] {
            assert_eq!(read(text, None), length, "{text}");
        }
    }

    #[test]
    fn a_number_alone_counts_in_the_mappings_unit_and_in_none_without() {
        assert_eq!(
            read("15", Some(LimitUnit::Days)),
            Some(LimitLength::Days(15))
        );
        assert_eq!(
            read("15", Some(LimitUnit::WorkingDays)),
            Some(working(7_200))
        );
        assert_eq!(read("15", None), None);
    }

    #[test]
    fn an_invalid_limit_is_refused() {
        for text in [
            "",
            "0 ngày",
            "1,5 ngày",
            "ngày",
            "15 tuần",
            "1.000.000 ngày",
            "99999999999 ngày",
            "49 tháng",
            "1000 ngày làm việc",
            "-3 ngày",
        ] {
            assert_eq!(read(text, Some(LimitUnit::Days)), None, "{text}");
        }
    }
}
