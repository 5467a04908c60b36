//! Sessions, by the secret in the browser's cookie.

use std::net::IpAddr;

use chrono::Duration;
use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::{AccountId, Person, SessionId};
use sanh_domain::deadline::Instant;

use super::super::Store;
use super::super::conn::{Conn, on};
use super::super::error::{Result, StoreError};
use super::super::stored_time::{instant, ms};
use super::{Account, by_id};

/// The longest wait of a request until the time of its session is updated.
const NOTING: std::time::Duration = std::time::Duration::from_secs(2);

/// The time limits of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// Minutes without a request.
    pub idle_min: u32,
    /// Minutes in all.
    pub absolute_min: u32,
    /// Minutes within which the second factor must be given.
    pub half_min: u32,
}

/// Two hours idle, a long working day in all, five minutes for the second factor (ours; NIST SP 800-63B allows 12 hours).
impl Default for SessionLimits {
    fn default() -> Self {
        Self {
            idle_min: 120,
            absolute_min: 720,
            half_min: 5,
        }
    }
}

/// A session to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    /// The hash of its secret.
    pub token_hash: String,
    /// The account.
    pub account: AccountId,
    /// The hash of the password that was checked: the session begins only while it is still the account's. `None` if no
    /// password was checked.
    pub verified_hash: Option<String>,
    /// Whether the second factor was given, or is not needed.
    pub is_whole: bool,
    /// The address of the request.
    pub address: Option<IpAddr>,
    /// The browser's `User-Agent`.
    pub browser: String,
}

/// An open session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSession {
    /// Its number.
    pub id: SessionId,
    /// When it began.
    pub began_at: Instant,
    /// When it was last seen.
    pub seen_at: Instant,
    /// The address from which it began.
    pub address: Option<IpAddr>,
    /// The browser's `User-Agent`.
    pub browser: String,
}

/// A session whose second factor has not been given yet.
#[derive(Clone, PartialEq, Eq)]
pub struct PendingSession {
    /// Its number.
    pub id: SessionId,
    /// The account.
    pub account: Account,
}

/// An open session whose sign-in is complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Its number.
    pub session: SessionId,
    /// The person.
    pub person: Person,
    /// When the password was last entered in it.
    pub confirmed_at: Instant,
}

type SessionRow = (i64, i64, i64, i64, i64);

/// A session as read.
struct FoundSession {
    id: SessionId,
    seen_at: Instant,
    confirmed_at: Instant,
    account: Account,
}

impl FoundSession {
    fn signed_in(self) -> SignedIn {
        SignedIn {
            session: self.id,
            person: self.account.person,
            confirmed_at: self.confirmed_at,
        }
    }
}

impl Store {
    /// Begins a session, and deletes the account's sessions that are over.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where the account or its password was changed since the password was checked; or it cannot be
    /// written.
    pub async fn begin_session(
        &self,
        session: NewSession,
        now: Instant,
        limits: SessionLimits,
    ) -> Result<SessionId> {
        self.write(move |mut conn| {
            Box::pin(async move {
                refuse_changed(&mut conn, &session).await?;
                let sql = "DELETE FROM session WHERE account_id = $1 AND began_at < $2";
                let oldest = ms(now - Duration::minutes(limits.absolute_min.into()));
                on!(&mut conn, c => sqlx::query(sql).bind(session.account.0).bind(oldest).execute(&mut **c).await.map(drop))?;
                insert(&mut conn, &session, now).await
            })
        })
        .await
    }

