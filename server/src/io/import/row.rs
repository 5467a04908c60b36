//! From the cells of one row to facts: each value is either understood or named with its line, its column and the reason.

use std::collections::HashMap;

use chrono::NaiveDate;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::due::TimeLimit;
use sanh_domain::dossier::{CodeFault, DossierCode};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::text::name::{composed, name_key};

use super::facts::{CaseFacts, Facts, Label, StagedRow, StepFacts};
use super::limits::Limits;
use super::mapping::{EndBeforeStart, Mapping, RowKind, StatusWord};
use super::moment::{Moment, last_instant_of_day, without_seconds_of_zone};
use super::outside::TableRows;
use super::places::Places;
use super::report::{InvalidValue, Reason};
use super::table::{Cell, Row};
use super::{ImportError, limit};

/// Reads rows under one header.
#[derive(Clone, Debug)]
pub struct RowReader {
    mapping: Mapping,
    limits: Limits,
    header: Vec<String>,
    places: Places,
    channels: HashMap<String, Channel>,
    statuses: HashMap<String, StatusWord>,
    rows: TableRows,
    empty: Vec<String>,
    empty_dates: Vec<NaiveDate>,
    latest: Instant,
}

/// Collects what is wrong with one row.
struct Faults<'a> {
    reader: &'a RowReader,
    row: &'a Row,
    bad: Vec<InvalidValue>,
}

