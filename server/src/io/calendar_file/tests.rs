//! Files as ministries, calendars on the web and office programs write them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use chrono::NaiveDate;
use sanh_domain::centre::file::DayKind;
use sanh_domain::deadline::DayStatus;

use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Line, date, name and whether it waits, of a file without faults.
fn days(text: &str) -> Vec<(usize, String, String, bool)> {
    let file = read(text.as_bytes());
    assert_eq!(file.faults, []);
    let day = |day: &sanh_domain::centre::file::FileDay| {
        let waits = day.status == DayStatus::Pending;
        (day.line, day.date.to_string(), day.name.clone(), waits)
    };
    file.days.iter().map(day).collect()
}

fn faults(content: &[u8]) -> Vec<(usize, LineFault)> {
    let faults = read(content).faults.into_iter();
    faults.map(|it| (it.line, it.fault)).collect()
}

fn told(line: usize, date: &str, name: &str, waits: bool) -> (usize, String, String, bool) {
    (line, date.to_owned(), name.to_owned(), waits)
}

const EVENTS: &str = "BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Test//EN\r
BEGIN:VEVENT\r
UID:1\r
DTSTART;VALUE=DATE:20280125\r
DTEND;VALUE=DATE:20280127\r
SUMMARY:Tết Nguyên đán\\, Mậu Thân\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:2\r
DTSTART;VALUE=DATE:20280902\r
SUMMARY:Quốc \r
 khánh\r
STATUS:TENTATIVE\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:3\r
DTSTART;VALUE=DATE:20280115\r
DURATION:P1D\r
SUMMARY:Làm bù\r
CATEGORIES:Office,Làm bù\r
END:VEVENT\r
END:VCALENDAR\r
";

#[test]
fn an_all_day_event_ends_the_day_before_its_end() {
    assert_eq!(
        days(EVENTS),
        [
            told(4, "2028-01-25", "Tết Nguyên đán, Mậu Thân", false),
            told(4, "2028-01-26", "Tết Nguyên đán, Mậu Thân", false),
            told(10, "2028-09-02", "Quốc khánh", true),
            told(17, "2028-01-15", "Làm bù", false),
        ]
    );
    let file = read(EVENTS.as_bytes());
    assert!(file.days[0].is_in_a_row && !file.days[2].is_in_a_row);
    assert_eq!(file.days[3].kind, DayKind::MakeUp);
}

#[test]
fn an_event_that_is_no_day_off_is_named_by_its_line() {
    let events = [
        "DTSTART:20280125T080000Z\nSUMMARY:Họp",
        "DTSTART;VALUE=DATE:20280125\nRRULE:FREQ=YEARLY\nSUMMARY:Tết",
        "DTSTART;VALUE=DATE:20280125\nDTEND;VALUE=DATE:20280125\nSUMMARY:Tết",
        "DTSTART;VALUE=DATE:20280125\nSTATUS:CANCELLED\nSUMMARY:Tết",
        "DTSTART;VALUE=DATE:20280125",
        "DTSTART;VALUE=DATE:20280231\nSUMMARY:Tết",
    ];
    let events = events.map(|event| format!("BEGIN:VEVENT\nUID:1\n{event}\nEND:VEVENT\n"));
    let text = format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\n{}END:VCALENDAR\n",
        events.concat()
    );
    assert_eq!(
        faults(text.as_bytes()),
        [
            (3, LineFault::NotAllDay),
            (8, LineFault::Repeats),
            (14, LineFault::Ends),
            (20, LineFault::Cancelled),
            (26, LineFault::Name),
            (30, LineFault::Date("20280231".to_owned())),
        ]
    );
}

#[test]
fn a_table_has_dates_in_either_way_and_may_have_a_heading() {
    let text = "\u{feff}Ngày;Tên gọi;Loại\r
30/04/2028;Ngày Chiến thắng;nghỉ\r
\r
2028-05-01;Quốc tế lao động;chờ quyết định\r
06/05/2028;Làm bù;làm bù 07:30-11:30;\r
02/09/2028;Quốc khánh\r
";
    assert_eq!(
        days(text),
        [
            told(2, "2028-04-30", "Ngày Chiến thắng", false),
            told(4, "2028-05-01", "Quốc tế lao động", true),
            told(5, "2028-05-06", "Làm bù", false),
            told(6, "2028-09-02", "Quốc khánh", false),
        ]
    );
    let commas = "2028-04-30,\"Giải phóng, thống nhất\",day off\n";
    assert_eq!(
        days(commas),
        [told(1, "2028-04-30", "Giải phóng, thống nhất", false)]
    );
}

#[test]
fn a_bad_line_is_named_with_its_number_and_what_is_wrong() {
    let text = "30/04/2028;Ngày Chiến thắng;nghỉ
31/04/2028;Không có;nghỉ
02/09/2028;;nghỉ
03/09/2028;Lạ;có lẽ
04/09/2028
05/09/2028;a;nghỉ;b
";
    assert_eq!(
        faults(text.as_bytes()),
        [
            (2, LineFault::Date("31/04/2028".to_owned())),
            (3, LineFault::Name),
            (4, LineFault::Kind("có lẽ".to_owned())),
            (5, LineFault::Columns),
            (6, LineFault::Columns),
        ]
    );
}

#[test]
fn a_file_has_its_bounds() {
    assert_eq!(faults(b""), [(1, LineFault::Nothing)]);
    assert_eq!(
        faults(b"2028-04-30;Ng\xe0y;off"),
        [(1, LineFault::NotText)],
        "another encoding"
    );
    let large = vec![b'a'; FILE_BYTES_MAX + 1];
    assert_eq!(faults(&large), [(1, LineFault::TooLarge)]);
    let first = date("2028-01-01");
    let many = first.iter_days().take(FILE_DAYS_MAX + 1);
    let many: Vec<String> = many.map(|date| format!("{date};a;off\n")).collect();
    let many = many.concat();
    assert_eq!(
        faults(many.as_bytes()),
        [(FILE_DAYS_MAX + 1, LineFault::TooMany)]
    );
    let endless = EVENTS.replace("20280127", "20990101");
    assert_eq!(faults(endless.as_bytes()), [(4, LineFault::TooMany)]);
    assert_eq!(
        faults(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n"),
        [(1, LineFault::NotCalendar)]
    );
}
