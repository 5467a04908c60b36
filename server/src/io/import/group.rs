//! Groups sorted rows into dossiers. A dossier whose rows contradict each other is invalid as a whole.

use std::collections::{BTreeSet, HashSet};
use std::io;

use sanh_domain::dossier::DossierCode;
use serde::{Deserialize, Serialize};

use super::excerpt::CappedList;
use super::facts::{CaseFacts, Facts, StagedRow, StepFacts};
use super::limits::ImportLimits;
use super::mapping::{Mapping, RowKind, StatusWord};
use super::report::{BadRows, InvalidValue, Reason, UnwrittenDossier, UnwrittenReason};
use super::stage::{RecordFile, Sorted};

/// The data of one dossier in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierFacts {
    /// Its code.
    pub code: DossierCode,
    /// The line of its first row, from 1.
    pub line: u64,
    /// Its dates and names.
    pub case: CaseFacts,
    /// Its events in order, in a file with a row per event; else empty.
    pub steps: Vec<StepFacts>,
    /// The value that orders states, if there is a column for it.
    pub newer: Option<i64>,
}

/// A dossier of the file, valid or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GroupedDossier {
    /// Every row of it is good.
    Dossier(Box<DossierFacts>),
    /// It is refused, but does not count as missing from the file.
    Refused(DossierCode),
}

/// The result of grouping.
#[derive(Debug)]
pub struct Grouped {
    /// The dossiers, on disk, in the order of their codes.
    pub dossiers: RecordFile<GroupedDossier>,
    /// The number of valid ones.
    pub count: u64,
    /// Rows that a newer row of the same file replaces.
    pub replaced: CappedList<UnwrittenDossier>,
    /// Dossiers whose end was moved to the reception.
    pub ends_moved: u64,
}

/// Groups sorted rows into dossiers; bad ones go to `bad`.
///
/// # Errors
/// When the disk fails.
pub fn group(
    mut rows: Sorted,
    mapping: &Mapping,
    limits: &ImportLimits,
    bad: &mut BadRows,
) -> io::Result<Grouped> {
    let mut grouped = Grouped {
        dossiers: RecordFile::new()?,
        count: 0,
        replaced: CappedList::new(limits.listed),
        ends_moved: 0,
    };
    let mut group = Group {
        mapping,
        limits,
        rows: Vec::new(),
        dropped: Vec::new(),
    };
    while let Some(row) = rows.next()? {
        if group
            .rows
            .first()
            .is_some_and(|first| first.code != row.code)
        {
            group.finish(&mut grouped, bad)?;
        }
        group.take(row);
    }
    group.finish(&mut grouped, bad)?;
    Ok(grouped)
}

/// The rows of one dossier.
struct Group<'a> {
    mapping: &'a Mapping,
    limits: &'a ImportLimits,
    rows: Vec<StagedRow>,
    /// Lines beyond the limit, of which only the numbers are kept.
    dropped: Vec<u64>,
}

