//! Seals committed events after the writers, which never wait for the chain. The head at the end of a day is written outside
//! the database, together with what a copy of the database does not contain: new chains, what a restore must not undo, and the
//! last dossier numbers of the day.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use sanh_store::clock::Clock;
use sanh_store::{Duty, Serial, Store, StoreError};
use tokio_util::sync::CancellationToken;

use crate::io::{external_files, seal_heads};

/// Events sealed at a time.
const BATCH_EVENTS: u32 = 2_000;
/// The least time between two checks for events to seal.
const PAUSE: Duration = Duration::from_millis(500);
/// The longest time between two checks: the end of the day must be noticed.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// The wait after a check that failed.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(10);

/// What was exported last.
#[derive(Default)]
struct ExportedHeads {
    day: Option<NaiveDate>,
    chain: Option<i64>,
    serials: Vec<Serial>,
}

/// Seals until `shutdown`: first existing events, then those of each change. The head of each day is written to the file
/// `heads`.
pub async fn run(
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    heads: PathBuf,
    shutdown: CancellationToken,
) {
    let mut news = store.changes();
    let mut exported = ExportedHeads::default();
    loop {
        let pause = match seal_and_export(&store, clock.as_ref(), &heads, &mut exported).await {
            Ok(true) => Duration::ZERO,
            Ok(false) => PAUSE,
            Err(error) => {
                tracing::warn!(%error, "events could not be sealed; trying again");
                PAUSE_AFTER_FAILURE
            }
        };
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
        if pause.is_zero() {
            continue;
        }
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
            changed = news.changed() => if changed.is_err() { return },
        }
    }
}

/// Seals one batch; true when there may be more.
async fn seal_and_export(
    store: &Store,
    clock: &dyn Clock,
    heads: &Path,
    exported: &mut ExportedHeads,
) -> Result<bool, StoreError> {
    let now = clock.now();
    let today = store.centre(now).await?.calendar.local_date(now);
    // Before sealing, which fails with a wrong key: these exports do not need the key.
    store.keep_ledger_later().await;
    export_serials(store, heads, today, exported).await?;
    export_chains(store, heads, today, exported).await?;
    if let Some(ended) = exported.day.filter(|day| *day < today) {
        write_head(store, heads, ended).await?;
    }
    exported.day = Some(today);
    // One node seals; every node writes the heads to files outside the database.
    let count = match store.lead(Duty::Sealing).await? {
        Some(store) => store.seal_batch(BATCH_EVENTS).await?,
        None => 0,
    };
    export_audit_head(store, heads, today).await?;
    Ok(count >= u64::from(BATCH_EVENTS))
}

/// Exports the last numbers given to dossiers, so that none is given a second time after a restore.
async fn export_serials(
    store: &Store,
    heads: &Path,
    today: NaiveDate,
    exported: &mut ExportedHeads,
) -> Result<(), StoreError> {
    let serials = store.serials(today).await?;
    if serials == exported.serials || serials.is_empty() {
        return Ok(());
    }
    match external_files::put_serials(heads, &serials) {
        Ok(()) => exported.serials = serials,
        Err(error) => {
            tracing::error!(%error, path = %heads.display(), "the numbers of dossiers could not be written");
        }
    }
    Ok(())
}

/// Exports the beginnings of chains that another node began.
async fn export_chains(
    store: &Store,
    heads: &Path,
    today: NaiveDate,
    exported: &mut ExportedHeads,
) -> Result<(), StoreError> {
    let chains = store.seal_chains().await?;
    let last = chains.last().map(|chain| chain.number);
    if last == exported.chain {
        return Ok(());
    }
    let Ok((_, known)) = seal_heads::read_all(heads) else {
        // The alarm and `sanh verify` report it.
        return Ok(());
    };
    let is_new = |number: i64| number > 1 && !known.iter().any(|chain| chain.number == number);
    for chain in chains.iter().filter(|chain| is_new(chain.number)) {
        if let Err(error) = seal_heads::add_chain(heads, today, chain) {
            tracing::error!(%error, path = %heads.display(), "a new chain could not be written down");
            return Ok(());
        }
    }
    exported.chain = last;
    Ok(())
}

/// Exports the head of the audit, so that its end cannot be removed unnoticed. If the last exported head is no longer in the
/// audit, and no restore removed it, it is not replaced, so that `sanh verify` reports it.
async fn export_audit_head(
    store: &Store,
    heads: &Path,
    today: NaiveDate,
) -> Result<(), StoreError> {
    let Some(head) = store.audit_head().await? else {
        return Ok(());
    };
    let kept = seal_heads::read_audit(heads).unwrap_or_default();
    if kept.contains(&head) {
        return Ok(());
    }
    for before in kept {
        if store.lacks_audit_head(before).await? {
            tracing::error!("the audit has lost lines that were there: run sanh verify");
            return Ok(());
        }
    }
    if let Err(error) = seal_heads::put_audit(heads, today, &head) {
        tracing::error!(%error, path = %heads.display(), "the head of the audit could not be written");
    }
    Ok(())
}

async fn write_head(store: &Store, heads: &Path, ended: NaiveDate) -> Result<(), StoreError> {
    let Some(head) = store.seal_head().await? else {
        return Ok(());
    };
    if let Err(error) = seal_heads::add(heads, ended, &head) {
        tracing::error!(%error, path = %heads.display(), "the day's head could not be written");
    }
    Ok(())
}
