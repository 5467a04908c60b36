//! Tells applicants what stands in the outbox, when it can no longer be undone.

use std::sync::Arc;
use std::time::Duration;

use sanh_app::dossier::Event;
use sanh_app::dossier::applicant::Submission;
use sanh_app::dossier::message::{About, message};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::outbox::{Letter, Unsent, Way};
use crate::store::{Outbox, Store, StoreError, Told};

/// Rows taken at once: all of them must be told before their lease ends.
const BATCH_ROWS: u32 = 4;
/// The longest wait between two looks: other processes write rows, too.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// The shortest.
const PAUSE: Duration = Duration::from_millis(200);

/// Tells until `shutdown`.
pub async fn run(
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    ways: Vec<Box<dyn Way>>,
    shutdown: CancellationToken,
) {
    let mut news = store.changes();
    loop {
        let pause = match look(&store, clock.as_ref(), &ways).await {
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
    ways: &[Box<dyn Way>],
) -> Result<Duration, StoreError> {
    let now = clock.now();
    let next = store.next_outbox().await?;
    let Some(next) = next else {
        return Ok(LOOK_EVERY);
    };
    if next > now {
        return Ok((next - now).to_std().unwrap_or(PAUSE).min(LOOK_EVERY));
    }
    if ways.is_empty() {
        store.close_outbox(now).await?;
        return Ok(PAUSE);
    }
    for row in store.take_outbox(BATCH_ROWS, now).await? {
        let told = tell(store, clock, ways, &row).await?;
        if let Told::Failed(why) = &told {
            tracing::warn!(
                row = row.id,
                tries = row.tries,
                why,
                "an applicant could not be told"
            );
        }
        store.end_outbox(&row, told, clock.now()).await?;
    }
    Ok(PAUSE)
}

async fn tell(
    store: &Store,
    clock: &dyn Clock,
    ways: &[Box<dyn Way>],
    row: &Outbox,
) -> Result<Told, StoreError> {
    let letter = match letter(store, clock, row).await? {
        Made::Letter(letter) => letter,
        Made::Nobody => return Ok(Told::Nobody),
        Made::TakenBack => return Ok(Told::Cancelled),
    };
    let mut told = Told::Nobody;
    for way in ways.iter().filter(|way| way.reaches(&letter)) {
        match way.send(&letter).await {
            Ok(()) => return Ok(Told::Sent),
            Err(Unsent(why)) => told = Told::Failed(why.to_string()),
        }
    }
    Ok(told)
}

/// What became of making a letter.
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
    let Some(record) = store.applicant(&row.code).await? else {
        return Ok(Made::Nobody);
    };
    let Ok(submission) = serde_json::from_slice::<Submission>(&record) else {
        return Err(StoreError::Damaged(format!(
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
    let about = About {
        name: &applicant.name,
        procedure: &procedure,
        centre: &centre.name,
        zone: centre.zone,
    };
    let message = message(event, &about);
    Ok(Made::Letter(Letter {
        id: row.id,
        kind: event.kind.as_str(),
        code: row.code.to_string(),
        occurred_at: event.occurred_at,
        phone: applicant.phone,
        email: applicant.email,
        subject: message.subject,
        text: message.text,
    }))
}
