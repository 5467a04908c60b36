//! Workbooks as offices save them: however one is written, it says what the plain file says, or is refused by name.

use std::fmt::Write as _;
use unicode_normalization::UnicodeNormalization;

use super::offices::{ROWS, read, same, shipped, text};
use super::*;

/// The number of a workbook for a time of January to March 2026.
fn serial(text: &str) -> f64 {
    let time = chrono::NaiveDateTime::parse_from_str(text, "%d/%m/%Y %H:%M").unwrap();
    let zero = chrono::NaiveDate::from_ymd_opt(1899, 12, 30)
        .unwrap()
        .and_time(chrono::NaiveTime::MIN);
    let minutes = i32::try_from((time - zero).num_minutes()).unwrap();
    f64::from(minutes) / 1_440.0
}

/// The rows as a sheet, dates as date cells, from a row on; the content of some cells (row from 1, place) is another.
fn rows_of_sheet(first: u32, epoch_days: f64, changes: &[(usize, usize, &str)]) -> String {
    let mut rows = text_row(first, &HEADER.split(',').collect::<Vec<_>>());
    for (number, row) in (1..).zip(ROWS) {
        let cells: Vec<String> = row
            .split(',')
            .enumerate()
            .map(|(place, cell)| {
                let column = char::from(b'A' + u8::try_from(place).unwrap());
                let reference = format!("r=\"{column}{}\"", first + u32::try_from(number).unwrap());
                let change = changes
                    .iter()
                    .find(|(at, of, _)| (*at, *of) == (number, place));
                match (change, place) {
                    (Some((_, _, content)), _) => format!("<c {reference} s=\"1\">{content}</c>"),
                    (None, 5..=7) if cell.is_empty() => String::new(),
                    (None, 5..=7) => format!(
                        "<c {reference} s=\"1\"><v>{}</v></c>",
                        serial(cell) - epoch_days
                    ),
                    _ => format!("<c {reference} t=\"inlineStr\"><is><t>{cell}</t></is></c>"),
                }
            })
            .collect();
        let (place, cells) = (first + u32::try_from(number).unwrap(), cells.concat());
        write!(rows, "<row r=\"{place}\">{cells}</row>").unwrap();
    }
    rows
}

pub(super) fn sheet(changes: &[(usize, usize, &str)]) -> Vec<u8> {
    workbook(&rows_of_sheet(1, 0.0, changes))
}

#[test]
fn date_cells_of_either_epoch_and_texts_among_them_are_read() {
    same("1900", &sheet(&[]));
    let old_macintosh = workbook_of(
        "<workbookPr date1904=\"1\"/>",
        &[("Hồ sơ", "visible", &rows_of_sheet(1, 1_462.0, &[]))],
    );
    same("1904", &old_macintosh);
    let mixed = rows_of_sheet(1, 0.0, &[]).replacen(
        &format!("<c r=\"F3\" s=\"1\"><v>{}</v></c>", serial("05/01/2026 09:10")),
        "<c r=\"F3\" t=\"inlineStr\"><is><r><t>05/01/2026</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> 09:10</t></r></is></c>",
        1,
    );
    same("texts and dates mixed, half of one bold", &workbook(&mixed));
    let drawing = rows_of_sheet(1, 0.0, &[]);
    let sheet = format!(
        "{drawing}</sheetData><drawing r:id=\"rId99\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"/><sheetData>"
    );
    same("a drawing that is not there", &workbook(&sheet));
}

#[test]
fn a_date_cell_within_a_minute_of_midnight_is_that_date() {
    let day = serial("08/01/2026 00:00");
    let due = |seconds: f64| sheet(&[(2, 6, &format!("<v>{}</v>", day + seconds / 86_400.0))]);
    let end_of_day = at("2026-01-08T23:59:59.999+07:00");
    for seconds in [0.0, 30.0, 17.0, -30.0, -43.0] {
        let said = read(&due(seconds)).unwrap();
        assert_eq!(said.faults(), Vec::<String>::new());
        assert_eq!(said.dossiers[1].case.due_at, Some(end_of_day), "{seconds}");
    }
    // A minute or a second before midnight is how people write the end of a day: it keeps its day.
    for (seconds, expected) in [
        (-60.0, "2026-01-07T23:59:00+07:00"),
        (-1.0, "2026-01-07T23:59:59+07:00"),
        (90.0, "2026-01-08T00:01:30+07:00"),
    ] {
        let said = read(&due(seconds)).unwrap();
        assert_eq!(
            said.dossiers[1].case.due_at,
            Some(at(expected)),
            "{seconds}"
        );
    }
    // A text cell is taken as it was written.
    let said = read(
        text()
            .replace("08/01/2026 09:00", "08/01/2026 00:00:30")
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(
        said.dossiers[1].case.ended_at,
        Some(at("2026-01-08T00:00:30+07:00"))
    );
}

#[test]
fn a_formula_without_a_stored_value_is_a_bad_value_and_one_with_a_value_is_that_value() {
    let said = read(&sheet(&[
        (1, 6, "<f>F2+3</f>"),
        (3, 3, "<f>VLOOKUP(A4,X:Y,2,0)</f>"),
    ]))
    .unwrap();
    let reason = "is a formula without a stored value: open the file in a spreadsheet and save it";
    assert_eq!(
        said.faults(),
        [
            format!("2 Hẹn trả: {reason}"),
            format!("4 Cơ quan: {reason}")
        ]
    );
    assert_eq!(said.dossiers.len(), 4);
    let value = format!("<f>F2+3</f><v>{}</v>", serial("08/01/2026 17:00"));
    same("a stored value", &sheet(&[(1, 6, &value)]));
    let said = read(&sheet(&[(1, 6, "<f>F2+3</f><v></v>")])).unwrap();
    assert_eq!(said.bad.len(), 1, "an empty value is none");
}

#[test]
fn the_first_visible_sheet_that_has_the_columns_is_read() {
    let list = text_row(1, &["Mã", "Tên"]) + &text_row(2, &["1", "Hộ tịch"]);
    let rows = rows_of_sheet(1, 0.0, &[]);
    let old = rows.replace("260105", "250105");
    let bytes = workbook_of(
        "",
        &[
            ("Cũ", "hidden", old.as_str()),
            ("Danh mục", "visible", list.as_str()),
            ("Hồ sơ", "visible", rows.as_str()),
            ("Khác", "visible", old.as_str()),
        ],
    );
    let said = same("several sheets", &bytes);
    assert_eq!(said.reading.sheet.as_deref(), Some("Hồ sơ"));
    assert_eq!(said.reading.sheets_passed_over, ["Danh mục"]);
    let mapping = Mapping {
        sheet: Some("CŨ ".nfd().collect()),
        ..shipped()
    };
    let said = read_bytes(&bytes, &mapping, ImportLimits::default()).unwrap();
    assert_eq!(
        said.dossiers[0].code.as_str(),
        "H49.65-250105-0001",
        "one that is asked for, even hidden"
    );
}

#[test]
fn hidden_rows_are_read_and_counted() {
    let rows = rows_of_sheet(3, 0.0, &[])
        .replace("<row r=\"5\">", "<row r=\"5\" hidden=\"1\">")
        .replace("<row r=\"6\">", "<row r=\"6\" ht=\"0\" customHeight=\"1\">");
    let said = same("hidden rows", &workbook(&rows));
    assert_eq!(said.reading.hidden_rows, 2);
    let mut told = Vec::new();
    said.reading.write(&mut told).unwrap();
    assert!(
        String::from_utf8(told)
            .unwrap()
            .contains("2 hidden rows are among them")
    );
}
