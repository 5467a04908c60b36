//! What the words of a file mean, and what becomes of its dates.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::deadline::seed::{seed_days_2025_2027, seed_office_hours};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn rows() -> CalendarRows {
    CalendarRows {
        hours: vec![seed_office_hours(date("1990-01-01"))],
        days: seed_days_2025_2027(),
    }
}

fn day(line: usize, on: &str, name: &str, kind: &str) -> FileDay {
    let (kind, status) = DayKind::read(kind).unwrap();
    FileDay {
        line,
        date: date(on),
        name: name.to_owned(),
        kind,
        status,
        is_in_a_row: false,
    }
}

fn change(days: Vec<FileDay>) -> Result<FileChange, Vec<FileFault>> {
    let file = CalendarFile {
        days,
        faults: Vec::new(),
    };
    FileChange::of(&file, &rows(), None, "1/TTg")
}

#[test]
fn a_kind_is_read_in_both_languages_with_hours_and_with_what_waits() {
    use DayStatus::{Decided, Pending};
    let morning = || DayKind::Hours(form_input::intervals("07:30-11:30").unwrap());
    for (text, kind, status) in [
        ("nghỉ", DayKind::Off, Decided),
        ("", DayKind::Off, Decided),
        ("Nghỉ bù", DayKind::Off, Decided),
        ("day off", DayKind::Off, Decided),
        ("Holiday", DayKind::Off, Decided),
        ("nghỉ chiều", DayKind::Morning, Decided),
        ("Morning off", DayKind::Afternoon, Decided),
        ("Làm bù", DayKind::MakeUp, Decided),
        ("make-up", DayKind::MakeUp, Decided),
        ("nửa ngày 7h30-11h30", morning(), Decided),
        ("half day 07:30-11:30", morning(), Decided),
        ("làm bù 07:30-11:30", morning(), Decided),
        ("07:30-11:30", morning(), Decided),
        ("chờ quyết định", DayKind::Off, Pending),
        ("nghỉ (chờ quyết định)", DayKind::Off, Pending),
        ("pending", DayKind::Off, Pending),
        ("day off, pending", DayKind::Off, Pending),
        ("Làm bù, dự kiến", DayKind::MakeUp, Pending),
        ("chờ quyết định, làm bù 07:30-11:30", morning(), Pending),
        ("làm bù 07:30-11:30 (chờ quyết định)", morning(), Pending),
    ] {
        assert_eq!(DayKind::read(text), Some((kind, status)), "{text}");
    }
    for text in [
        "perhaps",
        "nửa ngày",
        "làm bù 25:00-26:00",
        "nghỉ 07:30-11:30",
        "07:30-11:30 hôm sau",
    ] {
        assert_eq!(DayKind::read(text), None, "{text}");
    }
}

#[test]
fn dates_are_new_changed_or_so_already() {
    let change = change(vec![
        day(1, "2027-01-01", "Tết Dương lịch", "nghỉ"),
        day(2, "2027-09-03", "Quốc khánh", "nghỉ"),
        day(3, "2028-01-03", "Nghỉ bù Tết Dương lịch", "nghỉ"),
    ])
    .unwrap();
    assert_eq!(change.same, [date("2027-01-01")]);
    assert_eq!(change.new, 1);
    let dates: Vec<_> = change.days.iter().map(|day| day.date).collect();
    assert_eq!(
        dates,
        [date("2027-09-03"), date("2028-01-03")],
        "what waited is decided now, which is a change"
    );
    assert!(change.days.iter().all(|day| day.decision == "1/TTg"));
}

#[test]
fn half_days_and_make_up_days_have_the_office_hours_in_force() {
    let change = change(vec![
        day(1, "2026-12-24", "Sơ kết", "nghỉ chiều"),
        day(2, "2026-12-25", "Sơ kết", "nghỉ sáng"),
        day(3, "2026-12-26", "Làm bù", "làm bù"),
    ])
    .unwrap();
    let hours: Vec<_> = change
        .days
        .iter()
        .map(|day| form_input::written(&day.intervals))
        .collect();
    assert_eq!(
        hours,
        ["07:30-11:30", "13:00-17:00", "07:30-11:30 13:00-17:00"]
    );
    let sunday = super::tests::change(vec![day(4, "2026-12-27", "Họp", "nghỉ chiều")]);
    let fault = FileFault {
        line: 4,
        fault: LineFault::NoHours,
    };
    assert_eq!(sunday, Err(vec![fault]));
}

#[test]
fn weekly_days_off_in_a_row_of_days_stay_what_they_are() {
    let tet = |line, on: &str| FileDay {
        is_in_a_row: true,
        ..day(line, on, "Tết", "nghỉ")
    };
    // From Friday to Monday.
    let dates = ["2028-01-28", "2028-01-29", "2028-01-30", "2028-01-31"];
    let change = change(dates.map(|on| tet(1, on)).to_vec()).unwrap();
    assert_eq!(change.new, 2);
    assert_eq!(change.weekly, [date("2028-01-29"), date("2028-01-30")]);
}

#[test]
fn a_repeated_date_is_a_fault_only_if_its_rows_differ() {
    let twice = change(vec![
        day(2, "2028-01-03", "Nghỉ bù", "nghỉ"),
        day(7, "2028-01-03", "Nghỉ bù", "nghỉ"),
        day(9, "2028-01-03", "Nghỉ bù", "làm bù"),
    ]);
    let fault = FileFault {
        line: 9,
        fault: LineFault::Twice(2),
    };
    assert_eq!(twice, Err(vec![fault]));
}
