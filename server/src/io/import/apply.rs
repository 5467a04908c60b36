//! The last step of an import. It compares the file with the stored dossiers, which only reads and blocks no other work. The
//! changes are staged completely and then written batch by batch, each in a short transaction: other writes go on between them,
//! another process continues if this one stops, and the boards show everything as one change.

mod compare;
mod write;

use std::sync::{Arc, Mutex, PoisonError};

use indicatif::ProgressBar;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::DossierCode;
use sanh_store::{ImportTransaction, Store};
use serde::de::DeserializeOwned;

use super::group::{DossierFacts, GroupedDossier};
use super::label::Labels;
use super::report::{InvalidValue, Report, UnwrittenDossier, UnwrittenReason};
use super::stage::{RecordFile, Records};
use super::{ImportError, ImportObserver, Request};
use compare::{Comparison, Outcome};
use write::Task;

pub use write::finish_staged;

/// Dossiers compared or written at once.
const DOSSIERS_PER_BATCH: usize = 1_000;
/// Events of them held at once.
const EVENTS_PER_BATCH: usize = 8_000;

/// Compares and writes. The report of a dry run contains what would have been written.
pub async fn apply(
    store: &Store,
    request: &Request,
    dossiers: RecordFile<GroupedDossier>,
    report: Report,
    now: Instant,
    (watch, bar): (ImportObserver, ProgressBar),
) -> Result<Report, ImportError> {
    let comparison = Comparison::new(&request.mapping, now);
    let comparing = CompareContext {
        comparison: comparison.clone(),
        skip_bad: request.skip_bad,
        dossiers: dossiers.read()?,
        staged: RecordFile::new()?,
        same_staged: 0,
        report,
        seen: RowSet::default(),
        bar: bar.clone(),
        watch: watch.clone(),
    };
    let CompareResult {
        mut report,
        staged,
        same_staged,
    } = comparing.run(store).await?;
    report.applied = !request.dry_run && (report.bad.total() == 0 || request.skip_bad);
    if report.applied {
        let task = Task {
            comparison,
            mark: watch.mark.clone(),
            counts: report.counts(),
            same_staged,
        };
        let total = report.written.new + report.written.changed + same_staged;
        watch.progress.begin_writing(total);
        bar.set_length(total);
        bar.reset();
        let written = write::write(store, task, staged.read()?, now, (&watch, &bar)).await?;
        report.take(written);
    }
    bar.finish_and_clear();
    Ok(report)
}

/// The state of the comparison.
struct CompareContext {
    comparison: Comparison,
    skip_bad: bool,
    dossiers: Records<GroupedDossier>,
    staged: RecordFile<DossierFacts>,
    same_staged: u64,
    report: Report,
    seen: RowSet,
    bar: ProgressBar,
    watch: ImportObserver,
}

/// The result of the comparison.
struct CompareResult {
    report: Report,
    /// The dossiers to be written.
    staged: RecordFile<DossierFacts>,
    /// The number of these whose import data alone is written.
    same_staged: u64,
}

impl CompareContext {
    async fn run(self, store: &Store) -> Result<CompareResult, ImportError> {
        // An error of the import is returned separately from an error of the store.
        let found: Arc<Mutex<Option<Result<CompareResult, ImportError>>>> = Arc::default();
        let told = Arc::clone(&found);
        store
            .dry_run_import(move |transaction| {
                Box::pin(async move {
                    let compared = self.compare_all(transaction).await;
                    *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(compared);
                    Ok(())
                })
            })
            .await?;
        let found = found.lock().unwrap_or_else(PoisonError::into_inner).take();
        found.unwrap_or(Err(ImportError::Reader))
    }

    async fn compare_all(
        mut self,
        transaction: &mut ImportTransaction<'_>,
    ) -> Result<CompareResult, ImportError> {
        let mut labels = Labels::load(transaction, self.comparison.create_missing).await?;
        loop {
            let batch = next_batch(&mut self.dossiers, |told| match told {
                GroupedDossier::Dossier(facts) => facts.steps.len(),
                GroupedDossier::Refused(_) => 0,
            })?;
            if batch.is_empty() {
                break;
            }
            self.compare(transaction, &mut labels, &batch).await?;
            self.bar.inc(batch.len() as u64);
            self.watch.progress.advance_by(batch.len() as u64);
            self.watch.progress.go_on()?;
        }
        self.find_missing(transaction).await?;
        self.report.written.created = labels.created;
        Ok(CompareResult {
            report: self.report,
            staged: self.staged,
            same_staged: self.same_staged,
        })
    }

