//! The last step: compare with what is stored and write the difference, in one transaction. Where nothing will be written, it only
//! reads, and holds nobody up.

use std::sync::{Arc, Mutex, PoisonError};

use indicatif::ProgressBar;
use sanh_app::deadline::Instant;
use sanh_app::dossier::{CountedIn, DossierCode, Intake};

use crate::store::{Brought, Found, ImportTransaction, Imported, SealKey, Store, StoreError};

use super::group::{DossierFacts, Told};
use super::label::Labels;
use super::plan::{Plan, Planner};
use super::report::{Bad, Reason, Report, Unmoved, Why};
use super::stage::{Records, Spool};
use super::tale::{Desk, Tale};
use super::{ImportError, Request, Watch};

/// Dossiers compared and written at once.
const DOSSIERS_PER_BATCH: usize = 256;
/// Events of them held at once.
const EVENTS_PER_BATCH: usize = 20_000;

/// Compares and writes. The report of a run that may not write tells what it would have written.
pub async fn apply(
    store: &Store,
    request: &Request,
    dossiers: Spool<Told>,
    report: Report,
    now: Instant,
    (watch, bar): (Watch, ProgressBar),
) -> Result<Report, ImportError> {
    let work = Work {
        request: request.clone(),
        planner: Planner::new(&request.mapping),
        dossiers: dossiers.read()?,
        report,
        seen: Seen::default(),
        now,
        bar,
        watch,
        seal_key: store.seal_key(),
    };
    let may_write = !request.dry_run && (work.report.bad.total() == 0 || request.skip_bad);
    // What is rolled back must still be told, so the work leaves the transaction by another door than its answer.
    let outcome = Outcome::default();
    let told = Arc::clone(&outcome);
    let ended = if may_write {
        store
            .import(move |transaction| Box::pin(work.write(transaction, told)))
            .await
    } else {
        store
            .look_at_import(move |transaction| Box::pin(work.look(transaction, told)))
            .await
    };
    let told = outcome
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    match (told, ended) {
        (Some(Ok(report)), Err(error)) if report.applied => Err(error.into()),
        (Some(done), _) => done,
        (None, Err(error)) => Err(error.into()),
        (None, Ok(())) => Err(ImportError::Reader),
    }
}

/// What came of the work, beside the answer of its transaction.
type Outcome = Arc<Mutex<Option<Result<Report, ImportError>>>>;

/// Everything the transaction needs, owned.
struct Work {
    request: Request,
    planner: Planner,
    dossiers: Records<Told>,
    report: Report,
    seen: Seen,
    now: Instant,
    bar: ProgressBar,
    watch: Watch,
    seal_key: Option<SealKey>,
}

impl Work {
    /// Fails where nothing is to be written after all: the transaction is rolled back then.
    async fn write(
        self,
        transaction: &mut ImportTransaction<'_>,
        outcome: Outcome,
    ) -> Result<(), StoreError> {
        let done = self.run(transaction).await;
        let commit = matches!(&done, Ok(report) if report.applied);
        *outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
        if commit {
            return Ok(());
        }
        Err(StoreError::Invalid(
            "the import is not to be written".to_owned(),
        ))
    }

    async fn look(
        self,
        transaction: &mut ImportTransaction<'_>,
        outcome: Outcome,
    ) -> Result<(), StoreError> {
        let done = self.run(transaction).await;
        *outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
        Ok(())
    }

    async fn run(mut self, transaction: &mut ImportTransaction<'_>) -> Result<Report, ImportError> {
        let mut labels = Labels::load(transaction, self.request.mapping.create_missing).await?;
        loop {
            let batch = self.next_batch()?;
            if batch.is_empty() {
                break;
            }
            self.write_batch(transaction, &mut labels, &batch).await?;
            self.bar.inc(batch.len() as u64);
            self.watch.progress.advance_by(batch.len() as u64);
            self.watch.progress.go_on()?;
        }
        self.find_missing(transaction).await?;
        self.bar.finish_and_clear();
        self.report.created = labels.created;
        let good = self.report.bad.total() == 0 || self.request.skip_bad;
        self.report.applied = good && !self.request.dry_run;
        if let Some(mark) = self.watch.mark.as_ref().filter(|_| self.report.applied) {
            let counts = self.report.counts();
            transaction
                .end_import(mark, &counts, self.seal_key.as_ref(), self.now)
                .await?;
        }
        Ok(self.report)
    }

    fn next_batch(&mut self) -> Result<Vec<Told>, ImportError> {
        let (mut batch, mut events) = (Vec::new(), 0);
        while batch.len() < DOSSIERS_PER_BATCH && events < EVENTS_PER_BATCH {
            let Some(told) = self.dossiers.next()? else {
                break;
            };
            if let Told::Dossier(facts) = &told {
                events += facts.steps.len();
            }
            batch.push(told);
        }
        Ok(batch)
    }

