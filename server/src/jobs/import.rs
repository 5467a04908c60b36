//! Maintains imports: completes one that broke off, removes abandoned files, and marks imports of a killed process as
//! interrupted.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::import::Imports;

/// The time between two checks for an import that broke off.
const FINISH_EVERY: Duration = Duration::from_secs(5);
/// The time between two checks for abandoned files.
const CLEAR_EVERY: Duration = Duration::from_mins(5);
/// The wait after the start, which has more urgent work.
const FIRST_AFTER: Duration = Duration::from_secs(2);

/// Maintains imports until `shutdown`, when a running import is stopped. It is taken back if it is not staged completely.
pub async fn run(imports: Imports, shutdown: CancellationToken) {
    let mut wait = FIRST_AFTER;
    let mut cleared: Option<tokio::time::Instant> = None;
    loop {
        tokio::select! {
            () = shutdown.cancelled() => {
                imports.stop_all();
                return;
            }
            () = tokio::time::sleep(wait) => {}
        }
        wait = FINISH_EVERY;
        tokio::select! {
            () = shutdown.cancelled() => return,
            finished = imports.finish() => {
                if let Err(error) = finished {
                    tracing::warn!(%error, "an import that broke off could not be finished; trying again");
                }
            }
        }
        if cleared.is_some_and(|at| at.elapsed() < CLEAR_EVERY) {
            continue;
        }
        cleared = Some(tokio::time::Instant::now());
        if let Err(error) = imports.clear().await {
            tracing::warn!(%error, "uploaded files could not be looked after; trying again");
        }
    }
}
