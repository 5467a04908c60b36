//! Subscriptions as they are stored: what tells of a person is sealed under a key of each one's own.

use sqlx::{AssertSqlSafe, query_as, query_scalar};

use sanh_domain::deadline::Instant;
use sanh_domain::dossier::DossierCode;
use sanh_domain::subscription::model::{TellAddress, TellChannel};

use super::super::conn::{Conn, on};
use super::super::error::{Result, StoreError};
use super::super::stored_time::ms;
use super::super::subscription_end::WHOLE;
use super::{KIND, NewSubscription, token_hash};
use crate::vault::{Sealed, Vault};

/// What is sealed, a line each.
pub(super) struct Record {
    /// What the links hold.
    pub(super) token: String,
    /// Where.
    pub(super) address: String,
    /// The digits that confirm a phone; blank for mail.
    pub(super) digits: String,
}

impl Record {
    fn to_lines(&self) -> String {
        format!("{}\n{}\n{}", self.token, self.address, self.digits)
    }

    fn read(lines: &str) -> Option<Self> {
        let mut parts = lines.split('\n').map(str::to_owned);
        Some(Self {
            token: parts.next()?,
            address: parts.next()?,
            digits: parts.next()?,
        })
    }
}

#[derive(sqlx_macros::FromRow)]
pub(super) struct StoredSubscription {
    pub(super) id: i64,
    pub(super) dossier_id: i64,
    pub(super) code: String,
    pub(super) channel: String,
    pub(super) lang: String,
    pub(super) address_hash: String,
    wrapped_key: Vec<u8>,
    sealed: Vec<u8>,
    pub(super) wrong_tries: i64,
    pub(super) made_at: i64,
    pub(super) confirmed_at: Option<i64>,
}

const SELECT: &str =
    "SELECT s.id, s.dossier_id, d.code, s.channel, s.lang, s.address_hash, s.wrapped_key, s.sealed,
     s.wrong_tries, s.made_at, s.confirmed_at FROM subscription s JOIN dossier d ON d.id = s.dossier_id";

/// The name under which subscriptions of a dossier are sealed: they open for it alone.
fn sealed_for(code: &str) -> String {
    format!("subscription:{code}")
}

pub(super) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<StoredSubscription>> {
    let sql = format!("{SELECT} WHERE s.id = $1");
    Ok(on!(conn, c => {
        query_as(AssertSqlSafe(sql)).bind(id).fetch_optional(&mut **c).await
    })?)
}

pub(super) async fn by_hash(conn: &mut Conn<'_>, hash: &str) -> Result<Option<StoredSubscription>> {
    let sql = format!("{SELECT} WHERE s.token_hash = $1");
    Ok(on!(conn, c => {
        query_as(AssertSqlSafe(sql)).bind(hash).fetch_optional(&mut **c).await
    })?)
}

/// Those of a dossier, or of the whole that it is a part of, oldest first.
pub(super) async fn of_dossier(
    conn: &mut Conn<'_>,
    code: &DossierCode,
) -> Result<Vec<StoredSubscription>> {
    let sql = format!("{SELECT} WHERE s.dossier_id = {WHOLE} ORDER BY s.id");
    Ok(on!(conn, c => {
        query_as(AssertSqlSafe(sql)).bind(code.as_str()).fetch_all(&mut **c).await
    })?)
}

/// What is sealed of a subscription; `None`: it does not open.
pub(super) fn open(vault: &Vault, found: &StoredSubscription) -> Option<Record> {
    let sealed = Sealed {
        wrapped_key: found.wrapped_key.clone(),
        body: found.sealed.clone(),
    };
    let lines = vault.open(&sealed_for(&found.code), &sealed)?;
    Record::read(std::str::from_utf8(&lines).ok()?)
}

/// Adds a subscription that is to be confirmed; its number.
pub(super) async fn put(
    conn: &mut Conn<'_>,
    vault: &Vault,
    (dossier_id, code): (i64, &str),
    new: &NewSubscription,
    record: &Record,
    now: Instant,
) -> Result<i64> {
    let sealed = vault.seal(&sealed_for(code), record.to_lines().as_bytes());
    let sealed = sealed
        .ok_or_else(|| StoreError::Misconfigured("an address cannot be sealed".to_owned()))?;
    let sql = "INSERT INTO subscription (id, dossier_id, channel, lang, address_hash, token_hash, wrapped_key, sealed, key_number, made_at)
               VALUES ((SELECT coalesce(max(id), 0) + 1 FROM subscription), $1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id";
    let channel: TellChannel = new.address.channel;
    Ok(on!(conn, c => {
        let query = query_scalar(sql).bind(dossier_id).bind(channel.as_str()).bind(new.lang.code());
        let query = query.bind(vault.index(KIND, &new.address.found_by()));
        let query = query.bind(token_hash(&record.token)).bind(&sealed.wrapped_key).bind(&sealed.body);
        query.bind(vault.number()).bind(ms(now)).fetch_one(&mut **c).await
    })?)
}

/// Puts the next subscriptions after a number that are still under the keys before under the new ones, and what they are found by: the
/// last of them, and how many there were; `None`: none is left.
pub(in super::super) async fn rekey(
    conn: &mut Conn<'_>,
    vault: &Vault,
    (after, rows_max): (i64, i64),
) -> Result<Option<(i64, u64)>> {
    let sql = format!("{SELECT} WHERE s.id > $1 AND s.key_number < $2 ORDER BY s.id LIMIT $3");
    let sql = match conn {
        Conn::Sqlite(_) => sql,
        // PostgreSQL has many writers: the lock keeps others from erasing a row before it is sealed again.
        Conn::Postgres(_) => format!("{sql} FOR UPDATE OF s"),
    };
    let rows: Vec<StoredSubscription> = on!(&mut *conn, c => {
        let query = query_as(AssertSqlSafe(sql)).bind(after).bind(vault.number());
        query.bind(rows_max).fetch_all(&mut **c).await
    })?;
    let put = "UPDATE subscription SET wrapped_key = $2, address_hash = $3, key_number = $4 WHERE id = $1";
    for row in &rows {
        let damaged = || StoreError::Corrupt(format!("subscription {} does not open", row.id));
        let record = open(vault, row).ok_or_else(damaged)?;
        let address = TellAddress {
            channel: row.channel.parse().map_err(|_| damaged())?,
            text: record.address,
        };
        let key = vault.rewrap(&sealed_for(&row.code), &row.wrapped_key);
        let key = key.ok_or_else(damaged)?;
        on!(&mut *conn, c => {
            let query = sqlx::query(put).bind(row.id).bind(key);
            let query = query.bind(vault.index(KIND, &address.found_by())).bind(vault.number());
            query.execute(&mut **c).await.map(drop)
        })?;
    }
    Ok(rows.last().map(|row| (row.id, rows.len() as u64)))
}
