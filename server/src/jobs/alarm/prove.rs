//! Whether counters are the count of dossiers, and dossiers the replay of their events: at each look the counters of today and of
//! what is open against their count, and some dossiers in turn; every night the whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDate, Timelike};
use sanh_app::alarm::model::State;
use sanh_app::alarm::rule;
use sanh_app::deadline::{Calendar, Instant};
use tokio::task::JoinHandle;

use crate::store::{Store, StoreError, VerifyOptions};

/// The local hours in which the whole is proved, outside office hours (ours: after midnight, before anybody comes).
const NIGHT: std::ops::Range<u32> = 1..5;

/// What was found in the whole.
struct Proved {
    /// All faults.
    faults: u64,
    /// Those in what is sealed.
    seals: u64,
}

/// What was proved last.
#[derive(Default)]
pub(super) struct Proofs {
    /// The number of the dossier that was proved last.
    after: i64,
    /// Whether every dossier has been looked at since the start.
    is_round: bool,
    /// Faults by the piece they were found in.
    slices: BTreeMap<i64, u64>,
    /// Faults of the whole, and on which night they were looked for.
    whole: Option<u64>,
    /// Those of the whole that lie in what is sealed.
    seals: u64,
    night: Option<NaiveDate>,
    proving: Option<JoinHandle<Result<Proved, StoreError>>>,
}

impl Proofs {
    /// Faults that the last whole proof found in what is sealed.
    pub(super) const fn seal_faults(&self) -> u64 {
        self.seals
    }

    pub(super) async fn look(
        &mut self,
        store: &Arc<Store>,
        calendar: &Calendar,
        now: Instant,
    ) -> Result<State, StoreError> {
        let apart = store.counters_apart(now).await?;
        let slice = store.verify_slice(self.after).await?;
        self.slices.remove(&self.after);
        if slice.faults > 0 {
            self.slices.insert(self.after, slice.faults);
        }
        self.is_round |= slice.last.is_none();
        self.after = slice.last.unwrap_or_default();
        self.prove_whole(store, calendar, now).await;
        let found = apart + self.slices.values().sum::<u64>();
        // What the night found stands until the next one, or until it was set right and proved: by `sanh rebuild` and a restart.
        let found = found.max(self.whole.unwrap_or_default());
        let is_known = self.is_round || self.whole.is_some();
        Ok(
            match rule::over(i64::try_from(found).unwrap_or(i64::MAX), 0) {
                State::Fine if !is_known => State::Unknown,
                state => state,
            },
        )
    }

    /// Begins to prove the whole once a night, and takes what came of it.
    async fn prove_whole(&mut self, store: &Arc<Store>, calendar: &Calendar, now: Instant) {
        if let Some(proving) = self.proving.take_if(|proving| proving.is_finished()) {
            match proving.await {
                Ok(Ok(proved)) => {
                    self.whole = Some(proved.faults - proved.seals);
                    self.seals = proved.seals;
                }
                Ok(Err(error)) => tracing::warn!(%error, "the nightly proof could not be made"),
                Err(error) => tracing::warn!(%error, "the nightly proof broke off"),
            }
        }
        let local = now.with_timezone(&calendar.zone());
        let tonight = local.date_naive();
        let is_night = NIGHT.contains(&local.hour()) && !calendar.is_open(now);
        if !is_night || self.night == Some(tonight) || self.proving.is_some() {
            return;
        }
        self.night = Some(tonight);
        let store = Arc::clone(store);
        self.proving = Some(tokio::spawn(async move {
            let report = store.verify_with(VerifyOptions::default()).await?;
            if !report.is_clean() {
                tracing::error!(
                    faults = report.faults_total,
                    "the nightly proof found faults"
                );
            }
            Ok(Proved {
                faults: report.faults_total,
                seals: report.seal_faults(),
            })
        }));
    }
}

impl Drop for Proofs {
    fn drop(&mut self) {
        if let Some(proving) = &self.proving {
            proving.abort();
        }
    }
}
