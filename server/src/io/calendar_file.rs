//! Dates of the calendar from a file: iCalendar (RFC 5545), or a table with a date on each line.

mod events;
mod lines;

use sanh_domain::centre::file::{
    CalendarFile, FILE_BYTES_MAX, FILE_DAYS_MAX, FileFault, LineFault, NAME_CHARS_MAX,
};

/// The beginning of an iCalendar, which no table has.
const BEGIN: &str = "BEGIN:VCALENDAR";

/// Reads a file. Its faults are in the result, each with its line.
#[must_use]
pub fn read(content: &[u8]) -> CalendarFile {
    if content.len() > FILE_BYTES_MAX {
        return broken(1, LineFault::TooLarge);
    }
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let text = match std::str::from_utf8(content) {
        Ok(text) => text,
        Err(error) => {
            let before = content.get(..error.valid_up_to()).unwrap_or_default();
            return broken(line_at(before), LineFault::NotText);
        }
    };
    let is_calendar = text
        .trim_start()
        .get(..BEGIN.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(BEGIN));
    let mut file = if is_calendar {
        events::read(text)
    } else {
        lines::read(text)
    };
    if let Some(more) = file.days.get(FILE_DAYS_MAX) {
        return broken(more.line, LineFault::TooMany);
    }
    if file.days.is_empty() && file.faults.is_empty() {
        return broken(1, LineFault::Nothing);
    }
    file.faults.sort_by_key(|fault| fault.line);
    file
}

/// A file that cannot be read at all.
fn broken(line: usize, fault: LineFault) -> CalendarFile {
    CalendarFile {
        days: Vec::new(),
        faults: vec![FileFault { line, fault }],
    }
}

/// The number of the line that follows `before`.
fn line_at(before: &[u8]) -> usize {
    before.split(|byte| *byte == b'\n').count()
}

/// A name within the length limit.
fn name(text: &str) -> Result<String, LineFault> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = !name.is_empty()
        && name.chars().count() <= NAME_CHARS_MAX
        && !name.chars().any(char::is_control);
    fits.then_some(name).ok_or(LineFault::Name)
}

#[cfg(test)]
mod tests;
