#![allow(clippy::unwrap_used)]
use proptest::prelude::*;

use super::*;
use crate::deadline::seed_office_hours;

fn calendar() -> Calendar {
    let first = "2015-01-01".parse().unwrap();
    let hours = vec![seed_office_hours(first)];
    Calendar::new(chrono_tz::Asia::Ho_Chi_Minh, hours, Vec::new())
}

fn at(text: &str) -> Instant {
    calendar().read_instant(text).unwrap()
}

/// Changes every `every_min` minutes of the office hours of some weeks of November.
fn weeks(every_min: i64) -> Vec<Instant> {
    let (calendar, first) = (calendar(), at("2026-11-02"));
    let minutes = (0..60 * 24 * 21).step_by(usize::try_from(every_min).unwrap());
    let all = minutes.map(|minute| first + Duration::minutes(minute));
    all.filter(|at| calendar.is_open(*at)).collect()
}

fn found(usual: &UsualPace, changed: &str, now: &str) -> CheckState {
    still(at(changed), at(now), &calendar(), usual)
}

#[test]
fn figures_stand_too_long_after_twice_the_usual() {
    let usual = UsualPace::learned(&weeks(15), &calendar());
    let day = "2026-11-24T";
    let found =
        |from: &str, to: &str| found(&usual, &format!("{day}{from}"), &format!("{day}{to}"));
    assert_eq!(found("09:00", "09:30"), CheckState::Fine);
    let wrong = CheckState::Wrong {
        value: 31,
        threshold: 30,
    };
    assert_eq!(found("09:00", "09:31"), wrong);
    assert_eq!(
        found("11:15", "13:14"),
        CheckState::Fine,
        "the noon break counts not"
    );
    assert_eq!(found("11:15", "13:16"), wrong);
    assert_eq!(found("11:00", "12:30"), CheckState::Fine);
    assert_eq!(
        found("09:00", "20:00"),
        CheckState::Unknown,
        "nobody works then"
    );
}

#[test]
fn an_hour_that_is_usually_quiet_has_its_own_limit() {
    let zone = calendar().zone();
    let is_other = |at: &Instant| at.with_timezone(&zone).hour() != 10;
    let changes: Vec<_> = weeks(5).into_iter().filter(is_other).collect();
    let usual = UsualPace::learned(&changes, &calendar());
    let limit = |text: &str| usual.limit(at(text), &calendar()).unwrap().num_minutes();
    assert_eq!(limit("2026-11-24T08:00"), MINUTES_MIN);
    assert!(limit("2026-11-24T09:55") > 60, "over the quiet hour");
}

#[test]
fn no_alarm_before_the_usual_pace_is_known() {
    let few = weeks(15).into_iter().take(TIMES_MIN).collect::<Vec<_>>();
    assert_eq!(UsualPace::learned(&few, &calendar()), UsualPace::default());
    let usual = UsualPace::default();
    assert_eq!(
        found(&usual, "2026-11-23T07:30", "2026-11-24T16:00"),
        CheckState::Unknown
    );
}

#[test]
fn a_day_without_work_does_not_count_for_the_pace() {
    let all = weeks(15);
    let calendar = calendar();
    let without = all.iter().copied().filter(|at| {
        let date = calendar.local_date(*at).to_string();
        date != "2026-11-11"
    });
    let without: Vec<_> = without.collect();
    let limit = |changes: &[Instant]| {
        let usual = UsualPace::learned(changes, &calendar);
        usual.limit(at("2026-11-24T09:00"), &calendar)
    };
    assert_eq!(limit(&all), limit(&without));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn figures_that_have_just_changed_do_not_stand_too_long(
        every_min in 5..120_i64,
        minute in 0..(60 * 24 * 14_i64),
    ) {
        let usual = UsualPace::learned(&weeks(every_min), &calendar());
        let now = at("2026-11-23") + Duration::minutes(minute);
        let recent = now - Duration::minutes(MINUTES_MIN);
        let state = still(recent, now, &calendar(), &usual);
        prop_assert!(matches!(state, CheckState::Fine | CheckState::Unknown));
    }

    #[test]
    fn no_limit_is_below_the_least_nor_the_usual(every_min in 5..100_i64, hour in 0..24_i64) {
        let usual = UsualPace::learned(&weeks(every_min), &calendar());
        let began = at("2026-11-24") + Duration::hours(hour);
        if let Some(limit) = usual.limit(began, &calendar()) {
            prop_assert!(limit >= Duration::minutes(MINUTES_MIN));
            prop_assert!(limit >= Duration::minutes(every_min));
        }
    }

    #[test]
    fn the_usual_pace_does_not_depend_on_the_weeks_it_was_learned_in(every_min in 5..60_i64, weeks_ago in 1..20_i64) {
        let changes = weeks(every_min);
        let earlier: Vec<_> = changes.iter().map(|at| *at - Duration::weeks(weeks_ago)).collect();
        prop_assert_eq!(UsualPace::learned(&changes, &calendar()), UsualPace::learned(&earlier, &calendar()));
    }

    #[test]
    fn outside_office_hours_nothing_begins_to_be_wrong(minute in 0..(60 * 24 * 14_i64), ago in 0..5_000_i64) {
        let usual = UsualPace::learned(&weeks(15), &calendar());
        let now = at("2026-11-23") + Duration::minutes(minute);
        let state = still(now - Duration::minutes(ago), now, &calendar(), &usual);
        let is_wrong = matches!(state, CheckState::Wrong { .. });
        prop_assert!(calendar().is_open(now) || !is_wrong);
    }
}
