//! What the counters must hold, counted in memory by the rules of [`counting`](super::counting).
//!
//! A bulk load adds its tally to the counters at the end instead of running the triggers; `rebuild` writes the tally of all
//! dossiers; `verify` compares it with the results of the triggers. Its size is that of the counters, not of the history.

mod throughput;

use std::collections::HashMap;

use sanh_domain::dossier::CountedIn;
use sanh_domain::scope::CountedBy;

use super::counter_row::{ALL, DAY_MS, DueRow, FlowRow, HandlingRow, OpenRow, SPANS_DAYS, buckets};
use super::counting::{CountedMoment, OPEN, RUNNING};
use super::dossier::DossierRow;
use super::throughput::ThroughputRows;
use throughput::ThroughputSums;

pub(super) use throughput::Throughput;

/// Counts of dossiers. What the counters keep by day, month and year is counted by day, and summed at the end: dossiers are
/// millions, their days a few thousand.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// By agency, day and field.
    flow: HashMap<(i64, i64, i64), [i64; 8]>,
    /// By agency, day, field and bin.
    handling: HashMap<(i64, i64, i64, i64), i64>,
    open: HashMap<(i64, i64), [i64; 6]>,
    due: HashMap<(i64, i64, i64, i64), i64>,
    throughput: Throughput,
}

/// The same with the keys of the counters.
pub(super) struct CounterSums {
    flow: HashMap<(i64, i64, i64), [i64; 8]>,
    handling: HashMap<(i64, i64, i64, i64), i64>,
    open: HashMap<(i64, i64), [i64; 6]>,
    due: HashMap<(i64, i64, i64, i64), i64>,
    throughput: ThroughputSums,
}

/// The rows of every counter.
pub(super) struct CounterRows {
    pub flow: Vec<FlowRow>,
    pub handling: Vec<HandlingRow>,
    pub open: Vec<OpenRow>,
    pub due: Vec<DueRow>,
    pub throughput: ThroughputRows,
}

impl Tally {
    /// Adds a dossier (`times` 1) or removes it (-1).
    pub(super) fn add(&mut self, row: &DossierRow, times: i64) {
        self.add_flows(row, times);
        self.add_handling(row, times);
        self.add_open(row, times);
        self.add_due(row, times);
        self.throughput.add(row, times);
    }

    /// The agencies to whose counters a dossier adds.
    fn agencies(row: &DossierRow) -> impl Iterator<Item = i64> {
        let counts_for = |by| {
            row.counted_in
                .parse()
                .is_ok_and(|it: CountedIn| it.counts_for(by))
        };
        let of = [
            counts_for(CountedBy::Centre).then_some(ALL),
            counts_for(CountedBy::Agencies).then_some(row.agency_id),
        ];
        of.into_iter().flatten()
    }

    fn add_flows(&mut self, row: &DossierRow, times: i64) {
        for moment in [CountedMoment::Received, CountedMoment::Ended] {
            let Some((day, sums)) = moment.counted(row) else {
                continue;
            };
            let [
                online,
                direct,
                post,
                early,
                on_time,
                late,
                _,
                withdrawn,
                ineligible,
                refused,
                _,
            ] = sums;
            let of_board = [
                online,
                direct + post,
                early,
                on_time,
                late,
                withdrawn,
                ineligible,
                refused,
            ];
            self.add_flow(row, day, of_board, times);
        }
    }

    fn add_handling(&mut self, row: &DossierRow, times: i64) {
        let (Some(day), Some(bin), Some(_)) = (row.ended_day, row.handling_bin, &row.outcome)
        else {
            return;
        };
        for agency in Self::agencies(row) {
            let key = (agency, day, row.field_id, bin);
            *self.handling.entry(key).or_default() += times;
        }
    }

    fn add_flow(&mut self, row: &DossierRow, day: i64, flow: [i64; 8], times: i64) {
        for agency in Self::agencies(row) {
            let sums = self.flow.entry((agency, day, row.field_id)).or_default();
            add(sums, flow, times);
        }
    }

    fn add_open(&mut self, row: &DossierRow, times: i64) {
        let counts = OPEN.map(|rule| i64::from(rule.holds(row)));
        if counts == [0; OPEN.len()] {
            return;
        }
        for agency in Self::agencies(row) {
            let sums = self.open.entry((agency, row.field_id)).or_default();
            add(sums, counts, times);
        }
    }

