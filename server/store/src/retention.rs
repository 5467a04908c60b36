//! Deletes old rows of tables that only grow, in short batches so that other writes go on. Events, dossiers and the audit are
//! never deleted.

use sqlx::AssertSqlSafe;

use sanh_domain::deadline::Instant;

use super::Store;
use super::conn::{close, on};
use super::db::Db;
use super::error::Result;
use super::stored_time::ms;

/// Rows deleted in one transaction (ours: some milliseconds of the writer).
const BATCH_ROWS: i64 = 500;

/// Milliseconds that truncating the log waits for other connections before it gives up.
const CUT_WAIT_MS: u32 = 1_000;

/// A kind of data that is deleted by age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExpiringData {
    /// Failed tries to sign in; age since the last one.
    WrongTries,
    /// Sessions; age since their beginning.
    Sessions,
    /// Links that set a password; age since their end.
    SignInLinks,
    /// Messages to applicants of dossiers that have ended; age since they were sent or given up.
    Letters,
    /// Messages about alarms; age since they were written.
    AlarmMessages,
    /// Alarms; age since their end.
    Alarms,
    /// Imports; age since their end. Their files were deleted long before.
    Imports,
    /// Contact data of messages' senders and the dossiers that they named; age since the answer.
    FeedbackContacts,
    /// Who is told of dossiers, since those have ended.
    Subscriptions,
    /// Addresses that were to be confirmed and were not, since they were given.
    UnconfirmedSubscriptions,
    /// Letters to others than applicants, since they were sent or given up.
    OtherLetters,
}

impl ExpiringData {
    /// Every kind, in an order in which no row refers to one deleted before it.
    pub const ALL: [Self; 11] = [
        Self::WrongTries,
        Self::Sessions,
        Self::SignInLinks,
        Self::Letters,
        Self::AlarmMessages,
        Self::Alarms,
        Self::Imports,
        Self::FeedbackContacts,
        Self::Subscriptions,
        Self::UnconfirmedSubscriptions,
        Self::OtherLetters,
    ];

    /// Its table, its key there, and the condition of rows older than `$1`.
    const fn rows(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::WrongTries => ("throttle", "name", "last_at < $1"),
            Self::Sessions => ("session", "id", "began_at < $1"),
            Self::SignInLinks => ("sign_in_link", "token_hash", "until_at < $1"),
            Self::Letters => (
                "outbox",
                "id",
                "state <> 'waiting' AND ended_at < $1 AND EXISTS (
                     SELECT 1 FROM dossier d WHERE d.id = outbox.dossier_id AND d.ended_at < $1)",
            ),
            Self::AlarmMessages => ("alarm_message", "id", "state <> 'waiting' AND made_at < $1"),
            Self::Alarms => (
                "alarm",
                "id",
                "ended_at < $1 AND NOT EXISTS (SELECT 1 FROM alarm_message m WHERE m.alarm_id = alarm.id)",
            ),
            Self::Imports => (
                "import_job",
                "id",
                "state IN ('applied', 'removed') AND changed_at < $1",
            ),
            Self::FeedbackContacts => (
                "feedback_entry",
                "id",
                "kind IN ('contact', 'dossier') AND EXISTS (
                     SELECT 1 FROM feedback f WHERE f.id = feedback_entry.feedback_id AND f.answered_at < $1)",
            ),
            // Deleting a subscription deletes its letters too.
            Self::Subscriptions => (
                "subscription",
                "id",
                "EXISTS (SELECT 1 FROM dossier d WHERE d.id = subscription.dossier_id AND d.ended_at < $1)",
            ),
            Self::UnconfirmedSubscriptions => {
                ("subscription", "id", "confirmed_at IS NULL AND made_at < $1")
            }
            Self::OtherLetters => ("letter", "id", "state <> 'waiting' AND ended_at < $1"),
        }
    }

    /// Its table, as metrics name it.
    #[must_use]
    pub const fn table(self) -> &'static str {
        self.rows().0
    }
}

impl Store {
    /// Deletes some rows older than an instant; returns how many. 0 when there are no more.
    ///
    /// # Errors
    /// When they cannot be deleted.
    pub async fn trim_aged(&self, what: ExpiringData, before: Instant) -> Result<u64> {
        let (table, key, old) = what.rows();
        let sql = format!(
            "DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {old} LIMIT {BATCH_ROWS})"
        );
        self.trim(table, sql, ms(before)).await
    }

    /// Deletes some of the stored figures of finished periods beyond the last `rows_max`, those counted longest ago first;
    /// returns how many. A deleted one is counted again on demand.
    ///
    /// # Errors
    /// When they cannot be deleted.
    pub async fn trim_cubes(&self, rows_max: u32) -> Result<u64> {
        let sql = format!(
            "DELETE FROM cube WHERE (from_date, to_date) IN (
                 SELECT from_date, to_date FROM cube ORDER BY event_id DESC, from_date DESC, to_date DESC
                 LIMIT {BATCH_ROWS} OFFSET $1)"
        );
        self.trim("cube", sql, rows_max.into()).await
    }

    /// Deletes some of what the walls showed before an instant; see [`Store::forget_shown`].
    ///
    /// # Errors
    /// When it cannot be deleted.
    pub async fn trim_shown(&self, before: Instant) -> Result<u64> {
        let boards = self.forget_shown(before).await?;
        self.health().note_trimmed("board_version", boards);
        Ok(boards)
    }

    async fn trim(&self, table: &'static str, sql: String, bound: i64) -> Result<u64> {
        let dropped = self.write(move |mut conn| {
            Box::pin(async move {
                Ok(on!(&mut conn, c => {
                    let query = sqlx::query(AssertSqlSafe(sql)).bind(bound);
                    query.execute(&mut **c).await.map(|done| done.rows_affected())
                })?)
            })
        });
        let dropped = dropped.await?;
        self.health().note_trimmed(table, dropped);
        Ok(dropped)
    }

    /// Writes SQLite's log into the database and truncates it, if nobody reads or writes at that moment; what is in use stays.
    /// Does nothing on PostgreSQL, which does that itself.
    ///
    /// # Errors
    /// When the database cannot be opened.
    pub async fn cut_log(&self) -> Result<()> {
        let Db::Sqlite { options, .. } = self.db() else {
            return Ok(());
        };
        let mut conn = self.connect_sqlite(options).await?;
        let wait = format!("PRAGMA busy_timeout = {CUT_WAIT_MS}");
        let cut = async {
            sqlx::query(AssertSqlSafe(wait)).execute(&mut conn).await?;
            let (busy, _, _): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
                .fetch_one(&mut conn)
                .await?;
            Ok::<_, sqlx::Error>(busy)
        };
        let busy = cut.await;
        close(conn).await;
        if busy? != 0 {
            tracing::debug!("the database's log is in use and was not cut back");
        }
        Ok(())
    }
}