    /// The person of the complete session with this hash; updates when it was last seen.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn session(
        &self,
        token_hash: &str,
        now: Instant,
        limits: SessionLimits,
    ) -> Result<Option<SignedIn>> {
        let found = self.find_open(token_hash, true, now, limits).await?;
        let Some(found) = found else {
            return Ok(None);
        };
        // One minute is exact enough to find idle sessions, and avoids a write for every request.
        if now - found.seen_at >= Duration::minutes(1) {
            let id = found.id;
            let noted = self.write(move |mut conn| {
                Box::pin(async move {
                    let sql = "UPDATE session SET seen_at = $2 WHERE id = $1";
                    on!(&mut conn, c => sqlx::query(sql).bind(id.0).bind(ms(now)).execute(&mut **c).await.map(drop))?;
                    Ok(())
                })
            });
            // A reader does not wait for a long import, nor fail with it.
            match tokio::time::timeout(NOTING, noted).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::debug!(%error, "a session cannot be noted as seen"),
                Err(_) => tracing::debug!("a session cannot be noted as seen now"),
            }
        }
        Ok(Some(found.signed_in()))
    }

    /// The person of the complete session with this hash, without updating when it was last seen.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn open_session(
        &self,
        token_hash: &str,
        now: Instant,
        limits: SessionLimits,
    ) -> Result<Option<SignedIn>> {
        let found = self.find_open(token_hash, true, now, limits).await?;
        Ok(found.map(FoundSession::signed_in))
    }

    /// The session with this hash that still needs the second factor.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn half_session(
        &self,
        token_hash: &str,
        now: Instant,
        limits: SessionLimits,
    ) -> Result<Option<PendingSession>> {
        let found = self.find_open(token_hash, false, now, limits).await?;
        Ok(found.map(|found| PendingSession {
            id: found.id,
            account: found.account,
        }))
    }

    /// The open session with this hash, complete or not: its row, when it was last seen, and its account.
    async fn find_open(
        &self,
        token_hash: &str,
        is_whole: bool,
        now: Instant,
        limits: SessionLimits,
    ) -> Result<Option<FoundSession>> {
        let hash = token_hash.to_owned();
        self.read(move |mut conn| {
            Box::pin(async move { open(&mut conn, &hash, is_whole, now, limits).await })
        })
        .await
    }

    /// Replaces a pending session by a complete one, if the code of this time step was not used before.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn complete_by_factor(
        &self,
        half: SessionId,
        session: NewSession,
        step: i64,
        now: Instant,
    ) -> Result<bool> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let sql = "UPDATE account SET factor_step = $2 WHERE id = $1 AND factor_step < $2";
                let used = on!(&mut conn, c => {
                    sqlx::query(sql).bind(session.account.0).bind(step).execute(&mut **c).await.map(|done| done.rows_affected())
                })?;
                complete(&mut conn, used, half, &session, now).await
            })
        })
        .await
    }

    /// Replaces a pending session by a complete one, if this is an unused recovery code.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn complete_by_recovery(
        &self,
        half: SessionId,
        session: NewSession,
        code_hash: String,
        now: Instant,
    ) -> Result<bool> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let sql = "DELETE FROM recovery_code WHERE account_id = $1 AND code_hash = $2";
                let used = on!(&mut conn, c => {
                    sqlx::query(sql).bind(session.account.0).bind(code_hash).execute(&mut **c).await.map(|done| done.rows_affected())
                })?;
                complete(&mut conn, used, half, &session, now).await
            })
        })
        .await
    }

    /// The open sessions of an account, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn sessions(
        &self,
        account: AccountId,
        now: Instant,
        limits: SessionLimits,
    ) -> Result<Vec<StoredSession>> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT id, began_at, seen_at, address, browser FROM session
                           WHERE account_id = $1 AND is_whole = 1 AND began_at > $2 AND seen_at > $3 ORDER BY id DESC";
                let began = ms(now - Duration::minutes(limits.absolute_min.into()));
                let seen = ms(now - Duration::minutes(limits.idle_min.into()));
                let rows: Vec<(i64, i64, i64, Option<String>, String)> = on!(&mut conn, c => {
                    query_as(sql).bind(account.0).bind(began).bind(seen).fetch_all(&mut **c).await
                })?;
                rows.into_iter()
                    .map(|(id, began, seen, address, browser)| {
                        Ok(StoredSession {
                            id: SessionId(id),
                            began_at: instant(began)?,
                            seen_at: instant(seen)?,
                            address: address.and_then(|address| address.parse().ok()),
                            browser,
                        })
                    })
                    .collect()
            })
        })
        .await
    }

    /// Stores that the password was entered again in a session.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn confirm_session(&self, id: SessionId, now: Instant) -> Result<()> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let sql = "UPDATE session SET confirmed_at = $2 WHERE id = $1";
                on!(&mut conn, c => sqlx::query(sql).bind(id.0).bind(ms(now)).execute(&mut **c).await.map(drop))?;
                Ok(())
            })
        })
        .await
    }

    /// Ends one session of an account.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn end_session(&self, account: AccountId, id: SessionId) -> Result<()> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let sql = "DELETE FROM session WHERE id = $1 AND account_id = $2";
                on!(&mut conn, c => sqlx::query(sql).bind(id.0).bind(account.0).execute(&mut **c).await.map(drop))?;
                Ok(())
            })
        })
        .await
    }
}

