//! Verifies that counters equal the count of dossiers, and dossiers the replay of their events: at each check the counters of
//! one scope and some dossiers, in turn; every night all of them. Wrong counters are repaired at once; a wrong dossier is
//! reported and left as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use chrono::{NaiveDate, Timelike};
use sanh_domain::alarm::model::{AlarmKind, CheckResult, CheckState};
use sanh_domain::alarm::rule;
use sanh_domain::deadline::{Calendar, Instant};
use sanh_domain::dossier::DossierCode;
use sanh_domain::scope::Scope;
use sanh_store::{
    Agency, AuditActor, Fault, RepairReport, Store, StoreError, VerifyOptions, VerifyReport,
};
use tokio::task::JoinHandle;
use tokio::time::Instant as Moment;

/// The local hours in which everything is verified, outside office hours (ours: after midnight, before staff arrive).
const NIGHT: std::ops::Range<u32> = 1..5;
/// The most dossiers that have an alarm of their own; of more only the number is reported.
const NAMED_MAX: usize = 20;
/// How long a check waits for a repair that it began; a longer repair continues in the background.
const REPAIR_WAIT: Duration = Duration::from_secs(5);
/// The pause between two repairs, as a multiple of the duration of the last one, so that repeated faults do not keep the
/// database busy.
const REPAIR_REST: u32 = 10;

/// The state of the verification.
#[derive(Default)]
pub(super) struct Proofs {
    /// The number of the dossier that was verified last.
    after: i64,
    /// Whether every dossier has been verified since the start.
    is_round: bool,
    /// Wrong dossiers, by the range in which they were found.
    slices: BTreeMap<i64, Vec<DossierCode>>,
    /// The number of wrong counters of each scope that was verified.
    scopes: BTreeMap<Scope, u64>,
    /// The scope that was verified last.
    last_scope: Option<Scope>,
    /// The number of other faults that the nightly verification found; it last ran on `night`.
    whole: Option<u64>,
    /// Wrong counters that the nightly verification found and that are not repaired yet.
    whole_counters: u64,
    /// Faults in the seals that the nightly verification found.
    seals: u64,
    night: Option<NaiveDate>,
    proving: Option<JoinHandle<Result<VerifyReport, StoreError>>>,
    repairing: Option<JoinHandle<Result<RepairReport, StoreError>>>,
    rest_until: Option<Moment>,
}

impl Proofs {
    /// Faults in the seals that the last nightly verification found.
    pub(super) const fn seal_faults(&self) -> u64 {
        self.seals
    }

    /// Verifies one scope and some dossiers; `faulty` are the scopes whose boards could not be counted.
    pub(super) async fn check(
        &mut self,
        store: &Arc<Store>,
        calendar: &Calendar,
        faulty: &[Scope],
        now: Instant,
    ) -> Result<Vec<CheckResult>, StoreError> {
        let agencies = store.agencies().await?;
        for scope in self.scopes_to_check(&agencies, faulty) {
            let apart = store.counter_drift(scope, now).await?;
            self.scopes.insert(scope, apart);
        }
        let slice = store.verify_slice(self.after).await?;
        self.slices.remove(&self.after);
        if !slice.faults.is_empty() {
            self.slices.insert(self.after, slice.faults);
        }
        self.is_round |= slice.last.is_none();
        self.after = slice.last.unwrap_or_default();
        self.prove_whole(store, calendar, now).await;
        let mut readings = self.counters(&agencies, faulty);
        readings.extend(self.dossiers());
        Ok(readings)
    }

    /// The next scope in turn, and the scopes that were wrong or could not be counted.
    fn scopes_to_check(&mut self, agencies: &[Agency], faulty: &[Scope]) -> BTreeSet<Scope> {
        let agencies = agencies.iter().map(|agency| Scope::Agency(agency.id));
        let all: BTreeSet<Scope> = [Scope::Centre].into_iter().chain(agencies).collect();
        self.scopes.retain(|scope, _| all.contains(scope));
        let after = self
            .last_scope
            .and_then(|last| all.range(last..).find(|it| **it != last));
        let next = after.or_else(|| all.first()).copied();
        self.last_scope = next;
        let off = self.scopes.iter().filter(|(_, apart)| **apart > 0);
        let off = off.map(|(scope, _)| *scope);
        let known = faulty.iter().copied().filter(|scope| all.contains(scope));
        off.chain(known).chain(next).collect()
    }

