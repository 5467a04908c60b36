//! Applicants: encrypted, found by keyed hashes, erased by destroying a key.

use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::dossier::{Dossier, DossierCode};

use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::row::row;
use super::row_set::insert_set;
use super::secret::refuse_changed;
use super::{Store, attachment, dossier, note};
use crate::vault::{Sealed, Vault};
use sanh_domain::deadline::Instant;

/// The most dossiers found by one search key.
const FOUND_MAX: i64 = 100;

/// A search key of a person (blind index): its kind and its normalised text. The database stores a keyed hash of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlindIndex {
    /// `name`, `phone` or `identity`.
    pub kind: &'static str,
    /// The text.
    pub text: String,
}

impl Store {
    /// The record of a dossier's applicant; `None` if there is none, it was erased, or the dossier is not in the scope. The
    /// record of a whole is also shown to those who work on a part: the papers handed in are in it.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a record that does not open; or it cannot be read.
    pub async fn applicant(
        &self,
        code: &DossierCode,
        scope: &AgencyScope,
    ) -> Result<Option<Vec<u8>>> {
        let (vault, code, scope) = (self.vault()?, code.clone(), scope.clone());
        self.read(move |mut conn| {
            Box::pin(async move {
                refuse_changed(&mut conn, &vault).await?;
                let Some(dossier) = dossier::find(&mut conn, &code).await? else {
                    return Ok(None);
                };
                if !dossier::is_needed(&mut conn, &dossier, &scope).await? {
                    return Ok(None);
                }
                let sql = "SELECT wrapped_key, sealed FROM applicant WHERE dossier_id = $1";
                let row: Option<(Vec<u8>, Vec<u8>)> = on!(&mut conn, c => {
                    query_as(sql).bind(dossier.id).fetch_optional(&mut **c).await
                })?;
                let Some((wrapped_key, body)) = row else {
                    return Ok(None);
                };
                let record = vault.open(code.as_str(), &Sealed { wrapped_key, body });
                let damaged = || {
                    StoreError::Corrupt(format!("the applicant's record of {code} does not open"))
                };
                record.map(Some).ok_or_else(damaged)
            })
        })
        .await
    }

    /// The dossiers of a scope whose applicants match one of these search keys, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn dossiers_by_blind_indexes(
        &self,
        marks: Vec<BlindIndex>,
        scope: &AgencyScope,
    ) -> Result<Vec<Dossier>> {
        self.found(marks, FOUND_MAX, scope.clone()).await
    }

    /// Every dossier whose applicant has this search key, newest first. For keys that only one person has, such as an identity
    /// number.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn dossiers_of_person(&self, mark: BlindIndex) -> Result<Vec<Dossier>> {
        // A person's rights cover the dossiers of all agencies.
        self.found(vec![mark], i64::MAX, AgencyScope::Everywhere)
            .await
    }

    async fn found(
        &self,
        marks: Vec<BlindIndex>,
        rows_max: i64,
        scope: AgencyScope,
    ) -> Result<Vec<Dossier>> {
        let vault = self.vault()?;
        self.read(move |mut conn| {
            Box::pin(async move {
                refuse_changed(&mut conn, &vault).await?;
                let mut ids = std::collections::BTreeSet::new();
                let sql = "SELECT dossier_id FROM applicant_index WHERE hash = $1 ORDER BY dossier_id DESC LIMIT $2";
                let hashes = marks.iter().flat_map(|mark| vault.indexes(mark.kind, &mark.text));
                for hash in hashes {
                    let found: Vec<i64> = on!(&mut conn, c => {
                        query_scalar(sql).bind(hash).bind(rows_max).fetch_all(&mut **c).await
                    })?;
                    ids.extend(found);
                }
                let mut dossiers = Vec::with_capacity(ids.len());
                for id in ids.into_iter().rev() {
                    let row = dossier::by_id(&mut conn, id).await?;
                    if let Some(row) = row.filter(|row| row.is_within(&scope)) {
                        dossiers.push(row.dossier()?);
                    }
                }
                Ok(dossiers)
            })
        })
        .await
    }

    /// Erases the applicant of a dossier, the notes and the files, for good by destroying the keys of the records, also where the engine keeps
    /// what was overwritten. The dossier, its events and their seals stay. Answers whether there was anything to erase.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; or it cannot be written.
    pub async fn forget_applicant(
        &self,
        code: &DossierCode,
        by: AuditActor,
        now: Instant,
    ) -> Result<bool> {
        let code = code.clone();
        let erased = self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let id = dossier::known(conn, &code).await?.id;
                let is_gone = erase(conn, id).await?;
                let audit_entry = AuditEntry::new(AuditAct::ApplicantErased, code.as_str());
                Ok((is_gone, Some(audit_entry)))
            })
        });
        let erased = erased.await?;
        self.keep_ledger_later().await;
        self.scrub().await?;
        Ok(erased)
    }
}