async fn open(
    conn: &mut Conn<'_>,
    hash: &str,
    is_whole: bool,
    now: Instant,
    limits: SessionLimits,
) -> Result<Option<FoundSession>> {
    let sql = "SELECT id, account_id, began_at, seen_at, confirmed_at FROM session WHERE token_hash = $1 AND is_whole = $2";
    let row: Option<SessionRow> = on!(&mut *conn, c => {
        query_as(sql).bind(hash).bind(i64::from(is_whole)).fetch_optional(&mut **c).await
    })?;
    let Some((id, account, began_at, seen_at, confirmed_at)) = row else {
        return Ok(None);
    };
    let (began_at, seen_at) = (instant(began_at)?, instant(seen_at)?);
    let within = |since: Instant, limit_min: u32| now - since < Duration::minutes(limit_min.into());
    let absolute_min = if is_whole {
        limits.absolute_min
    } else {
        limits.half_min
    };
    if !within(began_at, absolute_min) || !within(seen_at, limits.idle_min) {
        return Ok(None);
    }
    let account = by_id(conn, account)
        .await?
        .filter(|account| !account.is_disabled);
    let confirmed_at = instant(confirmed_at)?;
    Ok(account.map(|account| FoundSession {
        id: SessionId(id),
        seen_at,
        confirmed_at,
        account,
    }))
}

async fn complete(
    conn: &mut Conn<'_>,
    used: u64,
    half: SessionId,
    session: &NewSession,
    now: Instant,
) -> Result<bool> {
    if used == 0 {
        return Ok(false);
    }
    // The half session is already gone if the password or a right was changed in the meantime.
    let sql = "DELETE FROM session WHERE id = $1";
    let ended = on!(&mut *conn, c => {
        sqlx::query(sql).bind(half.0).execute(&mut **c).await.map(|done| done.rows_affected())
    })?;
    if ended == 0 {
        return Ok(false);
    }
    insert(conn, session, now).await?;
    Ok(true)
}

/// Refuses a session if the password was changed, and the sessions ended, while it was being checked.
async fn refuse_changed(conn: &mut Conn<'_>, session: &NewSession) -> Result<()> {
    let Some(verified) = &session.verified_hash else {
        return Ok(());
    };
    let account = by_id(conn, session.account.0).await?;
    let is_same =
        account.is_some_and(|it| !it.is_disabled && it.password_hash.as_ref() == Some(verified));
    if is_same {
        return Ok(());
    }
    Err(StoreError::Invalid(
        "the account was changed meanwhile".to_owned(),
    ))
}

async fn insert(conn: &mut Conn<'_>, session: &NewSession, now: Instant) -> Result<SessionId> {
    let sql = "INSERT INTO session (token_hash, account_id, is_whole, began_at, seen_at, confirmed_at, address, browser)
               VALUES ($1, $2, $3, $4, $4, $4, $5, $6) RETURNING id";
    let address = session.address.map(|address| address.to_string());
    let id: i64 = on!(conn, c => {
        let query = query_scalar(sql).bind(&session.token_hash).bind(session.account.0).bind(i64::from(session.is_whole));
        query.bind(ms(now)).bind(address).bind(&session.browser).fetch_one(&mut **c).await
    })?;
    Ok(SessionId(id))
}

/// Ends every session of an account, pending ones too.
pub(super) async fn end_all(conn: &mut Conn<'_>, account: AccountId) -> Result<()> {
    let sql = "DELETE FROM session WHERE account_id = $1";
    on!(conn, c => sqlx::query(sql).bind(account.0).execute(&mut **c).await.map(drop))?;
    Ok(())
}
