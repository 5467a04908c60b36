//! The audit: who did what, when and from where. Each entry is sealed over the one before it when it is written, in the
//! transaction of the act, with the key outside the database.

mod proof;

use std::net::IpAddr;

use futures::future::BoxFuture;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use sqlx::query_as;

use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::account::model::{AccountId, Caller};
use sanh_domain::audit::model::{AuditAct, AuditLine};
use sanh_domain::deadline::Instant;

use super::Store;
use super::chain::{self, SealedKind};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::options::SealKey;
use super::row::row;
use super::row_set::insert_set;
use super::seal::SealHead;
use super::stored_time::{instant, ms};

pub(super) use proof::{has_head, is_sealed_by, prove};

/// The actor of an audited action: account, acting role and address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditActor {
    /// The account; `None`: the operator at the server's console.
    pub account: Option<AccountId>,
    /// The actor's name and role.
    pub actor: Actor,
    /// The address of the request.
    pub address: Option<IpAddr>,
}

impl AuditActor {
    /// The operator at the server's console.
    #[must_use]
    pub fn console() -> Self {
        Self::program("console")
    }

    /// A part of the program that acts by itself.
    #[must_use]
    pub fn program(name: &str) -> Self {
        Self {
            account: None,
            actor: Actor {
                name: name.to_owned(),
                role: ActorRole::System,
            },
            address: None,
        }
    }

    /// Somebody who is not signed in (yet), by the account name they gave.
    #[must_use]
    pub fn stranger(name: &str, address: Option<IpAddr>) -> Self {
        Self {
            account: None,
            actor: Actor {
                name: name.to_owned(),
                role: ActorRole::Staff,
            },
            address,
        }
    }
}

impl From<&Caller> for AuditActor {
    fn from(caller: &Caller) -> Self {
        Self {
            account: Some(caller.person.id),
            actor: caller.person.actor(),
            address: caller.address,
        }
    }
}

/// An entry of the audit: what was done to what, with the values before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// The act.
    pub act: AuditAct,
    /// The object of the act.
    pub subject: String,
    /// The value before.
    pub was: String,
    /// The value after.
    pub became: String,
}

impl AuditEntry {
    /// An entry without values before and after.
    #[must_use]
    pub fn new(act: AuditAct, subject: impl Into<String>) -> Self {
        Self {
            act,
            subject: subject.into(),
            was: String::new(),
            became: String::new(),
        }
    }
}

row! {
    /// An audit entry as a row, with its seal.
    AuditRow of "audit" {
        id: i64,
        at: i64,
        actor: String,
        address: Option<String>,
        act: String,
        subject: String,
        was: String,
        became: String,
        mac: Vec<u8>,
    }
}

const COLUMNS: &str = "id, at, actor, address, act, subject, was, became, mac";

impl AuditRow {
    /// The seal over this entry and the one before it.
    fn sealed(&self, key: &SealKey, before: &[u8]) -> Result<Vec<u8>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(key.bytes())
            .map_err(|error| StoreError::Invalid(error.to_string()))?;
        mac.update(before);
        mac.update(&self.id.to_be_bytes());
        mac.update(&self.at.to_be_bytes());
        let address = self.address.as_deref().unwrap_or_default();
        for text in [
            &self.actor,
            address,
            &self.act,
            &self.subject,
            &self.was,
            &self.became,
        ] {
            mac.update(&(text.len() as u64).to_be_bytes());
            mac.update(text.as_bytes());
        }
        Ok(mac.finalize().into_bytes().to_vec())
    }

    fn line(self) -> Result<AuditLine> {
        let unknown = || {
            StoreError::Corrupt(format!(
                "line {} of the audit: what is \"{}\"?",
                self.id, self.act
            ))
        };
        Ok(AuditLine {
            id: self.id,
            at: instant(self.at)?,
            act: AuditAct::read(&self.act).ok_or_else(unknown)?,
            actor: self.actor,
            address: self.address.and_then(|address| address.parse().ok()),
            subject: self.subject,
            was: self.was,
            became: self.became,
        })
    }
}

