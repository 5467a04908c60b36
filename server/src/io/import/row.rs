//! Reads the facts from the cells of one row. Each value is either understood or reported with its line, column and reason.

mod consistency;
mod value;

use std::collections::HashMap;

use chrono::NaiveDate;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{CodeFault, DossierCode};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::text::name::{composed, name_key};

use super::ImportError;
use super::cell::{Cell, Row};
use super::column_positions::ColumnPositions;
use super::facts::{CaseFacts, Facts, StagedRow, StepFacts};
use super::limits::ImportLimits;
use super::mapping::{Mapping, RowKind, StatusWord};
use super::moment::FileMoment;
use super::other_rows::TableRows;
use super::report::{InvalidValue, Reason};

/// Reads rows under one header.
#[derive(Clone, Debug)]
pub struct RowReader {
    mapping: Mapping,
    limits: ImportLimits,
    header: Vec<String>,
    places: ColumnPositions,
    channels: HashMap<String, Channel>,
    statuses: HashMap<String, StatusWord>,
    rows: TableRows,
    empty: Vec<String>,
    empty_dates: Vec<NaiveDate>,
    latest: Instant,
}

/// Reads one row and collects what is wrong with it.
struct FactReader<'a> {
    reader: &'a RowReader,
    row: &'a Row,
    bad: Vec<InvalidValue>,
}

impl RowReader {
    /// Finds the mapping's columns in the header. A date after `now` is refused: it is a mistake, or in another time zone.
    ///
    /// # Errors
    ///
    /// When a column is missing or occurs twice.
    pub fn new(
        mapping: &Mapping,
        limits: &ImportLimits,
        header: &[String],
        now: Instant,
    ) -> Result<Self, ImportError> {
        let places = ColumnPositions::find(mapping, header)?;
        let empty_dates = mapping.empty.iter().filter_map(|word| {
            let moment = FileMoment::written(&Cell::Text(word.clone()), mapping);
            let iso = || word.parse::<NaiveDate>().ok();
            moment.map_or_else(|_| iso(), |moment| Some(moment.date(mapping.zone)))
        });
        Ok(Self {
            rows: TableRows::new(mapping, header, &places),
            empty_dates: empty_dates.collect(),
            limits: *limits,
            header: header.iter().map(|name| composed(name)).collect(),
            places,
            channels: mapping
                .channels
                .iter()
                .map(|(word, channel)| (name_key(word), *channel))
                .collect(),
            statuses: mapping
                .statuses
                .iter()
                .map(|(word, status)| (name_key(word), *status))
                .collect(),
            empty: mapping.empty.iter().map(|word| name_key(word)).collect(),
            latest: now,
            mapping: mapping.clone(),
        })
    }

    /// The names of the columns.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Whether a row belongs to a dossier, valid or not. Other rows are left out and counted.
    pub fn is_of_dossier(&self, row: &Row) -> bool {
        self.rows.has(row)
    }

    /// The positions of the columns with dates.
    pub fn date_places(&self) -> impl Iterator<Item = usize> {
        self.places.dates()
    }

    /// The name of the column at a position, as the file writes it.
    pub fn column(&self, place: usize) -> &str {
        self.header.get(place).map_or("", String::as_str)
    }

    /// Reads a row. Invalid values of a row with a code are staged with it.
    ///
    /// # Errors
    ///
    /// The invalid values of a row whose dossier cannot be determined.
    pub fn read(&self, row: &Row) -> Result<StagedRow, Vec<InvalidValue>> {
        let mut reading = FactReader {
            reader: self,
            row,
            bad: Vec::new(),
        };
        let Some(code) = reading.code() else {
            return Err(reading.bad);
        };
        let is_whole = reading.check_values();
        let bad_row = std::mem::take(&mut reading.bad);
        let case = if is_whole { reading.case() } else { None };
        let bad_case = std::mem::take(&mut reading.bad);
        let facts = case.and_then(|case| reading.facts(case));
        let bad = [bad_row, reading.bad].concat();
        let facts = facts.filter(|_| bad.is_empty() && bad_case.is_empty());
        Ok(StagedRow {
            code,
            line: row.line,
            facts,
            bad,
            bad_case,
        })
    }
}

