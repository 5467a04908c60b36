//! Looks after uploaded files: those that nobody goes on with are removed, and what a program that was killed left under way is
//! said to be interrupted.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::ports::import::Imports;

/// The time between two looks.
const LOOK_EVERY: Duration = Duration::from_mins(5);
/// The wait after the start, which has more urgent work.
const FIRST_AFTER: Duration = Duration::from_secs(2);

/// Looks after them until `shutdown`; a run at hand is stopped then, and nothing of it is written.
pub async fn run(imports: Imports, shutdown: CancellationToken) {
    let mut wait = FIRST_AFTER;
    loop {
        tokio::select! {
            () = shutdown.cancelled() => {
                imports.stop_all();
                return;
            }
            () = tokio::time::sleep(wait) => {}
        }
        wait = LOOK_EVERY;
        if let Err(error) = imports.clear().await {
            tracing::warn!(%error, "uploaded files could not be looked after; trying again");
        }
    }
}
