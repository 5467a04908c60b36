//! Sends the letters of the outbox to applicants, once their events can no longer be undone.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use sanh_app::dossier::message::{MessageContext, message};
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{DossierCode, Event, EventKind};
use sanh_domain::outbox::model::LetterFault;
use sanh_store::clock::Clock;
use sanh_store::stored::read_submission;
use sanh_store::{DeliveryOutcome, Duty, LEASE_S, Outbox, Store, StoreError};
use tokio_util::sync::CancellationToken;

use crate::outbox::{Letter, LetterTransport, SendError, TRANSPORTS_MAX, TRY, key};

/// Rows claimed at a time.
const BATCH_ROWS: u32 = 32;
/// Letters sent at a time, each of another dossier (ours: a mail server accepts as many connections from one sender).
const AT_ONCE: usize = 8;
/// How long the making of a letter may take.
const MAKE: Duration = Duration::from_secs(15);
/// The most time that one letter takes.
const ONE: Duration = Duration::from_secs(MAKE.as_secs() + TRY.as_secs() * TRANSPORTS_MAX as u64);
/// The time after which claimed letters are not begun any more but given back, so that no other node claims them while they are
/// being sent.
const BEGUN: Duration = Duration::from_secs(LEASE_S as u64 - ONE.as_secs());
/// The longest wait between two checks: other processes write rows, too.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// The shortest wait between two checks.
const PAUSE: Duration = Duration::from_millis(200);

/// The delivery mode of this node.
pub enum LetterDelivery {
    /// Sends letters by these transports. If there are none, they wait for a node that has one, and an alarm is raised.
    Send(Vec<Box<dyn LetterTransport>>),
    /// The operator has turned notifications off: due rows are closed.
    Close,
}

/// Sends until `shutdown`.
pub async fn run(
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    letters: LetterDelivery,
    shutdown: CancellationToken,
) {
    let mut news = store.changes();
    loop {
        let pause = match deliver_due(&store, clock.as_ref(), &letters).await {
            Ok(pause) => pause,
            Err(error) => {
                tracing::warn!(%error, "the outbox cannot be read; trying again");
                LOOK_EVERY
            }
        };
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
            changed = news.changed() => if changed.is_err() { return },
        }
    }
}

/// Sends what is due; returns the wait until the next time.
async fn deliver_due(
    store: &Store,
    clock: &dyn Clock,
    letters: &LetterDelivery,
) -> Result<Duration, StoreError> {
    let now = clock.now();
    let next = store.next_outbox().await?;
    let Some(next) = next else {
        return Ok(LOOK_EVERY);
    };
    if next > now {
        return Ok((next - now).to_std().unwrap_or(PAUSE).min(LOOK_EVERY));
    }
    let transports = match letters {
        LetterDelivery::Send(transports) if transports.is_empty() => return Ok(LOOK_EVERY),
        LetterDelivery::Send(transports) => transports,
        LetterDelivery::Close => return close(store, now).await,
    };
    // One node sends, so that the messages of a dossier keep their order.
    let Some(store) = store.lead(Duty::Letters).await? else {
        return Ok(LOOK_EVERY);
    };
    let rows = store.take_outbox(BATCH_ROWS, now).await?;
    deliver_all(&store, clock, transports, rows).await?;
    Ok(PAUSE)
}

/// Closes what is due, unless another node sends messages.
async fn close(store: &Store, now: Instant) -> Result<Duration, StoreError> {
    if store.was_led(Duty::Letters).await? {
        return Ok(LOOK_EVERY);
    }
    store.close_outbox(now).await?;
    Ok(PAUSE)
}

/// Sends rows, several dossiers at once, those of one dossier in order. A row that fails does not stop the others.
async fn deliver_all(
    store: &Store,
    clock: &dyn Clock,
    transports: &[Box<dyn LetterTransport>],
    rows: Vec<Outbox>,
) -> Result<(), StoreError> {
    let began = tokio::time::Instant::now();
    let mut dossiers: BTreeMap<DossierCode, Vec<Outbox>> = BTreeMap::new();
    for row in rows {
        dossiers.entry(row.code.clone()).or_default().push(row);
    }
    let dossiers = dossiers.into_values().map(|mut rows| async move {
        rows.sort_by_key(|row| row.sequence);
        let mut ended = Ok(());
        for row in rows {
            let outcome = if began.elapsed() > BEGUN {
                store.release_outbox(&row, clock.now()).await
            } else {
                deliver_and_record(store, clock, transports, &row).await
            };
            if outcome.is_err() {
                ended = outcome;
            }
        }
        ended
    });
    let outcome = futures::stream::iter(dossiers).buffer_unordered(AT_ONCE);
    let ended: Vec<Result<(), StoreError>> = outcome.collect().await;
    ended.into_iter().collect()
}

