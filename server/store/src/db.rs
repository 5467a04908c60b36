//! The two database engines.

use std::str::FromStr;

use sqlx::ConnectOptions;
use sqlx::pool::PoolOptions;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteSynchronous};

use super::conn::{check_pragmas, setup_error};
use super::error::{Result, StoreError};
use super::group::Context;
use super::options::StoreOptions;
use super::postgres::{self, Pools};
use super::writer::Writer;

/// Rows that a SQLite connection reads ahead: each switch between its thread and ours costs microseconds.
const ROWS_AHEAD: usize = 1_024;

/// The page cache of the writing connection, in KiB: a change touches dozens of index and counter pages, and pages beyond
/// SQLite's two megabytes are read and written again for each change (measured: four times the work).
const WRITER_CACHE_KIB: u32 = 16_384;

/// The largest size of SQLite's write-ahead log after a checkpoint, in bytes: the space of a large change is given back.
const LOG_BYTES_KEPT: u32 = 67_108_864;

/// The engine in use.
pub(super) enum Db {
    /// Embedded: reading connections, and one writer that shares commits.
    Sqlite {
        /// Connections that only read.
        readers: SqlitePool,
        /// The same, reserved for the publisher and for readiness checks.
        reserved: SqlitePool,
        /// The writing connection.
        writer: Writer,
        /// The options of further connections.
        options: Box<SqliteConnectOptions>,
    },
    /// A server, shared by many nodes; with the writer, which runs many requests in one transaction.
    Postgres(Pools, Writer),
}

impl Db {
    /// Connects and checks the engine's version and settings.
    pub(super) async fn open(options: &StoreOptions, context: Context) -> Result<Self> {
        if options.url.starts_with("sqlite:") {
            Self::open_sqlite(options, context).await
        } else if options.url.starts_with("postgres:") || options.url.starts_with("postgresql:") {
            Self::open_postgres(options, context).await
        } else {
            Err(StoreError::Misconfigured(
                "the database URL must begin with sqlite:// or postgres://".to_owned(),
            ))
        }
    }

    /// The writer.
    pub(super) fn writer(&self) -> &Writer {
        match self {
            Self::Sqlite { writer, .. } | Self::Postgres(_, writer) => writer,
        }
    }

    async fn open_sqlite(options: &StoreOptions, context: Context) -> Result<Self> {
        let reading = sqlite_options(options)?;
        let writing = reading
            .clone()
            .pragma("cache_size", format!("-{WRITER_CACHE_KIB}"));
        let writer = Writer::open_sqlite(writing.clone(), options, context).await?;
        let reading = reading.create_if_missing(false).pragma("query_only", "on");
        Ok(Self::Sqlite {
            readers: readers(options, options.connections_max, reading.clone()).await?,
            reserved: readers(options, postgres::RESERVED, reading).await?,
            writer,
            options: Box::new(writing),
        })
    }

    async fn open_postgres(options: &StoreOptions, context: Context) -> Result<Self> {
        let mut connect = PgConnectOptions::from_str(&options.url).map_err(|error| {
            StoreError::Misconfigured(format!("the database URL cannot be read: {error}"))
        })?;
        // The URL may name its own certificate.
        let ca_file = options.ca_file.as_ref();
        if let Some(ca_file) = ca_file.filter(|_| !options.url.contains("sslrootcert=")) {
            connect = connect.ssl_root_cert(ca_file);
        }
        let pools = Pools::open(connect, options).await?;
        let writer = Writer::open_postgres(pools.writers.clone(), options, context);
        Ok(Self::Postgres(pools, writer))
    }
}

/// Connections of SQLite that only read.
async fn readers(
    options: &StoreOptions,
    connections_max: u32,
    reading: SqliteConnectOptions,
) -> Result<SqlitePool> {
    let busy_ms = options.busy().as_millis();
    PoolOptions::new()
        .max_connections(connections_max.max(1))
        .acquire_timeout(options.acquire())
        .test_before_acquire(false)
        .after_connect(move |conn, _| Box::pin(async move { check_pragmas(conn, busy_ms).await }))
        .connect_with(reading)
        .await
        .map_err(setup_error)
}

