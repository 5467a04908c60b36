//! The record of how a chain of seals began, and its own seal.

use std::fmt;

use chrono::DateTime;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use sqlx::{query_as, query_scalar};

use crate::conn::{Conn, on};
use crate::error::{Result, StoreError};
use crate::options::SealKey;

/// The prefix of what a beginning's MAC covers; a new format gets a new number.
const FORM: &[u8] = b"sanh seal chain 1";

/// Why a chain began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChainCause {
    /// It is the first one.
    First,
    /// A backup was restored.
    Restored,
    /// The key was changed.
    Rotated,
    /// The key before was lost.
    KeyLost,
}

impl ChainCause {
    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Restored => "restored",
            Self::Rotated => "rotated",
            Self::KeyLost => "key_lost",
        }
    }
}

impl TryFrom<String> for ChainCause {
    type Error = StoreError;

    fn try_from(word: String) -> Result<Self> {
        let all = [Self::First, Self::Restored, Self::Rotated, Self::KeyLost];
        let found = all.into_iter().find(|cause| cause.as_str() == word);
        found.ok_or_else(|| StoreError::Corrupt(format!("why does a chain begin by \"{word}\"?")))
    }
}

impl<D: sqlx::Database> sqlx::Type<D> for ChainCause
where
    String: sqlx::Type<D>,
{
    fn type_info() -> D::TypeInfo {
        String::type_info()
    }

    fn compatible(info: &D::TypeInfo) -> bool {
        String::compatible(info)
    }
}

impl<'r, D: sqlx::Database> sqlx::Decode<'r, D> for ChainCause
where
    String: sqlx::Decode<'r, D>,
{
    fn decode(word: D::ValueRef<'r>) -> std::result::Result<Self, sqlx::error::BoxDynError> {
        Ok(Self::try_from(String::decode(word)?)?)
    }
}

/// The beginning of a chain. It is stored in the database and, like the heads, outside of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx_macros::FromRow)]
pub struct ChainBegin {
    /// Its number; numbers of chains that a restore undid are not used again.
    pub number: i64,
    /// Why it began.
    pub cause: ChainCause,
    /// When it began, in milliseconds UTC.
    pub begun_at: i64,
    /// The fingerprint of its key.
    pub fingerprint: String,
    /// The last event sealed before it.
    pub event_id: i64,
    /// The last audit entry sealed before it.
    pub audit_id: i64,
    /// The last signed report before it.
    pub report_id: i64,
    /// At a restore: the last event known from the exported heads; 0 for none.
    pub known_event_id: i64,
    /// At a restore: the last audit entry known from them; 0 for none.
    pub known_audit_id: i64,
    /// The key of the chain before, wrapped with this chain's key; `None` where it is the same, or lost.
    pub wrapped_key: Option<String>,
    /// Who declared the key before lost; blank for every other cause.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub begun_by: String,
    /// The seal over all this and the end of the chain before.
    pub mac: String,
}

impl fmt::Display for ChainBegin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            number,
            event_id,
            audit_id,
            fingerprint,
            begun_by,
            ..
        } = self;
        let at = DateTime::from_timestamp_millis(self.begun_at).unwrap_or_default();
        let at = at.format("%Y-%m-%dT%H:%M:%SZ");
        write!(f, "chain {number}: ")?;
        match self.cause {
            ChainCause::First => write!(f, "the first, by the key {fingerprint}"),
            ChainCause::Rotated => write!(
                f,
                "by the key {fingerprint} since {at}, after event {event_id} and line {audit_id} of the audit"
            ),
            ChainCause::KeyLost => write!(
                f,
                "the key before it is lost, as {begun_by} said at {at}: up to event {event_id} and line {audit_id} of the audit \
                 no seal can be checked any more; by the key {fingerprint} since then"
            ),
            ChainCause::Restored => write!(
                f,
                "a copy was restored at {at}: after event {event_id} (event {} had been sealed) and line {audit_id} of the audit ({})",
                self.known_event_id, self.known_audit_id
            ),
        }
    }
}

pub(super) const COLUMNS: &str = "number, cause, begun_at, fingerprint, event_id, audit_id, report_id, known_event_id, known_audit_id,
    wrapped_key, mac, begun_by";

/// The kinds of sealed rows; each kind is chained separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SealedKind {
    /// Events of dossiers.
    Events,
    /// Lines of the audit.
    Audit,
    /// Signed reports.
    Reports,
}

impl SealedKind {
    /// The MAC that precedes the first seal of the first chain.
    pub(super) fn genesis(self) -> [u8; 32] {
        match self {
            Self::Events => [0; 32],
            Self::Audit => *b"the audit of this centre begins.",
            Self::Reports => *b"the reports of this centre begin",
        }
    }

