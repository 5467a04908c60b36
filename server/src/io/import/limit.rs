//! Time limits of a file.

use sanh_domain::deadline::due::LimitLength;
use sanh_domain::procedure::{form_input, written};

use super::mapping::LimitUnit;

/// A time limit with its unit, or in the mapping's; none where it is neither, or longer than a procedure may take. No file tells of a
/// rule hour, so one within the day is due on the day of reception.
pub fn read(text: &str, unit: Option<LimitUnit>) -> Option<LimitLength> {
    let unit = unit.map(|unit| match unit {
        LimitUnit::WorkingHours => form_input::LimitUnit::WorkingHours,
        LimitUnit::WorkingDays => form_input::LimitUnit::WorkingDays,
        LimitUnit::Days => form_input::LimitUnit::Days,
        LimitUnit::Months => form_input::LimitUnit::Months,
    });
    match written::limit(text, unit)? {
        LimitLength::SameDay { .. } => Some(LimitLength::Days(0)),
        length => Some(length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_without_a_unit_is_in_the_mappings_and_one_within_the_day_has_no_rule_hour() {
        let fifteen = Some(LimitLength::Days(15));
        assert_eq!(read("15", Some(LimitUnit::Days)), fifteen);
        assert_eq!(read("15", None), None);
        assert_eq!(read("Trong ngày", None), Some(LimitLength::Days(0)));
    }
}
