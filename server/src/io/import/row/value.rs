//! Reads one value of a row.

use std::collections::HashMap;

use sanh_domain::deadline::Instant;
use sanh_domain::deadline::due::TimeLimit;
use sanh_domain::text::name::{composed, name_key};

use super::super::cell::Cell;
use super::super::column_positions::ColumnPositions;
use super::super::facts::Label;
use super::super::limit;
use super::super::moment::{FileMoment, last_instant_of_day, without_seconds_of_zone};
use super::super::report::Reason;
use super::{FactReader, RowReader};

impl FactReader<'_> {
    pub(super) fn procedure(&mut self, places: &ColumnPositions) -> Option<Label> {
        let default = self.reader.mapping.procedure.default.as_deref();
        let given = places
            .procedure
            .iter()
            .flatten()
            .any(|place| self.text(*place).is_some())
            || default.is_some();
        if given {
            self.label(places.procedure, default)
        } else {
            None
        }
    }

    pub(super) fn label(
        &mut self,
        [code_at, name_at]: [Option<usize>; 2],
        default: Option<&str>,
    ) -> Option<Label> {
        let code = code_at.and_then(|place| self.text(place));
        let name = name_at
            .and_then(|place| self.text(place))
            .or_else(|| default.map(str::to_owned));
        let label = name
            .or_else(|| code.clone())
            .map(|name| Label { code, name });
        if label.is_none() {
            self.add(name_at.or(code_at).unwrap_or_default(), Reason::Missing);
        }
        label
    }

    pub(super) fn word<T: Copy>(
        &mut self,
        place: usize,
        words: &HashMap<String, T>,
        unknown: Reason,
    ) -> Option<T> {
        let Some(text) = self.text(place) else {
            self.add(place, Reason::Missing);
            return None;
        };
        let found = words.get(&name_key(&text)).copied();
        if found.is_none() {
            self.add(place, unknown);
        }
        found
    }

    pub(super) fn moment(&mut self, place: usize) -> Option<FileMoment> {
        let cell = without_seconds_of_zone(self.date_cell(place)?);
        self.past_moment(place, &cell)
    }

    /// The time of an event as written, to the second.
    pub(super) fn exact_moment(&mut self, place: usize) -> Option<FileMoment> {
        let cell = self.date_cell(place)?.clone();
        self.past_moment(place, &cell)
    }

    fn past_moment(&mut self, place: usize, cell: &Cell) -> Option<FileMoment> {
        match FileMoment::of(cell, &self.reader.mapping) {
            Ok(moment) if moment.at > self.reader.latest => {
                self.add(place, Reason::InFuture);
                None
            }
            Ok(moment) => Some(moment),
            Err(reason) => {
                self.add(place, reason);
                None
            }
        }
    }

    /// The due time. It may be in the future; a date without a time means the end of that day.
    pub(super) fn due(&mut self, place: usize) -> Option<Instant> {
        let cell = without_seconds_of_zone(self.date_cell(place)?);
        let zone = self.reader.mapping.zone;
        let is_a_date = self.reader.mapping.due_is_a_date;
        let due = FileMoment::of(&cell, &self.reader.mapping).and_then(|moment| {
            if moment.whole_day || is_a_date {
                last_instant_of_day(zone, moment.at)
            } else {
                Ok(moment.at)
            }
        });
        due.map_err(|reason| self.add(place, reason)).ok()
    }

    /// The time limit, counted from the time of reception: a file has no cut-off time.
    pub(super) fn limit(&mut self, place: usize) -> Option<TimeLimit> {
        let text = self.text(place)?;
        let length = limit::read(&text, self.reader.mapping.limit_unit);
        if length.is_none() {
            self.add(place, Reason::NotALimit);
        }
        length.map(|length| TimeLimit {
            length,
            cutoff_15h: false,
        })
    }

    pub(super) fn newer(&mut self, place: usize) -> Option<i64> {
        let cell = self.date_cell(place)?.clone();
        if let Ok(number) = cell.shown().trim().parse() {
            return Some(number);
        }
        let moment = FileMoment::of(&cell, &self.reader.mapping);
        moment
            .map(|moment| moment.at.timestamp_millis())
            .map_err(|_| self.add(place, Reason::NotAnOrder))
            .ok()
    }

    /// The cell, unless its value means "empty".
    pub(super) fn cell(&self, place: usize) -> Option<&Cell> {
        let cell = self.row.cells.get(place)?;
        let means_nothing = |text: &str| self.reader.empty.contains(&name_key(text));
        match cell {
            cell if cell.is_blank() => None,
            Cell::Text(text) | Cell::Fault(text) if means_nothing(text) => None,
            _ => Some(cell),
        }
    }

    /// The cell of a column of dates, unless its date means "empty", at whatever time of day.
    fn date_cell(&self, place: usize) -> Option<&Cell> {
        let cell = self.cell(place)?;
        let RowReader {
            mapping,
            empty_dates,
            ..
        } = self.reader;
        let means_nothing = || {
            let moment = FileMoment::written(cell, mapping);
            moment.is_ok_and(|moment| empty_dates.contains(&moment.date(mapping.zone)))
        };
        (empty_dates.is_empty() || !means_nothing()).then_some(cell)
    }

    pub(super) fn text(&self, place: usize) -> Option<String> {
        self.cell(place).map(|cell| composed(&cell.shown()))
    }
}
