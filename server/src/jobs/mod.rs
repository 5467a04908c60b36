//! The background jobs of the server, one per file.

pub mod alarm;
pub mod certificate;
pub mod copies;
pub mod given_names;
pub mod import;
pub mod letters;
pub mod outbox;
pub mod painted;
pub mod readings;
pub mod reminders;
pub mod reports;
pub mod retention;
pub mod screens;
pub mod sealing;
pub mod working_day;
pub mod writable;

use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// Runs `work` until `shutdown`, which also interrupts it: first after `first_after`, then `every` after each end.
async fn repeat<Work: Future<Output = ()>>(
    first_after: Duration,
    every: Duration,
    shutdown: &CancellationToken,
    work: impl Fn() -> Work,
) {
    let mut wait = first_after;
    loop {
        let turn = async {
            tokio::time::sleep(wait).await;
            Box::pin(work()).await;
        };
        if shutdown.run_until_cancelled(turn).await.is_none() {
            return;
        }
        wait = every;
    }
}
