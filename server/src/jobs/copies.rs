//! Scheduled copies of the database: made on time, checked, the last ones kept.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::config::Config;
use crate::store::Store;

/// The wait before the first copy, so that a server that is started again and again does not copy
/// each time before it serves.
const FIRST_AFTER: Duration = Duration::from_mins(1);

/// Copies every `backup_every_h` hours into `backup_dir` until `shutdown`; does nothing when no
/// folder is set.
pub async fn run(
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    config: Config,
    shutdown: CancellationToken,
) {
    if config.backup_dir.as_os_str().is_empty() {
        return;
    }
    let every = Duration::from_hours(u64::from(config.backup_every_h));
    let mut wait = FIRST_AFTER.min(every);
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
        wait = every;
        match store
            .backup_in_turn(&config.backup_dir, config.backup_keep, clock.now())
            .await
        {
            Ok(copy) if copy.report.is_clean() => {
                tracing::info!(file = %copy.path.display(), bytes = copy.bytes, "database copied and checked");
            }
            Ok(copy) => {
                let faults = copy.report.faults_total;
                tracing::error!(file = %copy.path.display(), faults, "the copy does not verify");
            }
            Err(error) => tracing::error!(%error, "the database could not be copied"),
        }
    }
}
