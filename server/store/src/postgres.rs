//! PostgreSQL: its connections, their checks, and finding out how a transaction ended.
//!
//! Readers, writers and the publisher have separate connections, so that none waits for the others' work: writers queue behind
//! one lock, and an import holds it for long. The server itself limits how long a connection may hold anything, since a node
//! that is cut off cannot release it.

use std::time::Duration;

use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, Postgres};
use sqlx::{AssertSqlSafe, ConnectOptions, Transaction, query_as, query_scalar};

use super::conn::{PoolChoice, close};
use super::error::{Result, StoreError};
use super::options::StoreOptions;

/// The lock every writing transaction takes, also in the triggers (migration `counter`).
const WRITING_LOCK: i64 = 7_364_705_468;

/// The oldest server that can tell how a transaction ended (`pg_xact_status`).
const VERSION_MIN: i64 = 130_000;

/// Connections reserved for the publisher and for readiness checks (ours: the publisher counts one board at a time, and asks
/// for changes beside it).
pub(super) const RESERVED: u32 = 2;

/// How long a reading transaction may be idle, in seconds: counting in memory between two pages takes less.
const READING_IDLE_S: u64 = 60;

/// Seconds after which a silent connection is probed; with the number and interval of probes below, the server learns within
/// half a minute that a node was cut off, and not after its system's two hours.
const KEEPALIVE_IDLE_S: u32 = 10;
const KEEPALIVE_INTERVAL_S: u32 = 5;
const KEEPALIVE_COUNT: u32 = 3;
const UNACKNOWLEDGED_MS: u32 = 25_000;

/// The interval between two questions about how a transaction ended.
const ASK_AGAIN: Duration = Duration::from_millis(250);

/// Separate connections for each kind of work.
pub(super) struct Pools {
    readers: PgPool,
    reserved: PgPool,
    /// Connections that write or work beside transactions.
    pub(super) writers: PgPool,
}

impl Pools {
    /// Connects, and refuses a server that would not keep committed data.
    pub(super) async fn open(connect: PgConnectOptions, options: &StoreOptions) -> Result<Self> {
        let reading = session(connect.clone(), options, READING_IDLE_S);
        let writing = session(connect, options, options.idle_in_transaction_s);
        // The first connection is made without the pool: if it is refused, the pool would try again until its time-out and hide the
        // reason.
        let asked = tokio::time::timeout(options.acquire(), writing.connect());
        let mut asked = asked.await.map_err(|_| StoreError::Busy)??;
        let found = check(&mut asked, options.asserts_durability).await;
        close(asked).await;
        found?;
        let pool = |connections_max: u32, connect: PgConnectOptions| {
            let asserts_durability = options.asserts_durability;
            PoolOptions::new()
                .max_connections(connections_max.max(1))
                .acquire_timeout(options.acquire())
                .after_connect(move |conn, _| {
                    Box::pin(async move {
                        let checked = check(conn, asserts_durability).await;
                        checked.map_err(|error| sqlx::Error::Configuration(error.into()))
                    })
                })
                .connect_with(connect)
        };
        let writers = pool(options.writers_max, writing).await?;
        Ok(Self {
            reserved: pool(RESERVED, reading.clone()).await?,
            readers: pool(options.connections_max, reading).await?,
            writers,
        })
    }

    /// The connections of a reading pool.
    pub(super) fn readers(&self, pool: PoolChoice) -> &PgPool {
        pool.of(&self.readers, &self.reserved)
    }

    /// Closes them all.
    pub(super) async fn close(&self) {
        futures::join!(
            self.readers.close(),
            self.reserved.close(),
            self.writers.close()
        );
    }
}

/// The session settings that a connection asks for.
fn session(connect: PgConnectOptions, options: &StoreOptions, idle_s: u64) -> PgConnectOptions {
    let ms = |seconds: u64| seconds.saturating_mul(1_000).to_string();
    connect
        .application_name("sanh")
        .options([
            ("timezone", "UTC".to_owned()),
            ("lock_timeout", ms(options.busy_s)),
            ("statement_timeout", ms(options.statement_s)),
            ("idle_in_transaction_session_timeout", ms(idle_s)),
            ("tcp_keepalives_idle", KEEPALIVE_IDLE_S.to_string()),
            ("tcp_keepalives_interval", KEEPALIVE_INTERVAL_S.to_string()),
            ("tcp_keepalives_count", KEEPALIVE_COUNT.to_string()),
            ("tcp_user_timeout", UNACKNOWLEDGED_MS.to_string()),
        ])
        .disable_statement_logging()
}

/// Refuses a connection that could lose committed data, or to a server that cannot tell how a transaction ended.
async fn check(conn: &mut PgConnection, asserts_durability: bool) -> Result<()> {
    let sql =
        "SELECT current_setting('server_version_num')::bigint, current_setting('server_encoding'),
                      current_setting('client_encoding'), current_setting('lock_timeout'),
                      current_setting('idle_in_transaction_session_timeout'), pg_is_in_recovery()";
    let (version, server, client, lock, idle, is_standby): (
        i64,
        String,
        String,
        String,
        String,
        bool,
    ) = query_as(sql).fetch_one(&mut *conn).await?;
    let refuse = |what: String| Err(StoreError::Misconfigured(what));
    if version < VERSION_MIN {
        return refuse(format!(
            "PostgreSQL must be 13 or newer; this one says {version}"
        ));
    }
    for (what, encoding) in [("server_encoding", server), ("client_encoding", client)] {
        if encoding != "UTF8" {
            return refuse(format!(
                "{what} must be UTF8; it is {encoding}: make the database with ENCODING 'UTF8'"
            ));
        }
    }
    if is_standby {
        return refuse(
            "this PostgreSQL is a standby, which takes no writes: name the primary".to_owned(),
        );
    }
    for (what, bound) in [
        ("lock_timeout", lock),
        ("idle_in_transaction_session_timeout", idle),
    ] {
        if bound == "0" {
            return refuse(format!(
                "{what} was not taken: is a pooler between us and PostgreSQL?"
            ));
        }
    }
    if asserts_durability {
        let sql = format!("SELECT {DURABILITY}");
        let found: Durability = query_as(AssertSqlSafe(sql)).fetch_one(conn).await?;
        durable(&found)?;
    }
    Ok(())
}

