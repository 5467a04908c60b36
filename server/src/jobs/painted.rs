//! Stores which walls have painted an emergency, many at a time: no wall waits for the write, and none causes a write of its
//! own.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::live::Live;
use crate::live::store_source::OpenStore;

/// The time in which reports are collected before they are written.
const GATHER: Duration = Duration::from_millis(100);
/// The wait after a failure.
const PAUSE: Duration = Duration::from_secs(2);

/// Stores reports until `shutdown`.
pub async fn run(live: Arc<Live>, store: OpenStore, shutdown: CancellationToken) {
    let keeping = async {
        loop {
            live.emergencies.reported().await;
            tokio::time::sleep(GATHER).await;
            let painted = live.emergencies.take_waiting();
            let open = store.borrow().clone();
            let kept = match open {
                Some(store) => store.put_painted(painted.clone()).await.is_ok(),
                None => false,
            };
            if !kept {
                tracing::warn!(
                    "which walls have painted the emergency cannot be kept; trying again"
                );
                live.emergencies.put_back(painted);
                tokio::time::sleep(PAUSE).await;
            }
        }
    };
    shutdown.run_until_cancelled(keeping).await;
}
