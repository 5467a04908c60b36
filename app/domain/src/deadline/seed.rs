//! The rows a new centre starts with: common office hours and the public holidays of 2025–2027.
//!
//! Lunar holidays and swapped Saturdays are decided year by year and cannot be computed reliably, so
//! they are rows, and an administrator edits them like any other: what is not yet decided, a storm's
//! closure, a further holiday (24 November, once Art. 112 is amended). A holiday that falls on a weekly
//! day off needs no row; the day off in lieu (Labour Code Art. 111(3)) has one.

use chrono::{NaiveDate, NaiveTime};

use super::decided::DayStatus;
use super::office_hours::{CalendarDay, Interval, OfficeHours};

const STATUTORY: &str = "Bộ luật Lao động 2019, Điều 112";
const IN_LIEU: &str =
    "Bộ luật Lao động 2019, Điều 111 khoản 3: nghỉ bù do trùng ngày nghỉ hằng tuần";
const DECIDED: &str =
    "Bộ luật Lao động 2019, Điều 112; phương án nghỉ đã được Thủ tướng Chính phủ đồng ý";
const SWAPPED: &str = "Hoán đổi ngày làm việc, đã được Thủ tướng Chính phủ đồng ý";
const TO_BE_CONFIRMED: &str = "Dự kiến theo Bộ luật Lao động 2019, Điều 112; chờ quyết định của Thủ tướng Chính phủ, quản trị viên xác nhận";

/// Days off: year, month, day, name, decision.
const DAYS_OFF: [(i32, u32, u32, &str, &str); 36] = [
    (2025, 1, 1, "Tết Dương lịch", STATUTORY),
    (2025, 1, 27, "Tết Nguyên đán Ất Tỵ", DECIDED),
    (2025, 1, 28, "Tết Nguyên đán Ất Tỵ", DECIDED),
    (2025, 1, 29, "Tết Nguyên đán Ất Tỵ (mùng 1)", DECIDED),
    (2025, 1, 30, "Tết Nguyên đán Ất Tỵ", DECIDED),
    (2025, 1, 31, "Tết Nguyên đán Ất Tỵ", DECIDED),
    (2025, 4, 7, "Giỗ Tổ Hùng Vương", STATUTORY),
    (2025, 4, 30, "Ngày Chiến thắng", STATUTORY),
    (2025, 5, 1, "Ngày Quốc tế lao động", STATUTORY),
    (
        2025,
        5,
        2,
        "Nghỉ hoán đổi (làm bù thứ Bảy 26/4/2025)",
        SWAPPED,
    ),
    (2025, 9, 1, "Quốc khánh", DECIDED),
    (2025, 9, 2, "Quốc khánh", STATUTORY),
    (2026, 1, 1, "Tết Dương lịch", STATUTORY),
    (
        2026,
        1,
        2,
        "Nghỉ hoán đổi (làm bù thứ Bảy 10/01/2026)",
        SWAPPED,
    ),
    (2026, 2, 16, "Tết Nguyên đán Bính Ngọ", DECIDED),
    (2026, 2, 17, "Tết Nguyên đán Bính Ngọ (mùng 1)", DECIDED),
    (2026, 2, 18, "Tết Nguyên đán Bính Ngọ", DECIDED),
    (2026, 2, 19, "Tết Nguyên đán Bính Ngọ", DECIDED),
    (2026, 2, 20, "Tết Nguyên đán Bính Ngọ", DECIDED),
    (2026, 4, 27, "Nghỉ bù Giỗ Tổ Hùng Vương", IN_LIEU),
    (2026, 4, 30, "Ngày Chiến thắng", STATUTORY),
    (2026, 5, 1, "Ngày Quốc tế lao động", STATUTORY),
    (
        2026,
        8,
        31,
        "Nghỉ hoán đổi (làm bù thứ Bảy 22/8/2026)",
        SWAPPED,
    ),
    (2026, 9, 1, "Quốc khánh", DECIDED),
    (2026, 9, 2, "Quốc khánh", STATUTORY),
    (2027, 1, 1, "Tết Dương lịch", STATUTORY),
    // Mùng 1 is Saturday 6 February. As in 2024, when it was a Saturday too: two days before it, three from mùng 1 on, and two in
    // lieu of the weekend.
    (2027, 2, 4, "Tết Nguyên đán Đinh Mùi", TO_BE_CONFIRMED),
    (2027, 2, 5, "Tết Nguyên đán Đinh Mùi", TO_BE_CONFIRMED),
    (2027, 2, 8, "Tết Nguyên đán Đinh Mùi", TO_BE_CONFIRMED),
    (
        2027,
        2,
        9,
        "Nghỉ bù Tết Nguyên đán Đinh Mùi",
        TO_BE_CONFIRMED,
    ),
    (
        2027,
        2,
        10,
        "Nghỉ bù Tết Nguyên đán Đinh Mùi",
        TO_BE_CONFIRMED,
    ),
    (2027, 4, 16, "Giỗ Tổ Hùng Vương", STATUTORY),
    (2027, 4, 30, "Ngày Chiến thắng", STATUTORY),
    (2027, 5, 3, "Nghỉ bù Ngày Quốc tế lao động", IN_LIEU),
    (2027, 9, 2, "Quốc khánh", STATUTORY),
    // The second day of this holiday is decided each year; here Friday, the day after, is the more likely one.
    (2027, 9, 3, "Quốc khánh", TO_BE_CONFIRMED),
];

