//! Scheduled copies of the database: made on time and checked; the last ones of days, weeks and months are kept.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use sanh_domain::deadline::Instant;
use sanh_store::clock::Clock;
use sanh_store::{BackupLimits, KeepRule, Store, StoreError, newest_copy, remove_unfinished};
use tokio_util::sync::CancellationToken;

use crate::config::Config;

/// The least wait before the first copy, so that the server starts serving first.
const FIRST_AFTER: Duration = Duration::from_mins(1);
/// The wait after a copy that failed (ours: space may have been freed on the disk, and a day is long).
const RETRY_AFTER: Duration = Duration::from_hours(1);

/// Bytes in a megabyte, the unit of the settings.
const MB: u64 = 1_048_576;

/// Copies every `backup_every_h` hours into `backup_dir` until `shutdown`; does nothing if no folder is set. Unfinished copies
/// of an earlier run are removed first.
pub async fn run(
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    config: Config,
    shutdown: CancellationToken,
) {
    if config.backup_dir.as_os_str().is_empty() {
        return;
    }
    clean(&config).await;
    let every = Duration::from_hours(u64::from(config.backup_every_h));
    let mut wait = first_wait(&config, clock.now(), every).await;
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
        if let Some(fault) = store.clock_fault() {
            tracing::warn!(%fault, "copies wait for the clock: they are named after it");
            wait = FIRST_AFTER.min(every);
            continue;
        }
        wait = if copy(&store, &config, clock.now(), &shutdown).await {
            every
        } else {
            RETRY_AFTER.min(every)
        };
    }
}

async fn clean(config: &Config) {
    match remove_unfinished(&config.backup_dir).await {
        Ok(0) => {}
        Ok(files) => tracing::info!(files, "what was left of unfinished copies was removed"),
        Err(error) => {
            tracing::error!(%error, "what is left of unfinished copies cannot be removed");
        }
    }
}

/// The wait until a copy is due: frequent restarts make no additional copies.
async fn first_wait(config: &Config, now: Instant, every: Duration) -> Duration {
    let newest = newest_copy(&config.backup_dir).await.unwrap_or_default();
    let age = newest
        .map(|at| now - at)
        .filter(|age| *age >= TimeDelta::zero());
    let rest = age.and_then(|age| every.checked_sub(age.to_std().ok()?));
    rest.unwrap_or_default().max(FIRST_AFTER.min(every))
}

/// Makes one copy and records the result; returns whether it is a good copy.
pub async fn copy(
    store: &Store,
    config: &Config,
    now: Instant,
    shutdown: &CancellationToken,
) -> bool {
    let rule = KeepRule {
        newest: config.backup_keep,
        days: config.backup_keep_days,
        weeks: config.backup_keep_weeks,
        months: config.backup_keep_months,
    };
    let limits = BackupLimits {
        reserve_bytes: reserve_bytes(config),
        stop: shutdown.child_token(),
    };
    let made = store
        .backup_in_turn(&config.backup_dir, rule, &limits, now)
        .await;
    let is_good = match made {
        Err(StoreError::Stopped) => return false,
        Ok(copy) if copy.report.is_clean() => {
            tracing::info!(file = %copy.path.display(), bytes = copy.bytes, "database copied and checked");
            true
        }
        Ok(copy) => {
            let faults = copy.report.faults_total;
            tracing::error!(file = %copy.path.display(), faults, "the copy does not verify");
            false
        }
        Err(error) => {
            tracing::error!(%error, "the database could not be copied");
            false
        }
    };
    store.health().note_copy(is_good);
    // During the copy no checkpoint could move the log into the database.
    if let Err(error) = store.cut_log().await {
        tracing::warn!(%error, "the database's log could not be cut back");
    }
    is_good
}

/// Bytes that a copy must leave free on its disk.
#[must_use]
pub fn reserve_bytes(config: &Config) -> u64 {
    u64::from(config.backup_reserve_mb) * MB
}
