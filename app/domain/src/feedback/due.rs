//! The due time of an answer to a message.

use chrono::{Days, NaiveDate};

use crate::deadline::{Calendar, Instant};

/// Local days in which the working days of a deadline are searched for: far beyond any calendar that is entered.
const LOOK_DAYS: u64 = 400;

/// The end of the office hours on the last of this many working days after the local day on which a message came; `None` if the
/// calendar has too few.
///
/// A message that comes on a day off, or at night, counts from the next working day, like one that came on the day before.
#[must_use]
pub fn answer_due(calendar: &Calendar, received_at: Instant, working_days: u32) -> Option<Instant> {
    let received = calendar.local_date(received_at);
    let first = received.checked_add_days(Days::new(1))?;
    let end = first.checked_add_days(Days::new(LOOK_DAYS))?;
    let days: Vec<NaiveDate> = calendar.working_days(first, end);
    let last = working_days.max(1).checked_sub(1)?;
    let last = days.get(usize::try_from(last).ok()?)?;
    calendar.closing(*last)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use chrono_tz::Asia::Ho_Chi_Minh;
    use proptest::prelude::*;

    use super::*;
    use crate::deadline::{seed_days_2025_2027, seed_office_hours};

    fn calendar() -> Calendar {
        Calendar::new(
            Ho_Chi_Minh,
            vec![seed_office_hours(NaiveDate::MIN)],
            seed_days_2025_2027(),
        )
    }

    fn local(text: &str) -> Instant {
        let naive = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        let zoned = naive.and_local_timezone(Ho_Chi_Minh).unwrap();
        zoned.to_utc()
    }

    #[test]
    fn a_deadline_ends_with_the_office_on_its_last_working_day() {
        let calendar = calendar();
        for (received, days, due) in [
            // A Monday.
            ("2026-11-23 10:00", 1, "2026-11-24 17:00"),
            ("2026-11-23 22:00", 5, "2026-11-30 17:00"),
            ("2026-11-28 10:00", 1, "2026-11-30 17:00"),
            // Across the National Day.
            ("2026-08-31 10:00", 2, "2026-09-04 17:00"),
        ] {
            let found = answer_due(&calendar, local(received), days);
            assert_eq!(found, Some(local(due)), "{received} + {days}");
        }
    }

    #[test]
    fn a_calendar_without_working_days_promises_nothing() {
        let none = Calendar::new(Ho_Chi_Minh, Vec::new(), Vec::new());
        assert_eq!(answer_due(&none, local("2026-11-23 10:00"), 3), None);
    }

    proptest! {
        #[test]
        fn more_days_are_later_and_every_due_time_is_a_closing(minutes in 0_i64..500_000, days in 1_u32..60) {
            let calendar = calendar();
            let received = local("2025-12-01 00:00") + chrono::Duration::minutes(minutes);
            let due = answer_due(&calendar, received, days).unwrap();
            prop_assert!(due > received);
            prop_assert_eq!(calendar.closing(calendar.local_date(due)), Some(due));
            prop_assert!(answer_due(&calendar, received, days + 1).unwrap() > due);
        }
    }
}
