//! The outbox: messages to applicants. A row is written with its event and sent once the event can no longer be undone. It is
//! sent at least once, under a key by which a receiver recognises a repeat.

use chrono::Duration;
use sqlx::{AssertSqlSafe, query_as, query_scalar};

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::message::concerns_applicant;
use sanh_domain::dossier::{DossierCode, Event, EventKind};
use sanh_domain::word::UnknownValue;

use super::Store;
use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::delivery::{DeliveryOutcome, DeliveryQueue, Leased};
use super::error::{Result, StoreError};
use super::row::row;
use super::row_set::insert_set;
use super::stored_time::{instant, ms};

const QUEUE: DeliveryQueue = DeliveryQueue::Outbox;
/// Rows of one list.
const LISTED_MAX: u32 = 100;

/// A row to be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbox {
    /// Its number.
    pub id: i64,
    /// The dossier.
    pub code: DossierCode,
    /// The sequence of its event.
    pub sequence: i64,
    /// The number of this try, from 1.
    pub tries: u32,
}

impl Outbox {
    const fn leased(&self) -> Leased {
        Leased {
            id: self.id,
            tries: self.tries,
        }
    }
}

/// A row as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedOutbox {
    /// Its number.
    pub id: i64,
    /// The dossier.
    pub code: DossierCode,
    /// The kind of its event.
    pub kind: EventKind,
    /// The number of tries so far.
    pub tries: u32,
    /// When it is tried next, or was given up.
    pub at: Instant,
    /// The fault of the last try; blank if there was none.
    pub fault: String,
}

/// The number of rows by state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboxCounts {
    /// Rows that wait.
    pub waiting: i64,
    /// Rows that were given up: number and fault of each, at most a hundred, newest first.
    pub dead: Vec<(i64, String)>,
    /// Letters to others than applicants that are to be sent.
    pub letters_waiting: i64,
    /// The same, given up.
    pub letters_dead: i64,
}

/// Rows that wait, or that were given up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboxList {
    /// Their number.
    pub count: i64,
    /// At most a hundred: waiting ones by their next try, given-up ones newest first.
    pub rows: Vec<ListedOutbox>,
}

row! {
    /// A row to be added.
    OutboxRow of "outbox" {
        id: i64,
        dossier_id: i64,
        event_sequence: i64,
        state: String,
        next_at: i64,
    }
}

impl OutboxRow {
    /// The row of an event, to be sent once the event can no longer be undone; without its number.
    pub(super) fn of(dossier_id: i64, event: &Event, undo_s: u32) -> Self {
        Self {
            id: 0,
            dossier_id,
            event_sequence: event.sequence,
            state: "waiting".to_owned(),
            next_at: ms(event.recorded_at + Duration::seconds(undo_s.into())),
        }
    }
}

/// Whether the applicant is notified of an event that undoes nothing: not of an amendment that changes nothing on the slip.
pub(super) fn notifies_applicant(event: &Event) -> bool {
    let amendment = event.amendment.as_ref();
    concerns_applicant(event.kind) && amendment.is_none_or(|amendment| amendment.changes_slip())
}

/// Queues the messages of these events. The message of an event that is undone before it was sent is cancelled.
pub(super) async fn put(
    conn: &mut Conn<'_>,
    dossier_id: i64,
    events: &[Event],
    undo_s: u32,
) -> Result<()> {
    let mut rows = Vec::new();
    for event in events {
        let is_told = match event.takes_back {
            Some(sequence) if event.kind == EventKind::Correct => {
                !cancel(conn, dossier_id, sequence).await?
            }
            _ => notifies_applicant(event),
        };
        if is_told {
            rows.push(OutboxRow::of(dossier_id, event, undo_s));
        }
    }
    add(conn, rows).await
}

/// The same for many events that are recorded together and undo nothing, each with its dossier's row.
pub(super) async fn put_all(
    conn: &mut Conn<'_>,
    events: &[(i64, Event)],
    undo_s: u32,
) -> Result<()> {
    let told = events
        .iter()
        .filter(|(_, event)| concerns_applicant(event.kind));
    let rows = told.map(|(dossier_id, event)| OutboxRow::of(*dossier_id, event, undo_s));
    add(conn, rows.collect()).await
}

/// Adds rows under the next numbers.
async fn add(conn: &mut Conn<'_>, rows: Vec<OutboxRow>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let sql = "SELECT coalesce(max(id), 0) FROM outbox";
    let last: i64 = on!(&mut *conn, c => query_scalar(sql).fetch_one(&mut **c).await)?;
    let rows = (last + 1..)
        .zip(rows)
        .map(|(id, row)| OutboxRow { id, ..row });
    insert_set(conn, &rows.collect::<Vec<_>>(), "").await
}

