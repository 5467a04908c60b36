//! Deletes data whose retention time is over, in short batches between which others can write.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use sanh_domain::deadline::Instant;
use sanh_store::clock::Clock;
use sanh_store::{Duty, ExpiringData, Result, Store};
use tokio_util::sync::CancellationToken;

use crate::config::Config;

/// The wait after the start, which has more urgent work.
const FIRST_AFTER: Duration = Duration::from_mins(2);
/// The time between two checks.
const LOOK_EVERY: Duration = Duration::from_mins(10);
/// The number of checks between two searches for applicants to erase, which take long: their age is counted in days.
const ERASE_EVERY: u64 = 72;
/// Days after which an address is dropped that nobody has confirmed.
const UNCONFIRMED_DAYS: u32 = 1;
/// The pause between two batches, so that the desks are not slowed down.
const BETWEEN: Duration = Duration::from_millis(200);

/// Deletes until `shutdown`.
pub async fn run(
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    config: Config,
    shutdown: CancellationToken,
) {
    let looks = AtomicU64::new(0);
    super::repeat(FIRST_AFTER, LOOK_EVERY, &shutdown, || async {
        // One node does it for all.
        match store.lead(Duty::Retention).await {
            Ok(Some(_)) => {
                trim(&store, &config, clock.now()).await;
                if looks
                    .fetch_add(1, Ordering::Relaxed)
                    .is_multiple_of(ERASE_EVERY)
                {
                    erase_applicants(&store, &config, clock.now()).await;
                }
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "who drops old rows cannot be asked now"),
        }
    })
    .await;
}

/// Deletes everything whose time is over, once. If the clock cannot be trusted, nothing is deleted by age.
pub async fn trim(store: &Store, config: &Config, now: Instant) {
    if store.clock_fault().is_some() {
        return;
    }
    for what in ExpiringData::ALL {
        let before = now - TimeDelta::days(keep_days(what, config).into());
        all(what.table(), || store.trim_aged(what, before)).await;
    }
    all("slip", || store.forget_slip_secrets(now)).await;
    all("cube", || store.trim_cubes(config.cube_rows_max)).await;
    if config.board_versions_days > 0 {
        let before = now - TimeDelta::days(config.board_versions_days.into());
        all("board_version", || store.trim_shown(before)).await;
    }
    if let Err(error) = store.cut_log().await {
        tracing::warn!(%error, "the database's log could not be cut back");
    }
}

/// Erases the applicants of dossiers that ended long enough ago, with their notes and slips. 0 days: none is erased.
pub async fn erase_applicants(store: &Store, config: &Config, now: Instant) {
    if config.applicant_keep_days == 0 || store.clock_fault().is_some() {
        return;
    }
    let before = now - TimeDelta::days(config.applicant_keep_days.into());
    let (mut erased, mut next) = (0, Some(0));
    while let Some(after) = next {
        match store.erase_ended_applicants(before, after, now).await {
            Ok(batch) => {
                erased += batch.erased;
                next = batch.next;
            }
            Err(error) => {
                tracing::warn!(%error, "applicants could not be erased; trying again later");
                break;
            }
        }
        tokio::time::sleep(BETWEEN).await;
    }
    if erased == 0 {
        return;
    }
    tracing::info!(
        erased,
        "applicants of dossiers that ended long ago were erased"
    );
    if let Err(error) = store.scrub_erased().await {
        tracing::warn!(%error, "what was erased is still in the database's files");
    }
}

fn keep_days(what: ExpiringData, config: &Config) -> u32 {
    match what {
        ExpiringData::WrongTries | ExpiringData::Sessions | ExpiringData::SignInLinks => {
            config.session_keep_days
        }
        ExpiringData::Letters | ExpiringData::OtherLetters => config.letter_keep_days,
        ExpiringData::AlarmMessages | ExpiringData::Alarms => config.alarm_keep_days,
        ExpiringData::Imports => config.import_keep_days,
        ExpiringData::FeedbackContacts => config.feedback_contact_keep_days,
        ExpiringData::Subscriptions => config.subscription_keep_days,
        ExpiringData::UnconfirmedSubscriptions => UNCONFIRMED_DAYS,
    }
}

/// Deletes batch after batch until nothing is left.
async fn all<Dropping>(table: &'static str, batch: impl Fn() -> Dropping)
where
    Dropping: Future<Output = Result<u64>>,
{
    let mut rows = 0;
    loop {
        match batch().await {
            Ok(0) => break,
            Ok(dropped) => rows += dropped,
            Err(error) => {
                // A fault in one table does not stop the others.
                tracing::warn!(%error, table, "old rows could not be dropped; trying again later");
                break;
            }
        }
        tokio::time::sleep(BETWEEN).await;
    }
    if rows > 0 {
        tracing::info!(table, rows, "old rows were dropped");
    }
}
