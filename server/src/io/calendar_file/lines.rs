//! A table of dates: `date;name;kind`, separated by semicolons, or by commas or tabs if the first line has those.

use csv::{ReaderBuilder, StringRecord, Trim};
use sanh_domain::centre::file::{CalendarFile, DayKind, FileDay, FileFault, LineFault};
use sanh_domain::centre::form_input;
use sanh_domain::text::fold::folded;

use super::name;

/// Names of the first column in a heading, folded.
const HEADINGS: [&str; 4] = ["ngay", "date", "ngay nghi", "day"];
/// The most characters of a cell that a message quotes.
const QUOTED_CHARS_MAX: usize = 40;

/// The dates of a table, and the faults of its lines.
pub(super) fn read(text: &str) -> CalendarFile {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .trim(Trim::All)
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let mut file = CalendarFile::default();
    let mut lines = Lines {
        text: text.as_bytes(),
        at: 0,
        line: 1,
    };
    for (index, record) in reader.records().enumerate() {
        let Ok(record) = record else {
            let fault = LineFault::Columns;
            file.faults.push(FileFault {
                line: index + 1,
                fault,
            });
            continue;
        };
        lines.go_to(&record);
        let line = lines.line;
        if record.iter().all(str::is_empty) || (index == 0 && is_heading(&record)) {
            continue;
        }
        match day(line, &record) {
            Ok(day) => file.days.push(day),
            Err(fault) => file.faults.push(FileFault { line, fault }),
        }
    }
    file
}

/// Counts the lines before a record. The CSV reader's own count is one too small after a line that ends with CR LF, and
/// includes the empty lines and comments before a record.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn go_to(&mut self, record: &StringRecord) {
        let begins = record.position().map(csv::Position::byte);
        let begins = begins.and_then(|byte| usize::try_from(byte).ok());
        while self.at < begins.unwrap_or(self.at) {
            self.step();
        }
        let mut is_comment = false;
        while let Some(byte) = self.text.get(self.at) {
            is_comment = *byte == b'#' || (is_comment && *byte != b'\n');
            if !is_comment && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.step();
        }
    }

    fn step(&mut self) {
        self.line += usize::from(self.text.get(self.at) == Some(&b'\n'));
        self.at += 1;
    }
}

/// The separator that is first in the first line with text.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty());
    let first = first.unwrap_or_default().as_bytes();
    let found = [b';', b'\t', b','].into_iter();
    found
        .into_iter()
        .find(|delimiter| first.contains(delimiter))
        .unwrap_or(b';')
}

fn is_heading(record: &StringRecord) -> bool {
    let first = folded(record.get(0).unwrap_or_default());
    HEADINGS.contains(&first.as_str())
}

fn day(line: usize, record: &StringRecord) -> Result<FileDay, LineFault> {
    let cells: Vec<&str> = record.iter().collect();
    // A delimiter at the end of a line starts an empty cell.
    let (date, named, kind) = match cells.as_slice() {
        [date, named] => (*date, *named, ""),
        [date, named, kind, rest @ ..] if rest.iter().all(|cell| cell.is_empty()) => {
            (*date, *named, *kind)
        }
        _ => return Err(LineFault::Columns),
    };
    let quoted = |text: &str| text.chars().take(QUOTED_CHARS_MAX).collect::<String>();
    let read = form_input::date(date).ok_or_else(|| LineFault::Date(quoted(date)))?;
    let name = name(named)?;
    let (kind, status) = DayKind::read(kind).ok_or_else(|| LineFault::Kind(quoted(kind)))?;
    Ok(FileDay {
        line,
        date: read,
        name,
        kind,
        status,
        is_in_a_row: false,
    })
}
