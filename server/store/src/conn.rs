//! One connection of either engine, and the macro that runs the same statement on both.

use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use super::error::{Result, StoreError};

/// Before 3.51.3 a reset of the write-ahead log could corrupt the database.
pub(super) const SQLITE_VERSION_MIN: (u32, u32, u32) = (3, 51, 3);

/// The pool from which a store reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PoolChoice {
    /// Shared by all.
    Shared,
    /// Reserved for the publisher and for readiness checks.
    Reserved,
}

impl PoolChoice {
    /// The chosen one of two pools.
    pub(super) const fn of<'p, P>(self, shared: &'p P, reserved: &'p P) -> &'p P {
        match self {
            Self::Shared => shared,
            Self::Reserved => reserved,
        }
    }
}

/// One connection inside a transaction.
pub(super) enum Conn<'c> {
    /// SQLite.
    Sqlite(&'c mut SqliteConnection),
    /// PostgreSQL.
    Postgres(&'c mut PgConnection),
}

impl Conn<'_> {
    /// Reborrows the connection.
    pub(super) fn lend(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(conn) => Conn::Sqlite(conn),
            Self::Postgres(conn) => Conn::Postgres(conn),
        }
    }

    /// The table of dossiers in a statement, on SQLite with the index along which it is read. Without statistics SQLite takes
    /// an index that has one column of the condition, and looks up each of its rows in the table; a partial index that has all
    /// columns is read in a twentieth of the time. PostgreSQL has statistics and chooses well.
    pub(super) fn dossiers_along(&self, index: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("dossier INDEXED BY {index}"),
            Self::Postgres(_) => "dossier".to_owned(),
        }
    }
}

/// Runs the same expression on the connection's engine: `on!(conn, c => query(…).execute(&mut **c).await)`.
macro_rules! on {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            $crate::conn::Conn::Sqlite($c) => $body,
            $crate::conn::Conn::Postgres($c) => $body,
        }
    };
}
pub(super) use on;

/// Opens one more SQLite connection and reads its settings back.
pub(super) async fn connect_sqlite(
    options: &SqliteConnectOptions,
    busy_ms: u128,
) -> Result<SqliteConnection> {
    let mut conn = options.connect().await.map_err(setup_error)?;
    check_pragmas(&mut conn, busy_ms)
        .await
        .map_err(setup_error)?;
    Ok(conn)
}

/// Refuses a connection that could lose acknowledged writes: SQLite ignores a pragma it cannot obey without an error.
pub(super) async fn check_pragmas(conn: &mut SqliteConnection, busy_ms: u128) -> sqlx::Result<()> {
    let version: String = sqlx::query_scalar("SELECT sqlite_version()")
        .fetch_one(&mut *conn)
        .await?;
    let journal: String = sqlx::query_scalar("PRAGMA journal_mode")
        .fetch_one(&mut *conn)
        .await?;
    let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous")
        .fetch_one(&mut *conn)
        .await?;
    let foreign_keys: i64 = sqlx::query_scalar("PRAGMA foreign_keys")
        .fetch_one(&mut *conn)
        .await?;
    let secure_delete: i64 = sqlx::query_scalar("PRAGMA secure_delete")
        .fetch_one(&mut *conn)
        .await?;
    let busy: i64 = sqlx::query_scalar("PRAGMA busy_timeout")
        .fetch_one(&mut *conn)
        .await?;
    let refuse = |what: &str, found: String| {
        Err(sqlx::Error::Configuration(
            format!("{what} is {found}").into(),
        ))
    };
    if version_of(&version) < SQLITE_VERSION_MIN {
        return refuse("SQLite must be 3.51.3 or newer; this one", version);
    }
    if journal != "wal" {
        return refuse(
            "journal_mode must be wal (is the folder on a network drive?); it",
            journal,
        );
    }
    if synchronous != 2 {
        return refuse("synchronous must be FULL (2); it", synchronous.to_string());
    }
    if foreign_keys != 1 {
        return refuse("foreign_keys must be on; it", foreign_keys.to_string());
    }
    if secure_delete != 1 {
        return refuse("secure_delete must be on; it", secure_delete.to_string());
    }
    if u128::try_from(busy) != Ok(busy_ms) {
        return refuse("busy_timeout was not taken; it", busy.to_string());
    }
    Ok(())
}

fn version_of(text: &str) -> (u32, u32, u32) {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}

/// Makes a one-line error while the store is being opened.
pub(super) fn setup_error(error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::Configuration(what) => StoreError::Misconfigured(what.to_string()),
        sqlx::Error::Database(what) if what.code().is_some_and(|code| code == "14") => {
            StoreError::Misconfigured(format!(
                "the database file cannot be opened or made: {what}"
            ))
        }
        other => other.into(),
    }
}

/// Closes a connection that is not used again, ignoring errors.
pub(super) async fn close<C: Connection>(conn: C) {
    if let Err(error) = conn.close().await {
        tracing::debug!(%error, "a connection did not close cleanly");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        assert!(version_of("3.51.3") >= SQLITE_VERSION_MIN);
        assert!(version_of("3.100.0") > SQLITE_VERSION_MIN);
        assert!(version_of("3.51.2") < SQLITE_VERSION_MIN);
        assert!(version_of("3.9.9") < SQLITE_VERSION_MIN);
    }
}
