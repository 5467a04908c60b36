//! Exported tables: rows of typed cells as CSV or as a workbook. No cell can be read as a formula.

use chrono::NaiveDateTime;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use sanh_domain::deadline::Instant;
use sanh_domain::report::sheet::{Cell, FileFormat, ROWS_MAX, Table, neutral};

use crate::page::File;

/// The widest column of a workbook, in characters (ours); longer texts wrap.
const WIDTH_CHARS_MAX: usize = 60;
/// Excel reads a file as UTF-8 only if it begins with this mark; without it Vietnamese letters are broken.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// More rows than [`ROWS_MAX`].
    #[error("the table has more than {ROWS_MAX} rows")]
    TooLong,
    /// The workbook.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] XlsxError),
    /// The CSV.
    #[error("the CSV cannot be written: {0}")]
    Csv(String),
}

/// A table as a file with this name, without its extension, made at an instant. A workbook has the lines of the title above it; CSV, which
/// programs read, has none.
///
/// # Errors
///
/// [`SheetError::TooLong`]; when it cannot be written.
pub fn file(
    title: &[String],
    table: &Table,
    name: &str,
    format: FileFormat,
    made_at: Instant,
) -> Result<File, SheetError> {
    let bytes = match format {
        FileFormat::Xlsx => xlsx(title, table, made_at)?,
        FileFormat::Csv => csv(table)?,
    };
    Ok(File {
        name: format!("{name}.{}", format.as_str()),
        media_type: format.media_type().into(),
        bytes,
    })
}

/// A table as CSV: UTF-8 with a byte order mark, commas, line ends as in RFC 4180.
///
/// # Errors
///
/// [`SheetError::TooLong`].
pub fn csv(table: &Table) -> Result<Vec<u8>, SheetError> {
    check(table)?;
    let wrong = |error: csv::Error| SheetError::Csv(error.to_string());
    let mut bytes = BYTE_ORDER_MARK.to_vec();
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(&mut bytes);
    let head = table.head.iter().map(|text| neutral(text).into_owned());
    writer.write_record(head).map_err(wrong)?;
    for row in &table.rows {
        writer
            .write_record(row.iter().map(written))
            .map_err(wrong)?;
    }
    writer
        .flush()
        .map_err(|error| SheetError::Csv(error.to_string()))?;
    drop(writer);
    Ok(bytes)
}

/// A table under the lines of a title as a workbook, with the time at which it was made. It is printed on A4 across, as wide as a page,
/// with the heads and the page's number on each.
///
/// # Errors
///
/// [`SheetError::TooLong`]; when it cannot be written.
pub fn xlsx(title: &[String], table: &Table, made_at: Instant) -> Result<Vec<u8>, SheetError> {
    check(table)?;
    let mut workbook = workbook(made_at)?;
    let sheet = workbook.add_worksheet().set_name(&table.name)?;
    let bold = Format::new().set_bold();
    for (row, line) in (0_u32..).zip(title) {
        sheet.write_string_with_format(row, 0, neutral(line), &bold)?;
    }
    // A blank row separates the title from the table.
    let head = title.len() + usize::from(!title.is_empty());
    let head = u32::try_from(head).map_err(|_| SheetError::TooLong)?;
    let wrapped = Format::new().set_bold().set_text_wrap();
    for (column, text) in (0_u16..).zip(&table.head) {
        sheet.write_string_with_format(head, column, neutral(text), &wrapped)?;
        sheet.set_column_width(column, width(table, usize::from(column)))?;
    }
    for (row, cells) in (head + 1..).zip(&table.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            write(sheet, (row, column), cell)?;
        }
    }
    sheet.set_freeze_panes(head + 1, 0)?;
    sheet
        .set_landscape()
        .set_paper_size(A4)
        .set_footer("&C&P / &N");
    sheet
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(head, head)?;
    Ok(workbook.save_to_buffer()?)
}

fn check(table: &Table) -> Result<(), SheetError> {
    if table.rows.len() > ROWS_MAX {
        return Err(SheetError::TooLong);
    }
    Ok(())
}

fn width(table: &Table, column: usize) -> f64 {
    let cells = table.rows.iter().filter_map(|row| row.get(column));
    let head = table.head.get(column);
    let head = head.map_or(0, |text| text.chars().count());
    let longest = cells.map(|cell| written(cell).chars().count()).max();
    let chars = longest.unwrap_or(0).max(head).min(WIDTH_CHARS_MAX) + 2;
    u16::try_from(chars).map_or(10.0, f64::from)
}

/// Excel's number of the paper.
pub const A4: u8 = 9;
/// How a workbook shows a local time.
pub const MOMENT_FORMAT: &str = "dd/mm/yyyy hh:mm";

/// A workbook with the time at which it was made.
///
/// # Errors
///
/// When the format cannot express the instant.
pub fn workbook(made_at: Instant) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_timestamp(made_at.timestamp())?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    Ok(workbook)
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) => neutral(text).into_owned(),
        Cell::Count(count) => count.to_string(),
        Cell::Tenths(tenths) => format!("{}.{}", tenths / 10, tenths % 10),
        Cell::Date(date) => date.to_string(),
        Cell::Moment(moment) => moment.format("%Y-%m-%d %H:%M").to_string(),
    }
}

