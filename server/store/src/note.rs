//! Notes of colleagues on a dossier: encrypted, as they may contain personal data, and erased with the applicant.

use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::{AgencyScope, RequestKey};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::DossierCode;
use sanh_domain::dossier::file::{NOTES_MAX, Note};

use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::dossier;
use super::error::{Result, StoreError};
use super::secret::refuse_changed;
use super::stored_time::{instant, ms};
use super::{Store, request};
use crate::vault::Sealed;

#[derive(sqlx_macros::FromRow)]
struct NoteRow {
    at: i64,
    author: String,
    wrapped_key: Vec<u8>,
    sealed: Vec<u8>,
}

impl Store {
    /// The notes of a dossier of a scope, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a note that does not open; or they cannot be read.
    pub async fn notes(&self, code: &DossierCode, scope: &AgencyScope) -> Result<Vec<Note>> {
        let (vault, code, scope) = (self.vault()?, code.clone(), scope.clone());
        self.read(move |mut conn| {
            Box::pin(async move {
                refuse_changed(&mut conn, &vault).await?;
                let Some(row) = dossier::find_within(&mut conn, &code, &scope).await? else {
                    return Ok(Vec::new());
                };
                let sql = "SELECT at, author, wrapped_key, sealed FROM note WHERE dossier_id = $1 ORDER BY id";
                let rows: Vec<NoteRow> = on!(&mut conn, c => {
                    query_as(sql).bind(row.id).fetch_all(&mut **c).await
                })?;
                let note = |row: NoteRow| {
                    let sealed = Sealed {
                        wrapped_key: row.wrapped_key,
                        body: row.sealed,
                    };
                    let text = vault.open(code.as_str(), &sealed);
                    let text = text.and_then(|text| String::from_utf8(text).ok());
                    Ok(Note {
                        at: instant(row.at)?,
                        author: row.author,
                        text: text.ok_or_else(|| {
                            StoreError::Corrupt(format!("a note of {code} does not open"))
                        })?,
                    })
                };
                rows.into_iter().map(note).collect()
            })
        })
        .await
    }

    /// Adds a note to a dossier, once for this key.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Invalid`] where there are too many; or it cannot be written.
    pub async fn add_note(
        &self,
        key: RequestKey,
        by: AuditActor,
        code: &DossierCode,
        text: String,
        now: Instant,
    ) -> Result<()> {
        let (vault, code) = (self.vault()?, code.clone());
        let (account, author) = (by.account, by.actor.name.clone());
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                if !request::remember(conn, &key, account, now).await? {
                    return Ok(((), None));
                }
                let id = dossier::known(conn, &code).await?.id;
                refuse_too_many(conn, id).await?;
                refuse_changed(conn, &vault).await?;
                let sealed = vault.seal(code.as_str(), text.as_bytes());
                let sealed =
                    sealed.ok_or_else(|| StoreError::Misconfigured("a note cannot be sealed".to_owned()))?;
                let sql = "INSERT INTO note (id, dossier_id, at, author, wrapped_key, sealed, key_number)
                           VALUES ((SELECT coalesce(max(id), 0) + 1 FROM note), $1, $2, $3, $4, $5, $6)";
                on!(&mut *conn, c => {
                    let query = sqlx::query(sql).bind(id).bind(ms(now)).bind(&author);
                    query.bind(&sealed.wrapped_key).bind(&sealed.body).bind(vault.number()).execute(&mut **c).await.map(drop)
                })?;
                let audit_entry = AuditEntry::new(AuditAct::NoteAdded, code.as_str());
                Ok(((), Some(audit_entry)))
            })
        })
        .await
    }
}

async fn refuse_too_many(conn: &mut Conn<'_>, dossier_id: i64) -> Result<()> {
    let sql = "SELECT count(*) FROM note WHERE dossier_id = $1";
    let notes: i64 = on!(conn, c => query_scalar(sql).bind(dossier_id).fetch_one(&mut **c).await)?;
    if usize::try_from(notes).is_ok_and(|notes| notes < NOTES_MAX) {
        return Ok(());
    }
    Err(StoreError::Invalid(format!(
        "a dossier has at most {NOTES_MAX} notes"
    )))
}

/// Erases the notes of a dossier for good, with its applicant.
pub(super) async fn forget(conn: &mut Conn<'_>, dossier_id: i64) -> Result<u64> {
    let sql = "DELETE FROM note WHERE dossier_id = $1";
    on!(conn, c => {
        sqlx::query(sql).bind(dossier_id).execute(&mut **c).await.map(|done| done.rows_affected())
    })
    .map_err(StoreError::from)
}
