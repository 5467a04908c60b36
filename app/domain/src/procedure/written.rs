//! Time limits as offices and the national list write them: "15 ngày", "03 ngày làm việc", "0,5 ngày làm việc", "8 giờ", "1 tháng",
//! "trong ngày".

use super::form_input::{self, LimitUnit};
use crate::deadline::due::LimitLength;
use crate::text::fold::folded;

/// How what follows the limit itself begins, folded: from when it counts.
const AFTER: [&str; 3] = [" ke tu", " tinh tu", " from "];

/// A time limit with its unit, or in the one that is handed in; `None`: neither, or longer than a procedure may take.
#[must_use]
pub fn limit(text: &str, unit: Option<LimitUnit>) -> Option<LimitLength> {
    let folded = folded(text);
    let text = AFTER.iter().fold(folded.as_str(), |text, after| {
        text.split_once(after).map_or(text, |(limit, _)| limit)
    });
    if is_same_day(text) {
        return form_input::limit("", LimitUnit::SameDay);
    }
    let ends = text
        .find(|sign: char| !sign.is_ascii_digit() && sign != ',' && sign != '.')
        .unwrap_or(text.len());
    let (number, name) = text.split_at(ends);
    let unit = match name.trim() {
        "" => unit?,
        name => unit_of(name)?,
    };
    form_input::limit(number, unit).filter(|_| !number.is_empty())
}

fn is_same_day(folded: &str) -> bool {
    matches!(
        folded,
        "trong ngay"
            | "ngay trong ngay"
            | "giai quyet trong ngay"
            | "giai quyet ngay trong ngay"
            | "trong ngay lam viec"
            | "within the day"
    )
}

/// A folded name.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::calendar::WorkingMinutes;
    use crate::deadline::due::CUTOFF;

    const fn working(minutes: u32) -> LimitLength {
        LimitLength::Working(WorkingMinutes(minutes))
    }

    #[test]
    fn limits_are_read_as_offices_write_them() {
        let same_day = LimitLength::SameDay { until: CUTOFF };
        for (text, length) in [
            ("15 ngày", Some(LimitLength::Days(15))),
            ("03 Ngày làm việc", Some(working(1_440))),
            ("0,5 ngày làm việc", Some(working(240))),
            ("8 giờ", Some(working(480))),
            ("1 tháng", Some(LimitLength::Months(1))),
            ("Trong ngày", Some(same_day)),
            ("Giải quyết ngay trong ngày", Some(same_day)),
            ("20 working days", Some(working(9_600))),
            ("15NGÀY", Some(LimitLength::Days(15))),
            (
                "07 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ",
                Some(working(3_360)),
            ),
        ] {
            assert_eq!(limit(text, None), length, "{text}");
        }
    }

    #[test]
    fn a_number_alone_counts_in_the_unit_handed_in_and_in_none_without() {
        assert_eq!(
            limit("15", Some(LimitUnit::Days)),
            Some(LimitLength::Days(15))
        );
        assert_eq!(
            limit("15", Some(LimitUnit::WorkingDays)),
            Some(working(7_200))
        );
        assert_eq!(limit("15", None), None);
    }

    #[test]
    fn text_that_is_no_limit_gives_none() {
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
            assert_eq!(limit(text, Some(LimitUnit::Days)), None, "{text}");
        }
    }
}
