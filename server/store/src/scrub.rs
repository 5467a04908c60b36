//! Scrubs erased data from the database's files.

use std::time::Duration;

use sqlx::query_as;

use super::Store;
use super::conn::close;
use super::db::Db;
use super::error::Result;

/// Tries to empty SQLite's write-ahead log while somebody reads.
const TRIES: u32 = 20;
/// Milliseconds between two tries.
const WAIT_MS: u64 = 100;

/// The tables from which data is erased, for PostgreSQL's vacuum.
const SCRUBBED: [&str; 10] = [
    "VACUUM applicant",
    "VACUUM applicant_index",
    "VACUUM slip",
    "VACUUM note",
    "VACUUM attachment",
    "VACUUM attachment_part",
    "VACUUM account",
    "VACUUM sign_in_link",
    "VACUUM feedback_entry",
    "VACUUM subscription",
];

impl Store {
    /// Scrubs data that was just erased from the database's files: SQLite overwrites it in place (`secure_delete`) and keeps it
    /// in the write-ahead log until that is emptied; PostgreSQL keeps old rows until they are vacuumed. Archived logs and
    /// backups cannot be reached. While others read for long, SQLite's log is emptied by a later checkpoint.
    ///
    /// # Errors
    /// When the database does not answer.
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