/// A query for the server's durability settings.
const DURABILITY: &str = "current_setting('synchronous_commit'), current_setting('fsync'), current_setting('full_page_writes')";
/// `synchronous_commit`, `fsync`, `full_page_writes`.
type Durability = (String, String, String);

/// Refuses settings with which a committed change may be lost when the server or its machine fails.
fn durable((commit, fsync, pages): &Durability) -> Result<()> {
    let settings = [
        ("synchronous_commit", commit),
        ("fsync", fsync),
        ("full_page_writes", pages),
    ];
    match settings.iter().find(|(_, value)| *value == "off") {
        None => Ok(()),
        Some((name, _)) => Err(StoreError::Misconfigured(format!(
            "PostgreSQL would lose what it acknowledges: {name} is off; set it on (ALTER SYSTEM SET {name} = on; SELECT pg_reload_conf()), also for this role and database"
        ))),
    }
}

/// Begins a writing transaction: one at a time, so counters cannot deadlock, and change numbers and event ids are in the order
/// of the commits. The durability settings are checked every time: they can change while connections are open.
pub(super) async fn begin_writing(
    writers: &PgPool,
    options: &StoreOptions,
    is_alone: bool,
) -> Result<Transaction<'static, Postgres>> {
    let mut transaction = writers
        .begin_with("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
        .await?;
    let sql = format!("SELECT {DURABILITY} FROM (SELECT pg_advisory_xact_lock($1)) AS locked");
    let found: Durability = query_as(AssertSqlSafe(sql))
        .bind(WRITING_LOCK)
        .fetch_one(&mut *transaction)
        .await?;
    if options.asserts_durability {
        durable(&found)?;
    }
    if is_alone {
        // Long work has no limit for a statement, and a longer one for the pause before its next batch.
        let sql = "SELECT set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', $1, true)";
        // One second more than the loader's own limit, so that the loader gives up first.
        let idle_ms = options
            .bulk_idle_s
            .saturating_add(1)
            .saturating_mul(1_000)
            .to_string();
        sqlx::query(sql)
            .bind(idle_ms)
            .execute(&mut *transaction)
            .await?;
    }
    Ok(transaction)
}

/// Commits; returns the change number. If the answer of a commit is lost, the transaction's own number tells its result: it is
/// never reported as failed when it was written, nor the other way round.
pub(super) async fn commit(
    writers: &PgPool,
    mut transaction: Transaction<'static, Postgres>,
    limit: Duration,
) -> Result<i64> {
    let sql = "SELECT number, CAST(pg_current_xact_id_if_assigned() AS TEXT) FROM change";
    let (number, id): (i64, Option<String>) = query_as(sql).fetch_one(&mut *transaction).await?;
    let Err(error) = transaction.commit().await else {
        return Ok(number);
    };
    // A transaction without a number wrote nothing, so there is no result to look up.
    let Some(id) = id else {
        return Err(error.into());
    };
    tracing::warn!(%error, "the answer to a commit was lost; asking what became of it");
    match outcome(writers, &id, limit).await {
        Some(true) => {
            tracing::warn!("the commit whose answer was lost was written");
            Ok(number)
        }
        Some(false) => Err(StoreError::NotCommitted(error.to_string())),
        None => Err(StoreError::Unknown(error.to_string())),
    }
}

/// Whether a transaction was committed; `None` if that cannot be found out in time.
async fn outcome(pool: &PgPool, id: &str, limit: Duration) -> Option<bool> {
    let asking = async {
        loop {
            let sql = "SELECT pg_xact_status(CAST($1 AS xid8))";
            let asked = query_scalar::<_, Option<String>>(sql)
                .bind(id)
                .fetch_one(pool);
            match asked.await {
                Ok(Some(status)) if status == "committed" => return Some(true),
                Ok(Some(status)) if status == "aborted" => return Some(false),
                // The server no longer remembers the transaction.
                Ok(None) => return None,
                // The transaction is still in progress; ask again.
                Ok(Some(_)) => {}
                Err(error) => tracing::debug!(%error, "what became of a commit cannot be asked"),
            }
            tokio::time::sleep(ASK_AGAIN).await;
        }
    };
    tokio::time::timeout(limit, asking)
        .await
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_setting_that_may_lose_an_acknowledged_change_is_refused_by_name() {
        let found = |commit: &str, fsync: &str, pages: &str| {
            durable(&(commit.to_owned(), fsync.to_owned(), pages.to_owned()))
        };
        for commit in ["on", "local", "remote_write", "remote_apply"] {
            assert!(found(commit, "on", "on").is_ok(), "{commit}");
        }
        let said = |found: Result<()>| found.unwrap_err().to_string();
        assert!(said(found("off", "on", "on")).contains("synchronous_commit is off"));
        assert!(said(found("on", "off", "on")).contains("fsync is off"));
        assert!(said(found("on", "on", "off")).contains("full_page_writes is off"));
    }
}