/// Saturdays worked in place of a swapped day: year, month, day, name, decision.
const MAKE_UP_DAYS: [(i32, u32, u32, &str, &str); 3] = [
    (2025, 4, 26, "Làm bù cho thứ Sáu 02/5/2025", SWAPPED),
    (2026, 1, 10, "Làm bù cho thứ Sáu 02/01/2026", SWAPPED),
    (2026, 8, 22, "Làm bù cho thứ Hai 31/8/2026", SWAPPED),
];

/// The holidays and make-up days of 2025–2027 for all agencies, in order of date.
///
/// 2025 and 2026 as decided. In 2027 the days the Prime Minister chooses each year are what the Labour
/// Code allows for, and their decision says that they wait for confirmation. Make-up days have the
/// common office hours ([`seed_office_hours`]); a centre with others edits them.
pub fn seed_days_2025_2027() -> Vec<CalendarDay> {
    let off = DAYS_OFF
        .iter()
        .filter_map(|row| calendar_day(row, Vec::new()));
    let made_up = MAKE_UP_DAYS
        .iter()
        .filter_map(|row| calendar_day(row, common_day()));
    let mut days: Vec<CalendarDay> = off.chain(made_up).collect();
    days.sort_by_key(|day| day.date);
    days
}

/// The common office hours, 07:30–11:30 and 13:00–17:00 from Monday to Friday, from a date on. A centre
/// that holds older dossiers needs a row as old as they are: before the first the office is closed.
pub fn seed_office_hours(valid_from: NaiveDate) -> OfficeHours {
    let working = common_day;
    let week = [
        working(),
        working(),
        working(),
        working(),
        working(),
        Vec::new(),
        Vec::new(),
    ];
    OfficeHours { valid_from, week }
}

fn calendar_day(
    row: &(i32, u32, u32, &str, &str),
    intervals: Vec<Interval>,
) -> Option<CalendarDay> {
    let (year, month, day, name, decision) = *row;
    Some(CalendarDay {
        date: NaiveDate::from_ymd_opt(year, month, day)?,
        agency: None,
        intervals,
        name: name.to_owned(),
        decision: decision.to_owned(),
        status: if decision == TO_BE_CONFIRMED {
            DayStatus::Pending
        } else {
            DayStatus::Decided
        },
    })
}

fn common_day() -> Vec<Interval> {
    [((7, 30), (11, 30)), ((13, 0), (17, 0))]
        .into_iter()
        .filter_map(|((open_h, open_min), (close_h, close_min))| {
            let open = NaiveTime::from_hms_opt(open_h, open_min, 0)?;
            let close = NaiveTime::from_hms_opt(close_h, close_min, 0)?;
            Interval::new(open, close)
        })
        .collect()
}
