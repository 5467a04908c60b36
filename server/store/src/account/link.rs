//! One-time links that set a password and a second factor.

use std::net::IpAddr;

use chrono::Duration;
use sqlx::query_as;

use sanh_domain::account::model::{AccountId, Person};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;

use super::super::Store;
use super::super::audit::{self, AuditActor, AuditEntry};
use super::super::conn::{Conn, on};
use super::super::error::Result;
use super::super::secret::refuse_changed;
use super::super::stored_time::ms;
use super::factor::SealedFactor;
use super::{by_id, device, known, session};

/// Minutes for which a link is valid.
const LINK_MIN: i64 = 15;

/// The account of a one-time link.
#[derive(Clone, PartialEq, Eq)]
pub struct Link {
    /// The person.
    pub person: Person,
    /// The second factor that it will set.
    pub factor_secret: Option<SealedFactor>,
}

/// The credentials that a link sets.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkSettings {
    /// The password's hash.
    pub password_hash: String,
    /// The time step of the code that confirmed the second factor.
    pub factor_step: i64,
    /// The hashes of the recovery codes.
    pub recovery_hashes: Vec<String>,
}

impl Store {
    /// Makes a link for an account, by the hash of its secret. It invalidates earlier links, sessions, password, second factor,
    /// recovery codes and known browsers: a lost phone may be in wrong hands, with the password in it. The second factor's
    /// secret, in base 32, is encrypted.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_link(
        &self,
        account: AccountId,
        token_hash: String,
        factor_secret: Option<String>,
        by: AuditActor,
        now: Instant,
    ) -> Result<()> {
        let vault = match &factor_secret {
            Some(_) => Some(self.vault()?),
            None => None,
        };
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let factor = match vault.zip(factor_secret) {
                    Some((vault, secret)) => {
                        refuse_changed(&mut conn, &vault).await?;
                        Some(SealedFactor::new(&vault, account, &secret)?)
                    }
                    None => None,
                };
                let sql = "DELETE FROM sign_in_link WHERE account_id = $1";
                on!(&mut conn, c => sqlx::query(sql).bind(account.0).execute(&mut **c).await.map(drop))?;
                take_secrets(&mut conn, account).await?;
                device::forget_all(&mut conn, account).await?;
                let sql = "INSERT INTO sign_in_link (token_hash, account_id, until_at, factor_secret) VALUES ($1, $2, $3, $4)";
                let until = ms(now + Duration::minutes(LINK_MIN));
                on!(&mut conn, c => {
                    let query = sqlx::query(sql).bind(token_hash).bind(account.0).bind(until);
                    query.bind(factor.as_ref().map(SealedFactor::as_row)).execute(&mut **c).await.map(drop)
                })?;
                let audit_entry = AuditEntry::new(AuditAct::LinkMade, known(&mut conn, account).await?.name);
                session::end_all(&mut conn, account).await?;
                Ok(((), Some(audit_entry)))
            })
        })
        .await?;
        self.keep_ledger_later().await;
        Ok(())
    }

    /// The account of a link, while it is valid.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn link(&self, token_hash: &str, now: Instant) -> Result<Option<Link>> {
        let hash = token_hash.to_owned();
        self.read(move |mut conn| Box::pin(async move { find(&mut conn, &hash, now).await }))
            .await
    }

    /// Uses a link. Returns whether it was still valid.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn settle(
        &self,
        token_hash: &str,
        settled: LinkSettings,
        address: Option<IpAddr>,
        now: Instant,
    ) -> Result<bool> {
        let seal_key = self.options.seal_key.clone();
        let hash = token_hash.to_owned();
        let settled = self
            .write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let Some(link) = find(conn, &hash, now).await? else {
                    return Ok(false);
                };
                let id = link.person.id;
                let sql = "DELETE FROM sign_in_link WHERE account_id = $1";
                on!(&mut *conn, c => sqlx::query(sql).bind(id.0).execute(&mut **c).await.map(drop))?;
                let sql = "UPDATE account SET password_hash = $2, factor_secret = $3, factor_step = $4 WHERE id = $1";
                on!(&mut *conn, c => {
                    let factor = link.factor_secret.as_ref().map(SealedFactor::as_row);
                    let query = sqlx::query(sql).bind(id.0).bind(&settled.password_hash).bind(factor);
                    query.bind(settled.factor_step).execute(&mut **c).await.map(drop)
                })?;
                put_recovery(conn, id, &settled.recovery_hashes).await?;
                session::end_all(conn, id).await?;
                let by = AuditActor::stranger(&link.person.name, address);
                let audit_entry = AuditEntry::new(AuditAct::PasswordSet, link.person.name);
                audit::put(conn, seal_key.as_ref(), &by, audit_entry, now).await?;
                Ok(true)
            })
        })
            .await?;
        self.keep_ledger_later().await;
        Ok(settled)
    }
}

/// Removes the credentials of an account: a link must set them again.
pub(in super::super) async fn take_secrets(conn: &mut Conn<'_>, account: AccountId) -> Result<()> {
    let sql = "UPDATE account SET password_hash = NULL, factor_secret = NULL WHERE id = $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(account.0).execute(&mut **c).await.map(drop))?;
    put_recovery(conn, account, &[]).await
}

async fn put_recovery(conn: &mut Conn<'_>, id: AccountId, hashes: &[String]) -> Result<()> {
    let sql = "DELETE FROM recovery_code WHERE account_id = $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(id.0).execute(&mut **c).await.map(drop))?;
    let sql = "INSERT INTO recovery_code (account_id, code_hash) VALUES ($1, $2)";
    for hash in hashes {
        on!(&mut *conn, c => sqlx::query(sql).bind(id.0).bind(hash).execute(&mut **c).await.map(drop))?;
    }
    Ok(())
}

async fn find(conn: &mut Conn<'_>, hash: &str, now: Instant) -> Result<Option<Link>> {
    let sql = "SELECT account_id, factor_secret FROM sign_in_link WHERE token_hash = $1 AND until_at > $2";
    let row: Option<(i64, Option<String>)> = on!(&mut *conn, c => query_as(sql).bind(hash).bind(ms(now)).fetch_optional(&mut **c).await)?;
    let Some((id, factor_secret)) = row else {
        return Ok(None);
    };
    let account = by_id(conn, id)
        .await?
        .filter(|account| !account.is_disabled);
    Ok(account.map(|account| Link {
        person: account.person,
        factor_secret: factor_secret.map(SealedFactor::of_row),
    }))
}
