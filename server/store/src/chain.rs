//! The chains that the seals stand in, one after another: a new one begins at a restore, which takes back what was sealed last, and with
//! another key. Its beginning is sealed by its own key over the end of the one before, so that the two are linked. Where the key before
//! is lost, the chains before stay as they are and can be proved no more; the beginning says who decided so.

use std::fmt;

use chrono::DateTime;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use sqlx::{query_as, query_scalar};

use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::options::SealKey;

/// What the mac of a beginning begins with; a change of its form gets a new number.
const FORM: &[u8] = b"sanh seal chain 1";

/// Why a chain began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChainCause {
    /// There was none before.
    First,
    /// A copy took the place of the database.
    Restored,
    /// Another key seals from here on.
    Rotated,
    /// The key before is lost.
    KeyLost,
}

impl ChainCause {
    /// The stored word.
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

/// How a chain began. It is kept in the database and, like the heads, outside of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx_macros::FromRow)]
pub struct ChainBegin {
    /// Its number; numbers of chains that a restore took back are not given again.
    pub number: i64,
    /// Why it began.
    pub cause: ChainCause,
    /// When, in milliseconds UTC.
    pub begun_at: i64,
    /// Which key seals it.
    pub fingerprint: String,
    /// The last event sealed before it.
    pub event_id: i64,
    /// The last line of the audit before it.
    pub audit_id: i64,
    /// The last signed report before it.
    pub report_id: i64,
    /// At a restore: the last event that the heads kept outside knew; 0: none.
    pub known_event_id: i64,
    /// At a restore: the last line of the audit that they knew; 0: none.
    pub known_audit_id: i64,
    /// The key of the chain before, wrapped by this one's; none where it is the same, or lost.
    pub wrapped_key: Option<String>,
    /// Who decided that the key before is lost; blank for every other cause.
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

const COLUMNS: &str = "number, cause, begun_at, fingerprint, event_id, audit_id, report_id, known_event_id, known_audit_id,
    wrapped_key, mac, begun_by";

/// What is sealed one after another, each kind by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SealedKind {
    /// Events of dossiers.
    Events,
    /// Lines of the audit.
    Audit,
    /// Signed reports.
    Reports,
}

impl SealedKind {
    /// What the first seal of the first chain stands on.
    fn genesis(self) -> [u8; 32] {
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

    const fn last_sql(self) -> &'static str {
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
    /// The last one of a kind that stands in the chains before.
    pub(super) const fn upto(&self, of: SealedKind) -> i64 {
        match of {
            SealedKind::Events => self.event_id,
            SealedKind::Audit => self.audit_id,
            SealedKind::Reports => self.report_id,
        }
    }

    /// What the first seal of a kind stands on in this chain.
    fn genesis(&self, key: &SealKey, of: SealedKind) -> Result<[u8; 32]> {
        if self.cause == ChainCause::First {
            return Ok(of.genesis());
        }
        let mut mac = keyed(key)?;
        mac.update(of.label());
        mac.update(self.mac.as_bytes());
        Ok(mac.finalize().into_bytes().into())
    }

    /// The seal over the beginning and what it stands on.
    fn sealed(&self, key: &SealKey, before: &LastSeals) -> Result<String> {
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
struct LastSeals {
    chain: String,
    events: Vec<u8>,
    audit: Vec<u8>,
    reports: Vec<u8>,
}

impl LastSeals {
    async fn of(
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
        query_scalar(of.mac_sql()).bind(begin.upto(of)).fetch_optional(&mut **c).await
    })?;
    Ok(found.unwrap_or_default())
}

/// How every chain began, the first one first.
pub(super) async fn begins(conn: &mut Conn<'_>) -> Result<Vec<ChainBegin>> {
    let sql = format!("SELECT {COLUMNS} FROM seal_chain ORDER BY number");
    Ok(on!(conn, c => query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&mut **c).await)?)
}

/// How the chain that goes on began.
pub(super) async fn last_begin(conn: &mut Conn<'_>) -> Result<Option<ChainBegin>> {
    let sql = format!("SELECT {COLUMNS} FROM seal_chain ORDER BY number DESC LIMIT 1");
    Ok(on!(conn, c => query_as(sqlx::AssertSqlSafe(sql)).fetch_optional(&mut **c).await)?)
}

/// How the chain began before which nothing can be proved, as the key is lost.
pub(super) fn loss(begins: &[ChainBegin]) -> Option<&ChainBegin> {
    let mut lost = begins.iter().rev();
    lost.find(|begin| begin.cause == ChainCause::KeyLost)
}

/// The number of the chain that one of a kind stands in.
pub(super) fn number_of(begins: &[ChainBegin], of: SealedKind, id: i64) -> i64 {
    let last = begins.iter().rev().find(|begin| begin.upto(of) < id);
    last.or(begins.first()).map_or(1, |begin| begin.number)
}

/// A chain to begin.
pub(super) struct NewChain<'a> {
    pub(super) cause: ChainCause,
    /// Its key.
    pub(super) key: &'a SealKey,
    /// The key of the chain before; none: it is lost.
    pub(super) before: Option<&'a SealKey>,
    /// Who says that it is lost; blank where it is not.
    pub(super) by: &'a str,
    /// At least one more than the last number known outside.
    pub(super) number_min: i64,
    /// The last event and line of the audit known outside.
    pub(super) known: (i64, i64),
    pub(super) at_ms: i64,
}

/// Begins a chain where all that is sealed ends.
pub(super) async fn begin(conn: &mut Conn<'_>, beginning: &NewChain<'_>) -> Result<ChainBegin> {
    let last = last_begin(conn).await?;
    let key = beginning.key;
    let fingerprint = key.fingerprint();
    let other = beginning
        .before
        .filter(|before| before.fingerprint() != fingerprint);
    let number = last.as_ref().map_or(0, |begin| begin.number) + 1;
    let mut new = ChainBegin {
        number: number.max(beginning.number_min),
        cause: beginning.cause,
        begun_at: beginning.at_ms,
        fingerprint,
        event_id: last_of(conn, beginning.cause, SealedKind::Events).await?,
        audit_id: last_of(conn, beginning.cause, SealedKind::Audit).await?,
        report_id: last_of(conn, beginning.cause, SealedKind::Reports).await?,
        known_event_id: beginning.known.0,
        known_audit_id: beginning.known.1,
        wrapped_key: other.and_then(|before| key.wrap(before)),
        begun_by: beginning.by.to_owned(),
        mac: String::new(),
    };
    let ends = LastSeals::of(conn, &new, last.as_ref()).await?;
    new.mac = new.sealed(key, &ends)?;
    let sql = format!(
        "INSERT INTO seal_chain ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    );
    on!(conn, c => {
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(new.number).bind(new.cause.as_str());
        let query = query.bind(new.begun_at).bind(&new.fingerprint).bind(new.event_id).bind(new.audit_id);
        let query = query.bind(new.report_id).bind(new.known_event_id).bind(new.known_audit_id);
        let query = query.bind(&new.wrapped_key).bind(&new.mac).bind(&new.begun_by);
        query.execute(&mut **c).await.map(drop)
    })?;
    Ok(new)
}

/// Where the chains of a kind end; the first one begins before all.
async fn last_of(conn: &mut Conn<'_>, cause: ChainCause, of: SealedKind) -> Result<i64> {
    if cause == ChainCause::First {
        return Ok(0);
    }
    Ok(on!(conn, c => query_scalar(of.last_sql()).fetch_one(&mut **c).await)?)
}

/// The chain that goes on, with its key.
pub(super) struct CurrentChain {
    begin: Option<ChainBegin>,
    key: SealKey,
}

/// The chain that goes on. Asked for in each transaction that seals, so that no key ever seals into the chain of another.
///
/// # Errors
/// [`StoreError::SealKeyDiffers`].
pub(super) async fn going(conn: &mut Conn<'_>, key: &SealKey) -> Result<CurrentChain> {
    let begin = last_begin(conn).await?;
    if let Some(begin) = &begin {
        refuse_other(begin, key)?;
    }
    Ok(CurrentChain {
        begin,
        key: key.clone(),
    })
}

/// Refuses another key than the one that a chain is sealed by.
pub(super) fn refuse_other(begin: &ChainBegin, key: &SealKey) -> Result<()> {
    let given = key.fingerprint();
    if begin.fingerprint == given {
        return Ok(());
    }
    Err(StoreError::SealKeyDiffers {
        expected: Some(begin.fingerprint.clone()),
        given,
    })
}

impl CurrentChain {
    /// Its number.
    pub(super) fn number(&self) -> i64 {
        self.begin.as_ref().map_or(1, |begin| begin.number)
    }

    /// What the seal after `last` stands on.
    pub(super) fn before(&self, of: SealedKind, last: Option<(i64, Vec<u8>)>) -> Result<Vec<u8>> {
        let Some(begin) = &self.begin else {
            return Ok(last.map_or_else(|| of.genesis().to_vec(), |(_, mac)| mac));
        };
        match last.filter(|(id, _)| *id > begin.upto(of)) {
            Some((_, mac)) => Ok(mac),
            None => Ok(begin.genesis(&self.key, of)?.to_vec()),
        }
    }

    /// Whether one of a kind is the end of the chain before, which this one's key did not seal.
    pub(super) fn is_before(&self, of: SealedKind, id: i64) -> bool {
        self.begin
            .as_ref()
            .is_some_and(|begin| id <= begin.upto(of))
    }
}

/// All chains with their keys, to prove what stands in them.
pub(super) struct Chains {
    begins: Vec<ChainBegin>,
    /// The key of each; none: it is not known.
    keys: Vec<Option<SealKey>>,
    current: SealKey,
}

impl Chains {
    /// The chains of a database. `retired`: keys of chains that are known outside only.
    pub(super) async fn load(
        conn: &mut Conn<'_>,
        current: &SealKey,
        retired: &[SealKey],
    ) -> Result<Self> {
        let begins = begins(conn).await?;
        let mut known = vec![current.clone()];
        known.extend_from_slice(retired);
        let mut keys = Vec::with_capacity(begins.len());
        for begin in begins.iter().rev() {
            let key = known
                .iter()
                .find(|key| key.fingerprint() == begin.fingerprint);
            let key = key.cloned();
            let wrapped = begin.wrapped_key.as_deref();
            let before = key.as_ref().zip(wrapped);
            known.extend(before.and_then(|(key, wrapped)| key.unwrap_key(wrapped)));
            keys.push(key);
        }
        keys.reverse();
        Ok(Self {
            begins,
            keys,
            current: current.clone(),
        })
    }

    /// How each began.
    pub(super) fn begins(&self) -> &[ChainBegin] {
        &self.begins
    }

    /// The first of them that can be proved: those before it were sealed by a key that is lost.
    fn first_provable(&self) -> usize {
        let is_lost = |begin: &ChainBegin| begin.cause == ChainCause::KeyLost;
        self.begins.iter().rposition(is_lost).unwrap_or_default()
    }

    /// How the chain began before which nothing can be proved, as the key is lost; none: everything can.
    pub(super) fn loss(&self) -> Option<&ChainBegin> {
        loss(&self.begins)
    }

    /// The last one of a kind whose seal cannot be checked any more, as the key is lost; 0: there is none.
    pub(super) fn lost_upto(&self, of: SealedKind) -> i64 {
        self.loss().map_or(0, |begin| begin.upto(of))
    }

    /// Every key that is known, the one in force first.
    pub(super) fn keys(&self) -> Vec<SealKey> {
        let mut keys = vec![self.current.clone()];
        keys.extend(self.keys.iter().rev().flatten().cloned());
        keys
    }

    /// The key of the chain that goes on; none: it is not known.
    pub(super) fn last_key(&self) -> Option<&SealKey> {
        match self.keys.last() {
            Some(key) => key.as_ref(),
            None => Some(&self.current),
        }
    }

    /// Which of them one of a kind stands in.
    pub(super) fn at(&self, of: SealedKind, id: i64) -> usize {
        let found = self.begins.iter().rposition(|begin| begin.upto(of) < id);
        found.unwrap_or_default()
    }

    /// The key of one, and what its first seal of a kind stands on. Only where [`Chains::prove`] has found nothing every key is known.
    pub(super) fn link(&self, at: usize, of: SealedKind) -> Result<(SealKey, [u8; 32])> {
        let Some(begin) = self.begins.get(at) else {
            return Ok((self.current.clone(), of.genesis()));
        };
        let key = self.keys.get(at).cloned().flatten();
        let key = key.ok_or_else(|| StoreError::SealKeyDiffers {
            expected: Some(begin.fingerprint.clone()),
            given: self.current.fingerprint(),
        })?;
        let genesis = begin.genesis(&key, of)?;
        Ok((key, genesis))
    }

    /// Proves that each began as it says, where the one before ended; the number and fault of the first that did not.
    pub(super) async fn prove(&self, conn: &mut Conn<'_>) -> Result<Option<(i64, &'static str)>> {
        let first = self.first_provable();
        let mut before = first.checked_sub(1).and_then(|at| self.begins.get(at));
        for (begin, key) in self.begins.iter().zip(&self.keys).skip(first) {
            let Some(key) = key else {
                return Ok(Some((
                    begin.number,
                    "it was sealed by another key than the one given",
                )));
            };
            let kinds = [SealedKind::Events, SealedKind::Audit, SealedKind::Reports];
            let goes_on = |of| before.is_none_or(|it| it.upto(of) <= begin.upto(of));
            let ends = LastSeals::of(conn, begin, before).await?;
            if !kinds.into_iter().all(goes_on) || begin.mac != begin.sealed(key, &ends)? {
                return Ok(Some((
                    begin.number,
                    "its beginning, or the end of the chain before it, was changed",
                )));
            }
            before = Some(begin);
        }
        Ok(None)
    }
}
