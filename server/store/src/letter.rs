//! Letters beside those to applicants: to whoever wants to be told of a dossier, and to the sender of a message that was answered. They
//! are tried, tried again and given up as those of the outbox are; the row says of what a letter is, never to whom or what it says.

use sqlx::{query_as, query_scalar};

use sanh_domain::deadline::Instant;
use sanh_domain::dossier::DossierCode;

use super::Store;
use super::conn::{Conn, on};
use super::delivery::{DeliveryOutcome, DeliveryQueue, Leased};
use super::error::{Result, StoreError};
use super::stored_time::ms;

const QUEUE: DeliveryQueue = DeliveryQueue::Letter;

/// A letter to be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueLetter {
    /// Its number.
    pub id: i64,
    /// Of what it is.
    pub about: LetterAbout,
    /// Which try this is, from 1.
    pub tries: u32,
}

impl DueLetter {
    const fn leased(&self) -> Leased {
        Leased {
            id: self.id,
            tries: self.tries,
        }
    }
}

/// Of what a letter is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterAbout {
    /// It asks the owner of an address whether they want to be told.
    Confirmation {
        /// Of which subscription.
        subscription: i64,
        /// Of which dossier.
        code: DossierCode,
    },
    /// It tells that a dossier has changed.
    Change {
        /// Of which subscription.
        subscription: i64,
        /// Which dossier.
        code: DossierCode,
        /// By which event of its history.
        sequence: i64,
    },
    /// It tells that a message was answered.
    Answer {
        /// Which message.
        feedback: i64,
    },
}

impl LetterAbout {
    /// In the words of the audit.
    fn subject(&self) -> String {
        match self {
            Self::Confirmation { code, .. } | Self::Change { code, .. } => code.to_string(),
            Self::Answer { feedback } => format!("feedback:{feedback}"),
        }
    }
}

#[derive(sqlx_macros::FromRow)]
struct DueRow {
    id: i64,
    subscription_id: Option<i64>,
    code: Option<String>,
    event_sequence: Option<i64>,
    feedback_id: Option<i64>,
    tries: i64,
}

impl DueRow {
    fn due(self) -> Result<DueLetter> {
        let damaged = || StoreError::Corrupt(format!("letter {} cannot be read", self.id));
        let code = self.code.map(DossierCode::try_from).transpose();
        let code = code.map_err(|_| damaged())?;
        let about = match (
            self.subscription_id,
            code,
            self.event_sequence,
            self.feedback_id,
        ) {
            (Some(subscription), Some(code), None, None) => {
                LetterAbout::Confirmation { subscription, code }
            }
            (Some(subscription), Some(code), Some(sequence), None) => LetterAbout::Change {
                subscription,
                code,
                sequence,
            },
            (None, None, None, Some(feedback)) => LetterAbout::Answer { feedback },
            _ => return Err(damaged()),
        };
        Ok(DueLetter {
            id: self.id,
            about,
            tries: u32::try_from(self.tries)
                .unwrap_or(u32::MAX)
                .saturating_add(1),
        })
    }
}

/// Queues the letter that asks the owner of an address.
pub(super) async fn put_confirmation(
    conn: &mut Conn<'_>,
    subscription: i64,
    now: Instant,
) -> Result<()> {
    put(conn, (Some(subscription), None, None), now)
        .await
        .map(drop)
}

/// Queues the letter about an event, once; how many were queued.
pub(super) async fn put_change(
    conn: &mut Conn<'_>,
    (subscription, sequence): (i64, i64),
    now: Instant,
) -> Result<u64> {
    // The subscription may have ended since it was read.
    let sql = "SELECT count(*) FROM subscription WHERE id = $1";
    let found: i64 =
        on!(&mut *conn, c => query_scalar(sql).bind(subscription).fetch_one(&mut **c).await)?;
    if found == 0 {
        return Ok(0);
    }
    put(conn, (Some(subscription), Some(sequence), None), now).await
}

/// Queues the letter about the answer to a message, once.
pub(super) async fn put_answer(conn: &mut Conn<'_>, feedback: i64, now: Instant) -> Result<()> {
    put(conn, (None, None, Some(feedback)), now).await.map(drop)
}

async fn put(
    conn: &mut Conn<'_>,
    (subscription, sequence, feedback): (Option<i64>, Option<i64>, Option<i64>),
    now: Instant,
) -> Result<u64> {
    let sql = "INSERT INTO letter (id, subscription_id, event_sequence, feedback_id, state, next_at)
               VALUES ((SELECT coalesce(max(id), 0) + 1 FROM letter), $1, $2, $3, 'waiting', $4) ON CONFLICT DO NOTHING";
    Ok(on!(conn, c => {
        let query = sqlx::query(sql).bind(subscription).bind(sequence).bind(feedback);
        query.bind(ms(now)).execute(&mut **c).await.map(|done| done.rows_affected())
    })?)
}

impl Store {
    /// Claims letters that are due, at most `rows_max`, those that wait longest first; no other node gets them for
    /// [`LEASE_S`](crate::LEASE_S).
    ///
    /// # Errors
    /// When they cannot be read or written.
    pub async fn take_letters(&self, rows_max: u32, now: Instant) -> Result<Vec<DueLetter>> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let sql = "SELECT l.id, l.subscription_id, d.code, l.event_sequence, l.feedback_id, l.tries FROM letter l
                           LEFT JOIN subscription s ON s.id = l.subscription_id LEFT JOIN dossier d ON d.id = s.dossier_id
                           WHERE l.state = 'waiting' AND l.next_at <= $1 ORDER BY l.next_at, l.id LIMIT $2";
                let rows: Vec<DueRow> = on!(&mut *conn, c => {
                    query_as(sql).bind(ms(now)).bind(i64::from(rows_max)).fetch_all(&mut **c).await
                })?;
                let mut taken = Vec::with_capacity(rows.len());
                for row in rows {
                    QUEUE.lease(conn, row.id, now).await?;
                    match row.due() {
                        Ok(letter) => taken.push(letter),
                        // Only this letter is skipped: the others must not wait for it.
                        Err(error) => tracing::error!(%error, "a letter is left aside"),
                    }
                }
                Ok(taken)
            })
        })
        .await
    }

    /// Writes down what came of a letter that was taken; nothing, when its lease is over and somebody else has taken it since.
    ///
    /// # Errors
    /// When it cannot be written; the letter is then tried again.
    pub async fn end_letter(
        &self,
        letter: &DueLetter,
        told: DeliveryOutcome,
        now: Instant,
    ) -> Result<()> {
        let told = (told, letter.about.subject());
        self.end_delivery(QUEUE, letter.leased(), told, now).await
    }

    /// Gives back a letter that was taken and could not be tried, for no reason of its own: the try does not count.
    ///
    /// # Errors
    /// When it cannot be written; the try then counts.
    pub async fn release_letter(&self, letter: &DueLetter, now: Instant) -> Result<()> {
        self.release_delivery(QUEUE, letter.leased(), now).await
    }

    /// Ends every letter that is due where the operator has said that nobody is told.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn close_letters(&self, now: Instant) -> Result<()> {
        self.close_queue(QUEUE, now).await
    }

    /// When the next letter is due; `None`: none waits.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn next_letter(&self) -> Result<Option<Instant>> {
        self.next_delivery(QUEUE).await
    }
}
