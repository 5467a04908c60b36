//! The mark of a demo database: the demo moves dossiers, sends letters and sets passwords, so it refuses any other.

use sqlx::{AssertSqlSafe, query_scalar};

use sanh_domain::deadline::Instant;

use super::conn::{Conn, on};
use super::db::Db;
use super::error::{Result, StoreError};
use super::stored_time::ms;
use super::{Store, disclosure};

/// Tables with rows as soon as somebody has begun to set up a centre.
const OF_A_CENTRE: [&str; 7] = [
    "dossier", "account", "agency", "field", "screen", "notice", "audit",
];

impl Store {
    /// Whether the database is marked as a demo's.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn is_made_up(&self) -> Result<bool> {
        self.read(|mut conn| Box::pin(async move { is_marked(&mut conn).await }))
            .await
    }

    /// Refuses the database of a real centre. The tables may not exist yet: nothing is changed here, so that a real centre's
    /// database is not even migrated.
    ///
    /// # Errors
    /// [`StoreError::Misconfigured`] says what to do; or it cannot be read.
    pub async fn refuse_real_centre(&self) -> Result<()> {
        let tables: Vec<String> = match self.db() {
            Db::Sqlite { readers, .. } => {
                let sql = "SELECT name FROM sqlite_schema WHERE type = 'table'";
                query_scalar(sql).fetch_all(readers).await?
            }
            Db::Postgres(pools, _) => {
                let sql = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()";
                query_scalar(sql).fetch_all(&pools.writers).await?
            }
        };
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let is_there = |name: &str| tables.iter().any(|table| table == name);
                if is_there("made_up") && is_marked(conn).await? {
                    return Ok(());
                }
                let tables = OF_A_CENTRE.into_iter().filter(|table| is_there(table));
                refuse_rows(conn, tables).await
            })
        })
        .await
    }

    /// Marks an empty database as a demo's; does nothing if it is marked already.
    ///
    /// # Errors
    /// [`StoreError::Misconfigured`] for the database of a real centre; or it cannot be written.
    pub async fn mark_made_up(&self, now: Instant) -> Result<()> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                if is_marked(conn).await? {
                    return Ok(());
                }
                refuse_rows(conn, OF_A_CENTRE.into_iter()).await?;
                let sql = "INSERT INTO made_up (id, since_at) VALUES (1, $1)";
                on!(conn, c => sqlx::query(sql).bind(ms(now)).execute(&mut **c).await.map(drop))?;
                Ok(())
            })
        })
        .await
    }
}

impl Store {
    /// Fixes the disclosure of a past year by that year's own dossiers, if nothing was fixed: a demo has no year before it.
    /// Refused for a real centre.
    ///
    /// # Errors
    /// [`StoreError::Misconfigured`] for a real centre; or it cannot be written.
    pub async fn disclose_made_up_year(&self, year: i32) -> Result<()> {
        let rules_cache = self.rules_cache();
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                if !is_marked(conn).await? {
                    return Err(real());
                }
                let centre_rules = rules_cache.of(conn).await?;
                disclosure::fix_by(conn, &centre_rules, (year, year)).await?;
                Ok(())
            })
        })
        .await
    }
}

fn real() -> StoreError {
    StoreError::Misconfigured(
        "this database holds a centre that was not made up, and the demo would move its dossiers and set its passwords: name another one with --database-url, or leave it out, then the demo has its own"
            .to_owned(),
    )
}

async fn is_marked(conn: &mut Conn<'_>) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM made_up)";
    Ok(on!(conn, c => query_scalar(sql).fetch_one(&mut **c).await)?)
}

async fn refuse_rows(
    conn: &mut Conn<'_>,
    tables: impl Iterator<Item = &'static str>,
) -> Result<()> {
    for table in tables {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {table})");
        let sql = AssertSqlSafe(sql);
        if on!(&mut *conn, c => query_scalar(sql).fetch_one(&mut **c).await)? {
            return Err(real());
        }
    }
    Ok(())
}
