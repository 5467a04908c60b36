//! Rekeying: changes every key with which applicants' data and second factors are encrypted: the master key, the centre's
//! secret, and with it the keys for wrapping, searching and second factors. The PINs of slips stay valid, as they are on paper.
//!
//! The new keys are in force at once, and the old secret stays beside the new one, encrypted with the new master key, until
//! nothing uses it any more: records are encrypted again in short batches, between which others read and write. An interrupted
//! change continues where it stopped, as each record stores which secret it uses.

use std::sync::Arc;

use sqlx::{query_as, query_scalar};

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;

use super::Store;
use super::account;
use super::applicant::{self, BlindIndex};
use super::audit::{self, AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::feedback;
use super::secret::{StoredSecret, load, wrong_key};
use super::subscription;
use crate::vault::{MasterKey, Sealed, Vault};

/// Records encrypted again in one transaction (ours: some ten milliseconds of the writer).
const BATCH_ROWS: i64 = 200;

/// Reads the search keys from a person's record; `None` if it cannot be read.
pub type ReadBlindIndexes = fn(&[u8]) -> Option<Vec<BlindIndex>>;

/// The result of a change of keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RekeyReport {
    /// Records of applicants.
    pub applicants: u64,
    /// Notes.
    pub notes: u64,
    /// Attached files.
    pub attachments: u64,
    /// What was written of messages to the centre.
    pub feedback: u64,
    /// Who is told of dossiers.
    pub subscriptions: u64,
    /// Second factors, including those of valid links.
    pub factors: u64,
}

/// A change of keys in progress: the new keys are in force.
pub struct KeyChange {
    vault: Arc<Vault>,
    /// Whether the vault was opened with the new master key.
    is_by_new: bool,
    /// Second factors that were encrypted again at once.
    factors: u64,
}

/// A record to be encrypted again: its number, its dossier's code, its wrapped key, and its body.
type SealedRow = (i64, String, Vec<u8>, Vec<u8>);
/// A note or a file to be encrypted again: its number, the dossier's code, its wrapped key.
type KeptRow = (i64, String, Vec<u8>);
/// The tables of what a dossier keeps beside its applicant, each row under a key of its own.
const NOTE: &str = "note";
const ATTACHMENT: &str = "attachment";

impl Store {
    /// Puts the new keys in force, or continues an interrupted change to them. An earlier interrupted change to the keys that
    /// are now old is finished first.
    ///
    /// # Errors
    /// [`StoreError::Misconfigured`] when `old` is not the master key; [`StoreError::Corrupt`] for a second factor that does
    /// not open; or it cannot be written.
    pub async fn begin_key_change(
        &self,
        old: MasterKey,
        new: MasterKey,
        read_marks: ReadBlindIndexes,
        now: Instant,
    ) -> Result<KeyChange> {
        let begun = self.begin_or_take_up(old.clone(), new.clone(), now).await?;
        if begun.is_by_new {
            return Ok(begun);
        }
        self.finish_key_change(&begun, read_marks, now).await?;
        self.begin_or_take_up(old, new, now).await
    }