async fn deliver_and_record(
    store: &Store,
    clock: &dyn Clock,
    transports: &[Box<dyn LetterTransport>],
    row: &Outbox,
) -> Result<(), StoreError> {
    let outcome = match deliver(store, clock, transports, row).await {
        Err(error) if error.is_data_fault() => {
            tracing::error!(row = row.id, %error, "a letter cannot be made");
            DeliveryOutcome::Failed(LetterFault::Record.to_string())
        }
        Err(error) => {
            store.release_outbox(row, clock.now()).await?;
            return Err(error);
        }
        Ok(outcome) => outcome,
    };
    if let DeliveryOutcome::Failed(why) = &outcome {
        tracing::warn!(
            row = row.id,
            tries = row.tries,
            why,
            "an applicant could not be outcome"
        );
    }
    store.end_outbox(row, outcome, clock.now()).await
}

/// Sends a row by the first transport that can reach its applicant.
///
/// # Errors
/// When the letter could not be made: nothing was tried.
async fn deliver(
    store: &Store,
    clock: &dyn Clock,
    transports: &[Box<dyn LetterTransport>],
    row: &Outbox,
) -> Result<DeliveryOutcome, StoreError> {
    let made = tokio::time::timeout(MAKE, letter(store, clock, row)).await;
    let letter = match made.unwrap_or(Err(StoreError::Busy))? {
        LetterOutcome::Letter(letter) => letter,
        LetterOutcome::Nobody => return Ok(DeliveryOutcome::Nobody),
        LetterOutcome::Cancelled => return Ok(DeliveryOutcome::Cancelled),
    };
    let mut outcome = DeliveryOutcome::Nobody;
    for transport in transports
        .iter()
        .filter(|transport| transport.reaches(&letter))
    {
        let sent = tokio::time::timeout(TRY, transport.send(&letter)).await;
        match sent.unwrap_or_else(|_| Err(SendError(transport.silent()))) {
            Ok(()) => return Ok(DeliveryOutcome::Sent),
            Err(SendError(why)) => outcome = DeliveryOutcome::Failed(why.to_string()),
        }
    }
    Ok(outcome)
}

/// The result of making a letter.
enum LetterOutcome {
    /// The letter.
    Letter(Letter),
    /// There is no applicant's record, or it was erased.
    Nobody,
    /// The event was taken back since then. The taking back has its own letter if the first one was sent.
    Cancelled,
}

async fn letter(
    store: &Store,
    clock: &dyn Clock,
    row: &Outbox,
) -> Result<LetterOutcome, StoreError> {
    // The program writes to the applicants of all agencies.
    let scope = &AgencyScope::Everywhere;
    let (dossier, events) = store.file(&row.code, scope).await?;
    let taken_back = |event: &Event| event.takes_back == Some(row.sequence);
    if events.iter().any(taken_back) {
        return Ok(LetterOutcome::Cancelled);
    }
    let Some(event) = events.iter().find(|event| event.sequence == row.sequence) else {
        return Ok(LetterOutcome::Nobody);
    };
    // A due time that was recounted again is not sent: the newer one has its own message.
    let is_over = |later: &Event| {
        let is_later = later.sequence > event.sequence && later.kind == EventKind::Recount;
        is_later && later.due_at != event.due_at
    };
    if event.kind == EventKind::Recount && events.iter().any(is_over) {
        return Ok(LetterOutcome::Cancelled);
    }
    // The message of a later amendment says what it restated.
    let is_amended = |later: &Event| {
        let amendment = later.amendment.as_deref().filter(|it| it.changes_slip());
        amendment.is_some_and(|it| it.restated.iter().any(|it| it.sequence == event.sequence))
    };
    if events.iter().any(is_amended) {
        return Ok(LetterOutcome::Cancelled);
    }
    // No reminder for papers that have arrived in the meantime.
    if event.kind == EventKind::Remind && dossier.reminded_at != Some(event.occurred_at) {
        return Ok(LetterOutcome::Cancelled);
    }
    store.tell_subscribers(event, clock.now()).await?;
    let Some(record) = store.applicant(&row.code, scope).await? else {
        return Ok(LetterOutcome::Nobody);
    };
    let Ok(submission) = read_submission(&record) else {
        return Err(StoreError::Corrupt(format!(
            "row {} of the outbox: the applicant's record",
            row.id
        )));
    };
    let centre = store.centre(clock.now()).await?;
    let procedures = store.procedures().await?;
    let procedure = procedures
        .into_iter()
        .find(|it| Some(it.id) == dossier.procedure);
    let procedure = procedure.map_or_else(String::new, |it| it.name.vi);
    let applicant = submission.applicant;
    let about = MessageContext {
        name: &applicant.name,
        procedure: &procedure,
        centre: &centre.name,
        zone: centre.zone,
    };
    let message = message(event, &about);
    Ok(LetterOutcome::Letter(Letter {
        key: key(event),
        kind: event.kind.as_str(),
        code: row.code.to_string(),
        occurred_at: event.occurred_at,
        phone: applicant.phone,
        email: applicant.email,
        subject: message.subject,
        text: message.text,
        stop: None,
    }))
}
