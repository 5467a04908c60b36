//! Reminds applicants of papers that were asked for and have not come: once per request, in working time, those who can be
//! reached.

use std::sync::Arc;
use std::time::Duration;

use sanh_domain::account::model::AgencyScope;
use sanh_domain::dossier::DossierCode;
use sanh_store::clock::Clock;
use sanh_store::stored::read_submission;
use sanh_store::{Duty, Result, Store};
use tokio_util::sync::CancellationToken;

/// The wait after the start, which has more urgent work.
const FIRST_AFTER: Duration = Duration::from_secs(5);
/// The time between two checks: a reminder is counted in days.
const LOOK_EVERY: Duration = Duration::from_mins(5);
/// Dossiers read at a time.
const PAGE_ROWS: u32 = 200;

/// Sends reminders until `shutdown`.
pub async fn run(store: Arc<Store>, clock: Arc<dyn Clock>, shutdown: CancellationToken) {
    super::repeat(FIRST_AFTER, LOOK_EVERY, &shutdown, || async {
        match lead(&store, clock.as_ref()).await {
            Ok(0) => {}
            Ok(reminded) => tracing::info!(reminded, "applicants are reminded of papers"),
            Err(error) => {
                tracing::warn!(%error, "applicants could not be reminded of papers; trying again");
            }
        }
    })
    .await;
}

/// Sends reminders unless another node does.
async fn lead(store: &Store, clock: &dyn Clock) -> Result<u64> {
    match store.lead(Duty::Reminders).await? {
        Some(store) => remind(&store, clock).await,
        None => Ok(0),
    }
}

/// Sends the reminders that are due. Returns how many.
///
/// # Errors
///
/// When dossiers cannot be read or written; the next check continues.
pub async fn remind(store: &Store, clock: &dyn Clock) -> Result<u64> {
    let (mut reminded, mut after) = (0, None);
    loop {
        let due = store.reminders_due(after, PAGE_ROWS, clock.now()).await?;
        for code in &due.codes {
            if can_be_reached(store, code).await? && store.remind(code, clock.now()).await? {
                reminded += 1;
            }
        }
        after = due.next;
        if after.is_none() {
            return Ok(reminded);
        }
    }
}

/// Whether the applicant left a phone number or an e-mail address: the history records no reminder that nobody received.
async fn can_be_reached(store: &Store, code: &DossierCode) -> Result<bool> {
    // The program reminds the applicants of all agencies.
    let record = store.applicant(code, &AgencyScope::Everywhere).await?;
    let submission = record.and_then(|record| read_submission(&record).ok());
    Ok(submission.is_some_and(|submission| {
        let applicant = submission.applicant;
        !applicant.phone.is_empty() || !applicant.email.is_empty()
    }))
}
