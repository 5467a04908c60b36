//! The keys of forms that were sent, so that each is done once however often it is sent.

use chrono::Duration;

use sanh_domain::account::model::{AccountId, RequestKey};
use sanh_domain::deadline::Instant;

use super::conn::{Conn, on};
use super::error::Result;
use super::stored_time::ms;

/// How long a form is remembered, in days: longer than any browser tries again.
const KEPT_DAYS: i64 = 2;

/// Remembers a form; whether it is sent for the first time.
pub(super) async fn remember(
    conn: &mut Conn<'_>,
    key: &RequestKey,
    account: Option<AccountId>,
    now: Instant,
) -> Result<bool> {
    let sql = "DELETE FROM request_key WHERE at < $1";
    let old = ms(now - Duration::days(KEPT_DAYS));
    on!(&mut *conn, c => sqlx::query(sql).bind(old).execute(&mut **c).await.map(drop))?;
    let sql = "INSERT INTO request_key (key, account_id, at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING";
    let added = on!(conn, c => {
        let query = sqlx::query(sql).bind(kept(key, account)).bind(account.map(|account| account.0));
        query.bind(ms(now)).execute(&mut **c).await.map(|done| done.rows_affected())
    })?;
    Ok(added == 1)
}

/// Nobody can use up another's keys.
fn kept(key: &RequestKey, account: Option<AccountId>) -> String {
    format!(
        "{}:{}",
        account.map_or(0, |account| account.0),
        key.as_str()
    )
}

/// Remembers which dossier a form opened.
pub(super) async fn remember_dossier(
    conn: &mut Conn<'_>,
    key: &RequestKey,
    account: Option<AccountId>,
    dossier_id: i64,
) -> Result<()> {
    let sql = "UPDATE request_key SET dossier_id = $2 WHERE key = $1";
    on!(conn, c => sqlx::query(sql).bind(kept(key, account)).bind(dossier_id).execute(&mut **c).await.map(drop))?;
    Ok(())
}

/// The dossier that a form opened.
pub(super) async fn dossier_of(
    conn: &mut Conn<'_>,
    key: &RequestKey,
    account: Option<AccountId>,
) -> Result<Option<i64>> {
    let sql = "SELECT dossier_id FROM request_key WHERE key = $1";
    let found: Option<Option<i64>> = on!(conn, c => sqlx::query_scalar(sql).bind(kept(key, account)).fetch_optional(&mut **c).await)?;
    Ok(found.flatten())
}
