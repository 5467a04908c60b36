//! The outbox in the case database.

use sanh_domain::dossier::DossierCode;
use sanh_domain::outbox::model::{LetterList, ListedLetter, OutboxState};
use sanh_domain::subscription::letter::SubscriptionLetters;
use sanh_store::{AuditActor, ListedOutbox, OutboxList};

use super::{Administrator, failure, now, store};
use crate::error::AppError;
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// The waiting messages and those that were given up.
pub(crate) async fn state(_: &Administrator) -> Result<OutboxState, AppError> {
    let store = store()?;
    let (waiting, dead) = store.outbox_lists().await.map_err(failure)?;
    let counts = store.outbox_counts().await.map_err(failure)?;
    Ok(OutboxState {
        zone: store.centre(now()).await.map_err(failure)?.zone,
        waiting: letters(waiting),
        dead: letters(dead),
        letters_waiting: counts.letters_waiting.unsigned_abs(),
        letters_dead: counts.letters_dead.unsigned_abs(),
    })
}

/// Tries a message again that was given up.
pub(crate) async fn retry(administrator: &Administrator, id: i64) -> Result<(), FormError> {
    let (store, by) = (store()?, AuditActor::from(administrator));
    let was_dead = store.retry_outbox(id, by, now()).await;
    if was_dead.map_err(failure)? {
        return Ok(());
    }
    let message = request().room_lang().words().outbox_not_dead();
    Err(Problem::new("dead", message).into())
}

/// Tries every message again that was given up; how many there were.
pub(crate) async fn retry_all(administrator: &Administrator) -> Result<u64, AppError> {
    let (store, by) = (store()?, AuditActor::from(administrator));
    let retried = store.retry_whole_outbox(by, now()).await;
    retried.map_err(failure)
}

/// The letters about a dossier to whoever is told of its changes.
pub(crate) async fn letters_of_dossier(
    administrator: &Administrator,
    typed: &str,
) -> Result<SubscriptionLetters, FormError> {
    let unknown = || Problem::new("code", request().room_lang().words().outbox_find_none());
    let code = DossierCode::try_from(typed.trim().to_owned()).map_err(|_| unknown())?;
    let (store, by, now) = (store()?, AuditActor::from(administrator), now());
    let letters = store.subscription_letters(&code, by, now).await;
    let letters = letters.map_err(failure)?.ok_or_else(unknown)?;
    Ok(SubscriptionLetters {
        zone: store.centre(now).await.map_err(failure)?.zone,
        code,
        letters,
    })
}

fn letters(list: OutboxList) -> LetterList {
    LetterList {
        count: list.count.unsigned_abs(),
        first: list.rows.into_iter().map(letter).collect(),
    }
}

fn letter(row: ListedOutbox) -> ListedLetter {
    ListedLetter {
        id: row.id,
        code: row.code,
        kind: row.kind,
        tries: row.tries,
        at: row.at,
        fault: row.fault.parse().ok(),
    }
}
