//! The chains of seals, one after another. A new chain begins at a restore, which undoes the last seals, and when the key
//! changes. The record of its beginning is sealed with its own key over the end of the chain before, which links the two. When
//! a key is lost, the chains before it can no longer be verified; the record says who declared the key lost.

mod beginning;

use sqlx::query_scalar;

use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::options::SealKey;
use beginning::{COLUMNS, LastSeals};
pub use beginning::{ChainBegin, ChainCause};
pub(super) use beginning::{SealedKind, begins, last_begin};

/// The beginning of the chain before which nothing can be proved, because a key is lost; `None` if everything can.
pub(super) fn loss(begins: &[ChainBegin]) -> Option<&ChainBegin> {
    let mut lost = begins.iter().rev();
    lost.find(|begin| begin.cause == ChainCause::KeyLost)
}

/// The number of the chain that seals this row.
pub(super) fn number_of(begins: &[ChainBegin], of: SealedKind, id: i64) -> i64 {
    let last = begins.iter().rev().find(|begin| begin.last_before(of) < id);
    last.or(begins.first()).map_or(1, |begin| begin.number)
}

/// A chain to begin.
pub(super) struct NewChain<'a> {
    pub(super) cause: ChainCause,
    /// Its key.
    pub(super) key: &'a SealKey,
    /// The key of the chain before; `None` if it is lost.
    pub(super) before: Option<&'a SealKey>,
    /// Who declared it lost; blank if it is not.
    pub(super) by: &'a str,
    /// The smallest number that it may get: greater than any known outside.
    pub(super) number_min: i64,
    /// The last event and audit entry known outside.
    pub(super) known: (i64, i64),
    pub(super) at_ms: i64,
}

/// Begins a chain after all that is sealed.
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

/// Where the chains of a kind end; the first chain begins before the first row.
async fn last_of(conn: &mut Conn<'_>, cause: ChainCause, of: SealedKind) -> Result<i64> {
    if cause == ChainCause::First {
        return Ok(0);
    }
    Ok(on!(conn, c => query_scalar(of.last_sql()).fetch_one(&mut **c).await)?)
}

/// The current chain, with its key.
pub(super) struct CurrentChain {
    begin: Option<ChainBegin>,
    key: SealKey,
}

/// The current chain. Read in each transaction that seals, so that no key seals into another key's chain.
///
/// # Errors
/// [`StoreError::SealKeyDiffers`].
pub(super) async fn current(conn: &mut Conn<'_>, key: &SealKey) -> Result<CurrentChain> {
    let begin = last_begin(conn).await?;
    if let Some(begin) = &begin {
        refuse_other(begin, key)?;
    }
    Ok(CurrentChain {
        begin,
        key: key.clone(),
    })
}

/// Refuses a key that is not the chain's.
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

    /// The MAC that precedes the seal after `last`.
    pub(super) fn before(&self, of: SealedKind, last: Option<(i64, Vec<u8>)>) -> Result<Vec<u8>> {
        let Some(begin) = &self.begin else {
            return Ok(last.map_or_else(|| of.genesis().to_vec(), |(_, mac)| mac));
        };
        match last.filter(|(id, _)| *id > begin.last_before(of)) {
            Some((_, mac)) => Ok(mac),
            None => Ok(begin.genesis(&self.key, of)?.to_vec()),
        }
    }

    /// Whether this row is the end of the chain before, which this chain's key did not seal.
    pub(super) fn is_before(&self, of: SealedKind, id: i64) -> bool {
        self.begin
            .as_ref()
            .is_some_and(|begin| id <= begin.last_before(of))
    }
}

/// All chains with their keys, for verification.
pub(super) struct Chains {
    begins: Vec<ChainBegin>,
    /// The key of each chain; `None` if unknown.
    keys: Vec<Option<SealKey>>,
    current: SealKey,
}

impl Chains {
    /// Reads the chains of a database. `retired`: keys of chains that are known outside only.
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

    /// The beginning of each chain.
    pub(super) fn begins(&self) -> &[ChainBegin] {
        &self.begins
    }

    /// The first chain that can be proved: those before it were sealed with a lost key.
    fn first_provable(&self) -> usize {
        let is_lost = |begin: &ChainBegin| begin.cause == ChainCause::KeyLost;
        self.begins.iter().rposition(is_lost).unwrap_or_default()
    }

    /// The beginning of the chain before which nothing can be proved, because a key is lost; `None` if everything can.
    pub(super) fn loss(&self) -> Option<&ChainBegin> {
        loss(&self.begins)
    }

    /// The last row whose seal cannot be checked because its key is lost; 0 if there is none.
    pub(super) fn lost_upto(&self, of: SealedKind) -> i64 {
        self.loss().map_or(0, |begin| begin.last_before(of))
    }

    /// Every known key, the current one first.
    pub(super) fn keys(&self) -> Vec<SealKey> {
        let mut keys = vec![self.current.clone()];
        keys.extend(self.keys.iter().rev().flatten().cloned());
        keys
    }

    /// The key of the current chain; `None` if unknown.
    pub(super) fn last_key(&self) -> Option<&SealKey> {
        match self.keys.last() {
            Some(key) => key.as_ref(),
            None => Some(&self.current),
        }
    }

    /// The index of the chain that seals this row.
    pub(super) fn at(&self, of: SealedKind, id: i64) -> usize {
        let found = self
            .begins
            .iter()
            .rposition(|begin| begin.last_before(of) < id);
        found.unwrap_or_default()
    }

    /// The key of a chain, and the MAC that precedes its first seal of a kind. Every key is known only after [`Chains::prove`]
    /// has found no fault.
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

    /// Proves that each chain begins as recorded, where the one before ends; the number and fault of the first that does not.
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
            let goes_on = |of| before.is_none_or(|it| it.last_before(of) <= begin.last_before(of));
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
