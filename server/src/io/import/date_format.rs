//! The forms in which a file writes its dates, taken apart once: each date is tried by one after the other.

use chrono::format::{Fixed, Item, Numeric, Parsed, StrftimeItems, parse};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// A form in `chrono`'s strftime words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(from = "String", into = "String")]
pub struct DateFormat {
    text: String,
    items: Vec<Item<'static>>,
    holds: DateContent,
}

/// What a date of a form says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DateContent {
    /// An instant.
    Offset,
    /// A time on the wall.
    Hour,
    /// A day.
    Day,
}

/// A date as it is written.
#[derive(Clone, Copy, Debug)]
pub enum WrittenDate {
    /// With its offset.
    Instant(DateTime<FixedOffset>),
    /// A time of some zone.
    Local(NaiveDateTime),
    /// A day of some zone.
    Day(NaiveDate),
}

impl DateFormat {
    /// The form of these words.
    #[must_use]
    pub fn new(text: &str) -> Self {
        // The items include those that chrono does not know: see `is_broken`.
        let items: Vec<Item<'static>> = StrftimeItems::new(text).map(Item::to_owned).collect();
        let holds = if items.iter().any(is_offset) {
            DateContent::Offset
        } else if items.iter().any(is_hour) {
            DateContent::Hour
        } else {
            DateContent::Day
        };
        Self {
            text: text.to_owned(),
            items,
            holds,
        }
    }

    /// Its words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether chrono does not know all of its words.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.items.contains(&Item::Error)
    }

    /// Reads a text; `None`: it is not of this form.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<WrittenDate> {
        let mut parsed = Parsed::new();
        parse(&mut parsed, text, self.items.iter()).ok()?;
        match self.holds {
            DateContent::Offset => parsed.to_datetime().ok().map(WrittenDate::Instant),
            DateContent::Hour => {
                let local = parsed.to_naive_datetime_with_offset(0).ok();
                local.map(WrittenDate::Local)
            }
            DateContent::Day => parsed.to_naive_date().ok().map(WrittenDate::Day),
        }
    }
}

impl From<String> for DateFormat {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl From<DateFormat> for String {
    fn from(format: DateFormat) -> Self {
        format.text
    }
}

fn is_offset(item: &Item<'_>) -> bool {
    matches!(
        item,
        Item::Fixed(
            Fixed::TimezoneOffset
                | Fixed::TimezoneOffsetColon
                | Fixed::TimezoneOffsetDoubleColon
                | Fixed::TimezoneOffsetTripleColon
                | Fixed::TimezoneOffsetColonZ
                | Fixed::TimezoneOffsetZ
                | Fixed::RFC2822
                | Fixed::RFC3339
        ) | Item::Numeric(Numeric::Timestamp, _)
    ) || *item == Item::Fixed(permissive_offset())
}

/// `%#z` has no public name in chrono; it is asked for by its form.
fn permissive_offset() -> Fixed {
    match StrftimeItems::new("%#z").next() {
        Some(Item::Fixed(fixed)) => fixed,
        _ => Fixed::TimezoneOffset,
    }
}

fn is_hour(item: &Item<'_>) -> bool {
    matches!(item, Item::Numeric(Numeric::Hour | Numeric::Hour12, _))
}
