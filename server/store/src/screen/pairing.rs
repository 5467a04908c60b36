//! Screens that wait to be paired: each shows a code, which a manager types.

use chrono::Duration;
use sqlx::{query_as, query_scalar};

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::screen::code::{CODE_CHARS, CODE_MIN, code};
use sanh_domain::screen::model::ScreenSetting;

use super::stored::{find, insert};
use crate::Store;
use crate::audit::{AuditActor, AuditEntry};
use crate::conn::{Conn, on};
use crate::error::{Result, StoreError};
use crate::stored_time::{instant, ms};

/// The most screens that may wait at a time (ours: more than any lobby has).
pub const PAIRINGS_MAX: i64 = 200;
/// The most from one address: a building's screens often share one.
pub const PAIRINGS_PER_ADDRESS_MAX: i64 = 40;
/// The most codes that are drawn until one is free; with so few in use the first one usually is.
const DRAWS_MAX: u32 = 8;

/// What a screen has to show before it is paired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PairingState {
    /// This code, valid until this instant.
    Code(String, Instant),
    /// The wall with this name: the screen is paired.
    Paired(String),
    /// No code yet: none was free.
    Full,
}

/// The result of a typed code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PairingOutcome {
    /// The screen is paired with the wall of this name.
    With(String),
    /// No screen shows this code now.
    Unknown,
    /// There is no wall with this name.
    NoScreen,
}

impl Store {
    /// The code of a screen, by the hash of its secret: the present one, or a new one if that is no longer valid.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub async fn pairing_code(
        &self,
        token_hash: &str,
        address: &str,
        now: Instant,
    ) -> Result<PairingState> {
        let hash = token_hash.to_owned();
        let known = self
            .read(move |mut conn| Box::pin(async move { already(&mut conn, &hash, now).await }))
            .await?;
        if let Some(known) = known {
            return Ok(known);
        }
        let (hash, address) = (token_hash.to_owned(), address.to_owned());
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                if let Some(known) = already(conn, &hash, now).await? {
                    return Ok(known);
                }
                clear(conn, &hash, now).await?;
                make_room(conn, &address).await?;
                draw(conn, &hash, &address, now).await
            })
        })
        .await
    }

    /// Pairs the screen that shows a code with a new or an existing wall, with an audit entry. A code works once. A wall that
    /// was paired with another screen belongs to this one from now on.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where the name is taken or cannot be part of an address; when it cannot be written.
    pub async fn pair(
        &self,
        code: &str,
        setting: ScreenSetting,
        is_new: bool,
        by: AuditActor,
        now: Instant,
    ) -> Result<PairingOutcome> {
        let code = code.to_owned();
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let sql = "SELECT token_hash FROM pairing WHERE code = $1 AND until_at > $2";
                let hash: Option<String> = on!(&mut *conn, c => {
                    query_scalar(sql).bind(&code).bind(ms(now)).fetch_optional(&mut **c).await
                })?;
                let Some(hash) = hash else {
                    return Ok((PairingOutcome::Unknown, None));
                };
                match find(conn, &setting.name).await? {
                    None if is_new => insert(conn, &setting, Some(&hash), now).await?,
                    None => return Ok((PairingOutcome::NoScreen, None)),
                    Some(_) if is_new => {
                        return Err(StoreError::Invalid(format!("\"{}\" is taken", setting.name)));
                    }
                    Some(_) => {
                        let sql = "UPDATE screen SET is_paired = 1, token_hash = $2, paired_at = $3 WHERE name = $1";
                        on!(&mut *conn, c => {
                            let query = sqlx::query(sql).bind(&setting.name).bind(&hash).bind(ms(now));
                            query.execute(&mut **c).await.map(drop)
                        })?;
                    }
                }
                clear(conn, &hash, now).await?;
                let audit_entry = AuditEntry {
                    became: "pair".to_owned(),
                    ..AuditEntry::new(AuditAct::ScreenOrdered, &setting.name)
                };
                Ok((PairingOutcome::With(setting.name), Some(audit_entry)))
            })
        })
        .await
    }

    /// The number of screens that wait to be paired.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn pairings(&self, now: Instant) -> Result<u32> {
        let sql = "SELECT count(*) FROM pairing WHERE until_at > $1";
        let count: i64 = self
            .read(move |mut conn| {
                Box::pin(async move {
                    Ok(on!(&mut conn, c => query_scalar(sql).bind(ms(now)).fetch_one(&mut **c).await)?)
                })
            })
            .await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }
}

