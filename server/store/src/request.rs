//! The keys of forms that were sent, so that each is done once however often it is sent.

use std::collections::BTreeSet;

use chrono::Duration;

use sanh_domain::account::model::{AccountId, RequestKey};
use sanh_domain::deadline::Instant;

use super::conn::{Conn, on};
use super::error::Result;
use super::row::row;
use super::stored_time::ms;

/// How long a form is remembered, in days: longer than any browser repeats it.
const KEPT_DAYS: i64 = 2;

/// Remembers a form; returns whether it was sent for the first time.
pub(super) async fn remember(
    conn: &mut Conn<'_>,
    key: &RequestKey,
    account: Option<AccountId>,
    now: Instant,
) -> Result<bool> {
    delete_before(conn, before(ms(now))).await?;
    let sql = "INSERT INTO request_key (key, account_id, at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING";
    let added = on!(conn, c => {
        let query = sqlx::query(sql).bind(scoped_key(key, account)).bind(account.map(|account| account.0));
        query.bind(ms(now)).execute(&mut **c).await.map(|done| done.rows_affected())
    })?;
    Ok(added == 1)
}

row! {
    /// A form that was sent.
    KeyRow of "request_key" {
        key: String,
        account_id: Option<i64>,
        at: i64,
        dossier_id: Option<i64>,
    }
}

impl KeyRow {
    /// The row of a form sent now, with the dossier that it opened.
    pub(super) fn of(
        key: &RequestKey,
        account: Option<AccountId>,
        dossier_id: Option<i64>,
        now: Instant,
    ) -> Self {
        Self {
            key: scoped_key(key, account),
            account_id: account.map(|account| account.0),
            at: ms(now),
            dossier_id,
        }
    }
}

/// Those of these keys whose forms were sent before.
pub(super) async fn known(conn: &mut Conn<'_>, keys: BTreeSet<String>) -> Result<BTreeSet<String>> {
    if keys.is_empty() {
        return Ok(keys);
    }
    let sql = match conn {
        Conn::Sqlite(_) => {
            "SELECT key FROM request_key WHERE key IN (SELECT value FROM json_each($1))"
        }
        Conn::Postgres(_) => {
            "SELECT key FROM request_key WHERE key = ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($1 AS JSONB))))"
        }
    };
    let keys: Vec<String> = keys.into_iter().collect();
    let keys = serde_json::Value::from(keys).to_string();
    let known: Vec<String> =
        on!(conn, c => sqlx::query_scalar(sql).bind(keys).fetch_all(&mut **c).await)?;
    Ok(known.into_iter().collect())
}

/// Deletes forms that are old compared with one sent now, if the oldest known one is; both in milliseconds.
pub(super) async fn forget_old(
    conn: &mut Conn<'_>,
    oldest: Option<i64>,
    now: Option<i64>,
) -> Result<()> {
    match (oldest, now.map(before)) {
        (Some(oldest), Some(before)) if oldest < before => delete_before(conn, before).await,
        _ => Ok(()),
    }
}

/// The time before which a form is forgotten at an instant; both in milliseconds.
fn before(now: i64) -> i64 {
    now - Duration::days(KEPT_DAYS).num_milliseconds()
}

async fn delete_before(conn: &mut Conn<'_>, before: i64) -> Result<()> {
    let sql = "DELETE FROM request_key WHERE at < $1";
    on!(conn, c => sqlx::query(sql).bind(before).execute(&mut **c).await.map(drop))?;
    Ok(())
}

/// A key as stored: with the account, so that nobody can use up another's key.
pub(super) fn scoped_key(key: &RequestKey, account: Option<AccountId>) -> String {
    format!(
        "{}:{}",
        account.map_or(0, |account| account.0),
        key.as_str()
    )
}

/// Stores the dossier that a form opened.
pub(super) async fn remember_dossier(
    conn: &mut Conn<'_>,
    key: &RequestKey,
    account: Option<AccountId>,
    dossier_id: i64,
) -> Result<()> {
    let sql = "UPDATE request_key SET dossier_id = $2 WHERE key = $1";
    on!(conn, c => sqlx::query(sql).bind(scoped_key(key, account)).bind(dossier_id).execute(&mut **c).await.map(drop))?;
    Ok(())
}

/// The dossier that a form opened.
pub(super) async fn dossier_of(
    conn: &mut Conn<'_>,
    key: &RequestKey,
    account: Option<AccountId>,
) -> Result<Option<i64>> {
    let sql = "SELECT dossier_id FROM request_key WHERE key = $1";
    let found: Option<Option<i64>> = on!(conn, c => sqlx::query_scalar(sql).bind(scoped_key(key, account)).fetch_optional(&mut **c).await)?;
    Ok(found.flatten())
}