    const fn label(self) -> &'static [u8] {
        match self {
            Self::Events => b"events",
            Self::Audit => b"audit",
            Self::Reports => b"reports",
        }
    }

    pub(super) const fn last_sql(self) -> &'static str {
        match self {
            Self::Events => "SELECT coalesce(max(event_id), 0) FROM seal",
            Self::Audit => "SELECT coalesce(max(id), 0) FROM audit",
            Self::Reports => "SELECT coalesce(max(id), 0) FROM signed_report",
        }
    }

    const fn mac_sql(self) -> &'static str {
        match self {
            Self::Events => "SELECT mac FROM seal WHERE event_id = $1",
            Self::Audit => "SELECT mac FROM audit WHERE id = $1",
            Self::Reports => "SELECT mac FROM signed_report WHERE id = $1",
        }
    }
}

impl ChainBegin {
    /// The last row of a kind that belongs to the chains before.
    pub(crate) const fn last_before(&self, of: SealedKind) -> i64 {
        match of {
            SealedKind::Events => self.event_id,
            SealedKind::Audit => self.audit_id,
            SealedKind::Reports => self.report_id,
        }
    }

    /// The MAC that precedes the first seal of a kind in this chain.
    pub(super) fn genesis(&self, key: &SealKey, of: SealedKind) -> Result<[u8; 32]> {
        if self.cause == ChainCause::First {
            return Ok(of.genesis());
        }
        let mut mac = keyed(key)?;
        mac.update(of.label());
        mac.update(self.mac.as_bytes());
        Ok(mac.finalize().into_bytes().into())
    }

    /// The seal over the beginning and the seals before it.
    pub(super) fn sealed(&self, key: &SealKey, before: &LastSeals) -> Result<String> {
        let mut mac = keyed(key)?;
        mac.update(FORM);
        for number in [
            self.number,
            self.begun_at,
            self.event_id,
            self.audit_id,
            self.report_id,
            self.known_event_id,
            self.known_audit_id,
        ] {
            mac.update(&number.to_be_bytes());
        }
        for bytes in [
            self.cause.as_str().as_bytes(),
            self.fingerprint.as_bytes(),
            self.wrapped_key.as_deref().unwrap_or_default().as_bytes(),
            before.chain.as_bytes(),
            &before.events,
            &before.audit,
            &before.reports,
        ] {
            mac.update(&(bytes.len() as u64).to_be_bytes());
            mac.update(bytes);
        }
        if self.cause == ChainCause::KeyLost {
            mac.update(self.begun_by.as_bytes());
        }
        Ok(hex::encode(mac.finalize().into_bytes()))
    }
}

fn keyed(key: &SealKey) -> Result<Hmac<Sha256>> {
    Hmac::<Sha256>::new_from_slice(key.bytes())
        .map_err(|error| StoreError::Invalid(error.to_string()))
}

/// The last seals of the chain before.
pub(super) struct LastSeals {
    chain: String,
    events: Vec<u8>,
    audit: Vec<u8>,
    reports: Vec<u8>,
}

impl LastSeals {
    pub(super) async fn of(
        conn: &mut Conn<'_>,
        begin: &ChainBegin,
        before: Option<&ChainBegin>,
    ) -> Result<Self> {
        Ok(Self {
            chain: before.map(|begin| begin.mac.clone()).unwrap_or_default(),
            events: mac_at(conn, begin, SealedKind::Events).await?,
            audit: mac_at(conn, begin, SealedKind::Audit).await?,
            reports: mac_at(conn, begin, SealedKind::Reports).await?,
        })
    }
}

async fn mac_at(conn: &mut Conn<'_>, begin: &ChainBegin, of: SealedKind) -> Result<Vec<u8>> {
    let found: Option<Vec<u8>> = on!(conn, c => {
        query_scalar(of.mac_sql()).bind(begin.last_before(of)).fetch_optional(&mut **c).await
    })?;
    Ok(found.unwrap_or_default())
}

/// The beginnings of all chains, the first one first.
pub(crate) async fn begins(conn: &mut Conn<'_>) -> Result<Vec<ChainBegin>> {
    let sql = format!("SELECT {COLUMNS} FROM seal_chain ORDER BY number");
    Ok(on!(conn, c => query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&mut **c).await)?)
}

/// The beginning of the current chain.
pub(crate) async fn last_begin(conn: &mut Conn<'_>) -> Result<Option<ChainBegin>> {
    let sql = format!("SELECT {COLUMNS} FROM seal_chain ORDER BY number DESC LIMIT 1");
    Ok(on!(conn, c => query_as(sqlx::AssertSqlSafe(sql)).fetch_optional(&mut **c).await)?)
}