/// Cancels the row of an undone event; returns whether it cannot have been sent. A row that was given up may have been sent:
/// the receiver may have answered too late. Whoever wants to be told of the dossier may have been told, too.
async fn cancel(conn: &mut Conn<'_>, dossier_id: i64, sequence: i64) -> Result<bool> {
    let sql = "UPDATE outbox SET state = 'cancelled' WHERE dossier_id = $1 AND event_sequence = $2 AND state = 'waiting' AND tries = 0";
    on!(&mut *conn, c => sqlx::query(sql).bind(dossier_id).bind(sequence).execute(&mut **c).await.map(drop))?;
    let applicant = "SELECT count(*) FROM outbox WHERE dossier_id = $1 AND event_sequence = $2 AND state IN ('sent', 'waiting', 'dead')";
    let others = "SELECT count(*) FROM letter l JOIN subscription s ON s.id = l.subscription_id
                  WHERE s.dossier_id = $1 AND l.event_sequence = $2 AND l.state IN ('sent', 'waiting', 'dead')";
    for sql in [applicant, others] {
        let told: i64 = on!(&mut *conn, c => query_scalar(sql).bind(dossier_id).bind(sequence).fetch_one(&mut **c).await)?;
        if told > 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A selection of the due rows.
#[derive(Clone, Copy)]
enum DueSelection {
    Oldest,
    Newest,
}

/// Number, dossier, event and tries of due rows. Of the newest, none whose dossier has an older row waiting.
async fn due(
    conn: &mut Conn<'_>,
    which: DueSelection,
    rows_max: u32,
    now: Instant,
) -> Result<Vec<(i64, String, i64, i64)>> {
    let (order, condition) = match which {
        DueSelection::Oldest => ("", ""),
        DueSelection::Newest => (
            "DESC",
            "WHERE NOT EXISTS (SELECT 1 FROM outbox p WHERE p.dossier_id = o.dossier_id
                               AND p.event_sequence < o.event_sequence AND p.state = 'waiting')",
        ),
    };
    let sql = format!(
        "SELECT o.id, d.code, o.event_sequence, o.tries
         FROM (SELECT * FROM outbox WHERE state = 'waiting' AND next_at <= $1 ORDER BY next_at {order} LIMIT $2) AS o
         JOIN dossier d ON d.id = o.dossier_id {condition} ORDER BY o.next_at, o.id"
    );
    Ok(on!(conn, c => {
        query_as(AssertSqlSafe(sql)).bind(ms(now)).bind(i64::from(rows_max)).fetch_all(&mut **c).await
    })?)
}

#[derive(sqlx_macros::FromRow)]
struct ListedRow {
    id: i64,
    code: String,
    kind: String,
    tries: i64,
    at: i64,
    fault: String,
}

impl ListedRow {
    fn listed(self) -> Result<ListedOutbox> {
        let damaged =
            |what: String| StoreError::Corrupt(format!("row {} of the outbox: {what}", self.id));
        Ok(ListedOutbox {
            code: DossierCode::try_from(self.code).map_err(|error| damaged(error.to_string()))?,
            kind: self
                .kind
                .parse()
                .map_err(|error: UnknownValue| damaged(error.to_string()))?,
            id: self.id,
            tries: u32::try_from(self.tries).unwrap_or(u32::MAX),
            at: instant(self.at)?,
            fault: self.fault,
        })
    }
}

/// The rows of a state in an order, with the instant that is shown.
async fn listed(
    conn: &mut Conn<'_>,
    state: &'static str,
    at: &'static str,
    order: &'static str,
) -> Result<OutboxList> {
    let sql = format!("SELECT count(*) FROM outbox WHERE state = '{state}'");
    let count: i64 =
        on!(&mut *conn, c => query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut **c).await)?;
    let sql = format!(
        "SELECT o.id, d.code, e.kind, o.tries, {at} AS at, coalesce(o.fault, '') AS fault FROM outbox o
         JOIN dossier d ON d.id = o.dossier_id
         JOIN event e ON e.dossier_id = o.dossier_id AND e.sequence = o.event_sequence
         WHERE o.state = '{state}' ORDER BY {order} LIMIT {LISTED_MAX}"
    );
    let rows: Vec<ListedRow> =
        on!(conn, c => query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&mut **c).await)?;
    let rows = rows
        .into_iter()
        .map(ListedRow::listed)
        .collect::<Result<_>>()?;
    Ok(OutboxList { count, rows })
}