    async fn begin_or_take_up(
        &self,
        old: MasterKey,
        new: MasterKey,
        now: Instant,
    ) -> Result<KeyChange> {
        let seal_key = self.options.seal_key.clone();
        self.write_alone(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let found = load(conn).await?.ok_or_else(wrong_key)?;
                if found.wrapped_before.is_some() {
                    return taken_up(&found, &old, &new);
                }
                let before = found.open(&old).ok_or_else(wrong_key)?;
                let next = StoredSecret {
                    number: found.number + 1,
                    wrapped: old
                        .new_secret_after(&found.wrapped, &new)
                        .ok_or_else(wrong_key)?,
                    wrapped_before: old.secret_before(&found.wrapped, &new),
                };
                let vault = next.open(&new).ok_or_else(wrong_key)?;
                put(conn, &next).await?;
                let factors = account::rekey_factors(conn, &before, &vault).await?;
                let audit_entry = AuditEntry {
                    became: "begun".to_owned(),
                    ..AuditEntry::new(AuditAct::MasterKeyChanged, "")
                };
                audit::put(
                    conn,
                    seal_key.as_ref(),
                    &AuditActor::console(),
                    audit_entry,
                    now,
                )
                .await?;
                Ok(KeyChange {
                    vault: Arc::new(vault),
                    is_by_new: true,
                    factors,
                })
            })
        })
        .await
    }

    /// Encrypts every record that still uses the old keys with the new ones, in short batches, and deletes the old keys.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a record that does not open; or it cannot be read or written. What was encrypted until then
    /// stays so, and the rest still opens with the new master key.
    pub async fn finish_key_change(
        &self,
        change: &KeyChange,
        read_marks: ReadBlindIndexes,
        now: Instant,
    ) -> Result<RekeyReport> {
        let mut rekeyed = RekeyReport {
            factors: change.factors,
            ..RekeyReport::default()
        };
        let mut after = 0;
        while let Some((last, count)) = self.rekey_applicants(change, read_marks, after).await? {
            (after, rekeyed.applicants) = (last, rekeyed.applicants + count);
            tracing::debug!(count = rekeyed.applicants, "records are under the new keys");
        }
        after = 0;
        while let Some((last, count)) = self.rekey_kept(change, NOTE, after).await? {
            (after, rekeyed.notes) = (last, rekeyed.notes + count);
        }
        after = 0;
        while let Some((last, count)) = self.rekey_kept(change, ATTACHMENT, after).await? {
            (after, rekeyed.attachments) = (last, rekeyed.attachments + count);
        }
        after = 0;
        while let Some((last, count)) = self.rekey_feedback(change, after).await? {
            (after, rekeyed.feedback) = (last, rekeyed.feedback + count);
        }
        after = 0;
        while let Some((last, count)) = self.rekey_subscriptions(change, after).await? {
            (after, rekeyed.subscriptions) = (last, rekeyed.subscriptions + count);
        }
        self.end_key_change(change, rekeyed, now).await?;
        self.scrub().await?;
        Ok(rekeyed)
    }

    /// One batch after a dossier; returns its last dossier, and the number of records.
    async fn rekey_applicants(
        &self,
        change: &KeyChange,
        read_marks: ReadBlindIndexes,
        after: i64,
    ) -> Result<Option<(i64, u64)>> {
        let vault = Arc::clone(&change.vault);
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let rows = applicants_before(conn, vault.number(), after).await?;
                let last = rows.last().map(|row| row.0);
                let count = rows.len() as u64;
                for (id, code, wrapped_key, body) in rows {
                    let sealed = Sealed { wrapped_key, body };
                    applicant(conn, &vault, read_marks, (id, &code), &sealed).await?;
                }
                Ok(last.map(|last| (last, count)))
            })
        })
        .await
    }

    async fn rekey_kept(
        &self,
        change: &KeyChange,
        table: &'static str,
        after: i64,
    ) -> Result<Option<(i64, u64)>> {
        let vault = Arc::clone(&change.vault);
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let rows = kept_before(conn, table, vault.number(), after).await?;
                let put = format!("UPDATE {table} SET wrapped_key = $2, key_number = $3 WHERE id = $1");
                for (id, code, wrapped_key) in &rows {
                    let key = vault.rewrap(code, wrapped_key).ok_or_else(|| shut(code))?;
                    on!(&mut *conn, c => {
                        let query = sqlx::query(sqlx::AssertSqlSafe(put.clone())).bind(id).bind(key);
                        query.bind(vault.number()).execute(&mut **c).await.map(drop)
                    })?;
                }
                Ok(rows.last().map(|row| (row.0, rows.len() as u64)))
            })
        })
        .await
    }

    async fn rekey_feedback(&self, change: &KeyChange, after: i64) -> Result<Option<(i64, u64)>> {
        let vault = Arc::clone(&change.vault);
        self.write(move |mut conn| {
            Box::pin(async move {
                feedback::rekey_entries(&mut conn, &vault, (after, BATCH_ROWS)).await
            })
        })
        .await
    }

    async fn rekey_subscriptions(
        &self,
        change: &KeyChange,
        after: i64,
    ) -> Result<Option<(i64, u64)>> {
        let vault = Arc::clone(&change.vault);
        self.write(move |mut conn| {
            Box::pin(
                async move { subscription::rekey(&mut conn, &vault, (after, BATCH_ROWS)).await },
            )
        })
        .await
    }

    /// Deletes the old secret: nothing uses it any more.
    async fn end_key_change(
        &self,
        change: &KeyChange,
        rekeyed: RekeyReport,
        now: Instant,
    ) -> Result<()> {
        let (number, seal_key) = (change.vault.number(), self.options.seal_key.clone());
        let left =
            self.read(move |mut conn| Box::pin(async move { left(&mut conn, number).await }));
        if left.await? > 0 {
            return Err(StoreError::Corrupt(
                "something is still sealed under the keys before".to_owned(),
            ));
        }
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let sql = "UPDATE centre_secret SET wrapped_before = NULL WHERE id = 1 AND number = $1";
                on!(&mut *conn, c => sqlx::query(sql).bind(number).execute(&mut **c).await.map(drop))?;
                let RekeyReport { applicants, notes, attachments, .. } = rekeyed;
                let audit_entry = AuditEntry {
                    became: format!("done: {applicants} applicants, {notes} notes, {attachments} attachments"),
                    ..AuditEntry::new(AuditAct::MasterKeyChanged, "")
                };
                audit::put(conn, seal_key.as_ref(), &AuditActor::console(), audit_entry, now).await
            })
        })
        .await
    }
}

