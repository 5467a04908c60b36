//! Tells applicants what stands in the outbox, when it can no longer be undone.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use sanh_app::dossier::message::{MessageContext, message};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{DossierCode, Event, Kind};
use sanh_domain::outbox::model::LetterFault;
use sanh_store::clock::Clock;
use sanh_store::stored::read_submission;
use sanh_store::{DeliveryOutcome, Duty, LEASE_S, Outbox, Store, StoreError};
use tokio_util::sync::CancellationToken;

use crate::outbox::{Letter, LetterTransport, SendError, TRY, WAYS_MAX, key};

/// Rows taken at once.
const BATCH_ROWS: u32 = 32;
/// Letters told at once, each of another dossier (ours: a mail server takes as many connections of one sender).
const AT_ONCE: usize = 8;
/// How long a letter may take to be made.
const MAKE: Duration = Duration::from_secs(15);
/// The most that one letter takes.
const ONE: Duration = Duration::from_secs(MAKE.as_secs() + TRY.as_secs() * WAYS_MAX as u64);
/// Letters that are not begun by then are given back: they would be taken by another while they are still being told.
const BEGUN: Duration = Duration::from_secs(LEASE_S as u64 - ONE.as_secs());
/// The longest wait between two looks: other processes write rows, too.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// The shortest.
const PAUSE: Duration = Duration::from_millis(200);

/// The delivery mode of this node.
pub enum LetterDelivery {
    /// It tells them by these ways. Without any they wait for a node that has one, and for an alarm.
    Tell(Vec<Box<dyn LetterTransport>>),
    /// The operator has turned notifications off: due rows are closed.
    Close,
}

/// Tells until `shutdown`.
pub async fn run(
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    letters: LetterDelivery,
    shutdown: CancellationToken,
) {
    let mut news = store.changes();
    loop {
        let pause = match look(&store, clock.as_ref(), &letters).await {
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

/// Tells what is due; how long to wait then.
async fn look(
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
    let ways = match letters {
        LetterDelivery::Tell(ways) if ways.is_empty() => return Ok(LOOK_EVERY),
        LetterDelivery::Tell(ways) => ways,
        LetterDelivery::Close => return close(store, now).await,
    };
    // One node tells, so that what is told of one dossier keeps its order.
    let Some(store) = store.lead(Duty::Letters).await? else {
        return Ok(LOOK_EVERY);
    };
    let rows = store.take_outbox(BATCH_ROWS, now).await?;
    tell_all(&store, clock, ways, rows).await?;
    Ok(PAUSE)
}

/// Closes what is due, unless some node tells applicants: then it is not this one's to close.
async fn close(store: &Store, now: Instant) -> Result<Duration, StoreError> {
    if store.was_led(Duty::Letters).await? {
        return Ok(LOOK_EVERY);
    }
    store.close_outbox(now).await?;
    Ok(PAUSE)
}

/// Tells rows, several dossiers at once, those of one in their order. A row that cannot be told or ended keeps no other one from it.
async fn tell_all(
    store: &Store,
    clock: &dyn Clock,
    ways: &[Box<dyn LetterTransport>],
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
            let told = if began.elapsed() > BEGUN {
                store.release_outbox(&row, clock.now()).await
            } else {
                tell_and_end(store, clock, ways, &row).await
            };
            if told.is_err() {
                ended = told;
            }
        }
        ended
    });
    let told = futures::stream::iter(dossiers).buffer_unordered(AT_ONCE);
    let ended: Vec<Result<(), StoreError>> = told.collect().await;
    ended.into_iter().collect()
}

async fn tell_and_end(
    store: &Store,
    clock: &dyn Clock,
    ways: &[Box<dyn LetterTransport>],
    row: &Outbox,
) -> Result<(), StoreError> {
    let told = match tell(store, clock, ways, row).await {
        Err(error) if error.is_data_fault() => {
            tracing::error!(row = row.id, %error, "a letter cannot be made");
            DeliveryOutcome::Failed(LetterFault::Record.to_string())
        }
        Err(error) => {
            store.release_outbox(row, clock.now()).await?;
            return Err(error);
        }
        Ok(told) => told,
    };
    if let DeliveryOutcome::Failed(why) = &told {
        tracing::warn!(
            row = row.id,
            tries = row.tries,
            why,
            "an applicant could not be told"
        );
    }
    store.end_outbox(row, told, clock.now()).await
}

/// Tells a row by the first way that can.
///
/// # Errors
/// When the letter could not be made: nothing was tried.
async fn tell(
    store: &Store,
    clock: &dyn Clock,
    ways: &[Box<dyn LetterTransport>],
    row: &Outbox,
) -> Result<DeliveryOutcome, StoreError> {
    let made = tokio::time::timeout(MAKE, letter(store, clock, row)).await;
    let letter = match made.unwrap_or(Err(StoreError::Busy))? {
        Made::Letter(letter) => letter,
        Made::Nobody => return Ok(DeliveryOutcome::Nobody),
        Made::TakenBack => return Ok(DeliveryOutcome::Cancelled),
    };
    let mut told = DeliveryOutcome::Nobody;
    for way in ways.iter().filter(|way| way.reaches(&letter)) {
        let sent = tokio::time::timeout(TRY, way.send(&letter)).await;
        match sent.unwrap_or_else(|_| Err(SendError(way.silent()))) {
            Ok(()) => return Ok(DeliveryOutcome::Sent),
            Err(SendError(why)) => told = DeliveryOutcome::Failed(why.to_string()),
        }
    }
    Ok(told)
}

/// The result of making a letter.
enum Made {
    /// What is to be told to whom.
    Letter(Letter),
    /// Nobody was taken down, or they were erased.
    Nobody,
    /// Somebody took back since what it would tell; that has its own letter where it was told before.
    TakenBack,
}

async fn letter(store: &Store, clock: &dyn Clock, row: &Outbox) -> Result<Made, StoreError> {
    let (dossier, events) = store.file(&row.code).await?;
    let taken_back = |event: &Event| event.takes_back == Some(row.sequence);
    if events.iter().any(taken_back) {
        return Ok(Made::TakenBack);
    }
    let Some(event) = events.iter().find(|event| event.sequence == row.sequence) else {
        return Ok(Made::Nobody);
    };
    // A due time that was counted again since is not told: that it is another now has its own message.
    let is_over = |later: &Event| {
        let is_later = later.sequence > event.sequence && later.kind == Kind::Recount;
        is_later && later.due_at != event.due_at
    };
    if event.kind == Kind::Recount && events.iter().any(is_over) {
        return Ok(Made::TakenBack);
    }
    // What an amendment told otherwise since has the amendment's own message.
    let is_amended = |later: &Event| {
        let amendment = later.amendment.as_deref().filter(|it| it.changes_slip());
        amendment.is_some_and(|it| it.restated.iter().any(|it| it.sequence == event.sequence))
    };
    if events.iter().any(is_amended) {
        return Ok(Made::TakenBack);
    }
    // Papers that came meanwhile are not waited for.
    if event.kind == Kind::Remind && dossier.reminded_at != Some(event.occurred_at) {
        return Ok(Made::TakenBack);
    }
    let Some(record) = store.applicant(&row.code).await? else {
        return Ok(Made::Nobody);
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
    Ok(Made::Letter(Letter {
        key: key(event),
        kind: event.kind.as_str(),
        code: row.code.to_string(),
        occurred_at: event.occurred_at,
        phone: applicant.phone,
        email: applicant.email,
        subject: message.subject,
        text: message.text,
    }))
}
