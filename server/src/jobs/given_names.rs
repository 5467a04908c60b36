//! Makes the search keys of given names for applicants who were taken down before there were any, in short batches between which others
//! write.

use std::sync::Arc;
use std::time::Duration;

use sanh_store::{Duty, Store};
use tokio_util::sync::CancellationToken;

/// The wait after the start, which has more urgent work.
const FIRST_AFTER: Duration = Duration::from_mins(1);
/// The time between two looks, of which all but the first have nothing to do.
const LOOK_EVERY: Duration = Duration::from_hours(1);
/// The rest between two batches, for the desks.
const BETWEEN: Duration = Duration::from_millis(200);

/// Looks until `shutdown`.
pub async fn run(store: Arc<Store>, shutdown: CancellationToken) {
    super::repeat(FIRST_AFTER, LOOK_EVERY, &shutdown, || async {
        // One node does it for all.
        match store.lead(Duty::Retention).await {
            Ok(Some(_)) => mark(&store).await,
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "who makes search keys cannot be asked now"),
        }
    })
    .await;
}

/// Makes all that are missing.
pub async fn mark(store: &Store) {
    let mut marked = 0;
    loop {
        match store.mark_older_applicants().await {
            Ok(0) => break,
            Ok(count) => marked += count,
            Err(error) => {
                tracing::warn!(%error, "search keys could not be made; trying again later");
                break;
            }
        }
        tokio::time::sleep(BETWEEN).await;
    }
    if marked > 0 {
        tracing::info!(
            marked,
            "applicants taken down before are found by their given names"
        );
    }
}
