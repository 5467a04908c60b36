//! Disables, inside one transaction, the triggers that update the counters.

use sqlx::{AssertSqlSafe, query_as};

use super::conn::{Conn, on};
use super::error::Result;

/// The disabled triggers. The transaction must not be committed before they are enabled again.
pub(super) struct Triggers(Vec<String>);

impl Triggers {
    /// Disables them for this transaction. On SQLite they are dropped and their text is kept, which a rollback undoes like
    /// anything else; on PostgreSQL they check a setting of the transaction.
    pub(super) async fn off(conn: &mut Conn<'_>) -> Result<Self> {
        let Conn::Sqlite(sqlite) = conn else {
            set_counting(conn, "bulk").await?;
            return Ok(Self(Vec::new()));
        };
        let sql =
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'dossier'";
        let kept: Vec<(String, String)> = query_as(sql).fetch_all(&mut **sqlite).await?;
        for (name, _) in &kept {
            sqlx::query(AssertSqlSafe(format!("DROP TRIGGER {name}")))
                .execute(&mut **sqlite)
                .await?;
        }
        Ok(Self(kept.into_iter().map(|(_, sql)| sql).collect()))
    }

    /// Enables them again.
    pub(super) async fn on(self, conn: &mut Conn<'_>) -> Result<()> {
        if let Conn::Postgres(_) = conn {
            return set_counting(conn, "").await;
        }
        for sql in self.0 {
            on!(conn, c => sqlx::query(AssertSqlSafe(sql)).execute(&mut **c).await.map(drop))?;
        }
        Ok(())
    }
}

async fn set_counting(conn: &mut Conn<'_>, how: &'static str) -> Result<()> {
    let sql = "SELECT set_config('sanh.counting', $1, true)";
    on!(conn, c => sqlx::query(sql).bind(how).execute(&mut **c).await.map(drop))?;
    Ok(())
}