/// Erases who applied for a dossier, what they are found by, what was noted and attached, the slip, and who is told of it. Answers whether anything
/// was
/// there.
pub(super) async fn erase(conn: &mut Conn<'_>, id: i64) -> Result<bool> {
    let sql = "DELETE FROM applicant_index WHERE dossier_id = $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(id).execute(&mut **c).await.map(drop))?;
    let sql = "DELETE FROM applicant WHERE dossier_id = $1";
    let gone = on!(&mut *conn, c => {
        sqlx::query(sql).bind(id).execute(&mut **c).await.map(|done| done.rows_affected())
    })?;
    let notes = note::forget(conn, id).await?;
    let files = attachment::forget(conn, id).await?;
    let sql = "DELETE FROM slip WHERE dossier_id = $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(id).execute(&mut **c).await.map(drop))?;
    let sql = "DELETE FROM subscription WHERE dossier_id = $1";
    let told = on!(conn, c => {
        sqlx::query(sql).bind(id).execute(&mut **c).await.map(|done| done.rows_affected())
    })?;
    Ok(gone > 0 || notes > 0 || files > 0 || told > 0)
}

/// Replaces the encrypted record of an applicant and its search keys.
pub(super) async fn replace(
    conn: &mut Conn<'_>,
    vault: &Vault,
    (id, code): (i64, &DossierCode),
    record: &[u8],
    marks: &[BlindIndex],
) -> Result<()> {
    for sql in [
        "DELETE FROM applicant_index WHERE dossier_id = $1",
        "DELETE FROM applicant WHERE dossier_id = $1",
    ] {
        on!(&mut *conn, c => sqlx::query(sql).bind(id).execute(&mut **c).await.map(drop))?;
    }
    put(conn, vault, (id, code), record, marks).await
}

/// Encrypts and writes the applicant of a new dossier.
pub(super) async fn put(
    conn: &mut Conn<'_>,
    vault: &Vault,
    (id, code): (i64, &DossierCode),
    record: &[u8],
    marks: &[BlindIndex],
) -> Result<()> {
    let row = ApplicantRow::of(vault, (id, code), record)?;
    refuse_changed(conn, vault).await?;
    insert_set(conn, &[row], "").await?;
    put_marks(conn, vault, id, marks).await
}

row! {
    /// An encrypted applicant.
    ApplicantRow of "applicant" {
        dossier_id: i64,
        wrapped_key: Vec<u8>,
        sealed: Vec<u8>,
        key_number: i64,
    }
}

impl ApplicantRow {
    /// Encrypts an applicant's record for a dossier.
    pub(super) fn of(
        vault: &Vault,
        (id, code): (i64, &DossierCode),
        record: &[u8],
    ) -> Result<Self> {
        let sealed = vault.seal(code.as_str(), record);
        let sealed = sealed.ok_or_else(|| {
            StoreError::Misconfigured("the applicant's record cannot be sealed".to_owned())
        })?;
        Ok(Self {
            dossier_id: id,
            wrapped_key: sealed.wrapped_key,
            sealed: sealed.body,
            key_number: vault.number(),
        })
    }
}

row! {
    /// A search key of a dossier's applicant.
    BlindIndexRow of "applicant_index" {
        hash: String,
        dossier_id: i64,
    }
}

impl BlindIndexRow {
    /// The keyed hashes of search keys.
    pub(super) fn all(vault: &Vault, id: i64, marks: &[BlindIndex]) -> Vec<Self> {
        let row = |mark: &BlindIndex| Self {
            hash: vault.index(mark.kind, &mark.text),
            dossier_id: id,
        };
        marks.iter().map(row).collect()
    }
}

/// Writes the search keys of a person.
pub(super) async fn put_marks(
    conn: &mut Conn<'_>,
    vault: &Vault,
    id: i64,
    marks: &[BlindIndex],
) -> Result<()> {
    let rows = BlindIndexRow::all(vault, id, marks);
    insert_set(conn, &rows, "ON CONFLICT DO NOTHING").await
}
