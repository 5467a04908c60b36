//! iCalendar: all-day events, whose end is the day after their last (RFC 5545, 3.6.1).

use chrono::NaiveDate;
use icalendar::parser::{Component, Property, read_calendar, unfold};
use sanh_domain::centre::file::{
    CalendarFile, DayKind, FILE_DAYS_MAX, FileDay, FileFault, LineFault,
};
use sanh_domain::deadline::DayStatus;

use super::{broken, line_at, name};

const DATE: &str = "%Y%m%d";
/// The most characters of a value that a message quotes.
const QUOTED_CHARS_MAX: usize = 40;

/// The dates of the events of a calendar, and the faults, each at the line where its event begins.
pub(super) fn read(text: &str) -> CalendarFile {
    let unfolded = unfold(text);
    let Ok(calendar) = read_calendar(unfolded.trim()) else {
        return broken(1, LineFault::NotCalendar);
    };
    // The parser keeps no line numbers, but events are in the order of the file.
    let lines = begins(text);
    let events = calendar
        .components
        .iter()
        .filter(|component| component.name.as_str().eq_ignore_ascii_case("VEVENT"));
    let mut file = CalendarFile::default();
    for (index, event) in events.enumerate() {
        let line = lines.get(index).copied().unwrap_or(1);
        match days(line, event) {
            Ok(days) => file.days.extend(days),
            Err(fault) => file.faults.push(FileFault { line, fault }),
        }
    }
    file
}

/// The numbers of the lines on which events begin.
fn begins(text: &str) -> Vec<usize> {
    let marks = text.match_indices("BEGIN:VEVENT");
    let before = marks.filter_map(|(at, _)| text.as_bytes().get(..at));
    before.map(line_at).collect()
}

fn days(line: usize, event: &Component<'_>) -> Result<Vec<FileDay>, LineFault> {
    let value = |key: &str| event.find_prop(key).map(|it| it.val.as_str());
    let status = match value("STATUS") {
        Some(status) if status.eq_ignore_ascii_case("CANCELLED") => {
            return Err(LineFault::Cancelled);
        }
        Some(status) if status.eq_ignore_ascii_case("TENTATIVE") => DayStatus::Pending,
        _ => DayStatus::Decided,
    };
    if ["RRULE", "RDATE"].iter().any(|key| value(key).is_some()) {
        return Err(LineFault::Repeats);
    }
    let first = event.find_prop("DTSTART").ok_or(LineFault::NotAllDay)?;
    let first = date(first)?;
    let last = last(event, first)?;
    let summary = event.find_prop("SUMMARY").map(|it| it.val.clone());
    let summary = summary.map(|text| text.unescape_text().as_str().to_owned());
    let name = name(&summary.unwrap_or_default())?;
    let (kind, by_kind) = kind(event);
    let status = status.max(by_kind);
    let is_in_a_row = last > first;
    // One more than the file's limit is enough to see that the limit is exceeded.
    let dates = first.iter_days().take_while(|date| *date <= last);
    let day = |date| FileDay {
        line,
        date,
        name: name.clone(),
        kind: kind.clone(),
        status,
        is_in_a_row,
    };
    Ok(dates.take(FILE_DAYS_MAX + 1).map(day).collect())
}

/// The date of a property without a time; an event with a time is not an all-day event.
fn date(property: &Property<'_>) -> Result<NaiveDate, LineFault> {
    let text = property.val.as_str();
    if text.contains('T') {
        return Err(LineFault::NotAllDay);
    }
    let read = NaiveDate::parse_from_str(text, DATE).ok();
    let in_reach =
        |date: &NaiveDate| sanh_domain::centre::form_input::date(&date.to_string()).is_some();
    let quoted = || text.chars().take(QUOTED_CHARS_MAX).collect();
    read.filter(in_reach)
        .ok_or_else(|| LineFault::Date(quoted()))
}

/// The last date of an event: the day before its end; without an end it has one day.
fn last(event: &Component<'_>, first: NaiveDate) -> Result<NaiveDate, LineFault> {
    if let Some(end) = event.find_prop("DTEND") {
        let last = date(end)?.pred_opt();
        return last.filter(|last| *last >= first).ok_or(LineFault::Ends);
    }
    let Some(duration) = event.find_prop("DURATION") else {
        return Ok(first);
    };
    // Durations of whole days: `P2D`, `P1W`.
    let text = duration.val.as_str();
    let count = text.strip_prefix('P').and_then(|rest| {
        let weeks = rest.strip_suffix('W').and_then(|it| it.parse::<u64>().ok());
        let days = rest.strip_suffix('D').and_then(|it| it.parse::<u64>().ok());
        days.or_else(|| weeks?.checked_mul(7))
    });
    let more = count.ok_or(LineFault::NotAllDay)?.checked_sub(1);
    let last = more.and_then(|more| first.checked_add_days(chrono::Days::new(more)));
    last.ok_or(LineFault::Ends)
}

/// The kind from the event's categories; a day off without one.
fn kind(event: &Component<'_>) -> (DayKind, DayStatus) {
    let Some(categories) = event.find_prop("CATEGORIES") else {
        return (DayKind::Off, DayStatus::Decided);
    };
    let categories = categories.val.clone().unescape_text();
    let read = categories.as_str().split(',').find_map(DayKind::read);
    read.unwrap_or((DayKind::Off, DayStatus::Decided))
}
