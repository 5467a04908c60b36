//! Writes a set of rows in one statement, whatever their number: they go to the engine as one JSON text. For the rows of a
//! group of changes, where each statement is a trip to SQLite's thread or to the server; for thousands of rows
//! `row::insert_all` is cheaper.

use std::collections::BTreeMap;

use serde_json::Value;
use sqlx::AssertSqlSafe;

use super::conn::{Conn, on};
use super::error::Result;
use super::row::Row;

/// The version that was read, beside the columns of a row.
const READ_VERSION: &str = "read_version";

/// Inserts rows in order; `on_conflict` says what happens to existing ones.
pub(super) async fn insert_set<R: Row>(
    conn: &mut Conn<'_>,
    rows: &[R],
    on_conflict: &str,
) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let (table, columns) = (R::TABLE, R::COLUMNS.join(", "));
    let rows: Vec<Value> = rows.iter().map(|row| row.json(R::COLUMNS).into()).collect();
    let from = match conn {
        Conn::Sqlite(_) => {
            let values = R::COLUMNS.iter().zip(R::ARE_BYTES);
            let values = values.map(|(column, is_bytes)| match is_bytes {
                true => format!("unhex(substr({}, 3))", of_json(column)),
                false => of_json(column),
            });
            let values: Vec<String> = values.collect();
            format!("SELECT {} FROM json_each($1) AS j", values.join(", "))
        }
        Conn::Postgres(_) => {
            format!(
                "SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, CAST($1 AS JSONB))"
            )
        }
    };
    // Without `WHERE`, SQLite reads the `ON` of `ON CONFLICT` as a join condition.
    let sql = format!("INSERT INTO {table} ({columns}) {from} WHERE true {on_conflict}");
    execute(conn, sql, rows).await.map(drop)
}

/// Updates rows from what was read to the new values, if their version is still the one that was read; returns how many were
/// updated. Only columns that differ are set, with a statement for each set of columns: an unchanged index then costs nothing.
pub(super) async fn update_set<R: Row + Versioned + 'static>(
    conn: &mut Conn<'_>,
    rows: impl Iterator<Item = (&R, &R)> + Send,
) -> Result<u64> {
    let mut sets = BTreeMap::<Vec<&'static str>, Vec<Value>>::new();
    for (before, after) in rows {
        let columns = before.differences(after);
        let mut values = after.json(&columns);
        values.insert("id".to_owned(), before.id().into());
        values.insert(READ_VERSION.to_owned(), before.version().into());
        sets.entry(columns).or_default().push(values.into());
    }
    let mut updated = 0;
    for (columns, rows) in sets {
        if columns.is_empty() {
            updated += rows.len() as u64;
            continue;
        }
        let sql = update_sql(conn, R::TABLE, &columns);
        updated += execute(conn, sql, rows).await?;
    }
    Ok(updated)
}

/// A row with an id, and a version that grows with every change.
pub(super) trait Versioned {
    /// Its id.
    fn id(&self) -> i64;
    /// Its version.
    fn version(&self) -> i64;
}

fn update_sql(conn: &Conn<'_>, table: &str, columns: &[&'static str]) -> String {
    let set = |value: fn(&str) -> String| {
        let set = columns.iter();
        let set = set.map(|column| format!("{column} = {}", value(column)));
        set.collect::<Vec<_>>().join(", ")
    };
    match conn {
        Conn::Sqlite(_) => format!(
            "UPDATE {table} SET {} FROM json_each($1) AS j WHERE {table}.id = {} AND {table}.version = {}",
            set(of_json),
            of_json("id"),
            of_json(READ_VERSION)
        ),
        // The ids are also given as an array: for a join alone PostgreSQL expects a hundred rows and reads the whole table.
        Conn::Postgres(_) => format!(
            "UPDATE {table} SET {} FROM jsonb_array_elements(CAST($1 AS JSONB)) AS j (x), jsonb_populate_record(NULL::{table}, j.x) AS v
             WHERE {table}.id = CAST(j.x->>'id' AS BIGINT) AND {table}.version = CAST(j.x->>'{READ_VERSION}' AS BIGINT)
               AND {table}.id = ANY (ARRAY(SELECT CAST(x->>'id' AS BIGINT) FROM jsonb_array_elements(CAST($1 AS JSONB)) AS e (x)))",
            set(|column| format!("v.{column}"))
        ),
    }
}

/// A column of a row of SQLite's `json_each`.
fn of_json(column: &str) -> String {
    format!("json_extract(j.value, '$.{column}')")
}

async fn execute(conn: &mut Conn<'_>, sql: String, rows: Vec<Value>) -> Result<u64> {
    let rows = Value::from(rows).to_string();
    Ok(on!(conn, c => {
        let query = sqlx::query(AssertSqlSafe(sql)).bind(rows);
        query.execute(&mut **c).await.map(|done| done.rows_affected())
    })?)
}