    async fn compare(
        &mut self,
        transaction: &mut ImportTransaction<'_>,
        labels: &mut Labels,
        batch: &[GroupedDossier],
    ) -> Result<(), ImportError> {
        let code = |told: &GroupedDossier| match told {
            GroupedDossier::Dossier(facts) => facts.code.clone(),
            GroupedDossier::Refused(code) => code.clone(),
        };
        let codes: Vec<DossierCode> = batch.iter().map(code).collect();
        let mut found = transaction.find(&codes).await?;
        for stored in found.values() {
            self.seen.add(stored.id);
        }
        for told in batch {
            let GroupedDossier::Dossier(facts) = told else {
                continue;
            };
            let stored = found.remove(&facts.code);
            let compared = self.comparison.compare(transaction, labels, facts, stored);
            match compared.await? {
                Outcome::Write { change, is_new } => {
                    let handles = transaction.handles(&change.dossier);
                    self.report.elsewhere += u64::from(is_new && !handles);
                    self.report.written.add(is_new, change.events.len());
                    self.stage(facts)?;
                }
                Outcome::Same { note } => {
                    self.report.written.same += 1;
                    if note.is_some() {
                        self.same_staged += 1;
                        self.stage(facts)?;
                    }
                }
                Outcome::Leave(why) => self.leave(facts, why),
                Outcome::Refuse(bad) => self.refuse(bad)?,
            }
        }
        Ok(())
    }

    /// Stages a dossier, unless a row is invalid and all must be valid.
    fn stage(&mut self, facts: &DossierFacts) -> Result<(), ImportError> {
        if self.report.dry_run || (self.report.bad.total() > 0 && !self.skip_bad) {
            return Ok(());
        }
        Ok(self.staged.push(facts)?)
    }

    fn leave(&mut self, facts: &DossierFacts, why: UnwrittenReason) {
        self.report.unmoved.push(UnwrittenDossier {
            line: facts.line,
            code: facts.code.clone(),
            why,
        });
    }

    fn refuse(&mut self, bad: InvalidValue) -> Result<(), ImportError> {
        self.report.dossiers = self.report.dossiers.saturating_sub(1);
        Ok(self.report.bad.add(bad)?)
    }

    /// Dossiers of the same source that the file does not have.
    async fn find_missing(
        &mut self,
        transaction: &mut ImportTransaction<'_>,
    ) -> Result<(), ImportError> {
        let mut after = 0;
        loop {
            let page = transaction
                .imported_after(&self.comparison.source, after)
                .await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after = *last;
            for id in page.into_iter().filter(|id| !self.seen.has(*id)) {
                let code = transaction.code(id).await?;
                self.report.missing.push(code);
            }
        }
    }
}

/// The next records of a file, at most as many as have the events of one batch; empty at its end.
fn next_batch<T: DeserializeOwned>(
    records: &mut Records<T>,
    events_of: impl Fn(&T) -> usize,
) -> Result<Vec<T>, ImportError> {
    let (mut batch, mut events) = (Vec::new(), 0);
    while batch.len() < DOSSIERS_PER_BATCH && events < EVENTS_PER_BATCH {
        let Some(record) = records.next()? else { break };
        events += events_of(&record);
        batch.push(record);
    }
    Ok(batch)
}

/// The stored dossiers that are in the file: a bit for each row, since their numbers are dense.
#[derive(Debug, Default)]
struct RowSet(Vec<u64>);

impl RowSet {
    fn place(id: i64) -> Option<(usize, u64)> {
        let id = usize::try_from(id).ok()?;
        Some((id / 64, 1 << (id % 64)))
    }

    fn add(&mut self, id: i64) {
        let Some((word, bit)) = Self::place(id) else {
            return;
        };
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(word) {
            *bits |= bit;
        }
    }

    fn has(&self, id: i64) -> bool {
        Self::place(id)
            .is_some_and(|(word, bit)| self.0.get(word).is_some_and(|bits| bits & bit != 0))
    }
}