/// The present state of a screen.
async fn already(
    conn: &mut Conn<'_>,
    token_hash: &str,
    now: Instant,
) -> Result<Option<PairingState>> {
    let sql = "SELECT name FROM screen WHERE token_hash = $1";
    let paired: Option<String> =
        on!(&mut *conn, c => query_scalar(sql).bind(token_hash).fetch_optional(&mut **c).await)?;
    if let Some(name) = paired {
        return Ok(Some(PairingState::Paired(name)));
    }
    let sql = "SELECT code, until_at FROM pairing WHERE token_hash = $1 AND until_at > $2";
    let row: Option<(String, i64)> = on!(conn, c => {
        query_as(sql).bind(token_hash).bind(ms(now)).fetch_optional(&mut **c).await
    })?;
    row.map(|(code, until)| Ok(PairingState::Code(code, instant(until)?)))
        .transpose()
}

/// Deletes the code of a screen, and all expired ones.
async fn clear(conn: &mut Conn<'_>, token_hash: &str, now: Instant) -> Result<()> {
    let sql = "DELETE FROM pairing WHERE token_hash = $1 OR until_at <= $2";
    on!(conn, c => {
        sqlx::query(sql).bind(token_hash).bind(ms(now)).execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

/// Makes room for one more code: with too many, the oldest code of the address with the most is deleted, so that a flood of
/// codes takes none from screens elsewhere.
async fn make_room(conn: &mut Conn<'_>, address: &str) -> Result<()> {
    let sql =
        "SELECT count(*), coalesce(sum(CASE WHEN address = $1 THEN 1 ELSE 0 END), 0) FROM pairing";
    let (all, here): (i64, i64) =
        on!(&mut *conn, c => query_as(sql).bind(address).fetch_one(&mut **c).await)?;
    if here >= PAIRINGS_PER_ADDRESS_MAX {
        return forget_oldest(conn, address).await;
    }
    if all < PAIRINGS_MAX {
        return Ok(());
    }
    let sql = "SELECT address FROM pairing GROUP BY address ORDER BY count(*) DESC, min(until_at) LIMIT 1";
    let most: Option<String> =
        on!(&mut *conn, c => query_scalar(sql).fetch_optional(&mut **c).await)?;
    match most {
        Some(most) => forget_oldest(conn, &most).await,
        None => Ok(()),
    }
}

async fn forget_oldest(conn: &mut Conn<'_>, address: &str) -> Result<()> {
    let sql = "DELETE FROM pairing WHERE token_hash =
               (SELECT token_hash FROM pairing WHERE address = $1 ORDER BY until_at, token_hash LIMIT 1)";
    on!(conn, c => sqlx::query(sql).bind(address).execute(&mut **c).await.map(drop))?;
    Ok(())
}

async fn draw(
    conn: &mut Conn<'_>,
    token_hash: &str,
    address: &str,
    now: Instant,
) -> Result<PairingState> {
    let until = now + Duration::minutes(CODE_MIN);
    for _ in 0..DRAWS_MAX {
        let drawn = code(rand::random::<[u8; CODE_CHARS]>());
        let sql =
            "INSERT INTO pairing (token_hash, code, until_at, address) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (code) DO NOTHING";
        let added = on!(&mut *conn, c => {
            let query = sqlx::query(sql).bind(token_hash).bind(&drawn).bind(ms(until)).bind(address);
            query.execute(&mut **c).await.map(|done| done.rows_affected())
        })?;
        if added == 1 {
            return Ok(PairingState::Code(drawn, until));
        }
    }
    Ok(PairingState::Full)
}
