//! The first inspection of a file, before it has a mapping: its columns, its first rows, and the words in each column.

use std::collections::HashSet;
use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;

use sanh_domain::import::guess;
use sanh_domain::import::model::{ColumnWords, FIRST_ROWS, FileInspection, FileKind, WORDS_MAX};
use sanh_domain::text::name::name_key;

use super::ImportError;
use super::cell::Row;
use super::header::first_rows;
use super::limits::ImportLimits;
use super::source::{Hints, TableSource};
use super::table::Table;
use super::table_error::TableError;

/// The most lines among which the header is searched for (ours).
const HEADER_LINES_MAX: usize = 20;
/// The most rows whose words are collected (ours); a status that only later rows have is reported by the dry run.
const ROWS_MAX: u64 = 200_000;
/// The longest cell that is shown, or counts as a word, in characters.
const CELL_CHARS_MAX: usize = 200;

/// Inspects a file.
///
/// # Errors
/// When it cannot be read as a table, or exceeds a limit.
pub fn inspect(path: &Path, limits: &ImportLimits) -> Result<FileInspection, ImportError> {
    let file = File::open(path).map_err(TableError::Io)?;
    let mut table = Table::open(file, &Hints::default(), limits)?;
    let source = likeliest(&mut table, limits)?;
    let mut seen = Inspection::default();
    table.rows(&source, limits, &mut |row| Ok(seen.row(&row)))?;
    seen.settle();
    let Some(header) = seen
        .header
        .filter(|header| header.cells.iter().any(|cell| !cell.is_empty()))
    else {
        return Err(TableError::NoHeader(1).into());
    };
    let mut words: Vec<ColumnWords> = seen.words.into_iter().map(|words| words.found).collect();
    words.resize_with(header.cells.len(), ColumnWords::default);
    let (kind, written, sheet) = match source {
        TableSource::Text { encoding, .. } => (FileKind::Text, encoding.name().to_owned(), None),
        TableSource::Sheet { name, .. } => (FileKind::Workbook, String::new(), Some(name)),
    };
    Ok(FileInspection {
        kind,
        written,
        sheet,
        header_row: u32::try_from(header.line).unwrap_or(1),
        header: header.cells,
        rows: seen.rows,
        words,
    })
}

/// Of the places where a file may have its table, the first whose header has the most known names.
fn likeliest(table: &mut Table, limits: &ImportLimits) -> Result<TableSource, ImportError> {
    let mut best = None;
    for source in table.sources(&Hints::default(), limits)? {
        let rows = first_rows(table, &source, 1, limits)?;
        let lines: Vec<Vec<String>> = rows.iter().map(shown_cells).collect();
        let names: Vec<&[String]> = lines.iter().map(Vec::as_slice).collect();
        let score = guess::header(&names).1;
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, source));
        }
    }
    let best = best.ok_or(TableError::NoHeader(1))?;
    Ok(best.1)
}

fn shown_cells(row: &Row) -> Vec<String> {
    row.cells.iter().map(|cell| shown(&cell.shown())).collect()
}

/// A line of the file, as shown.
#[derive(Debug)]
struct Line {
    line: u64,
    cells: Vec<String>,
}

/// The results so far.
#[derive(Debug, Default)]
struct Inspection {
    /// The first lines, until the header is found among them.
    first: Vec<Line>,
    header: Option<Line>,
    rows: Vec<Vec<String>>,
    words: Vec<Words>,
    count: u64,
}

/// The words of one column, while they are collected.
#[derive(Debug, Default)]
struct Words {
    found: ColumnWords,
    known: HashSet<String>,
}

