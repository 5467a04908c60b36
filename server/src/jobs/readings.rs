//! Writes what people read into the audit, many lines at once.

use std::sync::Arc;
use std::time::Duration;

use sanh_app::server::readings::Readings;
use tokio_util::sync::CancellationToken;

use crate::live::store_source::OpenStore;

/// The time in which lines are collected before they are written.
const GATHER: Duration = Duration::from_millis(200);
/// The wait after a failure.
const PAUSE: Duration = Duration::from_secs(2);
/// How long the last write may take at a stop.
const LAST: Duration = Duration::from_secs(5);

/// Writes until `ended`, which comes after the last request; then writes what is left.
pub async fn run(readings: Arc<Readings>, store: OpenStore, ended: CancellationToken) {
    loop {
        tokio::select! {
            () = ended.cancelled() => break,
            () = readings.news() => {}
        }
        ended.run_until_cancelled(tokio::time::sleep(GATHER)).await;
        // Never cancelled midway: readings written in part would be written twice.
        if !write(&readings, &store).await {
            ended.run_until_cancelled(tokio::time::sleep(PAUSE)).await;
        }
    }
    let last = tokio::time::timeout(LAST, write(&readings, &store)).await;
    if !last.unwrap_or(false) {
        tracing::error!("what was read last could not be written into the audit");
    }
}

/// Writes the collected lines. Returns whether they are written.
async fn write(readings: &Readings, store: &OpenStore) -> bool {
    let entries = readings.take();
    if entries.is_empty() {
        return true;
    }
    let open = store.borrow().clone();
    let written = match open {
        Some(store) => store.audit_all(entries.clone()).await.map_err(|error| {
            tracing::warn!(%error, "the audit cannot be told of what was read; trying again");
        }),
        None => Err(()),
    };
    if written.is_err() {
        readings.put_back(entries);
    }
    written.is_ok()
}