/// Writes an entry inside the transaction of the act. Without a key entries are not sealed.
pub(super) async fn put(
    conn: &mut Conn<'_>,
    key: Option<&SealKey>,
    by: &AuditActor,
    audit_entry: AuditEntry,
    now: Instant,
) -> Result<()> {
    put_all(conn, key, by, vec![audit_entry], now).await
}

/// An entry of the audit with its actor and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRecord {
    /// Who did it.
    pub by: AuditActor,
    /// What was done.
    pub audit_entry: AuditEntry,
    /// When it was done.
    pub at: Instant,
}

/// Writes entries of one actor at one time, for work that also needs both.
pub(super) struct AuditWriter {
    key: Option<SealKey>,
    /// The actor.
    pub(super) by: AuditActor,
    /// The time.
    pub(super) now: Instant,
}

impl AuditWriter {
    /// Writes an entry inside the transaction of the act.
    pub(super) async fn put(&self, conn: &mut Conn<'_>, audit_entry: AuditEntry) -> Result<()> {
        put(conn, self.key.as_ref(), &self.by, audit_entry, self.now).await
    }
}

/// Writes entries of one actor and instant, in order, with few statements.
pub(super) async fn put_all(
    conn: &mut Conn<'_>,
    key: Option<&SealKey>,
    by: &AuditActor,
    audit_entries: Vec<AuditEntry>,
    now: Instant,
) -> Result<()> {
    let entry = |audit_entry| AuditRecord {
        by: by.clone(),
        audit_entry,
        at: now,
    };
    put_entries(conn, key, audit_entries.into_iter().map(entry).collect()).await
}

/// Writes entries, in order, with few statements.
pub(super) async fn put_entries(
    conn: &mut Conn<'_>,
    key: Option<&SealKey>,
    entries: Vec<AuditRecord>,
) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let sql = "SELECT id, mac FROM audit ORDER BY id DESC LIMIT 1";
    let last: Option<(i64, Vec<u8>)> =
        on!(&mut *conn, c => query_as(sql).fetch_optional(&mut **c).await)?;
    let mut id = last.as_ref().map_or(0, |(id, _)| *id);
    let mut before = match key {
        Some(key) => chain::current(conn, key)
            .await?
            .before(SealedKind::Audit, last)?,
        None => Vec::new(),
    };
    let mut rows = Vec::with_capacity(entries.len());
    for AuditRecord {
        by,
        audit_entry,
        at,
    } in entries
    {
        id += 1;
        let mut row = AuditRow {
            id,
            at: ms(at),
            actor: by.actor.name,
            address: by.address.map(|address| address.to_string()),
            act: audit_entry.act.as_str().to_owned(),
            subject: audit_entry.subject,
            was: audit_entry.was,
            became: audit_entry.became,
            mac: Vec::new(),
        };
        if let Some(key) = key {
            row.mac = row.sealed(key, &before)?;
            before.clone_from(&row.mac);
        }
        rows.push(row);
    }
    insert_set(conn, &rows, "").await
}

/// A query of audit entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Only entries about this dossier, account or setting.
    pub subject: Option<String>,
    /// Only acts of this account.
    pub actor: Option<String>,
    /// Only entries with a smaller number.
    pub before: Option<i64>,
    /// The most entries.
    pub rows_max: u32,
}

impl Store {
    /// Writes in one transaction together with the audit entries that `work` returns beside its value. Returns after the
    /// commit.
    pub(super) async fn audited<T, E, F>(&self, by: AuditActor, now: Instant, work: F) -> Result<T>
    where
        T: Send + 'static,
        E: IntoIterator<Item = AuditEntry>,
        F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<(T, E)>> + Send + 'static,
    {
        let key = self.options.seal_key.clone();
        self.write(move |mut conn| {
            Box::pin(async move {
                let (value, entries) = work(conn.lend()).await?;
                let entries = entries.into_iter().collect();
                put_all(&mut conn, key.as_ref(), &by, entries, now).await?;
                Ok(value)
            })
        })
        .await
    }