    async fn write_batch(
        &mut self,
        transaction: &mut ImportTransaction<'_>,
        labels: &mut Labels,
        batch: &[Told],
    ) -> Result<(), ImportError> {
        let code = |told: &Told| match told {
            Told::Dossier(facts) => facts.code.clone(),
            Told::Refused(code) => code.clone(),
        };
        let codes: Vec<DossierCode> = batch.iter().map(code).collect();
        let mut found = transaction.find(&codes).await?;
        for stored in found.values() {
            self.seen.add(stored.id);
        }
        let mut brought = Vec::new();
        for told in batch {
            let Told::Dossier(facts) = told else { continue };
            let case = &facts.case;
            let ids = match labels
                .ids(
                    transaction,
                    &case.agency,
                    &case.field,
                    case.procedure.as_ref(),
                )
                .await?
            {
                Ok(ids) => ids,
                Err(unknown) => {
                    self.refuse(Bad::new(facts.line, "", &unknown.name, unknown.reason))?;
                    continue;
                }
            };
            // A due time of the file is a promise by itself, whatever limit it came from.
            let intake = Intake {
                code: facts.code.clone(),
                agency: ids.agency,
                field: ids.field,
                procedure: ids.procedure,
                channel: case.channel,
                limit: case.limit,
                counted_in: found
                    .get(&facts.code)
                    .map_or(CountedIn::Both, |stored| stored.dossier.counted_in),
            };
            let desk = Desk {
                calendar: transaction.calendar_of(ids.agency),
                rules: transaction.rules_at(self.now),
                now: self.now,
            };
            match found.remove(&facts.code) {
                None => brought.extend(self.new_dossier(intake, facts, &desk)?),
                Some(stored) => brought.extend(
                    self.stored_dossier(transaction, intake, facts, stored, &desk)
                        .await?,
                ),
            }
        }
        Ok(transaction.bring(&brought).await?)
    }

    fn new_dossier(
        &mut self,
        intake: Intake,
        facts: &DossierFacts,
        desk: &Desk,
    ) -> Result<Option<Brought>, ImportError> {
        match self.planner.new_dossier(intake, facts, desk) {
            Plan::Write(tale) => {
                self.report.new += 1;
                Ok(Some(self.brought(*tale, None, facts)))
            }
            Plan::Bad(reason) => self.refuse(bad_dossier(facts, reason)).map(|()| None),
            Plan::Same | Plan::Leave(_) => Ok(None),
        }
    }

    async fn stored_dossier(
        &mut self,
        transaction: &mut ImportTransaction<'_>,
        intake: Intake,
        facts: &DossierFacts,
        stored: Found,
        desk: &Desk,
    ) -> Result<Option<Brought>, ImportError> {
        let known = stored.imported.as_ref().and_then(|imported| imported.newer);
        if known.is_some() && facts.newer < known {
            self.leave(facts, Why::Older);
            return Ok(None);
        }
        let row = (stored.id, stored.dossier.version);
        match self.planner.stored_dossier(
            intake,
            facts,
            Tale::stored(stored.dossier, stored.events),
            desk,
        ) {
            Plan::Write(tale) => {
                self.report.changed += 1;
                return Ok(Some(self.brought(*tale, Some(row), facts)));
            }
            Plan::Same => {
                self.report.same += 1;
                let note = self.note(facts);
                if stored.imported.as_ref() != Some(&note) {
                    transaction.note(stored.id, &note).await?;
                }
            }
            Plan::Leave(why) => self.leave(facts, why),
            Plan::Bad(reason) => self.refuse(bad_dossier(facts, reason))?,
        }
        Ok(None)
    }

    fn brought(&mut self, tale: Tale, stored: Option<(i64, i64)>, facts: &DossierFacts) -> Brought {
        let events = tale.added().to_vec();
        self.report.events += events.len() as u64;
        Brought {
            stored,
            dossier: tale.dossier,
            events,
            imported: self.note(facts),
        }
    }

    fn note(&self, facts: &DossierFacts) -> Imported {
        Imported {
            source: self.request.mapping.source.clone(),
            newer: facts.newer,
        }
    }

    fn leave(&mut self, facts: &DossierFacts, why: Why) {
        self.report.unmoved.push(Unmoved {
            line: facts.line,
            code: facts.code.clone(),
            why,
        });
    }

    fn refuse(&mut self, bad: Bad) -> Result<(), ImportError> {
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
                .imported_after(&self.request.mapping.source, after)
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

fn bad_dossier(facts: &DossierFacts, reason: Reason) -> Bad {
    Bad::new(facts.line, "", facts.code.as_str(), reason)
}

/// Which stored dossiers the file has: a bit for each row, since their numbers are dense.
#[derive(Debug, Default)]
struct Seen(Vec<u64>);

impl Seen {
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
