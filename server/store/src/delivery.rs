//! The queues of letters: a row is leased for a try, and after it is sent, tried again after a wait that grows, or given up.

use chrono::Duration;
use sqlx::{AssertSqlSafe, query, query_scalar};

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;

use super::Store;
use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::error::Result;
use super::stored_time::{instant, ms};

/// Tries until a row is given up.
pub const LETTER_TRIES_MAX: u32 = 12;
/// Seconds that a claimed row belongs to the node that claimed it: longer than sending may take.
pub const LEASE_S: u32 = 240;
/// The first wait after a failed try, in seconds; it doubles up to the longest.
const WAIT_S: i64 = 30;
const WAIT_S_MAX: i64 = 3_600;

/// The result of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// It was sent.
    Sent,
    /// There is no applicant, or no transport reaches them.
    Nobody,
    /// The event was taken back: it is never sent.
    Cancelled,
    /// It failed; why, without personal data.
    Failed(String),
}

/// A table of letters, which has the columns `state`, `tries`, `next_at`, `ended_at` and `fault`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DeliveryQueue {
    /// Letters to applicants.
    Outbox,
    /// Letters to others.
    Letter,
}

impl DeliveryQueue {
    /// Both.
    pub(super) const ALL: [Self; 2] = [Self::Outbox, Self::Letter];

    const fn table(self) -> &'static str {
        match self {
            Self::Outbox => "outbox",
            Self::Letter => "letter",
        }
    }

    /// Leases a row for a try, which counts from now on.
    pub(super) async fn lease(self, conn: &mut Conn<'_>, id: i64, now: Instant) -> Result<()> {
        let table = self.table();
        let sql = format!("UPDATE {table} SET tries = tries + 1, next_at = $2 WHERE id = $1");
        let until = ms(now + Duration::seconds(LEASE_S.into()));
        on!(conn, c => {
            query(AssertSqlSafe(sql)).bind(id).bind(until).execute(&mut **c).await.map(drop)
        })?;
        Ok(())
    }

    /// Queues every row again that was given up; how many.
    pub(super) async fn retry_all(self, conn: &mut Conn<'_>, now: Instant) -> Result<u64> {
        let table = self.table();
        let sql = format!(
            "UPDATE {table} SET state = 'waiting', tries = 0, next_at = $1, ended_at = NULL WHERE state = 'dead'"
        );
        Ok(on!(conn, c => {
            let query = query(AssertSqlSafe(sql)).bind(ms(now));
            query.execute(&mut **c).await.map(|done| done.rows_affected())
        })?)
    }
}

/// A row that is leased: its number, and which try this is, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leased {
    pub(super) id: i64,
    pub(super) tries: u32,
}

impl Store {
    /// Stores the result of a try; nothing, when the lease is over and another node has leased the row. The audit tells who was
    /// written to in the words of `subject`.
    pub(super) async fn end_delivery(
        &self,
        queue: DeliveryQueue,
        row: Leased,
        (told, subject): (DeliveryOutcome, String),
        now: Instant,
    ) -> Result<()> {
        self.audited(AuditActor::program("outbox"), now, move |mut conn| {
            Box::pin(async move {
                let after = after_try(told, row.tries, now);
                let (table, state) = (queue.table(), after.state);
                let sql = format!(
                    "UPDATE {table} SET state = $2, next_at = $3, ended_at = $4, fault = $5
                     WHERE id = $1 AND state = 'waiting' AND tries = $6"
                );
                let ended = on!(&mut conn, c => {
                    let query = query(AssertSqlSafe(sql)).bind(row.id).bind(state).bind(after.next_at);
                    let query = query.bind(after.ended_at).bind(after.fault).bind(i64::from(row.tries));
                    query.execute(&mut **c).await.map(|done| done.rows_affected())
                })?;
                // Whoever delivers it has read who it is for.
                let is_read = ended > 0 && matches!(state, "sent" | "dead");
                let audit_entry = is_read.then(|| AuditEntry {
                    became: state.to_owned(),
                    ..AuditEntry::new(AuditAct::LetterSent, subject)
                });
                Ok(((), audit_entry))
            })
        })
        .await
    }

    /// Returns a row that could not be tried, for no reason of its own: the try does not count.
    pub(super) async fn release_delivery(
        &self,
        queue: DeliveryQueue,
        row: Leased,
        now: Instant,
    ) -> Result<()> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let table = queue.table();
                let sql = format!(
                    "UPDATE {table} SET tries = tries - 1, next_at = $2
                     WHERE id = $1 AND state = 'waiting' AND tries = $3"
                );
                let next_at = ms(now + Duration::seconds(WAIT_S));
                on!(&mut conn, c => {
                    let query = query(AssertSqlSafe(sql)).bind(row.id).bind(next_at);
                    query.bind(i64::from(row.tries)).execute(&mut **c).await.map(drop)
                })?;
                Ok(())
            })
        })
        .await
    }

    /// Ends every due row: nobody is told.
    pub(super) async fn close_queue(&self, queue: DeliveryQueue, now: Instant) -> Result<()> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let table = queue.table();
                let sql = format!(
                    "UPDATE {table} SET state = 'nobody', ended_at = $1 WHERE state = 'waiting' AND next_at <= $1"
                );
                on!(&mut conn, c => {
                    query(AssertSqlSafe(sql)).bind(ms(now)).execute(&mut **c).await.map(drop)
                })?;
                Ok(())
            })
        })
        .await
    }

    /// When the next row is due; `None`: none waits.
    pub(super) async fn next_delivery(&self, queue: DeliveryQueue) -> Result<Option<Instant>> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let table = queue.table();
                let sql = format!("SELECT min(next_at) FROM {table} WHERE state = 'waiting'");
                let next: Option<i64> = on!(&mut conn, c => {
                    query_scalar(AssertSqlSafe(sql)).fetch_one(&mut **c).await
                })?;
                next.map(instant).transpose()
            })
        })
        .await
    }
}

/// The state of a row after a try.
struct AfterTry {
    state: &'static str,
    /// When it is tried next, in ms.
    next_at: i64,
    /// Since when it is over, in ms; `None`: it waits.
    ended_at: Option<i64>,
    fault: Option<String>,
}

/// What becomes of a row by the result of a try, which was its so many-th: it waits longer each time, and is given up after the last.
fn after_try(told: DeliveryOutcome, tries: u32, now: Instant) -> AfterTry {
    let wait_s = (WAIT_S << tries.saturating_sub(1).min(16)).min(WAIT_S_MAX);
    let (state, fault) = match told {
        DeliveryOutcome::Sent => ("sent", None),
        DeliveryOutcome::Nobody => ("nobody", None),
        DeliveryOutcome::Cancelled => ("cancelled", None),
        DeliveryOutcome::Failed(why) if tries >= LETTER_TRIES_MAX => ("dead", Some(why)),
        DeliveryOutcome::Failed(why) => ("waiting", Some(why)),
    };
    AfterTry {
        state,
        next_at: ms(now + Duration::seconds(wait_s)),
        ended_at: (state != "waiting").then(|| ms(now)),
        fault,
    }
}
