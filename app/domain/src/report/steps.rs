//! The working time of dossiers by status.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::deadline::Instant;
use crate::deadline::calendar::Calendar;
use crate::dossier::{DossierCode, Event, EventKind, ReplayFault, Status, in_force};

use super::model::StepTime;

/// Milliseconds of a minute.
const MINUTE_MS: u64 = 60_000;

/// The working time of one status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct StatusTime {
    ms: u64,
    times: u64,
    dossiers: u64,
}

/// The working time of dossiers by the status they stood in, from reception to the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepSum {
    by_status: BTreeMap<Status, StatusTime>,
    dossiers: u64,
}

impl StepSum {
    /// Adds a dossier. One that was not received, or has not ended, adds nothing.
    ///
    /// # Errors
    /// [`ReplayFault`] where its history contradicts itself.
    pub fn add(
        &mut self,
        code: &DossierCode,
        events: &[Event],
        calendar: &Calendar,
    ) -> Result<(), ReplayFault> {
        let mut own: BTreeMap<Status, StatusTime> = BTreeMap::new();
        let told = in_force(code, events)?;
        for (status, began, left) in status_spans(&told) {
            let working = calendar.working_time(began, left).num_milliseconds();
            let taken = own.entry(status).or_default();
            taken.ms += working.max(0).unsigned_abs();
            taken.times += 1;
        }
        for (status, taken) in own {
            let sum = self.by_status.entry(status).or_default();
            sum.ms += taken.ms;
            sum.times += taken.times;
            sum.dossiers += 1;
        }
        self.dossiers += 1;
        Ok(())
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        for (status, taken) in &other.by_status {
            let sum = self.by_status.entry(*status).or_default();
            sum.ms += taken.ms;
            sum.times += taken.times;
            sum.dossiers += taken.dossiers;
        }
        self.dossiers += other.dossiers;
    }

    /// The number of added dossiers.
    #[must_use]
    pub const fn dossiers(&self) -> u64 {
        self.dossiers
    }

    /// The working time of each status.
    #[must_use]
    pub fn steps(&self) -> Vec<StepTime> {
        let steps = self.by_status.iter().map(|(status, taken)| StepTime {
            status: *status,
            minutes: (taken.ms + MINUTE_MS / 2) / MINUTE_MS,
            times: taken.times,
            dossiers: taken.dossiers,
        });
        steps.collect()
    }
}

/// Each time span in one status, from reception to the end. Events that keep the status, such as an extension, end no span.
fn status_spans(events: &[Cow<'_, Event>]) -> Vec<(Status, Instant, Instant)> {
    let mut status_spans = Vec::new();
    let mut stay: Option<(Status, Instant)> = None;
    let received = events
        .iter()
        .skip_while(|event| event.kind != EventKind::Receive);
    for event in received {
        let at = event.occurred_at;
        match stay {
            Some((status, _)) if status == event.to => continue,
            Some((status, began)) => status_spans.push((status, began, at)),
            None => {}
        }
        if event.kind.is_end() {
            return status_spans;
        }
        stay = Some((event.to, at));
    }
    // The dossier has not ended.
    Vec::new()
}
