//! Reads instants as people write them, in addresses and on the command line.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

use super::{Calendar, Instant, whole_ms};

/// The formats of a local time with a date.
const FORMS: [&str; 4] = [
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
];

impl Calendar {
    /// Reads `2026-11-23T08:00:00+07:00`, with or without seconds, or `2026-11-23T08:00` in the centre's zone, or a date, which
    /// is its first instant. `None` for other text, and for a time that the zone's clocks skip.
    pub fn read_instant(&self, text: &str) -> Option<Instant> {
        // In an address a `+` decodes to a space.
        let zoned = text.replace(' ', "+");
        let at = DateTime::parse_from_rfc3339(&zoned)
            .or_else(|_| DateTime::parse_from_str(&zoned, "%Y-%m-%dT%H:%M%:z"));
        if let Ok(at) = at {
            return Some(whole_ms(at.to_utc()));
        }
        if let Ok(date) = text.parse::<NaiveDate>() {
            return Some(self.day_start(date));
        }
        let read = |form: &&str| NaiveDateTime::parse_from_str(text, form).ok();
        self.instant_of(FORMS.iter().find_map(read)?)
    }

    /// The first instant at which the centre's clocks show a local time; `None` where they skip it.
    pub fn instant_of(&self, local: NaiveDateTime) -> Option<Instant> {
        let at = local.and_local_timezone(self.zone()).earliest();
        at.map(|at| whole_ms(at.to_utc()))
    }
}
