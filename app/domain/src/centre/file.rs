//! Dates of the calendar from a file: the meaning of its lines and the changes they make. The server splits the file into
//! lines.

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::change::CalendarRows;
use super::form_input;
use crate::deadline::decided::DayStatus;
use crate::deadline::office_hours::{CalendarDay, Interval};
use crate::id::AgencyId;
use crate::text::fold::folded;

/// The most dates in one file (ours: days off and make-up days of ten years).
pub const FILE_DAYS_MAX: usize = 200;
/// The largest file, in bytes (ours: a form with it stays within the default limit of a request).
pub const FILE_BYTES_MAX: usize = 48 * 1024;
/// The longest name of a date, in characters (ours).
pub const NAME_CHARS_MAX: usize = 120;

/// The kind of a date in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// No working time.
    Off,
    /// The office hours before noon only.
    Morning,
    /// The office hours after noon only.
    Afternoon,
    /// The hours of the first working day of the week, in place of another date.
    MakeUp,
    /// These hours: a half day, or a make-up day with hours of its own.
    Hours(Vec<Interval>),
}

/// Words that say that a date waits for its decision, folded.
const PENDING: [&str; 5] = [
    "cho quyet dinh",
    "du kien",
    "pending",
    "tentative",
    "expected",
];
/// Words for a day off, folded.
const OFF: [&str; 12] = [
    "",
    "nghi",
    "nghi le",
    "nghi tet",
    "nghi bu",
    "nghi hoan doi",
    "nghi ca ngay",
    "off",
    "day off",
    "holiday",
    "public holiday",
    "closed",
];
const MORNING: [&str; 4] = ["nghi chieu", "lam buoi sang", "afternoon off", "morning"];
const AFTERNOON: [&str; 4] = ["nghi sang", "lam buoi chieu", "morning off", "afternoon"];
const MAKE_UP: [&str; 6] = [
    "lam bu",
    "lam viec",
    "make-up",
    "make up",
    "working",
    "working day",
];
/// Words for a half day, folded; these need hours.
const HALF: [&str; 5] = [
    "nua ngay",
    "lam nua ngay",
    "nghi nua ngay",
    "half day",
    "half",
];

impl DayKind {
    /// Reads a kind such as `nghỉ`, `làm bù 07:30-11:30` or `day off, pending`; a blank is a day off. `None` for any other
    /// text, or without hours where they are needed.
    #[must_use]
    pub fn read(text: &str) -> Option<(Self, DayStatus)> {
        let digit = text.find(|letter: char| letter.is_ascii_digit());
        let (words, hours) = text.split_at(digit.unwrap_or(text.len()));
        let mut words = folded(words);
        let mut status = DayStatus::Decided;
        for pending in PENDING {
            if words.contains(pending) {
                words = words.replace(pending, " ");
                status = DayStatus::Pending;
            }
        }
        let words = words.replace([',', '(', ')', ':', ';'], " ");
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = words.as_str();
        // The word that a date waits for its decision may also follow the hours.
        let (hours, is_pending) = without_pending(hours);
        if is_pending {
            status = DayStatus::Pending;
        }
        let kind = if hours.is_empty() {
            match words {
                _ if OFF.contains(&words) => Self::Off,
                _ if MORNING.contains(&words) => Self::Morning,
                _ if AFTERNOON.contains(&words) => Self::Afternoon,
                _ if MAKE_UP.contains(&words) => Self::MakeUp,
                _ => return None,
            }
        } else if MAKE_UP.contains(&words) || HALF.contains(&words) || words.is_empty() {
            Self::Hours(form_input::intervals(&hours).filter(|hours| !hours.is_empty())?)
        } else {
            return None;
        };
        Some((kind, status))
    }

    /// The working time of a date; `None` where the office hours in force on it have none of this kind.
    fn intervals(&self, date: NaiveDate, rows: &CalendarRows) -> Option<Vec<Interval>> {
        let week = || rows.hours_on(date).map(|hours| &hours.week);
        let of_weekday = || week()?.get(date.weekday().num_days_from_monday() as usize);
        let is_morning = |interval: &Interval| interval.open < NOON;
        let half = |is_kept: bool| {
            let kept = of_weekday()?.iter().copied();
            let kept: Vec<Interval> = kept.filter(|it| is_morning(it) == is_kept).collect();
            (!kept.is_empty()).then_some(kept)
        };
        match self {
            Self::Off => Some(Vec::new()),
            Self::Morning => half(true),
            Self::Afternoon => half(false),
            Self::MakeUp => week()?.iter().find(|day| !day.is_empty()).cloned(),
            Self::Hours(hours) => Some(hours.clone()),
        }
    }
}

/// Splits hours from a following word that means the date waits for its decision.
fn without_pending(hours: &str) -> (String, bool) {
    let end = hours.find(|letter: char| letter.is_alphabetic() && letter != 'h' && letter != 'H');
    let (hours, rest) = hours.split_at(end.unwrap_or(hours.len()));
    let rest = folded(rest);
    let rest = rest.trim_matches(|letter: char| !letter.is_alphanumeric());
    let is_pending = PENDING.contains(&rest);
    let hours = hours.trim_end_matches(|letter: char| !letter.is_alphanumeric());
    // Other words after the hours are kept, so that reading the hours fails and reports them.
    let kept = if rest.is_empty() || is_pending {
        hours.to_owned()
    } else {
        format!("{hours} {rest}")
    };
    (kept, is_pending)
}

