//! What the counters must hold, counted in memory by the rules of [`counting`](super::counting).
//!
//! A bulk load adds its tally to the counters at the end instead of running the triggers; `rebuild` writes the tally of all
//! dossiers; `verify` compares it with the results of the triggers. Its size is that of the counters, not of the history.

use std::collections::HashMap;

use sanh_domain::dossier::CountedIn;
use sanh_domain::scope::CountedBy;

use super::counter_row::{ALL, DAY_MS, DueRow, FlowRow, HandlingRow, OpenRow, SPANS_DAYS, buckets};
use super::counting::{CountedMoment, OPEN, RUNNING};
use super::dossier::DossierRow;
use super::throughput::{Throughput, ThroughputRows};

/// Counts of dossiers, with the keys of the counters.
#[derive(Debug, Default)]
pub(super) struct Tally {
    flow: HashMap<(i64, i64, i64), [i64; 8]>,
    handling: HashMap<(i64, i64, i64, i64), i64>,
    open: HashMap<(i64, i64), [i64; 6]>,
    due: HashMap<(i64, i64, i64, i64), i64>,
    throughput: Throughput,
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

    /// Subtracts the values of counters: the rest is their difference.
    pub(super) fn take_out(&mut self, held: &CounterRows) {
        for row in &held.flow {
            take_away(self.flow.entry(row.key()).or_default(), row.sums());
        }
        for row in &held.handling {
            *self.handling.entry(row.key()).or_default() -= row.n;
        }
        for row in &held.open {
            take_away(self.open.entry(row.key()).or_default(), row.sums());
        }
        for row in &held.due {
            *self.due.entry(row.key()).or_default() -= row.running;
        }
        self.throughput.take_out(&held.throughput);
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
            for bucket in buckets(day) {
                let key = (agency, bucket, row.field_id, bin);
                *self.handling.entry(key).or_default() += times;
            }
        }
    }

    fn add_flow(&mut self, row: &DossierRow, day: i64, flow: [i64; 8], times: i64) {
        let buckets = buckets(day);
        for agency in Self::agencies(row) {
            for (bucket, field) in buckets
                .iter()
                .flat_map(|it| [(*it, row.field_id), (*it, ALL)])
            {
                let sums = self.flow.entry((agency, bucket, field)).or_default();
                sums.iter_mut()
                    .zip(flow)
                    .for_each(|(sum, n)| *sum += n * times);
            }
        }
    }

    fn add_open(&mut self, row: &DossierRow, times: i64) {
        let counts = OPEN.map(|rule| i64::from(rule.holds(row)));
        if counts == [0; OPEN.len()] {
            return;
        }
        for agency in Self::agencies(row) {
            let sums = self.open.entry((agency, row.field_id)).or_default();
            sums.iter_mut()
                .zip(counts)
                .for_each(|(sum, n)| *sum += n * times);
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

fn take_away<const N: usize>(sums: &mut [i64; N], held: [i64; N]) {
    sums.iter_mut().zip(held).for_each(|(sum, n)| *sum -= n);
}