    fn add_due(&mut self, row: &DossierRow, times: i64) {
        let Some(due_at) = row.due_at.filter(|_| RUNNING.holds(row)) else {
            return;
        };
        for agency in Self::agencies(row) {
            for span_days in SPANS_DAYS {
                let key = (
                    agency,
                    span_days,
                    due_at / (span_days * DAY_MS),
                    row.field_id,
                );
                *self.due.entry(key).or_default() += times;
            }
        }
    }

    /// The rows for the counters; rows with zeros only are left out.
    pub(super) fn into_rows(self) -> CounterRows {
        self.sums().into_rows()
    }

    /// The rows of what the counters lack; negative where they hold too much.
    pub(super) fn difference(self, held: &CounterRows) -> CounterRows {
        let mut sums = self.sums();
        sums.add(held, -1);
        sums.into_rows()
    }

    /// The counts with the keys of the counters.
    pub(super) fn sums(self) -> CounterSums {
        let mut flow = HashMap::new();
        for ((agency, day, field), sums) in self.flow {
            for bucket in buckets(day) {
                for field in [field, ALL] {
                    add(flow.entry((agency, bucket, field)).or_default(), sums, 1);
                }
            }
        }
        let mut handling = HashMap::new();
        for ((agency, day, field, bin), n) in self.handling {
            for bucket in buckets(day) {
                *handling.entry((agency, bucket, field, bin)).or_default() += n;
            }
        }
        CounterSums {
            flow,
            handling,
            open: self.open,
            due: self.due,
            throughput: self.throughput.sums(),
        }
    }
}

impl CounterSums {
    /// Adds the values of counters (`times` 1), or subtracts them (-1): the rest is their difference.
    pub(super) fn add(&mut self, held: &CounterRows, times: i64) {
        for row in &held.flow {
            add(self.flow.entry(row.key()).or_default(), row.sums(), times);
        }
        for row in &held.handling {
            *self.handling.entry(row.key()).or_default() += row.n * times;
        }
        for row in &held.open {
            add(self.open.entry(row.key()).or_default(), row.sums(), times);
        }
        for row in &held.due {
            *self.due.entry(row.key()).or_default() += row.running * times;
        }
        self.throughput.add(&held.throughput, times);
    }

    /// Whether every count is 0.
    pub(super) fn is_zero(&self) -> bool {
        self.flow.values().all(|sums| *sums == [0; 8])
            && self.handling.values().all(|n| *n == 0)
            && self.open.values().all(|sums| *sums == [0; 6])
            && self.due.values().all(|n| *n == 0)
            && self.throughput.is_zero()
    }

    /// The rows for the counters, in the order of their keys; rows with zeros only are left out.
    pub(super) fn into_rows(self) -> CounterRows {
        let mut flow: Vec<FlowRow> = self
            .flow
            .into_iter()
            .map(|(key, sums)| FlowRow::of(key, sums))
            .collect();
        let mut handling: Vec<HandlingRow> = self
            .handling
            .into_iter()
            .map(|(key, n)| HandlingRow::of(key, n))
            .collect();
        let mut open: Vec<OpenRow> = self
            .open
            .into_iter()
            .map(|(key, sums)| OpenRow::of(key, sums))
            .collect();
        let mut due: Vec<DueRow> = self
            .due
            .into_iter()
            .map(|(key, running)| DueRow::of(key, running))
            .collect();
        flow.retain(|row| !row.is_zero());
        handling.retain(|row| row.n != 0);
        open.retain(|row| !row.is_zero());
        due.retain(|row| row.running != 0);
        // Sorted by key, because the tables are stored in the order of their keys.
        flow.sort_unstable_by_key(FlowRow::key);
        handling.sort_unstable_by_key(HandlingRow::key);
        open.sort_unstable_by_key(OpenRow::key);
        due.sort_unstable_by_key(DueRow::key);
        CounterRows {
            flow,
            handling,
            open,
            due,
            throughput: self.throughput.into_rows(),
        }
    }
}

fn add<const N: usize>(sums: &mut [i64; N], counts: [i64; N], times: i64) {
    sums.iter_mut()
        .zip(counts)
        .for_each(|(sum, n)| *sum += n * times);
}
