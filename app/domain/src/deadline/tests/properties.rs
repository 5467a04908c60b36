//! The calendar against a count minute by minute, for random hours, days and spans.

use chrono::{Datelike, Duration, NaiveDate, NaiveTime, Timelike};
use chrono_tz::Europe::Amsterdam;
use proptest::prelude::*;

use super::*;
use crate::deadline::due::counts_from;
use crate::deadline::{
    DeadlineRule, Lateness, Outcome, ResumeRule, TimeLimit, WorkingMinutes, due_after_pause,
    due_at, is_overdue, outcome, whole_minute,
};

/// What the counter reads: the rows as given, before the calendar has touched them.
#[derive(Clone, Debug)]
struct Office {
    zone: Tz,
    hours: Vec<OfficeHours>,
    days: Vec<CalendarDay>,
}

impl Office {
    fn calendar(&self) -> Calendar {
        Calendar::new(self.zone, self.hours.clone(), self.days.clone())
    }

    fn intervals(&self, date: NaiveDate) -> Vec<Interval> {
        if let Some(day) = self.days.iter().rev().find(|day| day.date == date) {
            return day.intervals.clone();
        }
        let row = self
            .hours
            .iter()
            .filter(|row| row.valid_from <= date)
            .max_by_key(|row| row.valid_from);
        let weekday = date.weekday().num_days_from_monday() as usize;
        row.map_or_else(Vec::new, |row| row.week[weekday].clone())
    }

    fn is_open(&self, at: Instant) -> bool {
        let local = at.with_timezone(&self.zone).naive_local();
        self.intervals(local.date()).iter().any(|interval| {
            let before_close = interval.close == NaiveTime::MIN || local.time() < interval.close;
            interval.open <= local.time() && before_close
        })
    }

    /// The minutes of `[from, from + minutes)` that are working time, one flag each.
    fn minutes(&self, from: Instant, minutes: i64) -> Vec<bool> {
        (0..minutes)
            .map(|minute| self.is_open(from + Duration::minutes(minute)))
            .collect()
    }
}

/// Clock times every 5 minutes from 04:00 on, clear of the hour that Amsterdam's clocks change in.
fn office_clock() -> impl Strategy<Value = NaiveTime> {
    (48_u32..288).prop_map(|fives| NaiveTime::from_hms_opt(fives / 12, fives % 12 * 5, 0).unwrap())
}

fn any_interval() -> impl Strategy<Value = Interval> {
    prop_oneof![
        9 => (office_clock(), office_clock()).prop_filter_map("empty", |(a, b)| Interval::new(a.min(b), a.max(b))),
        1 => Just(Interval { open: NaiveTime::MIN, close: NaiveTime::MIN }),
    ]
}

/// None, one, two or three intervals, overlapping or not.
fn any_day() -> impl Strategy<Value = Vec<Interval>> {
    prop::collection::vec(any_interval(), 0..4)
}

fn any_hours() -> impl Strategy<Value = OfficeHours> {
    (0_i64..60, prop::array::uniform5(any_day()), any_day()).prop_map(
        |(after, weekdays, saturday)| {
            let [mon, tue, wed, thu, fri] = weekdays;
            let week = [mon, tue, wed, thu, fri, saturday, Vec::new()];
            OfficeHours {
                valid_from: date("2025-02-20") + Duration::days(after),
                week,
            }
        },
    )
}

/// Holidays, half days and make-up days around both changes of the clocks and a turn of the year.
fn any_office() -> impl Strategy<Value = Office> {
    let starts = prop::sample::select(vec!["2025-03-20", "2025-10-16", "2025-12-20"]);
    let zone = prop::sample::select(vec![Ho_Chi_Minh, Amsterdam]);
    let hours = prop::collection::vec(any_hours(), 1..3);
    let days = prop::collection::vec((0_i64..25, any_day()), 0..8);
    (zone, hours, days, starts).prop_map(|(zone, hours, days, start)| {
        let days = days.into_iter().map(|(after, intervals)| CalendarDay {
            date: date(start) + Duration::days(after),
            agency: None,
            intervals,
            name: String::new(),
            decision: String::new(),
            status: DayStatus::Decided,
        });
        Office {
            zone,
            hours,
            days: days.collect(),
        }
    })
}

