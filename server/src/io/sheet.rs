//! Tables that leave the program: rows of typed cells as CSV or as a workbook. No cell can be taken for a formula by what opens it.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use sanh_app::deadline::Instant;

/// Rows of one table at the most (ours): ten times what anybody reads, and a few megabytes of memory.
pub const ROWS_MAX: usize = 50_000;
/// The widest column of a workbook, in characters (ours); longer texts wrap.
const WIDTH_CHARS_MAX: usize = 60;
/// Excel reads a file as UTF-8 only where it begins so; without, every Vietnamese letter is broken.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// A text, as somebody may have typed it.
    Text(String),
    /// A number.
    Count(u64),
    /// A local date.
    Date(NaiveDate),
    /// A local time.
    Moment(NaiveDateTime),
}

impl Cell {
    /// A text; blank where it is empty.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Blank
        } else {
            Self::Text(text)
        }
    }
}

/// A table with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The sheet's name in a workbook.
    pub name: String,
    /// What its columns are called.
    pub head: Vec<String>,
    /// Its rows, at most [`ROWS_MAX`].
    pub rows: Vec<Vec<Cell>>,
}

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

/// A text that no spreadsheet takes for a formula: where it would begin one, even after blanks, an apostrophe stands before it, which
/// spreadsheets read as "this is text". Also in the forms of full width, which some of them take for the others.
#[must_use]
pub fn neutral(text: &str) -> Cow<'_, str> {
    const BEGINS_FORMULA: [char; 8] = [
        '=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}',
    ];
    let begins = text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start_matches(|letter: char| letter.is_whitespace() || letter.is_control())
            .starts_with(BEGINS_FORMULA);
    if begins {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

impl Table {
    /// As CSV: UTF-8 with its mark, commas, lines ended as RFC 4180 says.
    ///
    /// # Errors
    /// [`SheetError::TooLong`].
    pub fn csv(&self) -> Result<Vec<u8>, SheetError> {
        self.check()?;
        let wrong = |error: csv::Error| SheetError::Csv(error.to_string());
        let mut bytes = BYTE_ORDER_MARK.to_vec();
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(&mut bytes);
        let head = self.head.iter().map(|text| neutral(text).into_owned());
        writer.write_record(head).map_err(wrong)?;
        for row in &self.rows {
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

    /// As a workbook that says it was made at an instant.
    ///
    /// # Errors
    /// [`SheetError::TooLong`]; when it cannot be written.
    pub fn xlsx(&self, made_at: Instant) -> Result<Vec<u8>, SheetError> {
        self.check()?;
        let mut workbook = workbook(made_at)?;
        let sheet = workbook.add_worksheet().set_name(&self.name)?;
        let bold = Format::new().set_bold();
        for (column, text) in (0_u16..).zip(&self.head) {
            sheet.write_string_with_format(0, column, neutral(text), &bold)?;
            sheet.set_column_width(column, self.width(usize::from(column)))?;
        }
        for (row, cells) in (1_u32..).zip(&self.rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                write(sheet, (row, column), cell)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_landscape().set_paper_size(A4);
        sheet.set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        Ok(workbook.save_to_buffer()?)
    }

    fn check(&self) -> Result<(), SheetError> {
        if self.rows.len() > ROWS_MAX {
            return Err(SheetError::TooLong);
        }
        Ok(())
    }

    fn width(&self, column: usize) -> f64 {
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        let head = self.head.get(column).map_or(0, |text| text.chars().count());
        let longest = cells.map(|cell| written(cell).chars().count()).max();
        let chars = longest.unwrap_or(0).max(head).min(WIDTH_CHARS_MAX) + 2;
        u16::try_from(chars).map_or(10.0, f64::from)
    }
}

/// Excel's number of the paper.
pub(super) const A4: u8 = 9;

/// A workbook that says it was made at an instant.
pub(super) fn workbook(made_at: Instant) -> Result<Workbook, XlsxError> {
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
        Cell::Date(date) => date.to_string(),
        Cell::Moment(moment) => moment.format("%Y-%m-%d %H:%M").to_string(),
    }
}

fn write(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => return Ok(()),
        Cell::Text(text) => sheet.write_string(row, column, neutral(text))?,
        Cell::Count(count) => sheet.write_number(row, column, number(*count))?,
        Cell::Date(date) => {
            let format = Format::new().set_num_format("dd/mm/yyyy");
            let at = date.and_time(chrono::NaiveTime::MIN).and_utc();
            let at = ExcelDateTime::from_timestamp(at.timestamp())?;
            sheet.write_datetime_with_format(row, column, &at, &format)?
        }
        Cell::Moment(moment) => {
            let format = Format::new().set_num_format("dd/mm/yyyy hh:mm");
            let at = ExcelDateTime::from_timestamp(moment.and_utc().timestamp())?;
            sheet.write_datetime_with_format(row, column, &at, &format)?
        }
    };
    Ok(())
}

/// A count as a workbook has numbers.
#[expect(
    clippy::cast_precision_loss,
    reason = "exact up to nine million billion dossiers"
)]
pub(super) fn number(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

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
        let bytes = table.csv().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let mut lines = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
        let read: Vec<String> = lines
            .records()
            .map(|record| record.unwrap()[0].to_owned())
            .collect();
        assert_eq!(read, BAD.map(|text| format!("'{text}")));
        assert!(text.starts_with("\u{FEFF}Mã,'=Tên\r\n"), "{text}");

        let bytes = table.xlsx(made_at()).unwrap();
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
        let text = String::from_utf8(table.csv().unwrap()).unwrap();
        let line = text.lines().nth(1).unwrap();
        assert_eq!(
            line,
            "\"H49-1; \"\"a, b\"\"\",19361,2026-10-05,2026-10-05 07:30,"
        );
        let bytes = table.xlsx(made_at()).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("Danh sách").unwrap();
        assert_eq!(range.get_value((1, 1)), Some(&Data::Float(19_361.0)));
        let Some(Data::DateTime(read)) = range.get_value((1, 2)) else {
            panic!("no date");
        };
        assert!((read.as_f64() - 46_300.0).abs() < f64::EPSILON, "{read:?}");
    }

    #[test]
    fn a_table_that_is_too_long_is_refused() {
        let table = table(vec![Vec::new(); ROWS_MAX + 1]);
        assert!(matches!(table.csv(), Err(SheetError::TooLong)));
        assert!(matches!(table.xlsx(made_at()), Err(SheetError::TooLong)));
    }
}