    /// The result for the centre and each agency.
    fn counters(&self, agencies: &[Agency], faulty: &[Scope]) -> Vec<CheckResult> {
        let agencies = agencies
            .iter()
            .map(|agency| (Scope::Agency(agency.id), agency.name.vi.clone()));
        let all = [(Scope::Centre, String::new())].into_iter().chain(agencies);
        let reading = |(scope, subject): (Scope, String)| {
            let apart = self.scopes.get(&scope).copied();
            let of_board = u64::from(faulty.contains(&scope));
            let of_night = if scope == Scope::Centre {
                self.whole_counters
            } else {
                0
            };
            let state = match apart.unwrap_or_default().max(of_board).max(of_night) {
                0 if apart.is_none() => CheckState::Unknown,
                found => wrong_if_any(found),
            };
            CheckResult {
                kind: AlarmKind::CountersDrift,
                subject,
                state,
            }
        };
        all.map(reading).collect()
    }

    /// A result for each wrong dossier, and one for all other faults.
    fn dossiers(&self) -> Vec<CheckResult> {
        let off: BTreeSet<&DossierCode> = self.slices.values().flatten().collect();
        let named = off.iter().take(NAMED_MAX).map(|code| CheckResult {
            kind: AlarmKind::DossierDrift,
            subject: code.to_string(),
            state: wrong_if_any(1),
        });
        let unnamed = off.len().saturating_sub(NAMED_MAX) as u64;
        let is_known = self.is_round || self.whole.is_some();
        let state = match unnamed + self.whole.unwrap_or_default() {
            0 if !is_known => CheckState::Unknown,
            found => wrong_if_any(found),
        };
        let rest = CheckResult::of(AlarmKind::DossierDrift, state);
        named.chain([rest]).collect()
    }

    /// Repairs counters. To be called after the alarm is stored.
    pub(super) async fn repair(&mut self, store: &Arc<Store>, faulty: &[Scope], now: Instant) {
        let is_off = self.scopes.values().any(|apart| *apart > 0);
        let is_wanted = is_off || self.whole_counters > 0 || !faulty.is_empty();
        let rests = self.rest_until.is_some_and(|until| until > Moment::now());
        if self.repairing.is_none() && is_wanted && !rests {
            let store = Arc::clone(store);
            self.repairing = Some(tokio::spawn(async move {
                store.repair_counters(AuditActor::console(), now).await
            }));
        }
        let Some(repairing) = &mut self.repairing else {
            return;
        };
        let began = Moment::now();
        let Ok(ended) = tokio::time::timeout(REPAIR_WAIT, repairing).await else {
            return;
        };
        self.repairing = None;
        self.rest_until = Some(Moment::now() + began.elapsed() * REPAIR_REST);
        match ended {
            Ok(Ok(repaired)) if repaired.rows > 0 => {
                let (rows, scopes) = (repaired.rows, repaired.scopes.len());
                tracing::error!(
                    rows,
                    scopes,
                    "counters were off and have been set right from the dossiers"
                );
                self.whole_counters = 0;
            }
            // The counters are correct, or another node has repaired them.
            Ok(Ok(_)) => self.whole_counters = 0,
            Ok(Err(error)) => {
                tracing::warn!(%error, "counters could not be set right; trying again");
            }
            Err(error) => tracing::warn!(%error, "setting counters right broke off"),
        }
    }

    /// Starts the verification of everything once a night, and takes its result.
    async fn prove_whole(&mut self, store: &Arc<Store>, calendar: &Calendar, now: Instant) {
        if let Some(proving) = self.proving.take_if(|proving| proving.is_finished()) {
            match proving.await {
                Ok(Ok(report)) => self.take_whole(&report),
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
            store.verify_with(VerifyOptions::default()).await
        }));
    }

    fn take_whole(&mut self, report: &VerifyReport) {
        if !report.is_clean() {
            tracing::error!(
                faults = report.faults_total,
                "the nightly proof found faults"
            );
        }
        let is_counter = |fault: &&Fault| matches!(fault, Fault::Counter { .. });
        // Faults of single dossiers are named by the proof that goes through the dossiers in turn.
        let is_dossier =
            |fault: &&Fault| matches!(fault, Fault::Dossier { .. } | Fault::History { .. });
        self.whole_counters = report.faults.iter().filter(is_counter).count() as u64;
        let dossiers = report.faults.iter().filter(is_dossier).count() as u64;
        self.seals = report.seal_faults();
        let told = self.whole_counters + dossiers + self.seals;
        self.whole = Some(report.faults_total.saturating_sub(told));
    }
}

fn wrong_if_any(found: u64) -> CheckState {
    rule::over(i64::try_from(found).unwrap_or(i64::MAX), 0)
}

impl Drop for Proofs {
    fn drop(&mut self) {
        if let Some(proving) = &self.proving {
            proving.abort();
        }
        if let Some(repairing) = &self.repairing {
            repairing.abort();
        }
    }
}