/// A whole minute in the weeks that [`any_office`] has rows for.
fn any_minute() -> impl Strategy<Value = Instant> {
    let starts = prop::sample::select(vec![
        "2025-03-20 00:00",
        "2025-10-16 00:00",
        "2025-12-20 00:00",
    ]);
    (starts, 0_i64..20 * 1440).prop_map(|(start, minute)| at(start) + Duration::minutes(minute))
}

fn common_office_instant() -> impl Strategy<Value = Instant> {
    let span_ms = 900 * 86_400_000_i64;
    (0..span_ms).prop_map(|ms| at("2025-01-01 00:00") + Duration::milliseconds(ms))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn working_time_is_the_count_of_working_minutes(
        office in any_office(), from in any_minute(), span in 0_i64..8 * 1440,
    ) {
        let counted = office.minutes(from, span).into_iter().filter(|open| *open).count();
        let to = from + Duration::minutes(span);
        let counted = Duration::minutes(i64::try_from(counted).unwrap());
        prop_assert_eq!(office.calendar().working_time(from, to), counted);
    }

    #[test]
    fn the_added_instant_is_the_first_that_the_count_reaches(
        office in any_office(), from in any_minute(), wanted in 1_usize..2000,
    ) {
        let open = office.minutes(from, 8 * 1440);
        let last = open.iter().enumerate().filter(|(_, open)| **open).nth(wanted - 1);
        let expected = last.map(|(minute, _)| from + Duration::minutes(i64::try_from(minute).unwrap() + 1));
        let wanted = Duration::minutes(i64::try_from(wanted).unwrap());
        let added = office.calendar().add_working_time(from, wanted);
        match expected {
            Some(expected) => prop_assert_eq!(added, Some(expected)),
            None => prop_assert!(added.is_none_or(|at| at > from + Duration::days(8))),
        }
    }

    #[test]
    fn the_office_is_open_and_opens_next_when_the_count_says_so(office in any_office(), from in any_minute()) {
        let calendar = office.calendar();
        let open = office.minutes(from, 3 * 1440);
        prop_assert_eq!(calendar.is_open(from), open[0]);
        if let Some(minute) = open.iter().position(|open| *open) {
            let opening = from + Duration::minutes(i64::try_from(minute).unwrap());
            prop_assert_eq!(calendar.next_opening(from), Some(opening));
        }
    }

    #[test]
    fn nothing_opens_or_closes_before_the_next_turn(office in any_office(), from in any_minute()) {
        let calendar = office.calendar();
        let turn = calendar.next_turn(from);
        prop_assert!(turn > from);
        let mut minute = from;
        while minute < turn {
            prop_assert_eq!(office.is_open(minute), office.is_open(from));
            prop_assert_eq!(calendar.local_date(minute), calendar.local_date(from));
            minute += Duration::minutes(1);
        }
        let turned = office.is_open(turn) != office.is_open(from);
        prop_assert!(turned || calendar.day_start(calendar.local_date(turn)) == turn);
    }
}

