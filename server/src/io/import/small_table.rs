//! Reads a small table into memory: CSV in UTF-8, or the first sheet of a workbook, within narrow limits.

use std::fs::File;
use std::io::Write;
use std::ops::ControlFlow;

use sanh_domain::procedure::table::{
    CELL_BYTES_MAX, COLUMNS_MAX, FILE_BYTES_MAX, ROWS_MAX, Rows, TableFault,
};

use super::limits::ImportLimits;
use super::workbook::Workbook;

/// The first bytes of a workbook's archive.
const ARCHIVE: &[u8] = b"PK";
/// The largest unpacked size of the file, in bytes: 64 MiB.
const UNPACKED_BYTES_MAX: u64 = 64 << 20;
/// The byte order mark that spreadsheets put before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The rows of a table, the header first.
///
/// # Errors
///
/// [`TableFault`]
pub fn read(content: &[u8]) -> Result<Rows, TableFault> {
    if content.len() > FILE_BYTES_MAX {
        return Err(TableFault::TooLarge);
    }
    let rows = if content.starts_with(ARCHIVE) {
        workbook(content)?
    } else {
        text(content)?
    };
    if rows.is_empty() {
        return Err(TableFault::NotTable);
    }
    Ok(rows)
}

fn text(content: &[u8]) -> Result<Rows, TableFault> {
    let content = content.strip_prefix(BYTE_ORDER_MARK).unwrap_or(content);
    let text = std::str::from_utf8(content).map_err(|_| TableFault::NotTable)?;
    if text.contains('\0') {
        return Err(TableFault::NotTable);
    }
    let first = text.lines().next().unwrap_or_default();
    // Spreadsheets use semicolons where the comma is the decimal separator.
    let count = |mark: char| first.matches(mark).count();
    let delimiter = [b',', b';', b'\t'];
    let delimiter = delimiter
        .into_iter()
        .max_by_key(|mark| (count(char::from(*mark)), *mark == b','));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| TableFault::NotTable)?;
        let cells = record.iter().map(str::to_owned).collect();
        add(&mut rows, cells)?;
    }
    Ok(rows)
}

fn workbook(content: &[u8]) -> Result<Rows, TableFault> {
    let limits = ImportLimits {
        unpacked_bytes: UNPACKED_BYTES_MAX,
        kept_bytes: UNPACKED_BYTES_MAX,
        rows: ROWS_MAX as u64 + 1,
        cells_per_row: COLUMNS_MAX,
        cell_bytes: CELL_BYTES_MAX + 1,
        ..ImportLimits::default()
    };
    let file = on_disk(content).map_err(|_| TableFault::NotTable)?;
    let mut workbook = Workbook::open(file, &limits).map_err(|_| TableFault::NotTable)?;
    let sheets = workbook.sheets(None).map_err(|_| TableFault::NotTable)?;
    let sheet = sheets.first().ok_or(TableFault::NotTable)?;
    let (mut rows, mut fault) = (Vec::new(), None);
    let mut take = |row: super::cell::Row| {
        let cells = row.cells.iter().map(super::cell::Cell::shown).collect();
        Ok(match add(&mut rows, cells) {
            Ok(()) => ControlFlow::Continue(()),
            Err(why) => {
                fault = Some(why);
                ControlFlow::Break(())
            }
        })
    };
    let read = workbook.rows(sheet, &limits, &mut take);
    match (fault, read) {
        (Some(fault), _) => Err(fault),
        (None, Err(_)) => Err(TableFault::NotTable),
        (None, Ok(())) => Ok(rows),
    }
}

/// Writes the content to a temporary file: the reader needs a file, whose limits are checked before it is opened.
fn on_disk(content: &[u8]) -> std::io::Result<File> {
    let mut file = tempfile::tempfile()?;
    file.write_all(content)?;
    Ok(file)
}

fn add(rows: &mut Rows, cells: Vec<String>) -> Result<(), TableFault> {
    let is_long = cells.iter().any(|cell| cell.len() > CELL_BYTES_MAX);
    if rows.len() > ROWS_MAX || cells.len() > COLUMNS_MAX || is_long {
        return Err(TableFault::TooLarge);
    }
    rows.push(cells);
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use sanh_app::server::sheet::xlsx;
    use sanh_domain::report::sheet::{Cell, Table};

    use super::*;

    #[test]
    fn a_table_is_read_from_csv_by_commas_or_semicolons() {
        let rows = [["Mã", "Tên"], ["1.001", "Khai sinh\n, khai tử"]];
        for text in [
            "\u{feff}Mã,Tên\r\n1.001,\"Khai sinh\n, khai tử\"\r\n",
            "Mã;Tên\n1.001;\"Khai sinh\n, khai tử\"\n",
        ] {
            assert_eq!(read(text.as_bytes()).unwrap(), rows);
        }
    }

    #[test]
    fn a_table_is_read_from_a_workbook() {
        let table = Table {
            name: "Thủ tục".to_owned(),
            head: vec!["Mã".to_owned()],
            rows: vec![vec![Cell::text("1.001"), Cell::Count(50_000)]],
        };
        let content = xlsx(&[], &table, chrono::DateTime::UNIX_EPOCH).unwrap();
        let rows = read(&content).unwrap();
        assert_eq!(
            rows,
            [
                vec!["Mã".to_owned()],
                vec!["1.001".to_owned(), "50000".to_owned()]
            ]
        );
    }

    #[test]
    fn a_file_that_is_no_table_or_too_large_is_refused() {
        for bad in [&b""[..], b"PK\x03\x04", b"a\0b", b"\xff\xfe"] {
            assert_eq!(read(bad), Err(TableFault::NotTable), "{bad:?}");
        }
        let long = "a\n".repeat(ROWS_MAX + 2);
        assert_eq!(read(long.as_bytes()), Err(TableFault::TooLarge));
        let wide = ",".repeat(COLUMNS_MAX + 1);
        assert_eq!(read(wide.as_bytes()), Err(TableFault::TooLarge));
        let large = vec![b'a'; FILE_BYTES_MAX + 1];
        assert_eq!(read(&large), Err(TableFault::TooLarge));
    }
}