/// Intervals before it are the morning.
const NOON: NaiveTime = match NaiveTime::from_hms_opt(12, 0, 0) {
    Some(noon) => noon,
    None => NaiveTime::MIN,
};

/// A date as read from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDay {
    /// The line of the file, from 1.
    pub line: usize,
    /// The local date.
    pub date: NaiveDate,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: DayKind,
    /// Whether it is decided.
    pub status: DayStatus,
    /// Whether it is one of several dates in a row; weekly days off among them keep their own kind.
    pub is_in_a_row: bool,
}

/// A fault of a line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineFault {
    /// It does not have two or three columns.
    Columns,
    /// No date, or an invalid one.
    Date(String),
    /// No name, or a name longer than [`NAME_CHARS_MAX`].
    Name,
    /// No kind of date.
    Kind(String),
    /// The office hours of that weekday have none of the kind.
    NoHours,
    /// The date stands on an earlier line with other content.
    Twice(usize),
    /// An event of iCalendar that is not of whole days.
    NotAllDay,
    /// One that repeats: the calendar has dates.
    Repeats,
    /// One that ends before it begins.
    Ends,
    /// A cancelled event.
    Cancelled,
    /// The file has more dates than [`FILE_DAYS_MAX`].
    TooMany,
    /// The file holds no date at all.
    Nothing,
    /// The file begins like an iCalendar and is not one.
    NotCalendar,
    /// It is not UTF-8.
    NotText,
    /// It is larger than [`FILE_BYTES_MAX`].
    TooLarge,
}

/// A fault with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFault {
    /// The line of the file, from 1.
    pub line: usize,
    /// The fault.
    pub fault: LineFault,
}

/// A file after reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarFile {
    /// Its dates, in its order.
    pub days: Vec<FileDay>,
    /// Its faults.
    pub faults: Vec<FileFault>,
}

/// The changes that the dates of a file make to the calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileChange {
    /// The rows that are new or differ from those of the calendar.
    pub days: Vec<CalendarDay>,
    /// The number of new rows.
    pub new: usize,
    /// The dates that the calendar already has with the same content.
    pub same: Vec<NaiveDate>,
    /// The weekly days off inside a row of days off; they get no row of their own.
    pub weekly: Vec<NaiveDate>,
}

impl FileChange {
    /// The changes that the dates of a file make to the rows of one agency, or of all.
    ///
    /// # Errors
    /// The faults of the file itself, and of each date that does not fit the office hours or stands twice.
    pub fn of(
        file: &CalendarFile,
        rows: &CalendarRows,
        agency: Option<AgencyId>,
        decision: &str,
    ) -> Result<Self, Vec<FileFault>> {
        let mut faults = file.faults.clone();
        let mut seen: Vec<(&FileDay, CalendarDay)> = Vec::with_capacity(file.days.len());
        let mut change = Self::default();
        for day in &file.days {
            let fault = |fault| FileFault {
                line: day.line,
                fault,
            };
            let Some(intervals) = day.kind.intervals(day.date, rows) else {
                faults.push(fault(LineFault::NoHours));
                continue;
            };
            if day.is_in_a_row && is_weekly_off(day.date, rows, agency) {
                change.weekly.push(day.date);
                continue;
            }
            let row = CalendarDay {
                date: day.date,
                agency,
                intervals,
                name: day.name.clone(),
                decision: decision.to_owned(),
                status: day.status,
            };
            match seen.iter().find(|(_, earlier)| earlier.date == day.date) {
                None => seen.push((day, row)),
                Some((_, earlier)) if *earlier == row => {}
                Some((earlier, _)) => faults.push(fault(LineFault::Twice(earlier.line))),
            }
        }
        if !faults.is_empty() {
            faults.sort_by_key(|fault| fault.line);
            return Err(faults);
        }
        for (_, row) in seen {
            match rows.day(row.date, agency) {
                // Only the number of the decision may differ: the date is the same.
                Some(there) if is_same(there, &row) => change.same.push(row.date),
                Some(_) => change.days.push(row),
                None => {
                    change.new += 1;
                    change.days.push(row);
                }
            }
        }
        Ok(change)
    }
}

fn is_same(there: &CalendarDay, row: &CalendarDay) -> bool {
    (&there.intervals, &there.name, there.status) == (&row.intervals, &row.name, row.status)
}

/// Whether a date without a row of its own has no working time by the office hours.
fn is_weekly_off(date: NaiveDate, rows: &CalendarRows, agency: Option<AgencyId>) -> bool {
    let has_row = rows.day(date, agency).is_some() || rows.day(date, None).is_some();
    let weekday = date.weekday().num_days_from_monday() as usize;
    let hours = rows
        .hours_on(date)
        .and_then(|hours| hours.week.get(weekday));
    !has_row && hours.is_none_or(Vec::is_empty)
}

#[cfg(test)]
mod tests;