/// An interrupted change, opened with one of two master keys.
fn taken_up(found: &StoredSecret, old: &MasterKey, new: &MasterKey) -> Result<KeyChange> {
    let (vault, is_by_new) = match found.open(new) {
        Some(vault) => (vault, true),
        None => (found.open(old).ok_or_else(wrong_key)?, false),
    };
    Ok(KeyChange {
        vault: Arc::new(vault),
        is_by_new,
        factors: 0,
    })
}

async fn put(conn: &mut Conn<'_>, secret: &StoredSecret) -> Result<()> {
    let sql =
        "UPDATE centre_secret SET number = $1, wrapped = $2, wrapped_before = $3 WHERE id = 1";
    on!(conn, c => {
        let query = sqlx::query(sql).bind(secret.number).bind(&secret.wrapped);
        query.bind(&secret.wrapped_before).execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

/// The next records that use an older secret. They are locked against erasure and amendment until the batch is written:
/// PostgreSQL has many writers at once.
async fn applicants_before(conn: &mut Conn<'_>, number: i64, after: i64) -> Result<Vec<SealedRow>> {
    let sql = "SELECT a.dossier_id, d.code, a.wrapped_key, a.sealed FROM applicant a JOIN dossier d ON d.id = a.dossier_id
               WHERE a.dossier_id > $1 AND a.key_number < $2 ORDER BY a.dossier_id LIMIT $3";
    rows_before(conn, (sql, "a"), number, after).await
}

async fn kept_before(
    conn: &mut Conn<'_>,
    table: &str,
    number: i64,
    after: i64,
) -> Result<Vec<KeptRow>> {
    let sql = format!(
        "SELECT k.id, d.code, k.wrapped_key FROM {table} k JOIN dossier d ON d.id = k.dossier_id
         WHERE k.id > $1 AND k.key_number < $2 ORDER BY k.id LIMIT $3"
    );
    rows_before(conn, (&sql, "k"), number, after).await
}

async fn rows_before<R>(
    conn: &mut Conn<'_>,
    (sql, locked): (&str, &str),
    number: i64,
    after: i64,
) -> Result<Vec<R>>
where
    R: Send
        + Unpin
        + for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
        + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
{
    let sql = match conn {
        Conn::Sqlite(_) => sql.to_owned(),
        Conn::Postgres(_) => format!("{sql} FOR UPDATE OF {locked}"),
    };
    Ok(on!(conn, c => {
        let query = query_as(sqlx::AssertSqlSafe(sql)).bind(after).bind(number);
        query.bind(BATCH_ROWS).fetch_all(&mut **c).await
    })?)
}

async fn applicant(
    conn: &mut Conn<'_>,
    vault: &Vault,
    read_marks: ReadBlindIndexes,
    (id, code): (i64, &str),
    sealed: &Sealed,
) -> Result<()> {
    let record = vault.open(code, sealed).ok_or_else(|| shut(code))?;
    let marks = read_marks(&record).ok_or_else(|| shut(code))?;
    let key = vault.rewrap(code, &sealed.wrapped_key);
    let key = key.ok_or_else(|| shut(code))?;
    let sql = "UPDATE applicant SET wrapped_key = $2, key_number = $3 WHERE dossier_id = $1";
    on!(&mut *conn, c => {
        let query = sqlx::query(sql).bind(id).bind(key).bind(vault.number());
        query.execute(&mut **c).await.map(drop)
    })?;
    let sql = "DELETE FROM applicant_index WHERE dossier_id = $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(id).execute(&mut **c).await.map(drop))?;
    applicant::put_marks(conn, vault, id, &marks).await
}

/// The number of records that still use an older secret.
async fn left(conn: &mut Conn<'_>, number: i64) -> Result<i64> {
    let mut left = 0;
    for sql in [
        "SELECT count(*) FROM applicant WHERE key_number < $1",
        "SELECT count(*) FROM note WHERE key_number < $1",
        "SELECT count(*) FROM attachment WHERE key_number < $1",
        "SELECT count(*) FROM feedback_entry WHERE key_number < $1",
        "SELECT count(*) FROM subscription WHERE key_number < $1",
    ] {
        let rows: i64 = on!(&mut *conn, c => {
            query_scalar(sql).bind(number).fetch_one(&mut **c).await
        })?;
        left += rows;
    }
    Ok(left)
}

fn shut(code: &str) -> StoreError {
    StoreError::Corrupt(format!("what is sealed of {code} does not open"))
}
