//! Taking out of the files what was erased from the tables.

use std::time::Duration;

use sqlx::query_as;

use super::Store;
use super::conn::close;
use super::db::Db;
use super::error::Result;

/// Tries to empty SQLite's write-ahead log while somebody reads.
const TRIES: u32 = 20;
/// Milliseconds between two of them.
const WAIT_MS: u64 = 100;

/// The tables that things are erased from, as PostgreSQL is told of them.
const SCRUBBED: [&str; 8] = [
    "VACUUM applicant",
    "VACUUM applicant_index",
    "VACUUM slip",
    "VACUUM note",
    "VACUUM account",
    "VACUUM sign_in_link",
    "VACUUM feedback_entry",
    "VACUUM subscription",
];

impl Store {
    /// Takes out of the database's files what was just erased: SQLite overwrites it where it lay (`secure_delete`) and keeps it in the
    /// write-ahead log until that is emptied; PostgreSQL keeps old rows until they are vacuumed. Archived logs and copies are beyond
    /// reach. While others read for long, SQLite's log is emptied by a later checkpoint.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub(super) async fn scrub(&self) -> Result<()> {
        match self.db() {
            Db::Sqlite { options, .. } => {
                let mut conn = self.connect_sqlite(options).await?;
                for _ in 0..TRIES {
                    let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
                    let (is_busy, ..): (i64, i64, i64) = query_as(sql).fetch_one(&mut conn).await?;
                    if is_busy == 0 {
                        break;
                    }
                    tokio::time::sleep(Duration::from_millis(WAIT_MS)).await;
                }
                close(conn).await;
            }
            Db::Postgres(pools, _) => {
                for sql in SCRUBBED {
                    sqlx::query(sql).execute(&pools.writers).await?;
                }
            }
        }
        Ok(())
    }
}
