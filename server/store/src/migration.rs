//! The tables, created and migrated: the migrations are part of the program.

mod renumber;

use sqlx::Connection;
use sqlx::migrate::{Migrate, Migrator};

use super::Store;
use super::calendar;
use super::conn::{Conn, close};
use super::db::Db;
use super::error::Result;
use renumber::renumber;

static SQLITE: Migrator = sqlx_macros::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx_macros::migrate!("../../migrations/postgres");

impl Store {
    /// Creates or migrates the tables; a new database gets the statutory calendar. Running it again does nothing.
    ///
    /// # Errors
    /// When the database was made by a newer version of the program, or cannot be written.
    pub async fn migrate(&self) -> Result<()> {
        match self.db() {
            Db::Sqlite { options, .. } => {
                let mut conn = self.connect_sqlite(options).await?;
                // Immediate: another process that starts now reads the numbers after this one has set them.
                let mut transaction = conn.begin_with("BEGIN IMMEDIATE").await?;
                renumber(&mut Conn::Sqlite(&mut transaction), &SQLITE).await?;
                transaction.commit().await?;
                // Not `run`: its future is not `Send` for every lifetime, and a server is spawned.
                SQLITE.run_direct(None, &mut conn, false).await?;
                close(conn).await;
            }
            Db::Postgres(pools, _) => {
                // A connection of its own: an index of a large table takes longer than a statement otherwise may.
                let mut conn = pools.writers.acquire().await?.detach();
                sqlx::query("SET statement_timeout = 0")
                    .execute(&mut conn)
                    .await?;
                // The lock that the migrator itself takes, and a session may take more than once: it is held from before the
                // numbers are read until the connection ends, so that another node that starts now comes after both.
                conn.lock().await?;
                let mut transaction = conn.begin().await?;
                renumber(&mut Conn::Postgres(&mut transaction), &POSTGRES).await?;
                transaction.commit().await?;
                POSTGRES.run_direct(None, &mut conn, false).await?;
                conn.unlock().await?;
                close(conn).await;
            }
        }
        self.write(|mut conn| Box::pin(async move { calendar::seed(&mut conn).await }))
            .await?;
        self.upgrade().await
    }
}