impl Group<'_> {
    fn take(&mut self, row: StagedRow) {
        if self.rows.len() < self.limits.events_per_dossier {
            self.rows.push(row);
        } else {
            self.dropped.push(row.line);
        }
    }

    fn finish(&mut self, grouped: &mut Grouped, bad: &mut BadRows) -> io::Result<()> {
        let rows = std::mem::take(&mut self.rows);
        let dropped = std::mem::take(&mut self.dropped);
        let Some(code) = rows.first().map(|row| row.code.clone()) else {
            return Ok(());
        };
        let mut found = distinct(rows.iter().flat_map(|row| &row.bad_case));
        found.extend(rows.iter().flat_map(|row| row.bad.iter().cloned()));
        if found.is_empty()
            && let Some(line) = dropped.first()
        {
            found.push(self.bad(
                *line,
                &code,
                Reason::TooManyRows(self.limits.events_per_dossier),
            ));
        }
        if found.is_empty() {
            match self.unite(&rows, grouped) {
                Ok(facts) => {
                    grouped.ends_moved += u64::from(facts.case.end_moved);
                    grouped.count += 1;
                    return grouped
                        .dossiers
                        .push(&GroupedDossier::Dossier(Box::new(facts)));
                }
                Err(bad) => found.push(bad),
            }
        }
        let lines: BTreeSet<u64> = found.iter().map(|bad| bad.line).collect();
        let first = lines.first().copied().unwrap_or_default();
        found.into_iter().try_for_each(|found| bad.add(found))?;
        let all = rows.iter().map(|row| row.line).chain(dropped);
        for left_out in all.filter(|line| !lines.contains(line)) {
            bad.add(self.bad(left_out, &code, Reason::OfBadDossier(first)))?;
        }
        grouped.dossiers.push(&GroupedDossier::Refused(code))
    }

    fn bad(&self, line: u64, code: &DossierCode, reason: Reason) -> InvalidValue {
        InvalidValue::new(line, &self.mapping.columns.code, code.as_str(), reason)
    }

    fn unite(
        &self,
        rows: &[StagedRow],
        grouped: &mut Grouped,
    ) -> Result<DossierFacts, InvalidValue> {
        let told: Vec<(&StagedRow, &Facts)> = rows
            .iter()
            .filter_map(|row| row.facts.as_ref().map(|facts| (row, facts)))
            .collect();
        // If a dossier has several states, the newest counts if a column has their dates, otherwise the first.
        let newest = told.iter().rev().max_by_key(|(_, facts)| facts.newer);
        let Some((row, facts)) = newest else {
            return Err(InvalidValue::new(0, "", "", Reason::Missing));
        };
        match self.mapping.rows {
            RowKind::Dossier => self.replace(row, facts, &told, grouped)?,
            RowKind::Event => self.agree(row, facts, &told)?,
        }
        let mut steps: Vec<StepFacts> = told
            .iter()
            .filter_map(|(_, facts)| facts.step.clone())
            .collect();
        steps.sort_by_key(|step| step.occurred_at);
        let mut case = facts.case.clone();
        if self.mapping.columns.received.is_none() {
            case.received_at = reception(&steps);
        }
        let line = rows.first().map_or(row.line, |first| first.line);
        Ok(DossierFacts {
            code: row.code.clone(),
            line,
            case,
            steps,
            newer: facts.newer,
        })
    }

    /// For a row per dossier: a newer row replaces an older one, two rows of the same age must be equal.
    fn replace(
        &self,
        row: &StagedRow,
        facts: &Facts,
        told: &[(&StagedRow, &Facts)],
        grouped: &mut Grouped,
    ) -> Result<(), InvalidValue> {
        for (other, says) in told.iter().filter(|(other, _)| other.line != row.line) {
            if says.newer < facts.newer {
                grouped.replaced.push(UnwrittenDossier {
                    line: other.line,
                    code: other.code.clone(),
                    why: UnwrittenReason::Older,
                });
            } else if says.case != facts.case {
                return Err(self.bad(
                    other.line.max(row.line),
                    &row.code,
                    Reason::Repeated(other.line.min(row.line)),
                ));
            }
        }
        Ok(())
    }

    /// In a file with a row per event: the dossier's columns must be equal on all its rows, or on all its newest rows.
    fn agree(
        &self,
        row: &StagedRow,
        facts: &Facts,
        told: &[(&StagedRow, &Facts)],
    ) -> Result<(), InvalidValue> {
        let differs = |says: &Facts| says.newer == facts.newer && says.case != facts.case;
        match told.iter().find(|(_, says)| differs(says)) {
            None => Ok(()),
            Some((other, says)) => {
                let (column, value) = difference(self.mapping, &facts.case, &says.case);
                Err(InvalidValue::new(
                    other.line,
                    &column,
                    &value,
                    Reason::Differs(row.line),
                ))
            }
        }
    }
}

/// A bad value in the dossier's columns is repeated on each of its rows and is reported once, for the first row.
fn distinct<'a>(bad: impl Iterator<Item = &'a InvalidValue>) -> Vec<InvalidValue> {
    let mut told = HashSet::new();
    bad.filter(|bad| told.insert((&bad.column, &bad.value, &bad.reason)))
        .cloned()
        .collect()
}

/// The time of reception where no column has it: that of the first event that means "received", else of the first event.
fn reception(steps: &[StepFacts]) -> Option<sanh_domain::deadline::Instant> {
    let received = steps
        .iter()
        .find(|step| step.status == Some(StatusWord::Received));
    received.or(steps.first()).map(|step| step.occurred_at)
}

/// The first column in which two rows of a dossier differ, with the value in the second.
fn difference(mapping: &Mapping, one: &CaseFacts, other: &CaseFacts) -> (String, String) {
    let columns = &mapping.columns;
    let time = |at: Option<sanh_domain::deadline::Instant>| {
        at.map(|at| at.with_timezone(&mapping.zone).to_rfc3339())
            .unwrap_or_default()
    };
    let name = |column: &Option<String>| column.clone().unwrap_or_default();
    let label = |naming: &super::mapping::Naming| {
        naming
            .name
            .clone()
            .or_else(|| naming.code.clone())
            .unwrap_or_default()
    };
    let candidates = [
        (
            one.channel != other.channel,
            name(&columns.channel),
            other.channel.to_string(),
        ),
        (
            one.received_at != other.received_at,
            name(&columns.received),
            time(other.received_at),
        ),
        (
            one.due_at != other.due_at,
            name(&columns.due),
            time(other.due_at),
        ),
        (
            one.ended_at != other.ended_at,
            name(&columns.ended),
            time(other.ended_at),
        ),
        (
            one.agency != other.agency,
            label(&mapping.agency),
            other.agency.name.clone(),
        ),
        (
            one.field != other.field,
            label(&mapping.field),
            other.field.name.clone(),
        ),
        (
            one.procedure != other.procedure,
            label(&mapping.procedure),
            other
                .procedure
                .as_ref()
                .map(|label| label.name.clone())
                .unwrap_or_default(),
        ),
        (
            one.registered_at != other.registered_at,
            name(&columns.registered),
            time(other.registered_at),
        ),
        (
            one.handed_over_at != other.handed_over_at,
            name(&columns.handed_over),
            time(other.handed_over_at),
        ),
    ];
    let found = candidates.into_iter().find(|(differs, _, _)| *differs);
    found
        .map(|(_, column, value)| (column, value))
        .unwrap_or_default()
}