fn sqlite_options(options: &StoreOptions) -> Result<SqliteConnectOptions> {
    let parsed = SqliteConnectOptions::from_str(&options.url).map_err(|error| {
        StoreError::Misconfigured(format!("the database URL cannot be read: {error}"))
    })?;
    if options.url.contains(":memory:") || options.url.contains("mode=memory") {
        return Err(StoreError::Misconfigured(
            "a database in memory would be lost at the next start: name a file".to_owned(),
        ));
    }
    let bounded = match options.pages_max {
        Some(pages_max) => parsed.pragma("max_page_count", pages_max.to_string()),
        None => parsed,
    };
    Ok(bounded
        .create_if_missing(options.create)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // Erased content is overwritten, because a person's key must not stay in a free page.
        .pragma("secure_delete", "on")
        .pragma("journal_size_limit", LOG_BYTES_KEPT.to_string())
        .busy_timeout(options.busy())
        .row_buffer_size(ROWS_AHEAD)
        .disable_statement_logging())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use std::sync::Arc;

    use sqlx::ConnectOptions;
    use sqlx::sqlite::SqliteConnection;

    use super::*;
    use crate::centre::RulesCache;
    use crate::conn::{Conn, close, connect_sqlite};

    fn context() -> Context {
        Context {
            rules_cache: Arc::new(RulesCache::new("")),
            seal_key: None,
        }
    }

    async fn refused(change: impl FnOnce(SqliteConnectOptions) -> SqliteConnectOptions) -> String {
        let folder = tempfile::tempdir().unwrap();
        let options = StoreOptions::new(format!(
            "sqlite://{}",
            folder.path().join("sanh.db").display()
        ));
        let good = sqlite_options(&options).unwrap();
        close(
            connect_sqlite(&good, options.busy().as_millis())
                .await
                .unwrap(),
        )
        .await;
        connect_sqlite(&change(good), options.busy().as_millis())
            .await
            .unwrap_err()
            .to_string()
    }

    async fn pragmas(conn: &mut SqliteConnection) -> (String, [i64; 3]) {
        let journal = sqlx::query_scalar("PRAGMA journal_mode")
            .fetch_one(&mut *conn)
            .await
            .unwrap();
        let synchronous = sqlx::query_scalar("PRAGMA synchronous")
            .fetch_one(&mut *conn)
            .await
            .unwrap();
        let foreign_keys = sqlx::query_scalar("PRAGMA foreign_keys")
            .fetch_one(&mut *conn)
            .await
            .unwrap();
        let busy_ms = sqlx::query_scalar("PRAGMA busy_timeout")
            .fetch_one(&mut *conn)
            .await
            .unwrap();
        (journal, [synchronous, foreign_keys, busy_ms])
    }

    /// The flags are in `.cargo/config.toml`.
    #[tokio::test]
    async fn sqlite_is_built_without_locks_that_all_connections_share() {
        let mut conn = SqliteConnectOptions::new()
            .filename(":memory:")
            .connect()
            .await
            .unwrap();
        let is_used: (bool, bool) = sqlx::query_as(
            "SELECT sqlite_compileoption_used('DEFAULT_MEMSTATUS=0'), sqlite_compileoption_used('ENABLE_MEMORY_MANAGEMENT')",
        )
        .fetch_one(&mut conn)
        .await
        .unwrap();
        assert_eq!(is_used, (true, false));
    }

    #[tokio::test]
    async fn every_connection_of_the_store_has_the_pragmas_it_was_given() {
        let folder = tempfile::tempdir().unwrap();
        let options = StoreOptions::new(format!(
            "sqlite://{}",
            folder.path().join("sanh.db").display()
        ));
        let Db::Sqlite {
            readers, writer, ..
        } = Db::open(&options, context()).await.unwrap()
        else {
            panic!("not SQLite")
        };
        let given = (
            "wal".to_owned(),
            [2, 1, i64::try_from(options.busy().as_millis()).unwrap()],
        );
        let mut all = Vec::new();
        for _ in 0..options.connections_max {
            all.push(readers.acquire().await.unwrap());
        }
        for conn in &mut all {
            assert_eq!(pragmas(conn).await, given);
        }
        let of_writer = writer.write(false, |conn| {
            Box::pin(async move {
                match conn {
                    Conn::Sqlite(conn) => Ok(pragmas(conn).await),
                    Conn::Postgres(_) => panic!("not SQLite"),
                }
            })
        });
        assert_eq!(of_writer.await.unwrap(), given);
    }

    #[tokio::test]
    async fn a_connection_that_would_not_sync_each_commit_is_refused() {
        let said = refused(|options| options.synchronous(SqliteSynchronous::Normal)).await;
        assert_eq!(said, "synchronous must be FULL (2); it is 1");
    }

    #[tokio::test]
    async fn a_connection_without_the_log_is_refused() {
        let said = refused(|options| options.journal_mode(SqliteJournalMode::Delete)).await;
        assert!(said.starts_with("journal_mode must be wal"), "{said}");
    }

    #[tokio::test]
    async fn a_connection_that_ignores_references_or_waits_otherwise_is_refused() {
        assert_eq!(
            refused(|options| options.foreign_keys(false)).await,
            "foreign_keys must be on; it is 0"
        );
        let said = refused(|options| options.busy_timeout(std::time::Duration::from_secs(1))).await;
        assert_eq!(said, "busy_timeout was not taken; it is 1000");
    }

    #[tokio::test]
    async fn a_database_in_memory_or_of_another_engine_is_refused() {
        for url in ["sqlite::memory:", "mysql://localhost/sanh"] {
            assert!(
                matches!(
                    Db::open(&StoreOptions::new(url), context()).await,
                    Err(StoreError::Misconfigured(_))
                ),
                "{url}"
            );
        }
    }
}
