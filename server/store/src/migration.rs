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
                // `IMMEDIATE`, so that another process that starts now reads the numbers after they are set.
                let mut transaction = conn.begin_with("BEGIN IMMEDIATE").await?;
                renumber(&mut Conn::Sqlite(&mut transaction), &SQLITE).await?;
                transaction.commit().await?;
                // Not `run`: its future is not `Send` for every lifetime, and the server spawns it.
                SQLITE.run_direct(None, &mut conn, false).await?;
                close(conn).await;
            }
            Db::Postgres(pools, _) => {
                // A connection of its own without a time limit: building an index of a large table takes long.
                let mut conn = pools.writers.acquire().await?.detach();
                sqlx::query("SET statement_timeout = 0")
                    .execute(&mut conn)
                    .await?;
                // The migrator takes this lock too, and a session may take it twice. It is held from before the numbers are read
                // until the connection ends, so another node that starts now waits for both.
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