proptest! {
    #[test]
    fn adding_working_time_and_counting_it_are_inverse_to_the_millisecond(
        from in common_office_instant(), working_ms in 1_i64..90 * 8 * 3_600_000,
    ) {
        let calendar = centre();
        let time = Duration::milliseconds(working_ms);
        let to = calendar.add_working_time(from, time).unwrap();
        prop_assert_eq!(calendar.working_time(from, to), time);
        prop_assert!(calendar.working_time(from, to - Duration::milliseconds(1)) < time);
    }

    #[test]
    fn working_time_adds_up_over_any_instant_between(
        a in common_office_instant(), b in common_office_instant(), c in common_office_instant(),
    ) {
        let mut instants = [a, b, c];
        instants.sort();
        let [a, b, c] = instants;
        let calendar = centre();
        let parts = calendar.working_time(a, b) + calendar.working_time(b, c);
        prop_assert_eq!(calendar.working_time(a, c), parts);
    }

    #[test]
    fn a_due_instant_has_the_whole_limit_before_it_and_comes_no_sooner_with_the_cutoff(
        received in common_office_instant(), minutes in 1_u32..60 * 480,
    ) {
        let calendar = centre();
        let limit = |cutoff_15h| TimeLimit { length: WorkingMinutes(minutes).into(), cutoff_15h };
        let due = due_at(&calendar, received, limit(false)).unwrap();
        let received = whole_minute(received);
        prop_assert_eq!(calendar.working_minutes(received, due), WorkingMinutes(minutes));
        let with_cutoff = due_at(&calendar, received, limit(true)).unwrap();
        let from = counts_from(&calendar, received, limit(true)).unwrap();
        prop_assert!(calendar.is_open(from));
        prop_assert_eq!(calendar.working_minutes(from, with_cutoff), WorkingMinutes(minutes));
        prop_assert!(with_cutoff >= due);
    }

    #[test]
    fn after_an_extending_pause_as_much_working_time_is_left_as_before_it(
        received in common_office_instant(),
        minutes in 1_u32..60 * 480,
        paused_after_quarters in 0..4_i32,
        paused_for_ms in 0_i64..40 * 86_400_000,
    ) {
        let calendar = centre();
        let limit = TimeLimit { length: WorkingMinutes(minutes).into(), cutoff_15h: false };
        let due = due_at(&calendar, received, limit).unwrap();
        let received = whole_minute(received);
        let paused_at = received + (due - received) * paused_after_quarters / 4;
        let resumed_at = paused_at + Duration::milliseconds(paused_for_ms);
        let moved = due_after_pause(&calendar, ResumeRule::Extend, due, limit, paused_at, resumed_at).unwrap();
        let (paused_at, resumed_at) = (whole_minute(paused_at), whole_minute(resumed_at));
        let left = calendar.working_time(paused_at, due);
        prop_assert_eq!(calendar.working_time(resumed_at, moved), left);
        prop_assert!(moved >= due);
        // Without the pause, the dossier has exactly its limit.
        let handled = calendar.working_time(received, moved) - calendar.working_time(paused_at, resumed_at);
        prop_assert_eq!(handled, WorkingMinutes(minutes).duration());
    }

    #[test]
    fn a_resolved_dossier_is_late_exactly_if_it_was_overdue_when_resolved(
        due in common_office_instant(), resolved_at in common_office_instant(), by_day: bool,
    ) {
        let rule = if by_day { DeadlineRule::Day } else { DeadlineRule::Instant };
        let late = outcome(rule.into(), Ho_Chi_Minh, Some(due), resolved_at) == Outcome::Late;
        prop_assert_eq!(late, is_overdue(rule.into(), Ho_Chi_Minh, Some(due), resolved_at));
    }

    #[test]
    fn lateness_is_as_printed_to_the_minute(due in common_office_instant(), after_ms in -300_000_i64..300_000) {
        let at = due + Duration::milliseconds(after_ms);
        let printed = |at: Instant| {
            let local = at.with_timezone(&Ho_Chi_Minh).naive_local();
            (local.date(), local.hour(), local.minute())
        };
        let overdue = is_overdue(Lateness::default(), Ho_Chi_Minh, Some(due), at);
        prop_assert_eq!(overdue, printed(at) > printed(due));
    }

    #[test]
    fn the_overdue_are_those_due_before_one_instant(
        due in common_office_instant(),
        after_ms in -90_000_000_i64..90_000_000,
        changed_after_days in -2_i64..3,
        by_day: bool,
    ) {
        let at = due + Duration::milliseconds(after_ms);
        let changed = centre().local_date(due) + Duration::days(changed_after_days);
        let lateness = Lateness {
            rule: if by_day { DeadlineRule::Day } else { DeadlineRule::Instant },
            minutes_from: centre().day_start(changed),
        };
        let overdue = is_overdue(lateness, Ho_Chi_Minh, Some(due), at);
        prop_assert_eq!(overdue, due < lateness.due_before(Ho_Chi_Minh, at));
    }

    #[test]
    fn received_later_is_never_due_earlier(
        received in common_office_instant(), later_ms in 0_i64..30 * 86_400_000, minutes in 0_u32..60 * 480, cutoff_15h: bool,
    ) {
        let calendar = centre();
        let limit = TimeLimit { length: WorkingMinutes(minutes).into(), cutoff_15h };
        let due = due_at(&calendar, received, limit).unwrap();
        let later = due_at(&calendar, received + Duration::milliseconds(later_ms), limit).unwrap();
        prop_assert!(due <= later);
        prop_assert!(due >= whole_minute(received));
        prop_assert_eq!(due, whole_minute(due));
    }
}