fn write(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => return Ok(()),
        Cell::Text(text) => sheet.write_string(row, column, neutral(text))?,
        Cell::Count(count) => sheet.write_number(row, column, number(*count))?,
        Cell::Tenths(tenths) => {
            let format = Format::new().set_num_format("0.0");
            sheet.write_number_with_format(row, column, number(*tenths) / 10.0, &format)?
        }
        Cell::Date(date) => {
            let format = Format::new().set_num_format("dd/mm/yyyy");
            let at = local_time(date.and_time(chrono::NaiveTime::MIN))?;
            sheet.write_datetime_with_format(row, column, &at, &format)?
        }
        Cell::Moment(moment) => {
            let format = Format::new().set_num_format(MOMENT_FORMAT);
            sheet.write_datetime_with_format(row, column, &local_time(*moment)?, &format)?
        }
    };
    Ok(())
}

/// A local time as a workbook has times.
///
/// # Errors
///
/// When the format cannot express it.
pub fn local_time(moment: NaiveDateTime) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_timestamp(moment.and_utc().timestamp())
}

/// A count as a workbook has numbers.
#[expect(
    clippy::cast_precision_loss,
    reason = "exact up to nine million billion dossiers"
)]
pub fn number(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};
    use chrono::NaiveDate;

    use super::*;

    const BAD: [&str; 9] = [
        "=1+1",
        "+84 90",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =HYPERLINK(\"http://x\")",
        "\u{FF1D}1",
        "\n",
    ];

    fn table(rows: Vec<Vec<Cell>>) -> Table {
        Table {
            name: "Danh sách".to_owned(),
            head: vec!["Mã".to_owned(), "=Tên".to_owned()],
            rows,
        }
    }

    fn made_at() -> Instant {
        Instant::from_timestamp_millis(1_790_000_000_000).unwrap()
    }

    #[test]
    fn no_cell_begins_like_a_formula() {
        let rows = BAD.iter().map(|text| vec![Cell::text(*text)]).collect();
        let table = table(rows);
        let bytes = csv(&table).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let mut lines = ::csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
        let read: Vec<String> = lines
            .records()
            .map(|record| record.unwrap()[0].to_owned())
            .collect();
        assert_eq!(read, BAD.map(|text| format!("'{text}")));
        assert!(text.starts_with("\u{FEFF}Mã,'=Tên\r\n"), "{text}");

        let bytes = xlsx(&[], &table, made_at()).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("Danh sách").unwrap();
        assert!(book.worksheet_formula("Danh sách").unwrap().is_empty());
        for (row, bad) in (1..).zip(BAD) {
            let Some(Data::String(text)) = range.get_value((row, 0)) else {
                panic!("{bad:?} is no text");
            };
            assert!(text.starts_with('\''), "{text:?}");
        }
    }

    #[test]
    fn a_plain_text_a_number_and_a_date_stay_what_they_are() {
        let date: NaiveDate = "2026-10-05".parse().unwrap();
        let moment = date.and_hms_opt(7, 30, 0).unwrap();
        let row = vec![
            Cell::text("H49-1; \"a, b\""),
            Cell::Count(19_361),
            Cell::Date(date),
            Cell::Moment(moment),
            Cell::text(""),
        ];
        let table = table(vec![row]);
        let text = String::from_utf8(csv(&table).unwrap()).unwrap();
        let line = text.lines().nth(1).unwrap();
        assert_eq!(
            line,
            "\"H49-1; \"\"a, b\"\"\",19361,2026-10-05,2026-10-05 07:30,"
        );
        let bytes = xlsx(&[], &table, made_at()).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("Danh sách").unwrap();
        assert_eq!(range.get_value((1, 1)), Some(&Data::Float(19_361.0)));
        let Some(Data::DateTime(read)) = range.get_value((1, 2)) else {
            panic!("no date");
        };
        assert!((read.as_f64() - 46_300.0).abs() < f64::EPSILON, "{read:?}");
        let Some(Data::DateTime(read)) = range.get_value((1, 3)) else {
            panic!("no time");
        };
        assert!((read.as_f64() - 46_300.312_5).abs() < 1e-9, "{read:?}");
    }

    #[test]
    fn a_workbook_says_what_it_is_above_its_heads() {
        let table = table(vec![vec![Cell::text("H49"), Cell::Count(3)]]);
        let title = ["Trung tâm".to_owned(), "=Tháng 11".to_owned()];
        let bytes = xlsx(&title, &table, made_at()).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("Danh sách").unwrap();
        let text = |row| range.get_value((row, 0)).map(ToString::to_string);
        assert_eq!(text(0).as_deref(), Some("Trung tâm"));
        assert_eq!(text(1).as_deref(), Some("'=Tháng 11"));
        assert_eq!(text(3).as_deref(), Some("Mã"));
        assert_eq!(range.get_value((4, 1)), Some(&Data::Float(3.0)));
    }

    #[test]
    fn a_table_that_is_too_long_is_refused() {
        let table = table(vec![Vec::new(); ROWS_MAX + 1]);
        assert!(matches!(csv(&table), Err(SheetError::TooLong)));
        assert!(matches!(
            xlsx(&[], &table, made_at()),
            Err(SheetError::TooLong)
        ));
    }
}
