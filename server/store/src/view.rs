//! Saved views of throughput and of the work list.

use sqlx::{AssertSqlSafe, query_as, query_scalar};

use sanh_domain::account::model::AccountId;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::report::view::model::{SavedView, VIEWS_MAX};

use super::Store;
use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::error::Result;

#[derive(sqlx_macros::FromRow)]
struct ViewRow {
    id: i64,
    name: String,
    query: String,
}

impl From<ViewRow> for SavedView {
    fn from(row: ViewRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            query: row.query,
        }
    }
}

/// What a saved view is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewOf {
    /// Throughput.
    Throughput,
    /// The work list.
    Worklist,
}

impl ViewOf {
    const fn table(self) -> &'static str {
        match self {
            Self::Throughput => "saved_view",
            Self::Worklist => "worklist_view",
        }
    }
}

impl Store {
    /// The views of an account, by name.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn saved_views(&self, of: ViewOf, account: AccountId) -> Result<Vec<SavedView>> {
        let table = of.table();
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = format!(
                    "SELECT id, name, query FROM {table} WHERE account_id = $1 ORDER BY name, id"
                );
                let rows: Vec<ViewRow> = on!(&mut conn, c => {
                    query_as(AssertSqlSafe(sql)).bind(account.0).fetch_all(&mut **c).await
                })?;
                Ok(rows.into_iter().map(SavedView::from).collect())
            })
        })
        .await
    }

    /// Saves a view of an account, replacing one of the same name. `false` if there are [`VIEWS_MAX`] others already.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn keep_view(
        &self,
        of: ViewOf,
        account: AccountId,
        (name, query): (String, String),
        by: AuditActor,
        now: Instant,
    ) -> Result<bool> {
        let table = of.table();
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let was = query_of(conn, table, account, &name).await?;
                if was.as_ref() == Some(&query) {
                    return Ok((true, None));
                }
                if was.is_none() && count(conn, table, account).await? >= VIEWS_MAX {
                    return Ok((false, None));
                }
                let sql = format!(
                    "INSERT INTO {table} (id, account_id, name, query)
                     VALUES ((SELECT coalesce(max(id), 0) + 1 FROM {table}), $1, $2, $3)
                     ON CONFLICT (account_id, name) DO UPDATE SET query = excluded.query"
                );
                on!(&mut *conn, c => {
                    let put = sqlx::query(AssertSqlSafe(sql)).bind(account.0).bind(&name).bind(&query);
                    put.execute(&mut **c).await.map(drop)
                })?;
                let audit_entry = AuditEntry {
                    was: was.unwrap_or_default(),
                    became: query,
                    ..AuditEntry::new(AuditAct::ViewKept, name)
                };
                Ok((true, Some(audit_entry)))
            })
        })
        .await
    }

    /// Removes a view of an account. `false` if it has none with this number.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn remove_view(
        &self,
        of: ViewOf,
        account: AccountId,
        id: i64,
        by: AuditActor,
        now: Instant,
    ) -> Result<bool> {
        let table = of.table();
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let sql = format!(
                    "DELETE FROM {table} WHERE account_id = $1 AND id = $2 RETURNING id, name, query"
                );
                let gone: Option<ViewRow> = on!(&mut *conn, c => {
                    query_as(AssertSqlSafe(sql)).bind(account.0).bind(id).fetch_optional(&mut **c).await
                })?;
                let Some(gone) = gone else {
                    return Ok((false, None));
                };
                let audit_entry = AuditEntry {
                    was: gone.query,
                    ..AuditEntry::new(AuditAct::ViewRemoved, gone.name)
                };
                Ok((true, Some(audit_entry)))
            })
        })
        .await
    }
}

async fn query_of(
    conn: &mut Conn<'_>,
    table: &str,
    account: AccountId,
    name: &str,
) -> Result<Option<String>> {
    let sql = format!("SELECT query FROM {table} WHERE account_id = $1 AND name = $2");
    let found = on!(conn, c => {
        query_scalar(AssertSqlSafe(sql)).bind(account.0).bind(name).fetch_optional(&mut **c).await
    })?;
    Ok(found)
}

async fn count(conn: &mut Conn<'_>, table: &str, account: AccountId) -> Result<usize> {
    let sql = format!("SELECT count(*) FROM {table} WHERE account_id = $1");
    let views: i64 =
        on!(conn, c => query_scalar(AssertSqlSafe(sql)).bind(account.0).fetch_one(&mut **c).await)?;
    Ok(usize::try_from(views).unwrap_or(usize::MAX))
}
