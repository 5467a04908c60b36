//! Signing a report.

use sanh_domain::report::official_form::period::PeriodName;
use sanh_store::{AuditActor, SigningOutcome};

use super::{counted_report, find, for_all, is_finished};
use crate::error::AppError;
use crate::server::{ConfirmedManager, failure, now, store};
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// Signs the report of a period as it was shown with this fingerprint.
pub(crate) async fn sign(
    manager: &ConfirmedManager,
    name: PeriodName,
    mark: &str,
) -> Result<(), FormError> {
    for_all(manager)?;
    let words = request().room_lang().words();
    let refused = |message| Err(Problem::new("sign", message).into());
    let (store, now) = (store()?, now());
    let found = find(&store, name).await?;
    if found.row.is_none() {
        return Err(AppError::NotFound.into());
    }
    let centre = store.centre(now).await.map_err(failure)?;
    if !is_finished(&centre, &found.period, now) {
        return refused(words.official_form_sign_running());
    }
    // The figures shown are in the cache. If they are outdated, the page counts again.
    let scope = &manager.caller().person.reach;
    let kept = store.stored_cube(found.period, now, scope).await;
    let Some(counted) = kept.map_err(failure)? else {
        return refused(words.official_form_sign_changed());
    };
    let counted_to = counted.event_id;
    let report = counted_report(&store, manager, found, counted).await?;
    if report.mark != mark.trim() {
        return refused(words.official_form_sign_changed());
    }
    if !report.can_be_signed() {
        return refused(words.official_form_sign_already());
    }
    let name = manager.caller().person.display_name.clone();
    let who = (AuditActor::from(manager), name);
    let signing = store.sign_report(report.content, counted_to, who, now);
    match signing.await.map_err(failure)? {
        SigningOutcome::Done => Ok(()),
        SigningOutcome::Already => refused(words.official_form_sign_already()),
        SigningOutcome::Changed => refused(words.official_form_sign_changed()),
        SigningOutcome::Missing => Err(AppError::NotFound.into()),
    }
}
