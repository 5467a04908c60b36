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

fn wrong(value: i64, threshold: i64) -> CheckState {
    CheckState::Wrong { value, threshold }
}

#[test]
fn a_wall_is_dark_after_its_time_of_office_hours_and_not_at_night() {
    let seen_at = |seen: &str, now: &str| dark(at(seen), at(now), &calendar(), 300);
    // 2026-11-23 is a Monday.
    assert_eq!(
        seen_at("2026-11-23T09:00", "2026-11-23T09:05"),
        CheckState::Fine
    );
    assert_eq!(seen_at("2026-11-23T09:00", "2026-11-23T09:06"), wrong(6, 5));
    assert_eq!(
        seen_at("2026-11-23T16:58", "2026-11-23T21:00"),
        CheckState::Fine,
        "switched off in the evening"
    );
    assert_eq!(
        seen_at("2026-11-23T16:58", "2026-11-24T07:32"),
        CheckState::Fine,
        "it may come some minutes after the opening"
    );
    assert_eq!(seen_at("2026-11-23T16:58", "2026-11-24T07:34"), wrong(6, 5));
    assert_eq!(
        seen_at("2026-11-23T09:00", "2026-11-23T20:00"),
        CheckState::Unknown,
        "what was dark by day stays so over night"
    );
}

#[test]
fn a_wall_is_behind_when_what_it_was_sent_is_not_painted_in_time() {
    let sent = at("2026-11-23T09:00");
    let after = |s| sent + Duration::seconds(s);
    assert_eq!(behind(true, sent, after(500), 30), CheckState::Fine);
    assert_eq!(behind(false, sent, after(30), 30), CheckState::Fine);
    assert_eq!(behind(false, sent, after(31), 30), wrong(31, 30));
}

#[test]
fn a_clock_may_differ_by_its_limit_in_either_direction() {
    assert_eq!(clock(120_999, 120), CheckState::Fine);
    assert_eq!(clock(121_000, 120), wrong(121, 120));
    assert_eq!(clock(-3_600_000, 120), wrong(3_600, 120));
    assert!(matches!(clock(i64::MIN, 120), CheckState::Wrong { .. }));
}

#[test]
fn a_copy_is_old_after_its_hours_and_a_new_server_has_the_same_time() {
    let now = at("2026-11-23T09:00");
    let hours = |h| now - Duration::hours(h);
    assert_eq!(
        backup(Some(hours(48)), hours(900), now, 48),
        CheckState::Fine
    );
    assert_eq!(backup(Some(hours(49)), hours(0), now, 48), wrong(49, 48));
    assert_eq!(backup(None, hours(3), now, 48), CheckState::Fine);
    assert!(matches!(
        backup(None, hours(60), now, 48),
        CheckState::Wrong { .. }
    ));
}

#[test]
fn a_disk_fills_below_its_share() {
    assert_eq!(disk(10, 100, 10), CheckState::Fine);
    assert_eq!(disk(99, 1_000, 10), wrong(9, 10));
    assert_eq!(disk(0, 0, 10), CheckState::Unknown);
    assert_eq!(disk(u64::MAX, u64::MAX, 10), CheckState::Fine);
}

proptest! {
    #[test]
    fn a_wall_that_was_just_seen_is_never_dark(minute in 0..(60 * 24 * 21_i64), dark_s in 60..3_600_u32, ago_s in 0..60_i64) {
        let now = at("2026-11-02") + Duration::minutes(minute);
        let seen = now - Duration::seconds(ago_s.min(dark_s.into()));
        prop_assert_eq!(dark(seen, now, &calendar(), dark_s), CheckState::Fine);
    }

    #[test]
    fn a_wall_never_begins_to_be_dark_outside_office_hours(minute in 0..(60 * 24 * 21_i64), away_min in 0..(60 * 24 * 9_i64)) {
        let now = at("2026-11-02") + Duration::minutes(minute);
        let state = dark(now - Duration::minutes(away_min), now, &calendar(), 300);
        let is_wrong = matches!(state, CheckState::Wrong { .. });
        prop_assert!(calendar().is_open(now) || !is_wrong);
    }

    #[test]
    fn the_longer_a_wall_is_away_the_darker_it_is(minute in 0..480_i64, first in 0..600_i64, more in 0..600_i64) {
        let now = at("2026-11-23T07:30") + Duration::minutes(minute);
        let value = |ago| match dark(now - Duration::minutes(ago), now, &calendar(), 300) {
            CheckState::Wrong { value, .. } => value,
            CheckState::Fine | CheckState::Unknown => 0,
        };
        prop_assert!(value(first) <= value(first + more));
    }
}

#[test]
fn each_year_with_gaps_is_an_alarm_of_its_own() {
    let gap = |year, days_off, pending| YearGap {
        year,
        days_off,
        pending,
    };
    assert_eq!(super::calendar(&[]), []);
    let readings = super::calendar(&[gap(2027, None, 6), gap(2028, Some(2), 1)]);
    let told: Vec<_> = readings
        .into_iter()
        .map(|it| (it.kind, it.subject, it.state))
        .collect();
    let of = |kind, year: &str, value, threshold| (kind, year.to_owned(), wrong(value, threshold));
    assert_eq!(
        told,
        [
            of(AlarmKind::CalendarPending, "2027", 6, 0),
            of(AlarmKind::CalendarMissing, "2028", 2, 11),
            of(AlarmKind::CalendarPending, "2028", 1, 0),
        ]
    );
}

#[test]
fn reaching_the_reading_limit_raises_one_alarm() {
    let count = |name: &str, count| (name.to_owned(), count);
    let opened = [count("lan", 300), count("mai", 299)];
    let searched = [count("binh", 120), count("lan", 130), count("mai", 1)];
    let found = readings((&opened, 300), (&searched, 120));
    let told: Vec<_> = found
        .iter()
        .map(|reading| (reading.subject.as_str(), reading.state))
        .collect();
    assert_eq!(told, [("binh", wrong(120, 120)), ("lan", wrong(300, 300))]);
    assert!(
        found
            .iter()
            .all(|reading| reading.kind == AlarmKind::ReadingMuch)
    );
}