    /// Writes entries of this actor now.
    pub(super) fn audit_writer(&self, by: AuditActor, now: Instant) -> AuditWriter {
        AuditWriter {
            key: self.options.seal_key.clone(),
            by,
            now,
        }
    }

    /// Writes an entry that belongs to no other write.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn audit(&self, by: AuditActor, audit_entry: AuditEntry, now: Instant) -> Result<()> {
        self.audited(by, now, |_| {
            Box::pin(async move { Ok(((), Some(audit_entry))) })
        })
        .await
    }

    /// Writes entries that belong to no other write, in order.
    ///
    /// # Errors
    /// When they cannot be written; then none is.
    pub async fn audit_all(&self, entries: Vec<AuditRecord>) -> Result<()> {
        let key = self.options.seal_key.clone();
        self.write(move |mut conn| {
            Box::pin(async move { put_entries(&mut conn, key.as_ref(), entries).await })
        })
        .await
    }

    /// How often each account has done some acts since an instant.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn audit_counts(
        &self,
        acts: &'static [AuditAct],
        since: Instant,
    ) -> Result<Vec<(String, i64)>> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let acts: Vec<String> = acts.iter().map(|act| format!("'{}'", act.as_str())).collect();
                let acts = acts.join(", ");
                let sql = format!("SELECT actor, count(*) FROM audit WHERE at > $1 AND act IN ({acts}) GROUP BY actor");
                Ok(on!(&mut conn, c => {
                    query_as(sqlx::AssertSqlSafe(sql)).bind(ms(since)).fetch_all(&mut **c).await
                })?)
            })
        })
        .await
    }

    /// Audit entries, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn audit_lines(&self, query: AuditQuery) -> Result<Vec<AuditLine>> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let mut sql = format!("SELECT {COLUMNS} FROM audit WHERE id < $1");
                if query.subject.is_some() {
                    sql.push_str(" AND subject = $2");
                }
                if query.actor.is_some() {
                    sql.push_str(if query.subject.is_some() { " AND actor = $3" } else { " AND actor = $2" });
                }
                let rows_max = query.rows_max;
                let sql = format!("{sql} ORDER BY id DESC LIMIT {rows_max}");
                let texts: Vec<String> = [query.subject, query.actor].into_iter().flatten().collect();
                let rows: Vec<AuditRow> = on!(&mut conn, c => {
                    let mut asked = query_as(sqlx::AssertSqlSafe(sql)).bind(query.before.unwrap_or(i64::MAX));
                    for text in texts {
                        asked = asked.bind(text);
                    }
                    asked.fetch_all(&mut **c).await
                })?;
                rows.into_iter().map(AuditRow::line).collect()
            })
        })
        .await
    }

    /// The head of the audit; `None` before its first entry.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn audit_head(&self) -> Result<Option<SealHead>> {
        self.read(|mut conn| Box::pin(async move { head(&mut conn).await }))
            .await
    }
}

pub(super) async fn head(conn: &mut Conn<'_>) -> Result<Option<SealHead>> {
    let sql = "SELECT id, mac FROM audit ORDER BY id DESC LIMIT 1";
    let last: Option<(i64, Vec<u8>)> =
        on!(&mut *conn, c => query_as(sql).fetch_optional(&mut **c).await)?;
    // A line without a seal is no head: it was written before there was a key.
    let sealed = last.and_then(|(id, mac)| mac.try_into().ok().map(|mac| (id, mac)));
    let Some((event_id, mac)) = sealed else {
        return Ok(None);
    };
    let begins = chain::begins(conn).await?;
    let chain = chain::number_of(&begins, SealedKind::Audit, event_id);
    Ok(Some(SealHead {
        event_id,
        mac,
        chain,
    }))
}
