//! Writes an import: stages it completely, then writes it batch by batch.

use std::time::Duration;

use indicatif::ProgressBar;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::DossierCode;
use sanh_domain::import::model::ImportCounts;
use sanh_store::{
    BatchOutcome, ImportMarker, ImportTransaction, SealKey, StagedBatch, Store, StoreError,
};
use serde::{Deserialize, Serialize};

use super::super::group::DossierFacts;
use super::super::label::Labels;
use super::super::report::WriteCounts;
use super::super::stage::Records;
use super::super::{ImportError, ImportObserver};
use super::compare::{Comparison, Outcome};
use super::{DOSSIERS_PER_BATCH, next_batch};

/// The most dossiers that are listed as not written.
const NAMED_MAX: usize = 100;
/// Compression level of batches, which are unpacked once.
const PACK_LEVEL: i32 = 1;
/// The most that a batch unpacks to, in bytes.
const BATCH_BYTES_MAX: usize = 256 << 20;
/// Tries of a batch while the database is busy, and the wait between them.
const TRIES: u32 = 10;
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(2);

/// The task stored with the staged batches.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Task {
    /// The settings of the comparison.
    pub comparison: Comparison,
    /// The audit entry of the import.
    pub mark: Option<ImportMarker>,
    /// The counts of the comparison.
    pub counts: ImportCounts,
    /// Dossiers staged only for their import data, which are counted as the same already.
    pub same_staged: u64,
}

/// Stages the dossiers and writes them.
pub async fn write(
    store: &Store,
    task: Task,
    dossiers: Records<DossierFacts>,
    now: Instant,
    (watch, bar): (&ImportObserver, &ProgressBar),
) -> Result<WriteCounts, ImportError> {
    let owner = uuid::Uuid::new_v4().to_string();
    if let Err(error) = stage(store, &owner, &task, dossiers, now, watch).await {
        // The staged rows are deleted now, or at the next check if the database does not answer.
        if let Err(left) = store.drop_staging(&owner).await {
            tracing::warn!(%left, "what an import had staged is taken back later");
        }
        return Err(error);
    }
    // From here on it cannot be cancelled.
    finish_staged(store, now, &mut |written| {
        bar.set_position(written);
        watch.progress.advance_to(written);
    })
    .await
    .map_err(ImportError::Unfinished)
    // Another process wrote the last batch, so the counts are those of the comparison.
    .map(|written| written.unwrap_or_else(|| WriteCounts::as_compared(&task.counts)))
}

async fn stage(
    store: &Store,
    owner: &str,
    task: &Task,
    mut dossiers: Records<DossierFacts>,
    now: Instant,
    watch: &ImportObserver,
) -> Result<(), ImportError> {
    let job = task.mark.as_ref().and_then(|mark| mark.job);
    let text = serde_json::to_string(task).map_err(std::io::Error::from)?;
    store.begin_staging(owner, job, text, now).await?;
    let mut place = 0;
    loop {
        let batch = next_batch(&mut dossiers, |facts| facts.steps.len())?;
        // An import that changes nothing is one empty batch.
        if batch.is_empty() && place > 0 {
            break;
        }
        let content = serde_json::to_vec(&batch).map_err(std::io::Error::from)?;
        let content = zstd::bulk::compress(&content, PACK_LEVEL)?;
        store.stage_batch(owner, place, content, now).await?;
        place += 1;
        watch.progress.go_on()?;
    }
    Ok(store.end_staging(owner, place, now).await?)
}

/// Writes a staged import to its end; `None` if there is none, or another process has written the last batch. `watch` receives
/// the number of written dossiers.
///
/// # Errors
/// The database cannot be written. The staged rows stay, and the next call continues.
pub async fn finish_staged(
    store: &Store,
    now: Instant,
    watch: &mut (dyn FnMut(u64) + Send),
) -> Result<Option<WriteCounts>, StoreError> {
    let began = tokio::time::Instant::now();
    while let Some(staged) = store.staged_import().await? {
        let now = now + chrono::Duration::from_std(began.elapsed()).unwrap_or_default();
        let written = write_batch(store, staged.place, now).await?;
        watch(u64::try_from(staged.place + 1).unwrap_or_default() * DOSSIERS_PER_BATCH as u64);
        if let BatchOutcome::Last(progress) = written {
            return Ok(Some(read(&progress)?));
        }
    }
    Ok(None)
}

async fn write_batch(store: &Store, place: i64, now: Instant) -> Result<BatchOutcome, StoreError> {
    let mut tries = 0;
    loop {
        let seal_key = store.seal_key();
        let written = store
            .write_staged_batch(place, now, move |transaction, batch| {
                Box::pin(write_in(transaction, batch, now, seal_key))
            })
            .await;
        tries += 1;
        match written {
            Err(StoreError::Busy) if tries < TRIES => tokio::time::sleep(TRY_AGAIN_AFTER).await,
            written => return written,
        }
    }
}

/// Writes a batch inside its transaction; returns the counts so far as JSON.
async fn write_in(
    transaction: &mut ImportTransaction<'_>,
    batch: StagedBatch,
    now: Instant,
    seal_key: Option<SealKey>,
) -> Result<String, StoreError> {
    let task: Task = read(&batch.task)?;
    let mut written: WriteCounts = if batch.progress.is_empty() {
        WriteCounts::new(NAMED_MAX)
    } else {
        read(&batch.progress)?
    };
    let content = zstd::bulk::decompress(&batch.content, BATCH_BYTES_MAX).map_err(damaged)?;
    let dossiers: Vec<DossierFacts> = serde_json::from_slice(&content).map_err(damaged)?;
    let comparison = Comparison {
        now,
        ..task.comparison
    };
    write_dossiers(transaction, &comparison, &dossiers, &mut written).await?;
    if batch.is_last {
        written.same += task.counts.same.saturating_sub(task.same_staged);
        if let Some(mark) = &task.mark {
            let counts = written.counts(task.counts);
            transaction
                .end_import(mark, &counts, seal_key.as_ref(), now)
                .await?;
        }
    }
    serde_json::to_string(&written).map_err(damaged)
}

async fn write_dossiers(
    transaction: &mut ImportTransaction<'_>,
    comparison: &Comparison,
    dossiers: &[DossierFacts],
    written: &mut WriteCounts,
) -> Result<(), StoreError> {
    let mut labels = Labels::load(transaction, comparison.create_missing).await?;
    let codes: Vec<DossierCode> = dossiers.iter().map(|facts| facts.code.clone()).collect();
    let mut found = transaction.find(&codes).await?;
    let (mut changes, mut notes) = (Vec::new(), Vec::new());
    for facts in dossiers {
        let stored = found.remove(&facts.code);
        let outcome = comparison.compare(transaction, &mut labels, facts, stored);
        match outcome.await? {
            Outcome::Write { change, is_new } => {
                written.add(is_new, change.events.len());
                changes.push(*change);
            }
            Outcome::Same { note } => {
                written.same += 1;
                notes.extend(note);
            }
            // After the file was compared, staff changed the dossier, or its agency was removed.
            Outcome::Leave(_) | Outcome::Refuse(_) => {
                written.overtaken.push((facts.line, facts.code.clone()));
            }
        }
    }
    written.created += labels.created;
    transaction.note_all(notes).await?;
    transaction.write_changes(&changes).await
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(damaged)
}

fn damaged(error: impl std::fmt::Display) -> StoreError {
    StoreError::Corrupt(format!("the staged import: {error}"))
}
