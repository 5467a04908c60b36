//! Seals committed events, behind the writers: they never wait for the chain. The head that stands
//! when a day ends is written down outside the database.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::io::seal_heads;
use crate::store::{Duty, Store, StoreError};

/// Events sealed in one go.
const BATCH_EVENTS: u32 = 2_000;
/// The least time between two looks for events to seal.
const PAUSE: Duration = Duration::from_millis(500);
/// The longest time between two looks: the day must be seen to end.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// The wait after a look that failed.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(10);

/// Seals until `shutdown`: what is there, then what each change brings. `heads` is the file that
/// the head of each day goes to.
pub async fn run(
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    heads: PathBuf,
    shutdown: CancellationToken,
) {
    let mut news = store.changes();
    let mut day = None;
    loop {
        let pause = match seal_and_export(&store, clock.as_ref(), &heads, &mut day).await {
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
    day: &mut Option<NaiveDate>,
) -> Result<bool, StoreError> {
    let now = clock.now();
    let today = store.centre(now).await?.calendar.local_date(now);
    if let Some(ended) = day.filter(|day| *day < today) {
        write_head(store, heads, ended).await?;
    }
    *day = Some(today);
    // One node seals; the heads are written down by each, outside the database.
    let count = match store.lead(Duty::Sealing).await? {
        Some(store) => store.seal_batch(BATCH_EVENTS).await?,
        None => 0,
    };
    export_audit_head(store, heads, today).await?;
    Ok(count >= u64::from(BATCH_EVENTS))
}

/// Keeps the head of the audit outside the database, so that its end cannot be cut off unseen. Where the one kept last is not in
/// the audit any more, it stays: `sanh verify` is to find it.
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
        if !store.has_audit_head(before).await? {
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
