//! Reads thousands of rows: from SQLite as one JSON text. The driver hands each value of a row over by itself, as an allocated copy
//! that goes to another thread; for the rows of events that takes twice as long as to write them as JSON and to read that.

use futures::TryStreamExt;
use serde::de::DeserializeOwned;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, FromRow, query_as, query_scalar};

use super::conn::Conn;
use super::error::{Result, StoreError};
use super::row::{Row, select, select_sql};

/// The rows of a query with these numbers as its parameters, in any order: the caller sorts them. `values` are the columns of the
/// query in the order of the row's fields, as JSON can hold them on SQLite: bytes in hexadecimal.
pub(super) async fn fetch_page<R>(
    conn: &mut Conn<'_>,
    values: &str,
    sql: String,
    parameters: &[i64],
) -> Result<Vec<R>>
where
    R: DeserializeOwned + for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    match conn {
        Conn::Sqlite(conn) => {
            let sql = format!("SELECT json_group_array(json_array({values})) FROM ({sql})");
            let query = parameters
                .iter()
                .fold(query_scalar(AssertSqlSafe(sql)), |query, n| query.bind(*n));
            let page: String = query.fetch_one(&mut **conn).await?;
            read(&page)
        }
        Conn::Postgres(conn) => {
            let query = parameters
                .iter()
                .fold(query_as(AssertSqlSafe(sql)), |query, n| query.bind(*n));
            Ok(query.fetch_all(&mut **conn).await?)
        }
    }
}

/// Thousands of rows of `SELECT <every column> FROM <table> <rest>` with these parameters, in any order. Not for rows with bytes.
pub(super) async fn select_page<R>(
    conn: &mut Conn<'_>,
    rest: &str,
    parameters: &[i64],
) -> Result<Vec<R>>
where
    R: Row + DeserializeOwned + for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    fetch_page(
        conn,
        &R::COLUMNS.join(", "),
        select_sql::<R>(rest),
        parameters,
    )
    .await
}

/// Every row of a table whose key begins with its first two columns, in any order. Not for rows with bytes.
pub(super) async fn fetch_table<R>(conn: &mut Conn<'_>) -> Result<Vec<R>>
where
    R: Row + DeserializeOwned + for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    match conn {
        Conn::Sqlite(conn) => {
            // A text for each group, so that none holds the whole table.
            let (columns, group) = (R::COLUMNS.join(", "), R::COLUMNS[..2].join(", "));
            let sql = format!(
                "SELECT json_group_array(json_array({columns})) FROM {} GROUP BY {group}",
                R::TABLE
            );
            let query = query_scalar(AssertSqlSafe(sql));
            let mut pages = query.fetch(&mut **conn);
            let mut rows = Vec::new();
            while let Some(page) = pages.try_next().await? {
                let page: String = page;
                rows.extend(read::<R>(&page)?);
            }
            Ok(rows)
        }
        Conn::Postgres(conn) => Ok(query_as(select::<R>("")).fetch_all(&mut **conn).await?),
    }
}

fn read<R: DeserializeOwned>(page: &str) -> Result<Vec<R>> {
    serde_json::from_str(page)
        .map_err(|error| StoreError::Corrupt(format!("a page of rows: {error}")))
}
