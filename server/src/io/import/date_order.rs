//! Whether a column writes the day or the month first. Half of such dates can be read both ways, and a wrong order would give
//! wrong days.

use std::collections::BTreeMap;

use super::ImportError;
use super::mapping::Mapping;

/// The first part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    DayFirst,
    MonthFirst,
}

impl Order {
    const fn other(self) -> Self {
        match self {
            Self::DayFirst => Self::MonthFirst,
            Self::MonthFirst => Self::DayFirst,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::DayFirst => "the day first",
            Self::MonthFirst => "the month first",
        }
    }
}

/// Checks the dates of a file's columns as they are read.
#[derive(Clone, Debug)]
pub struct DateOrders {
    /// The only order that the mapping's formats read; `None` if they read both or neither, and nothing is checked.
    read: Option<Order>,
    columns: BTreeMap<usize, Column>,
}

/// The order proven by a column's dates.
#[derive(Clone, Debug, Default)]
struct Column {
    /// Dates that prove the order of the mapping.
    as_read: usize,
    /// Dates that prove the other order.
    others: usize,
    /// The line and text of the first of these.
    first_other: Option<(u64, String)>,
}

impl DateOrders {
    /// Nothing seen yet.
    pub fn new(mapping: &Mapping) -> Self {
        let reads = |order| {
            mapping
                .date_formats
                .iter()
                .any(|format| order_of(format.as_str()) == Some(order))
        };
        let read = match (reads(Order::DayFirst), reads(Order::MonthFirst)) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        };
        Self {
            read,
            columns: BTreeMap::new(),
        }
    }

    /// Checks a cell of text.
    pub fn see(&mut self, place: usize, line: u64, text: &str) {
        let (Some(read), Some(order)) = (self.read, proven(text)) else {
            return;
        };
        let column = self.columns.entry(place).or_default();
        if order == read {
            column.as_read += 1;
            return;
        }
        column.others += 1;
        column
            .first_other
            .get_or_insert_with(|| (line, text.trim().to_owned()));
    }

    /// Refuses the file when the dates of a column that prove the mapping's order are not more than those that prove the other:
    /// all dates that prove nothing would be wrong.
    ///
    /// # Errors
    /// In that case. A few dates with the other order are typing mistakes, reported as single bad values.
    pub fn check(&self, header: &[String]) -> Result<(), ImportError> {
        let wrong = self.columns.iter().find_map(|(place, column)| {
            let first = column.first_other.as_ref();
            let (line, value) = first.filter(|_| column.others >= column.as_read)?;
            Some((*place, *line, value))
        });
        let (Some(read), Some((place, line, value))) = (self.read, wrong) else {
            return Ok(());
        };
        let order = read.other();
        Err(ImportError::DateOrder {
            column: header.get(place).cloned().unwrap_or_default(),
            order: order.words(),
            line,
            value: value.clone(),
            format: format_of(value, order),
        })
    }
}

/// The order of a format that has both.
fn order_of(format: &str) -> Option<Order> {
    let day = ["%d", "%e", "%-d"]
        .iter()
        .filter_map(|item| format.find(item))
        .min()?;
    let month = ["%m", "%-m"]
        .iter()
        .filter_map(|item| format.find(item))
        .min()?;
    let year = ["%Y", "%y"]
        .iter()
        .filter_map(|item| format.find(item))
        .min()?;
    // With the year first it is ISO 8601, which cannot be misread.
    if year < day && year < month {
        None
    } else if day < month {
        Some(Order::DayFirst)
    } else {
        Some(Order::MonthFirst)
    }
}

/// The order that a date proves, because one of its first two numbers is over 12. Dates with the time before them count, too.
fn proven(text: &str) -> Option<Order> {
    let date = date_part(text)?;
    match (date.first, date.second) {
        (13..=31, 1..=12) => Some(Order::DayFirst),
        (1..=12, 13..=31) => Some(Order::MonthFirst),
        _ => None,
    }
}

struct DatePart<'a> {
    first: u32,
    second: u32,
    separator: char,
    year_digits: usize,
    before: &'a str,
    after: &'a str,
}

/// The part of a text that is two numbers and a year.
fn date_part(text: &str) -> Option<DatePart<'_>> {
    let text = text.trim();
    let separator = text.chars().find(|sign| matches!(sign, '/' | '-' | '.'))?;
    let word = text
        .split_whitespace()
        .find(|word| word.matches(separator).count() == 2)?;
    let mut numbers = word.split(separator);
    let (first, second, year) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let is_number = |text: &str, digits: &[usize]| {
        digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_number(first, &[1, 2]) || !is_number(second, &[1, 2]) || !is_number(year, &[2, 4]) {
        return None;
    }
    let (before, after) = text.split_once(word)?;
    Some(DatePart {
        first: first.parse().ok()?,
        second: second.parse().ok()?,
        separator,
        year_digits: year.len(),
        before,
        after,
    })
}

/// The date format to put into the mapping.
fn format_of(text: &str, order: Order) -> String {
    let Some(part) = date_part(text) else {
        return String::new();
    };
    let year = if part.year_digits == 2 { "%y" } else { "%Y" };
    let (first, second) = match order {
        Order::DayFirst => ("%d", "%m"),
        Order::MonthFirst => ("%m", "%d"),
    };
    let separator = part.separator;
    let (before, after) = (time_format(part.before), time_format(part.after));
    format!("{before}{first}{separator}{second}{separator}{year}{after}")
}

fn time_format(text: &str) -> String {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return String::new();
    }
    let twelve = trimmed.to_lowercase().ends_with('m');
    let hour = if twelve { "%I" } else { "%H" };
    let seconds = if trimmed.matches(':').count() > 1 {
        ":%S"
    } else {
        ""
    };
    let noon = if twelve { " %p" } else { "" };
    let time = format!("{hour}:%M{seconds}{noon}");
    if text.starts_with(char::is_whitespace) {
        format!(" {time}")
    } else {
        format!("{time} ")
    }
}