impl FactReader<'_> {
    fn add(&mut self, place: usize, reason: Reason) {
        let value = self
            .row
            .cells
            .get(place)
            .map(Cell::shown)
            .unwrap_or_default();
        self.bad.push(InvalidValue::new(
            self.row.line,
            self.reader.column(place),
            &value,
            reason,
        ));
    }

    /// Checks the row's length and reads its code; without a code the row belongs to no dossier.
    fn code(&mut self) -> Option<DossierCode> {
        let (found, wanted) = (self.row.cells.len(), self.reader.header.len());
        let is_text = |cell: &Cell| matches!(cell, Cell::Text(_) | Cell::Fault(_));
        // Workbooks leave out empty cells at the end; in a text file a wrong number of cells means broken quotes or separators.
        if found > wanted
            || (found < wanted && self.row.cells.iter().all(is_text) && !self.row.from_workbook)
        {
            self.bad.push(InvalidValue::new(
                self.row.line,
                "",
                "",
                Reason::CellCount { found, wanted },
            ));
        }
        for (place, cell) in self.row.cells.iter().enumerate() {
            if matches!(cell, Cell::Text(text) if text.len() > self.reader.limits.cell_bytes) {
                self.add(place, Reason::CellTooLong(self.reader.limits.cell_bytes));
            }
        }
        let place = self.reader.places.code;
        let text = self.text(place).unwrap_or_default();
        match DossierCode::with_rule(&text, &self.reader.mapping.code_rule.rule()) {
            Ok(code) => Some(code),
            Err(CodeFault::Empty) => {
                self.add(place, Reason::Missing);
                None
            }
            Err(fault) => {
                self.add(place, Reason::Code(fault.to_string()));
                None
            }
        }
    }

    /// Reports each cell that is read and has no value; true if there is none. A formula without a stored value, or an error
    /// value of the spreadsheet, would otherwise be taken for an empty cell.
    fn check_values(&mut self) -> bool {
        let mut whole = true;
        for place in self.reader.places.all() {
            let reason = match self.cell(place) {
                Some(Cell::Formula) => Reason::FormulaWithoutValue,
                Some(Cell::Fault(_)) => Reason::SheetFault,
                _ => continue,
            };
            self.add(place, reason);
            whole = false;
        }
        whole
    }

    fn facts(&mut self, case: CaseFacts) -> Option<Facts> {
        let places = &self.reader.places;
        let step = match self.reader.mapping.rows {
            RowKind::Event => Some(self.step(places)),
            RowKind::Dossier => None,
        };
        let newer = places.newer.and_then(|place| self.newer(place));
        Some(Facts {
            case,
            step: step.map_or(Some(None), |step| step.map(Some))?,
            newer,
        })
    }

    fn case(&mut self) -> Option<CaseFacts> {
        let places = &self.reader.places;
        let agency = self.label(places.agency, self.reader.mapping.agency.default.as_deref());
        let field = self.label(places.field, self.reader.mapping.field.default.as_deref());
        let procedure = self.procedure(places);
        let channel = places.channel.map_or(Some(Channel::Direct), |place| {
            self.word(place, &self.reader.channels, Reason::UnknownChannel)
        });
        let status = match (self.reader.mapping.rows, places.status) {
            (RowKind::Dossier, Some(place)) => {
                self.word(place, &self.reader.statuses, Reason::UnknownStatus)
            }
            _ => None,
        };
        let faults_before = self.bad.len();
        let registered = places.registered.and_then(|place| self.moment(place));
        let received = places.received.and_then(|place| self.moment(place));
        let due = places.due.and_then(|place| self.due(place));
        let ended = places.ended.and_then(|place| self.moment(place));
        let handed_over = places.handed_over.and_then(|place| self.moment(place));
        let has_its_dates = self.bad.len() == faults_before;
        let limit = places.limit.and_then(|place| self.limit(place));
        let start = received.or(registered).map(|moment| moment.at);
        let mut facts = CaseFacts {
            agency: agency?,
            field: field?,
            procedure,
            channel: channel?,
            registered_at: registered.map(|moment| moment.at),
            received_at: received.map(|moment| moment.at),
            due_at: due,
            limit: limit.filter(|_| due.is_some() || places.due.is_none()),
            ended_at: ended.map(|moment| self.not_before(start, moment)),
            handed_over_at: None,
            status,
            end_moved: false,
        };
        facts.handed_over_at = handed_over.map(|moment| self.not_before(facts.ended_at, moment));
        // A date that cannot be read is reported once, and not also as missing.
        if has_its_dates {
            self.agree(places, &mut facts);
        }
        Some(facts)
    }

    fn step(&mut self, places: &ColumnPositions) -> Option<StepFacts> {
        let (name_at, time_at) = (places.event?, places.event_at?);
        let name = self.text(name_at);
        if name.is_none() {
            self.add(name_at, Reason::Missing);
        }
        let time = self.exact_moment(time_at);
        if time.is_none() && self.text(time_at).is_none() {
            self.add(time_at, Reason::Missing);
        }
        let status = places.status.and_then(|place| {
            self.text(place)?;
            self.word(place, &self.reader.statuses, Reason::UnknownStatus)
        });
        Some(StepFacts {
            occurred_at: time?.at,
            name: name?,
            status,
        })
    }
}
