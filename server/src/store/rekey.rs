//! Changing every key that applicants' data and second factors are sealed by: the master key, the centre's secret, and with it the
//! keys for wrapping, finding and second factors. The numbers on slips go on, for they are on paper.

use sqlx::{query_as, query_scalar};

use sanh_app::audit::model::AuditAct;
use sanh_app::deadline::Instant;

use super::Store;
use super::account;
use super::applicant::{self, Mark};
use super::audit::{self, By, Deed};
use super::db::{Conn, on};
use super::error::{Result, StoreError};
use super::secret::{wrapped, wrong_key};
use crate::vault::{MasterKey, Sealed, Vault};

/// Records sealed again at a time: bounds the memory.
const PAGE_ROWS: i64 = 1_000;

/// What a person is found by, from their record; `None`: it cannot be read.
pub type ReadMarks = fn(&[u8]) -> Option<Vec<Mark>>;

/// What was sealed again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rekeyed {
    /// Records of applicants.
    pub applicants: u64,
    /// Notes.
    pub notes: u64,
    /// Second factors, those of links that still hold among them.
    pub factors: u64,
}

/// The keys before and after.
struct Keys {
    old: Vault,
    new: Vault,
}

type SealedRow = (i64, String, Vec<u8>, Vec<u8>);

impl Store {
    /// Puts everything that is sealed under new keys, and those under another master key: all of it, or nothing. Programs that still
    /// have the old keys are refused from then on. Copies of the database made before open by the old master key.
    ///
    /// # Errors
    /// [`StoreError::Unfit`] when `old` is not its master key; [`StoreError::Damaged`] for a record that does not open; or it cannot
    /// be written.
    pub async fn change_keys(
        &self,
        old: MasterKey,
        new: MasterKey,
        read_marks: ReadMarks,
        now: Instant,
    ) -> Result<Rekeyed> {
        let seal_key = self.options.seal_key.clone();
        let changed = self.write_alone(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let found = wrapped(conn).await?.ok_or_else(wrong_key)?;
                let next = old.new_secret_after(&found, &new).ok_or_else(wrong_key)?;
                let keys = Keys {
                    old: old.open(&found).ok_or_else(wrong_key)?,
                    new: new.open(&next).ok_or_else(wrong_key)?,
                };
                let sql = "UPDATE centre_secret SET wrapped = $1 WHERE id = 1";
                on!(&mut *conn, c => sqlx::query(sql).bind(next).execute(&mut **c).await.map(drop))?;
                let rekeyed = Rekeyed {
                    applicants: applicants(conn, &keys, read_marks).await?,
                    notes: notes(conn, &keys).await?,
                    factors: account::rekey_factors(conn, &keys.old, &keys.new).await?,
                };
                let deed = Deed::new(AuditAct::MasterKeyChanged, "");
                audit::put(conn, seal_key.as_ref(), &By::console(), deed, now).await?;
                Ok(rekeyed)
            })
        });
        let rekeyed = changed.await?;
        self.scrub().await?;
        Ok(rekeyed)
    }
}

async fn applicants(conn: &mut Conn<'_>, keys: &Keys, read_marks: ReadMarks) -> Result<u64> {
    let sql = "SELECT a.dossier_id, d.code, a.wrapped_key, a.sealed FROM applicant a JOIN dossier d ON d.id = a.dossier_id
               WHERE a.dossier_id > $1 ORDER BY a.dossier_id LIMIT $2";
    let (mut count, mut after) = (0, 0);
    loop {
        let rows: Vec<SealedRow> = on!(&mut *conn, c => {
            query_as(sql).bind(after).bind(PAGE_ROWS).fetch_all(&mut **c).await
        })?;
        let Some(last) = rows.last() else {
            return Ok(count);
        };
        after = last.0;
        for (id, code, wrapped_key, body) in rows {
            applicant(
                conn,
                keys,
                read_marks,
                (id, &code),
                Sealed { wrapped_key, body },
            )
            .await?;
            count += 1;
        }
        tracing::info!(count, "records of applicants are under the new keys");
    }
}

async fn applicant(
    conn: &mut Conn<'_>,
    keys: &Keys,
    read_marks: ReadMarks,
    (id, code): (i64, &str),
    sealed: Sealed,
) -> Result<()> {
    let record = keys.old.open(code, &sealed).ok_or_else(|| shut(code))?;
    let marks = read_marks(&record).ok_or_else(|| shut(code))?;
    let key = keys.old.rewrap(&keys.new, code, &sealed.wrapped_key);
    let key = key.ok_or_else(|| shut(code))?;
    let sql = "UPDATE applicant SET wrapped_key = $2 WHERE dossier_id = $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(id).bind(key).execute(&mut **c).await.map(drop))?;
    let sql = "DELETE FROM applicant_index WHERE dossier_id = $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(id).execute(&mut **c).await.map(drop))?;
    applicant::put_marks(conn, &keys.new, id, &marks).await
}

async fn notes(conn: &mut Conn<'_>, keys: &Keys) -> Result<u64> {
    let sql = "SELECT id FROM note ORDER BY id";
    let ids: Vec<i64> = on!(&mut *conn, c => query_scalar(sql).fetch_all(&mut **c).await)?;
    let sql = "SELECT d.code, n.wrapped_key FROM note n JOIN dossier d ON d.id = n.dossier_id WHERE n.id = $1";
    let put = "UPDATE note SET wrapped_key = $2 WHERE id = $1";
    for id in &ids {
        let (code, wrapped_key): (String, Vec<u8>) =
            on!(&mut *conn, c => query_as(sql).bind(id).fetch_one(&mut **c).await)?;
        let key = keys.old.rewrap(&keys.new, &code, &wrapped_key);
        let key = key.ok_or_else(|| shut(&code))?;
        on!(&mut *conn, c => sqlx::query(put).bind(id).bind(key).execute(&mut **c).await.map(drop))?;
    }
    Ok(ids.len() as u64)
}

fn shut(code: &str) -> StoreError {
    StoreError::Damaged(format!("what is sealed of {code} does not open"))
}
