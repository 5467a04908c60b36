//! The engine on which the writer's transactions run.

use sqlx::postgres::{PgPool, Postgres};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use crate::change;
use crate::conn::{Conn, close, connect_sqlite, on};
use crate::error::{Result, StoreError};
use crate::options::StoreOptions;
use crate::postgres;

/// The engine, and its connection.
pub(super) enum Engine {
    /// One connection, opened anew after a failure.
    Sqlite {
        connect: Box<SqliteConnectOptions>,
        busy_ms: u128,
        conn: Option<SqliteConnection>,
    },
    /// The connections that write.
    Postgres {
        pool: PgPool,
        options: Box<StoreOptions>,
    },
}

impl Engine {
    /// Begins a transaction.
    pub(super) async fn begin(&mut self) -> Result<Transaction<'_>> {
        match self {
            Self::Sqlite {
                connect,
                busy_ms,
                conn,
            } => {
                let conn = match conn {
                    Some(conn) => conn,
                    None => conn.insert(reconnect(connect, *busy_ms).await?),
                };
                sqlx::query("BEGIN IMMEDIATE").execute(&mut *conn).await?;
                Ok(Transaction::Sqlite(conn))
            }
            Self::Postgres { pool, options } => Ok(Transaction::Postgres {
                transaction: postgres::begin_writing(pool, options, false).await?,
                pool,
                options,
            }),
        }
    }

    /// Drops a connection whose state is unknown: the next transaction gets a new one.
    pub(super) fn forget_connection(&mut self) {
        if let Self::Sqlite { conn, .. } = self {
            *conn = None;
        }
    }

    /// Why a transaction did not reach its commit, or was not committed. If the connection to PostgreSQL fails before the
    /// commit, nothing was written; an error of the commit itself says what is known.
    pub(super) fn explain(&self, error: StoreError) -> StoreError {
        match self {
            Self::Postgres { .. }
                if error.is_transient() && !matches!(error, StoreError::Unknown(_)) =>
            {
                StoreError::Busy
            }
            _ => error,
        }
    }

    /// Closes the connection.
    pub(super) async fn close(&mut self) {
        if let Self::Sqlite { conn, .. } = self
            && let Some(conn) = conn.take()
        {
            close(conn).await;
        }
    }
}

/// Opens the connection again. That fails if the database's folder is gone, or has no room for the log.
async fn reconnect(connect: &SqliteConnectOptions, busy_ms: u128) -> Result<SqliteConnection> {
    let opened = connect_sqlite(connect, busy_ms).await;
    opened.map_err(|error| match error {
        StoreError::Misconfigured(why) => StoreError::Unwritable(why),
        other => other,
    })
}

/// A transaction of the writer.
pub(super) enum Transaction<'e> {
    Sqlite(&'e mut SqliteConnection),
    Postgres {
        transaction: sqlx::Transaction<'static, Postgres>,
        pool: &'e PgPool,
        options: &'e StoreOptions,
    },
}

impl Transaction<'_> {
    /// Its connection.
    pub(super) fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(conn) => Conn::Sqlite(conn),
            Self::Postgres { transaction, .. } => Conn::Postgres(transaction),
        }
    }

    /// Rolls back, and begins another transaction.
    pub(super) async fn begin_anew(self) -> Result<Self> {
        match self {
            Self::Sqlite(conn) => {
                // It fails if SQLite has already rolled back, as on a full disk.
                let _ = sqlx::query("ROLLBACK").execute(&mut *conn).await;
                sqlx::query("BEGIN IMMEDIATE").execute(&mut *conn).await?;
                Ok(Self::Sqlite(conn))
            }
            Self::Postgres {
                transaction,
                pool,
                options,
            } => {
                transaction.rollback().await?;
                let transaction = postgres::begin_writing(pool, options, false).await?;
                Ok(Self::Postgres {
                    transaction,
                    pool,
                    options,
                })
            }
        }
    }

    /// Commits; returns the change number.
    pub(super) async fn commit(self) -> Result<i64> {
        match self {
            Self::Sqlite(conn) => {
                let number = change::read(&mut Conn::Sqlite(&mut *conn)).await?;
                sqlx::query("COMMIT").execute(&mut *conn).await?;
                Ok(number)
            }
            Self::Postgres {
                transaction,
                pool,
                options,
            } => postgres::commit(pool, transaction, options.busy()).await,
        }
    }
}

/// Executes a statement without parameters.
pub(super) async fn execute(conn: &mut Conn<'_>, sql: &'static str) -> Result<()> {
    on!(conn, c => sqlx::query(sql).execute(&mut **c).await.map(drop))?;
    Ok(())
}