impl RowReader {
    /// Finds the mapping's columns in the header. `now` bounds what can have happened: what lies later is a slip, or a wrong zone.
    ///
    /// # Errors
    /// When a column is missing or stands twice.
    pub fn new(
        mapping: &Mapping,
        limits: &Limits,
        header: &[String],
        now: Instant,
    ) -> Result<Self, ImportError> {
        let places = Places::find(mapping, header)?;
        let empty_dates = mapping.empty.iter().filter_map(|word| {
            let moment = Moment::written(&Cell::Text(word.clone()), mapping);
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

    /// Whether a row is a dossier's, good or bad; else it is left out and said.
    pub fn is_of_dossier(&self, row: &Row) -> bool {
        self.rows.has(row)
    }

    /// Where dates stand.
    pub fn date_places(&self) -> impl Iterator<Item = usize> {
        self.places.dates()
    }

    /// The name of the column at a place, as the file writes it.
    pub fn column(&self, place: usize) -> &str {
        self.header.get(place).map_or("", String::as_str)
    }

    /// Understands a row, or names all that is wrong with it.
    ///
    /// # Errors
    /// What is bad in a row that cannot even be told whose it is; what is bad in any other is staged with it.
    pub fn read(&self, row: &Row) -> Result<StagedRow, Vec<InvalidValue>> {
        let mut faults = Faults {
            reader: self,
            row,
            bad: Vec::new(),
        };
        let Some(code) = faults.code() else {
            return Err(faults.bad);
        };
        let is_whole = faults.has_values();
        let bad_row = std::mem::take(&mut faults.bad);
        let case = if is_whole { faults.case() } else { None };
        let bad_case = std::mem::take(&mut faults.bad);
        let facts = case.and_then(|case| faults.facts(case));
        let bad = [bad_row, faults.bad].concat();
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

impl Faults<'_> {
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

    /// Checks the row's shape and reads its code; without a code nothing can be said of it.
    fn code(&mut self) -> Option<DossierCode> {
        let (found, wanted) = (self.row.cells.len(), self.reader.header.len());
        let is_text = |cell: &Cell| matches!(cell, Cell::Text(_) | Cell::Fault(_));
        // A workbook leaves out empty cells at the end; a text file with a cell too few or too many has broken quotes or separators.
        if found > wanted
            || (found < wanted && self.row.cells.iter().all(is_text) && !self.is_workbook_row())
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

    /// Whether every cell that is read has a value; a formula without one, or a fault of the spreadsheet, would be taken for nothing.
    fn has_values(&mut self) -> bool {
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

    fn is_workbook_row(&self) -> bool {
        self.row.from_workbook
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
        // A date that cannot be read is told once, not also as one that is missing.
        if has_its_dates {
            self.agree(places, &mut facts);
        }
        Some(facts)
    }

    /// A day without an hour begins at midnight, but an end on the very day of the start cannot lie before it: the day decides,
    /// never an hour that nobody wrote.
    fn not_before(&self, start: Option<Instant>, moment: Moment) -> Instant {
        let zone = self.reader.mapping.zone;
        let same_day = |start: &Instant| {
            start.with_timezone(&zone).date_naive() == moment.at.with_timezone(&zone).date_naive()
        };
        match start {
            Some(start) if moment.whole_day && same_day(&start) => start.max(moment.at),
            _ => moment.at,
        }
    }

    /// The dates and the status of one dossier must tell one story.
    fn agree(&mut self, places: &Places, facts: &mut CaseFacts) {
        if let (Some(received_at), Some(ended_at)) = (facts.received_at, facts.ended_at)
            && ended_at < received_at
        {
            match self.reader.mapping.end_before_start {
                EndBeforeStart::Keep => {
                    facts.ended_at = Some(received_at);
                    facts.end_moved = true;
                }
                EndBeforeStart::Bad => {
                    self.add(places.ended.unwrap_or_default(), Reason::EndBeforeStart);
                }
            }
        }
        if let (Some(registered_at), Some(received_at)) = (facts.registered_at, facts.received_at)
            && received_at < registered_at
        {
            self.add(
                places.received.unwrap_or_default(),
                Reason::ReceivedBeforeRegistered,
            );
        }
        match (facts.handed_over_at, facts.ended_at) {
            (Some(handed_over_at), Some(ended_at)) if handed_over_at < ended_at => {
                self.add(
                    places.handed_over.unwrap_or_default(),
                    Reason::HandedOverBeforeEnd,
                );
            }
            (Some(handed_over_at), None) => facts.ended_at = Some(handed_over_at),
            _ => {}
        }
        if places.received.is_some()
            && let Some(reason) = disagreement(facts)
        {
            let place = if reason == Reason::NoReception {
                places.received
            } else {
                places.status
            };
            self.add(place.unwrap_or_default(), reason);
        }
    }

    fn step(&mut self, places: &Places) -> Option<StepFacts> {
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

    fn procedure(&mut self, places: &Places) -> Option<Label> {
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

    fn label(
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

    fn word<T: Copy>(
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

    fn moment(&mut self, place: usize) -> Option<Moment> {
        let cell = without_seconds_of_zone(self.date_cell(place)?);
        self.past_moment(place, &cell)
    }

    /// As it is written, to the second: the time of an event.
    fn exact_moment(&mut self, place: usize) -> Option<Moment> {
        let cell = self.date_cell(place)?.clone();
        self.past_moment(place, &cell)
    }

    fn past_moment(&mut self, place: usize, cell: &Cell) -> Option<Moment> {
        match Moment::of(cell, &self.reader.mapping) {
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

    /// A due time may lie ahead; one that is a date lasts to the end of its day.
    fn due(&mut self, place: usize) -> Option<Instant> {
        let cell = without_seconds_of_zone(self.date_cell(place)?);
        let zone = self.reader.mapping.zone;
        let is_a_date = self.reader.mapping.due_is_a_date;
        let due = Moment::of(&cell, &self.reader.mapping).and_then(|moment| {
            if moment.whole_day || is_a_date {
                last_instant_of_day(zone, moment.at)
            } else {
                Ok(moment.at)
            }
        });
        due.map_err(|reason| self.add(place, reason)).ok()
    }

    /// Counted from the hour of reception: no file tells of a cut-off.
    fn limit(&mut self, place: usize) -> Option<TimeLimit> {
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

    fn newer(&mut self, place: usize) -> Option<i64> {
        let cell = self.date_cell(place)?.clone();
        if let Ok(number) = cell.shown().trim().parse() {
            return Some(number);
        }
        let moment = Moment::of(&cell, &self.reader.mapping);
        moment
            .map(|moment| moment.at.timestamp_millis())
            .map_err(|_| self.add(place, Reason::NotAnOrder))
            .ok()
    }

    /// The cell, unless it means "nothing here".
    fn cell(&self, place: usize) -> Option<&Cell> {
        let cell = self.row.cells.get(place)?;
        let means_nothing = |text: &str| self.reader.empty.contains(&name_key(text));
        match cell {
            cell if cell.is_blank() => None,
            Cell::Text(text) | Cell::Fault(text) if means_nothing(text) => None,
            _ => Some(cell),
        }
    }

    /// The cell of a column of dates, unless it holds one of the dates that mean "nothing here", at whatever hour.
    fn date_cell(&self, place: usize) -> Option<&Cell> {
        let cell = self.cell(place)?;
        let RowReader {
            mapping,
            empty_dates,
            ..
        } = self.reader;
        let means_nothing = || {
            let moment = Moment::written(cell, mapping);
            moment.is_ok_and(|moment| empty_dates.contains(&moment.date(mapping.zone)))
        };
        (empty_dates.is_empty() || !means_nothing()).then_some(cell)
    }

    fn text(&self, place: usize) -> Option<String> {
        self.cell(place).map(|cell| composed(&cell.shown()))
    }
}

/// Where the status says one thing and the dates another.
fn disagreement(facts: &CaseFacts) -> Option<Reason> {
    let Some(status) = facts.status else {
        return (facts.received_at.is_none()).then_some(Reason::NoReception);
    };
    let before_reception = matches!(
        status,
        StatusWord::Registered
            | StatusWord::Refused
            | StatusWord::PapersAsked
            | StatusWord::WithdrawalAsked
            | StatusWord::Withdrawn
    );
    if facts.received_at.is_none() && !(before_reception && facts.registered_at.is_some()) {
        return Some(Reason::NoReception);
    }
    if facts.received_at.is_some() && matches!(status, StatusWord::Registered | StatusWord::Refused)
    {
        return Some(Reason::ReceivedAgainstStatus);
    }
    match (status.has_ended(), facts.ended_at) {
        (true, None) => Some(Reason::NoEnd),
        (false, Some(_)) if status != StatusWord::Refused => Some(Reason::EndAgainstStatus),
        _ => None,
    }
}