impl Store {
    /// Claims due rows, at most `rows_max`; no other node gets them for [`LEASE_S`](crate::LEASE_S) seconds. Half of them are those
    /// that have waited longest, and half the newest: a new message does not wait for days behind a large recount. Of one dossier an
    /// older row goes first.
    ///
    /// # Errors
    /// When they cannot be read or written.
    pub async fn take_outbox(&self, rows_max: u32, now: Instant) -> Result<Vec<Outbox>> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let mut rows = due(conn, DueSelection::Newest, rows_max / 2, now).await?;
                let newest: Vec<i64> = rows.iter().map(|(id, ..)| *id).collect();
                let oldest = due(conn, DueSelection::Oldest, rows_max, now)
                    .await?
                    .into_iter();
                let oldest = oldest.filter(|(id, ..)| !newest.contains(id));
                rows.extend(oldest.take(rows_max as usize - newest.len()));
                rows.sort_unstable_by_key(|(id, ..)| *id);
                let mut taken = Vec::with_capacity(rows.len());
                for (id, code, sequence, tries) in rows {
                    QUEUE.lease(conn, id, now).await?;
                    let Ok(code) = DossierCode::try_from(code) else {
                        // Only this row is skipped: the others must not wait for it.
                        tracing::error!(
                            row = id,
                            "a row of the outbox is of a dossier whose code is none"
                        );
                        continue;
                    };
                    taken.push(Outbox {
                        id,
                        code,
                        sequence,
                        tries: u32::try_from(tries).unwrap_or(u32::MAX).saturating_add(1),
                    });
                }
                Ok(taken)
            })
        })
        .await
    }

    /// Stores the result of a claimed row; does nothing when its lease is over and another node has claimed it.
    ///
    /// # Errors
    /// When it cannot be written; the row is then tried again.
    pub async fn end_outbox(
        &self,
        row: &Outbox,
        told: DeliveryOutcome,
        now: Instant,
    ) -> Result<()> {
        let told = (told, row.code.to_string());
        self.end_delivery(QUEUE, row.leased(), told, now).await
    }

    /// Returns a claimed row that could not be tried, for no reason of its own: the try does not count.
    ///
    /// # Errors
    /// When it cannot be written; the try then counts, and the row is claimed again when its lease is over.
    pub async fn release_outbox(&self, row: &Outbox, now: Instant) -> Result<()> {
        self.release_delivery(QUEUE, row.leased(), now).await
    }

    /// Ends every due row where the operator has configured that nobody is notified: none is sent by surprise after a change of
    /// that setting.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn close_outbox(&self, now: Instant) -> Result<()> {
        self.close_queue(QUEUE, now).await
    }

    /// When the next row is due; `None` if none waits.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn next_outbox(&self) -> Result<Option<Instant>> {
        self.next_delivery(QUEUE).await
    }

    /// The number of waiting rows, and the rows that were given up.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn outbox_counts(&self) -> Result<OutboxCounts> {
        self.read(|mut conn| {
            Box::pin(async move {
                let sql = "SELECT count(*) FROM outbox WHERE state = 'waiting'";
                let waiting: i64 = on!(&mut conn, c => query_scalar(sql).fetch_one(&mut **c).await)?;
                let sql = "SELECT id, coalesce(fault, '') FROM outbox WHERE state = 'dead' ORDER BY id DESC LIMIT 100";
                let dead: Vec<(i64, String)> = on!(&mut conn, c => query_as(sql).fetch_all(&mut **c).await)?;
                let sql = "SELECT (SELECT count(*) FROM letter WHERE state = 'waiting'), (SELECT count(*) FROM letter WHERE state = 'dead')";
                let (letters_waiting, letters_dead): (i64, i64) =
                    on!(&mut conn, c => query_as(sql).fetch_one(&mut **c).await)?;
                Ok(OutboxCounts { waiting, dead, letters_waiting, letters_dead })
            })
        })
        .await
    }

    /// The waiting rows, and those that were given up, for administrators.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn outbox_lists(&self) -> Result<(OutboxList, OutboxList)> {
        self.read(|mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let waiting = listed(conn, "waiting", "o.next_at", "o.next_at, o.id").await?;
                let dead =
                    listed(conn, "dead", "coalesce(o.ended_at, o.next_at)", "o.id DESC").await?;
                Ok((waiting, dead))
            })
        })
        .await
    }

    /// Queues every given-up row again, with one audit entry; returns their number.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn retry_whole_outbox(&self, by: AuditActor, now: Instant) -> Result<u64> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let mut retried = 0;
                for queue in DeliveryQueue::ALL {
                    retried += queue.retry_all(&mut conn, now).await?;
                }
                let audit_entry = AuditEntry {
                    became: format!("{retried} messages wait"),
                    ..AuditEntry::new(AuditAct::LetterRetried, "outbox")
                };
                Ok((retried, Some(audit_entry).filter(|_| retried > 0)))
            })
        })
        .await
    }

    /// Queues a given-up row again, with an audit entry. Returns whether there was one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn retry_outbox(&self, id: i64, by: AuditActor, now: Instant) -> Result<bool> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT d.code, coalesce(o.fault, '') FROM outbox o JOIN dossier d ON d.id = o.dossier_id WHERE o.id = $1 AND o.state = 'dead'";
                let found: Option<(String, String)> =
                    on!(&mut conn, c => query_as(sql).bind(id).fetch_optional(&mut **c).await)?;
                let Some((code, was)) = found else {
                    return Ok((false, None));
                };
                let became = format!("message {id} waits");
                let audit_entry = AuditEntry { was, became, ..AuditEntry::new(AuditAct::LetterRetried, code) };
                let sql = "UPDATE outbox SET state = 'waiting', tries = 0, next_at = $2, ended_at = NULL WHERE id = $1 AND state = 'dead'";
                on!(&mut conn, c => sqlx::query(sql).bind(id).bind(ms(now)).execute(&mut **c).await.map(drop))?;
                Ok((true, Some(audit_entry)))
            })
        })
        .await
    }
}
