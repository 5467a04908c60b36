//! Keeps the list of report periods complete, and counts finished periods before anybody asks for them.

use std::sync::Arc;
use std::time::Duration;

use sanh_domain::account::model::AgencyScope;
use sanh_store::clock::Clock;
use sanh_store::{Duty, Result, Store, unwatched};
use tokio_util::sync::CancellationToken;

/// Reports are counted for the whole centre; each reader is shown their part.
const WHOLE: &AgencyScope = &AgencyScope::Everywhere;

/// The wait after the start, which has more urgent work.
const FIRST_AFTER: Duration = Duration::from_secs(3);
/// The time between two checks.
const LOOK_EVERY: Duration = Duration::from_mins(1);
/// The pause between two counts, so that the desks are not slowed down.
const BETWEEN: Duration = Duration::from_millis(200);

/// Keeps the report periods and their figures complete until `shutdown`.
pub async fn run(store: Arc<Store>, clock: Arc<dyn Clock>, shutdown: CancellationToken) {
    super::repeat(FIRST_AFTER, LOOK_EVERY, &shutdown, || async {
        if let Err(error) = check_periods(&store, clock.as_ref()).await {
            tracing::warn!(%error, "the report periods could not be counted; trying again");
        }
    })
    .await;
}

/// Adds missing periods to the list and counts the finished ones whose figures are missing or outdated, the latest first.
async fn check_periods(store: &Store, clock: &dyn Clock) -> Result<()> {
    // One node counts for all.
    let Some(store) = store.lead(Duty::Reports).await? else {
        return Ok(());
    };
    let put = store.put_shipped_periods(clock.now()).await?;
    if put > 0 {
        tracing::info!(put, "report periods were put into the list");
    }
    let now = clock.now();
    let today = store.centre(now).await?.calendar.local_date(now);
    for row in store.finished_report_periods(today).await? {
        if store.stored_cube(row.period, now, WHOLE).await?.is_some() {
            continue;
        }
        store.cube(row.period, now, unwatched(), WHOLE).await?;
        // Counting a large period may take longer than the lease of a duty.
        if store.lead(Duty::Reports).await?.is_none() {
            return Ok(());
        }
        tokio::time::sleep(BETWEEN).await;
    }
    Ok(())
}
