//! The key that seals the database: adopted at the first start, identified by its fingerprint, changed by a command.

use sqlx::query_scalar;

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;

use super::Store;
use super::audit::{self, AuditActor, AuditEntry};
use super::chain::{self, ChainBegin, ChainCause, Chains, NewChain};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::external_files::Outside;
use super::options::SealKey;
use super::seal;
use super::stored_time::ms;

/// Events sealed in one transaction before another key takes over.
const ROTATED_BATCH_EVENTS: u32 = 2_000;

impl Store {
    /// Whether any event or audit entry is sealed, or a key was adopted.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_sealed(&self) -> Result<bool> {
        self.read(|mut conn| {
            Box::pin(async move {
                let sql = "SELECT count(*) FROM (SELECT 1 AS one FROM seal LIMIT 1) s";
                let seals: i64 = on!(&mut conn, c => query_scalar(sql).fetch_one(&mut **c).await)?;
                let sql = "SELECT count(*) FROM (SELECT 1 AS one FROM audit LIMIT 1) a";
                let lines: i64 = on!(&mut conn, c => query_scalar(sql).fetch_one(&mut **c).await)?;
                let has_chain = chain::last_begin(&mut conn).await?.is_some();
                Ok(has_chain || seals + lines > 0)
            })
        })
        .await
    }

    /// Whether the last audit entry, or without one the last event, was sealed with the key of this store. True if nothing is
    /// sealed, or the store has no key.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_sealed_by_its_key(&self) -> Result<bool> {
        let Some(key) = self.options.seal_key.clone() else {
            return Ok(true);
        };
        self.read(move |mut conn| {
            Box::pin(async move {
                match audit::is_sealed_by(&mut conn, &key).await? {
                    Some(is_sealed) => Ok(is_sealed),
                    None => seal::is_sealed_by(&mut conn, &key).await,
                }
            })
        })
        .await
    }

    /// Makes the key of this store the one that seals the database, if it has none yet; so nodes with differing keys never both
    /// begin.
    ///
    /// # Errors
    /// [`StoreError::SealKeyDiffers`] where the database has another key; or it cannot be written.
    pub async fn adopt_seal_key(&self, now: Instant) -> Result<()> {
        let Some(key) = self.options.seal_key.clone() else {
            return Ok(());
        };
        let found = self
            .read(|mut conn| Box::pin(async move { chain::last_begin(&mut conn).await }))
            .await?;
        if let Some(begin) = found {
            return chain::refuse_other(&begin, &key);
        }
        // An older version sealed the rows and stored no fingerprint of the key.
        if !self.is_sealed_by_its_key().await? {
            return Err(StoreError::SealKeyDiffers {
                expected: None,
                given: key.fingerprint(),
            });
        }
        self.write(move |mut conn| {
            Box::pin(async move { adopt(&mut conn, &key, ms(now)).await.map(drop) })
        })
        .await
    }

    /// Changes the seal key: a new chain begins, whose beginning contains the old key, wrapped with the new one. The old key is
    /// not needed any more, not even to verify what it sealed. Processes that still run with the old key can write no more.
    ///
    /// # Errors
    /// [`StoreError::SealKeyDiffers`]; [`StoreError::Invalid`] for the present key; or the database cannot be written.
    pub async fn change_seal_key(&self, new: SealKey, now: Instant) -> Result<ChainBegin> {
        let old = self.options.seal_key.clone();
        let old = old.ok_or(StoreError::KeyMissing)?;
        if old.fingerprint() == new.fingerprint() {
            return Err(StoreError::Invalid("this key seals already".to_owned()));
        }
        while self.seal_batch(ROTATED_BATCH_EVENTS).await? > 0 {}
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let before = adopt(conn, &old, ms(now)).await?;
                chain::refuse_other(&before, &old)?;
                let begin = chain::begin(
                    conn,
                    &NewChain {
                        cause: ChainCause::Rotated,
                        key: &new,
                        before: Some(&old),
                        by: "",
                        number_min: 1,
                        known: (0, 0),
                        at_ms: ms(now),
                    },
                )
                .await?;
                let audit_entry = AuditEntry {
                    was: before.fingerprint,
                    became: begin.fingerprint.clone(),
                    ..AuditEntry::new(AuditAct::SealKeyChanged, format!("chain {}", begin.number))
                };
                audit::put(conn, Some(&new), &AuditActor::console(), audit_entry, now).await?;
                Ok(begin)
            })
        })
        .await
    }

    /// Begins a new chain with a new key, because the present key is lost. What was sealed before stays, linked to the new
    /// chain by its last seals, and can never be verified again: the chain and the audit record from when, and by whom.
    /// Processes that still run with another key can write no more.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where nothing is sealed, or this is the present key, or nobody is named; or the database cannot
    /// be written.
    pub async fn replace_lost_seal_key(
        &self,
        new: SealKey,
        by: &str,
        outside: &Outside,
        now: Instant,
    ) -> Result<ChainBegin> {
        let by = by.trim().to_owned();
        if by.is_empty() || by.chars().any(char::is_control) {
            return Err(StoreError::Invalid(
                "say who decides that the key is lost".to_owned(),
            ));
        }
        if !self.is_sealed().await? {
            return Err(StoreError::Invalid(
                "nothing is sealed yet: no key is missing".to_owned(),
            ));
        }
        let number_min = outside.number_min().max(2);
        let known = outside.known();
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let before = chain::last_begin(conn).await?;
                let before = before.map(|begin| begin.fingerprint).unwrap_or_default();
                if before == new.fingerprint() {
                    return Err(StoreError::Invalid("this key seals already".to_owned()));
                }
                let beginning = NewChain {
                    cause: ChainCause::KeyLost,
                    key: &new,
                    before: None,
                    by: &by,
                    number_min,
                    known,
                    at_ms: ms(now),
                };
                let begin = chain::begin(conn, &beginning).await?;
                let audit_entry = AuditEntry {
                    was: before,
                    became: format!(
                        "{} by {by}; not to be checked any more: up to event {}, line {} of the audit, signed report {}",
                        begin.fingerprint, begin.event_id, begin.audit_id, begin.report_id
                    ),
                    ..AuditEntry::new(AuditAct::SealKeyLost, format!("chain {}", begin.number))
                };
                audit::put(conn, Some(&new), &AuditActor::console(), audit_entry, now).await?;
                Ok(begin)
            })
        })
        .await
    }

    /// The beginning of the chain before which nothing can be proved, because a key was lost; `None` if every seal can be
    /// checked.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn seal_key_loss(&self) -> Result<Option<ChainBegin>> {
        let begins = self.seal_chains().await?;
        Ok(chain::loss(&begins).cloned())
    }

    /// The beginnings of all chains of seals, the first one first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn seal_chains(&self) -> Result<Vec<ChainBegin>> {
        self.read(|mut conn| Box::pin(async move { chain::begins(&mut conn).await }))
            .await
    }

    /// Every key whose seals this store can check, the present one first; `None` without a key.
    pub(super) async fn seal_keys(&self) -> Result<Option<Vec<SealKey>>> {
        let Some(key) = self.options.seal_key.clone() else {
            return Ok(None);
        };
        let retired = self.options.retired_keys.clone();
        self.read(move |mut conn| {
            Box::pin(async move {
                let chains = Chains::load(&mut conn, &key, &retired).await?;
                Ok(Some(chains.keys()))
            })
        })
        .await
    }

    /// Another handle to the store, with a key that may be that of the chain.
    #[must_use]
    pub fn view_sealed_with(&self, key: SealKey) -> Self {
        self.view().sealed_with(key)
    }

    /// The same store with the key of the chain.
    #[must_use]
    pub fn sealed_with(mut self, key: SealKey) -> Self {
        std::sync::Arc::make_mut(&mut self.options).seal_key = Some(key);
        self
    }

    /// The same store with keys of chains that are known from the files outside only.
    #[must_use]
    pub fn with_retired_keys(mut self, retired: Vec<SealKey>) -> Self {
        std::sync::Arc::make_mut(&mut self.options).retired_keys = retired;
        self
    }
}

/// The beginning of the present chain; the first chain begins here if there is none.
pub(super) async fn adopt(conn: &mut Conn<'_>, key: &SealKey, at_ms: i64) -> Result<ChainBegin> {
    if let Some(begin) = chain::last_begin(conn).await? {
        return Ok(begin);
    }
    let first = NewChain {
        cause: ChainCause::First,
        key,
        before: Some(key),
        by: "",
        number_min: 1,
        known: (0, 0),
        at_ms,
    };
    chain::begin(conn, &first).await
}
