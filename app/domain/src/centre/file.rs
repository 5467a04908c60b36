//! Dates of the calendar from a file: what its lines say, and what becomes of them. How a file is taken apart into lines is the
//! server's matter.

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::change::CalendarRows;
use super::typed;
use crate::deadline::calendar::{CalendarDay, Interval};
use crate::deadline::decided::DayStatus;
use crate::id::AgencyId;
use crate::text::fold::folded;

/// The most dates of one file (ours: ten years' days off and make-up days).
pub const FILE_DAYS_MAX: usize = 200;
/// The largest file, in bytes (ours: a form with it stays within the default bound of a request).
pub const FILE_BYTES_MAX: usize = 48 * 1024;
/// The longest name of a date, in characters (ours).
pub const NAME_CHARS_MAX: usize = 120;

/// What a date of a file is.
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
/// These need hours.
const HALF: [&str; 5] = [
    "nua ngay",
    "lam nua ngay",
    "nghi nua ngay",
    "half day",
    "half",
];

impl DayKind {
    /// Reads `nghỉ`, `làm bù 07:30-11:30`, `day off, pending`; a blank is a day off. None for what is no kind, or without the
    /// hours it needs.
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
        // What waits may be said behind the hours, too.
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
            Self::Hours(typed::intervals(&hours).filter(|hours| !hours.is_empty())?)
        } else {
            return None;
        };
        Some((kind, status))
    }

    /// The working time of a date; `None` where the office hours in force on it have none of the kind.
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

/// Hours without the words after them that say that the date waits.
fn without_pending(hours: &str) -> (String, bool) {
    let end = hours.find(|letter: char| letter.is_alphabetic() && letter != 'h' && letter != 'H');
    let (hours, rest) = hours.split_at(end.unwrap_or(hours.len()));
    let rest = folded(rest);
    let rest = rest.trim_matches(|letter: char| !letter.is_alphanumeric());
    let is_pending = PENDING.contains(&rest);
    let hours = hours.trim_end_matches(|letter: char| !letter.is_alphanumeric());
    // Other words there are no hours: they are kept, and so cannot be read.
    let kept = if rest.is_empty() || is_pending {
        hours.to_owned()
    } else {
        format!("{hours} {rest}")
    };
    (kept, is_pending)
}

/// Before it lies the morning.
const NOON: NaiveTime = match NaiveTime::from_hms_opt(12, 0, 0) {
    Some(noon) => noon,
    None => NaiveTime::MIN,
};

/// A date as a file tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDay {
    /// The line of the file, from 1.
    pub line: usize,
    /// The local date.
    pub date: NaiveDate,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: DayKind,
    /// Whether it is decided.
    pub status: DayStatus,
    /// Whether it is one of several in a row, among which weekly days off stay what they are.
    pub is_in_a_row: bool,
}

/// What is wrong with a line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineFault {
    /// It does not have two or three columns.
    Columns,
    /// No date, or a mistyped one.
    Date(String),
    /// No name, or a name longer than [`NAME_CHARS_MAX`].
    Name,
    /// No kind of date.
    Kind(String),
    /// The office hours of that weekday have none of the kind.
    NoHours,
    /// The date stands on an earlier line, and says something else there.
    Twice(usize),
    /// An event of iCalendar that is not of whole days.
    NotAllDay,
    /// One that repeats: the calendar has dates.
    Repeats,
    /// One that ends before it begins.
    Ends,
    /// One that is called off.
    Cancelled,
    /// The file has more dates than [`FILE_DAYS_MAX`].
    TooMany,
    /// The file holds no date at all.
    Nothing,
    /// It is no iCalendar, though it begins like one.
    NotCalendar,
    /// It is not UTF-8.
    NotText,
    /// It is larger than [`FILE_BYTES_MAX`].
    TooLarge,
}

/// The error and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFault {
    /// The line of the file, from 1.
    pub line: usize,
    /// What.
    pub fault: LineFault,
}

/// A file taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarFile {
    /// Its dates, in its order.
    pub days: Vec<FileDay>,
    /// What is wrong with it.
    pub faults: Vec<FileFault>,
}

/// What the dates of a file would make of the calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileChange {
    /// The rows that are new or say something else than those there are.
    pub days: Vec<CalendarDay>,
    /// How many of them are new.
    pub new: usize,
    /// The dates that the calendar has so already.
    pub same: Vec<NaiveDate>,
    /// The weekly days off that days off in a row pass over.
    pub weekly: Vec<NaiveDate>,
}

impl FileChange {
    /// What the dates of a file make of the rows there are, for one agency or for all.
    ///
    /// # Errors
    /// What is wrong with the file itself, and with each date that the office hours do not fit or that stands twice.
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
                // Under another decision's number it is the same date.
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
