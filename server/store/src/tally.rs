//! What the counters must hold, counted in memory: the triggers' rule once more, in Rust.
//!
//! A bulk load adds its tally to the counters at the end instead of running the triggers row by row; `rebuild` writes the tally
//! of all dossiers; `verify` compares it with what the triggers made. Its size is that of the counters, not of the history.

use std::collections::HashMap;

use sanh_domain::dossier::CountedIn;
use sanh_domain::scope::CountedBy;

use super::counter_row::{ALL, DAY_MS, DueRow, FlowRow, HandlingRow, OpenRow, SPANS_DAYS, buckets};
use super::dossier::DossierRow;
use super::throughput::{Throughput, ThroughputRows};

/// Counts of dossiers, keyed as the counters are.
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
    /// Adds a dossier (`times` 1) or takes it out (-1).
    pub(super) fn add(&mut self, row: &DossierRow, times: i64) {
        self.add_received(row, times);
        self.add_ended(row, times);
        self.add_open(row, times);
        self.add_due(row, times);
        self.throughput.add(row, times);
    }

    /// Takes out what counters hold: what is left is what they are off by.
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

    /// Whose counters it adds to.
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

    fn add_received(&mut self, row: &DossierRow, times: i64) {
        let Some(day) = row.received_day else { return };
        let online = i64::from(row.channel == "online");
        self.add_flow(row, day, [online, 1 - online, 0, 0, 0, 0, 0, 0], times);
    }

    fn add_ended(&mut self, row: &DossierRow, times: i64) {
        let (Some(day), Some(reason)) = (row.ended_day, row.end_reason.as_deref()) else {
            return;
        };
        if row.received_day.is_none() && reason != "refused" {
            return;
        }
        let is = |word: &str, found: Option<&str>| i64::from(found == Some(word));
        let outcome = row.outcome.as_deref();
        let (early, on_time, late) = (
            is("early", outcome),
            is("on_time", outcome),
            is("late", outcome),
        );
        let ended = |word| is(word, Some(reason));
        let flow = [
            0,
            0,
            early,
            on_time,
            late,
            ended("withdrawn"),
            ended("ineligible"),
            ended("refused"),
        ];
        self.add_flow(row, day, flow, times);
        if let (Some(bin), Some(_)) = (row.handling_bin, outcome) {
            for agency in Self::agencies(row) {
                for bucket in buckets(day) {
                    *self
                        .handling
                        .entry((agency, bucket, row.field_id, bin))
                        .or_default() += times;
                }
            }
        }
    }

    fn add_flow(&mut self, row: &DossierRow, day: i64, flow: [i64; 8], times: i64) {
        let [day, month, year] = buckets(day);
        let field = row.field_id;
        for agency in Self::agencies(row) {
            for (bucket, field) in [(day, field), (day, ALL), (month, field), (year, field)] {
                let sums = self.flow.entry((agency, bucket, field)).or_default();
                sums.iter_mut()
                    .zip(flow)
                    .for_each(|(sum, n)| *sum += n * times);
            }
        }
    }

    fn add_open(&mut self, row: &DossierRow, times: i64) {
        let is_open = row.ended_day.is_none();
        if !is_open && row.status != 9 {
            return;
        }
        let stopped = row.clock == "stopped";
        let counts = [
            row.clock == "running",
            stopped && row.paused_overdue == 0,
            stopped && row.paused_overdue == 1,
            is_open && row.received_day.is_some() && row.due_at.is_none(),
            is_open && row.received_day.is_none(),
            row.status == 9,
        ];
        for agency in Self::agencies(row) {
            let sums = self.open.entry((agency, row.field_id)).or_default();
            sums.iter_mut()
                .zip(counts)
                .for_each(|(sum, counted)| *sum += i64::from(counted) * times);
        }
    }

    fn add_due(&mut self, row: &DossierRow, times: i64) {
        let Some(due_at) = row.due_at.filter(|_| row.clock == "running") else {
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

    /// The rows to add to, or to fill, the counters; a row of nothing but zeros is left out.
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
        // In the order of the keys: the tables are their own index.
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