impl Inspection {
    fn row(&mut self, row: &Row) -> ControlFlow<()> {
        let line = Line {
            line: row.line,
            cells: shown_cells(row),
        };
        if line.cells.iter().all(String::is_empty) {
            return ControlFlow::Continue(());
        }
        if self.header.is_some() {
            self.take(line);
        } else {
            self.first.push(line);
            if self.first.len() >= HEADER_LINES_MAX {
                self.settle();
            }
        }
        self.count += 1;
        if self.count < ROWS_MAX {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }

    /// Chooses the header among the first lines, and counts those below it.
    fn settle(&mut self) {
        if self.header.is_some() {
            return;
        }
        let first = std::mem::take(&mut self.first);
        let names: Vec<&[String]> = first.iter().map(|line| line.cells.as_slice()).collect();
        let (place, _) = guess::header(&names);
        let is_pair = |upper: usize| {
            let (upper, lower) = (names.get(upper), names.get(upper + 1));
            upper
                .zip(lower)
                .is_some_and(|(upper, lower)| is_two_lines(upper, lower))
        };
        let before = place.checked_sub(1).filter(|upper| is_pair(*upper));
        let (upper, is_double) = match (is_pair(place), before) {
            (false, Some(upper)) => (upper, true),
            (is_double, _) => (place, is_double),
        };
        let mut lines = first.into_iter().skip(upper);
        self.header = lines.next();
        if let (Some(header), true) = (&mut self.header, is_double)
            && let Some(lower) = lines.next()
        {
            header.cells = joined(&header.cells, &lower.cells);
        }
        for line in lines {
            self.take(line);
        }
    }

    fn take(&mut self, mut line: Line) {
        let columns = self.header.as_ref().map_or(0, |header| header.cells.len());
        line.cells.resize(columns, String::new());
        self.words.resize_with(columns, Words::default);
        for (words, cell) in self.words.iter_mut().zip(&line.cells) {
            words.add(cell);
        }
        if self.rows.len() < FIRST_ROWS {
            self.rows.push(line.cells);
        }
    }
}

/// Whether two lines together name the columns: the upper one has the names of merged cells and the titles of groups, the lower
/// one the names in a group, and no date, code or number.
fn is_two_lines(upper: &[String], lower: &[String]) -> bool {
    let cells = |column: usize| (upper.get(column), lower.get(column));
    let is_filled = |cell: Option<&String>| cell.is_some_and(|cell| !cell.is_empty());
    let width = upper.len().max(lower.len());
    let fills_gap = (0..width).any(|column| {
        let (above, below) = cells(column);
        !is_filled(above) && is_filled(below)
    });
    let leaves_gap = (0..width).any(|column| {
        let (above, below) = cells(column);
        is_filled(above) && !is_filled(below)
    });
    let has_numbers = lower.iter().any(|cell| cell.contains(char::is_numeric));
    fills_gap && leaves_gap && !has_numbers
}

/// The names of two lines: those of the lower one if it has them, with the group's title before a name that stands twice.
fn joined(upper: &[String], lower: &[String]) -> Vec<String> {
    let at = |line: &[String], column: usize| line.get(column).cloned().unwrap_or_default();
    let (mut group, mut taken) = (String::new(), HashSet::new());
    let names = (0..upper.len().max(lower.len())).map(|column| {
        let (above, below) = (at(upper, column), at(lower, column));
        if !above.is_empty() {
            group.clone_from(&above);
        }
        let name = if below.is_empty() {
            above
        } else if taken.contains(&name_key(&below)) {
            format!("{group} {below}")
        } else {
            below
        };
        taken.insert(name_key(&name));
        name
    });
    names.collect()
}

impl Words {
    fn add(&mut self, cell: &str) {
        if self.found.has_more || cell.is_empty() || !self.known.insert(name_key(cell)) {
            return;
        }
        if self.found.words.len() >= WORDS_MAX {
            self.found.has_more = true;
            self.known.clear();
            return;
        }
        self.found.words.push(cell.to_owned());
    }
}

/// A cell on one line, cut to the length shown.
fn shown(cell: &str) -> String {
    let one_line = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    one_line.chars().take(CELL_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn look_at(text: &str) -> FileInspection {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("export");
        std::fs::write(&file, text).unwrap();
        inspect(&file, &ImportLimits::default()).unwrap()
    }

    #[test]
    fn a_file_shows_its_columns_first_rows_and_words() {
        let rows: Vec<String> = (1..=60)
            .map(|n| {
                format!(
                    "H49.65-260105-{n:04};{};05/01/2026",
                    ["Mạng", "mạng ", "Quầy"][n % 3]
                )
            })
            .collect();
        let look = look_at(&format!("Mã hồ sơ;Kênh;Ngày nhận\n{}\n", rows.join("\n")));
        assert_eq!(look.header, ["Mã hồ sơ", "Kênh", "Ngày nhận"]);
        assert_eq!((look.rows.len(), look.header_row), (FIRST_ROWS, 1));
        assert_eq!(look.words[1].words, ["mạng", "Quầy"]);
        assert!(look.words[0].has_more, "a code is no word");
        assert_eq!(look.example(2), "05/01/2026");
    }

    #[test]
    fn the_header_is_found_below_the_title() {
        let look =
            look_at("Trung tâm;;\nTháng 11;;\nMã hồ sơ;Ngày tiếp nhận;Trạng thái\nA;1;Xong\n");
        assert_eq!(look.header_row, 3);
        assert_eq!(look.header, ["Mã hồ sơ", "Ngày tiếp nhận", "Trạng thái"]);
        assert_eq!(look.rows, [["A", "1", "Xong"]]);
    }

    #[test]
    fn two_header_rows_of_merged_cells_are_shown_as_one() {
        let upper = "Mã hồ sơ;Lĩnh vực;Thời gian;;Trạng thái";
        let row = "H49.65-260105-0001;Hộ tịch;05/01/2026;07/01/2026;Xong";
        let look = look_at(&format!(
            "BÁO CÁO;;;;\n{upper}\n;;Ngày tiếp nhận;Hẹn trả;\n{row}\n"
        ));
        let names = [
            "Mã hồ sơ",
            "Lĩnh vực",
            "Ngày tiếp nhận",
            "Hẹn trả",
            "Trạng thái",
        ];
        assert_eq!(
            (look.header_row, look.header.as_slice()),
            (2, &names.map(str::to_owned)[..])
        );
        assert_eq!(look.rows, [row.split(';').collect::<Vec<_>>()]);
        let twice = look_at(&format!("Mã hồ sơ;Nhận;;Trả;\n;giờ;ngày;giờ;ngày\n{row}\n"));
        assert_eq!(
            twice.header,
            ["Mã hồ sơ", "giờ", "ngày", "Trả giờ", "Trả ngày"]
        );
        let single = look_at(&format!("Mã hồ sơ;Lĩnh vực;Nhận;;Trạng thái\n{row}\n"));
        assert_eq!(
            single.header,
            ["Mã hồ sơ", "Lĩnh vực", "Nhận", "", "Trạng thái"]
        );
    }

    #[test]
    fn a_file_without_lines_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("export");
        std::fs::write(&file, "\n\n").unwrap();
        assert!(inspect(&file, &ImportLimits::default()).is_err());
    }
}
