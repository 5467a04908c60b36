//! Devices: browsers in which somebody has signed in before. Tries from them are throttled separately.

use chrono::Duration;
use sqlx::query_scalar;

use sanh_domain::account::model::AccountId;
use sanh_domain::deadline::Instant;

use super::super::Store;
use super::super::conn::{Conn, on};
use super::super::error::Result;
use super::super::stored_time::ms;
use super::folded;

/// Days after which a browser is unknown again (ours: as long as Chromium keeps a cookie).
const KNOWN_DAYS: i64 = 400;
/// The most known browsers of one account, the newest (ours: each private window is another one).
const KNOWN_MAX: i64 = 20;

impl Store {
    /// Whether somebody has signed in with this name in the browser whose secret has this hash.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn knows_device(&self, token_hash: &str, name: &str, now: Instant) -> Result<bool> {
        let (hash, name) = (token_hash.to_owned(), folded(name));
        let since = ms(now - Duration::days(KNOWN_DAYS));
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT count(*) FROM device d JOIN account a ON a.id = d.account_id
                           WHERE d.token_hash = $1 AND a.name = $2 AND d.seen_at > $3";
                let found: i64 = on!(&mut conn, c => {
                    query_scalar(sql).bind(hash).bind(name).bind(since).fetch_one(&mut **c).await
                })?;
                Ok(found > 0)
            })
        })
        .await
    }

    /// Stores that somebody signed in to an account in a browser, which gets a new secret for it. A copy of its old secret
    /// becomes worthless.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_device(
        &self,
        account: AccountId,
        before_hash: Option<String>,
        token_hash: String,
        now: Instant,
    ) -> Result<()> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                if let Some(before) = before_hash {
                    let sql = "UPDATE device SET token_hash = $2 WHERE token_hash = $1";
                    on!(&mut *conn, c => sqlx::query(sql).bind(before).bind(&token_hash).execute(&mut **c).await.map(drop))?;
                }
                let sql = "INSERT INTO device (token_hash, account_id, seen_at) VALUES ($1, $2, $3)
                           ON CONFLICT (token_hash, account_id) DO UPDATE SET seen_at = excluded.seen_at";
                on!(&mut *conn, c => {
                    sqlx::query(sql).bind(token_hash).bind(account.0).bind(ms(now)).execute(&mut **c).await.map(drop)
                })?;
                let sql = "DELETE FROM device WHERE account_id = $1 AND (seen_at < $2 OR seen_at < (
                           SELECT min(seen_at) FROM (SELECT seen_at FROM device WHERE account_id = $1
                           ORDER BY seen_at DESC LIMIT $3) newest))";
                let oldest = ms(now - Duration::days(KNOWN_DAYS));
                on!(&mut *conn, c => {
                    sqlx::query(sql).bind(account.0).bind(oldest).bind(KNOWN_MAX).execute(&mut **c).await.map(drop)
                })?;
                Ok(())
            })
        })
        .await
    }
}

/// Deletes the known browsers of an account.
pub(super) async fn forget_all(conn: &mut Conn<'_>, account: AccountId) -> Result<()> {
    let sql = "DELETE FROM device WHERE account_id = $1";
    on!(conn, c => sqlx::query(sql).bind(account.0).execute(&mut **c).await.map(drop))?;
    Ok(())
}
