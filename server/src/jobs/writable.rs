//! Tries a database that took no writes, because its disk was full or read-only, until it takes them again.

use std::sync::Arc;
use std::time::Duration;

use sanh_store::Store;
use tokio_util::sync::CancellationToken;

/// The wait between two tries (ours: short enough to notice freed space within seconds, long enough not to load a full disk).
const TRY_EVERY: Duration = Duration::from_secs(2);

/// Tries until `shutdown`, whenever a write has failed because of the disk.
pub async fn run(store: Arc<Store>, shutdown: CancellationToken) {
    let mut state = store.health().unwritable_changes();
    loop {
        let failed = state.wait_for(Option::is_some);
        let failed = shutdown.run_until_cancelled(failed).await;
        if !matches!(failed, Some(Ok(_))) {
            return;
        }
        drop(failed);
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(TRY_EVERY) => {}
        }
        if let Err(error) = store.probe_write().await {
            tracing::debug!(%error, "the database still cannot be written");
        }
    }
}
