//! Changing every key that applicants' data and second factors are sealed by: the master key, the centre's secret, and with it the
//! keys for wrapping, finding and second factors. The numbers on slips go on, for they are on paper.
//!
//! The new keys are in force at once, and the secret before stays beside the new one, under the new master key, until nothing is sealed
//! under it any more: records are put under the new keys in short batches, between which others read and write. A change that was
//! broken off goes on where it came to, as each record knows under which secret it is.

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

/// Records sealed again in one transaction (ours: some ten milliseconds of the writer).
const BATCH_ROWS: i64 = 200;

/// What a person is found by, from their record; `None`: it cannot be read.
pub type ReadBlindIndexes = fn(&[u8]) -> Option<Vec<BlindIndex>>;

/// The result of a change of keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RekeyReport {
    /// Records of applicants.
    pub applicants: u64,
    /// Notes.
    pub notes: u64,
    /// What was written of messages to the centre.
    pub feedback: u64,
    /// Who is told of dossiers.
    pub subscriptions: u64,
    /// Second factors, those of links that still hold among them.
    pub factors: u64,
}

/// A change of keys that has begun: the new keys are in force.
pub struct KeyChange {
    vault: Arc<Vault>,
    /// By which master key the vault was opened.
    is_by_new: bool,
    /// Second factors that were sealed again at once.
    factors: u64,
}

/// A record to be sealed again: its number, its dossier and the dossier's code, its key, and what is sealed.
type SealedRow = (i64, String, Vec<u8>, Vec<u8>);
/// A note to be sealed again: its number, the dossier's code, its key.
type NoteRow = (i64, String, Vec<u8>);

impl Store {
    /// Puts the new keys in force; or takes up a change to them that was broken off. One that was broken off before, to the keys that
    /// are to be changed now, is finished first.
    ///
    /// # Errors
    /// [`StoreError::Misconfigured`] when `old` is not its master key; [`StoreError::Corrupt`] for a second factor that does not open; or it
    /// cannot be written.
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

    /// Puts every record that is still under the keys before under the new ones, in short batches, and forgets the keys before.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a record that does not open; or it cannot be read or written. What was sealed again until then
    /// stays so, and the rest goes on opening by the new master key.
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
        while let Some((last, count)) = self.rekey_notes(change, after).await? {
            (after, rekeyed.notes) = (last, rekeyed.notes + count);
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

    /// One batch after a dossier; its last one, and how many there were.
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

    async fn rekey_notes(&self, change: &KeyChange, after: i64) -> Result<Option<(i64, u64)>> {
        let vault = Arc::clone(&change.vault);
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let rows = notes_before(conn, vault.number(), after).await?;
                let put = "UPDATE note SET wrapped_key = $2, key_number = $3 WHERE id = $1";
                for (id, code, wrapped_key) in &rows {
                    let key = vault.rewrap(code, wrapped_key).ok_or_else(|| shut(code))?;
                    on!(&mut *conn, c => {
                        sqlx::query(put).bind(id).bind(key).bind(vault.number()).execute(&mut **c).await.map(drop)
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

    /// Forgets the secret before: nothing is sealed under it any more.
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
                let RekeyReport { applicants, notes, .. } = rekeyed;
                let audit_entry = AuditEntry {
                    became: format!("done: {applicants} applicants, {notes} notes"),
                    ..AuditEntry::new(AuditAct::MasterKeyChanged, "")
                };
                audit::put(conn, seal_key.as_ref(), &AuditActor::console(), audit_entry, now).await
            })
        })
        .await
    }
}

/// A change that was broken off, by whichever of two master keys opens it.
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

/// The next records under a secret before one of a number. Nobody erases or amends one until the batch is written: `PostgreSQL` has
/// many writers at once.
async fn applicants_before(conn: &mut Conn<'_>, number: i64, after: i64) -> Result<Vec<SealedRow>> {
    let sql = "SELECT a.dossier_id, d.code, a.wrapped_key, a.sealed FROM applicant a JOIN dossier d ON d.id = a.dossier_id
               WHERE a.dossier_id > $1 AND a.key_number < $2 ORDER BY a.dossier_id LIMIT $3";
    rows_before(conn, (sql, "a"), number, after).await
}

async fn notes_before(conn: &mut Conn<'_>, number: i64, after: i64) -> Result<Vec<NoteRow>> {
    let sql = "SELECT n.id, d.code, n.wrapped_key FROM note n JOIN dossier d ON d.id = n.dossier_id
               WHERE n.id > $1 AND n.key_number < $2 ORDER BY n.id LIMIT $3";
    rows_before(conn, (sql, "n"), number, after).await
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

/// How many records are still under a secret before one of a number.
async fn left(conn: &mut Conn<'_>, number: i64) -> Result<i64> {
    let mut left = 0;
    for sql in [
        "SELECT count(*) FROM applicant WHERE key_number < $1",
        "SELECT count(*) FROM note WHERE key_number < $1",
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
