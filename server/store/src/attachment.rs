//! Scans and forms that are attached to a dossier: sealed, as they tell of the person, and erased with them.

use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::{AgencyScope, RequestKey};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::DossierCode;
use sanh_domain::dossier::attachment::{self, Attachment, AttachmentKind, AttachmentLimits};
use sanh_domain::id::AttachmentId;

use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::dossier::{self, DossierRow};
use super::error::{Result, StoreError};
use super::secret::refuse_changed;
use super::stored_time::{instant, ms};
use super::{Store, request};
use crate::vault::{Sealed, Vault};

/// Bytes of one part of a file.
const PART_BYTES: usize = 256 << 10;

/// A file to be attached.
#[derive(Clone, PartialEq, Eq)]
pub struct NewAttachment {
    /// What it is.
    pub title: String,
    /// Its content.
    pub content: Vec<u8>,
}

#[derive(sqlx_macros::FromRow)]
struct AttachmentRow {
    id: i64,
    at: i64,
    author: String,
    kind: String,
    size_bytes: i64,
    wrapped_key: Vec<u8>,
    sealed: Vec<u8>,
}

impl AttachmentRow {
    fn opened(self, vault: &Vault, code: &DossierCode) -> Result<Attachment> {
        let damaged =
            || StoreError::Corrupt(format!("attachment {} of {code} does not open", self.id));
        let sealed = Sealed {
            wrapped_key: self.wrapped_key,
            body: self.sealed,
        };
        let title = vault.open(code.as_str(), &sealed);
        let title = title.and_then(|title| String::from_utf8(title).ok());
        Ok(Attachment {
            id: AttachmentId(self.id),
            at: instant(self.at)?,
            author: self.author,
            title: title.ok_or_else(damaged)?,
            kind: self.kind.parse().map_err(|_| damaged())?,
            size_bytes: u64::try_from(self.size_bytes).map_err(|_| damaged())?,
        })
    }
}

/// A file as it is written: sealed before anybody waits for the writer.
struct SealedFile {
    kind: AttachmentKind,
    size_bytes: i64,
    title: Sealed,
    parts: Vec<Vec<u8>>,
}

impl SealedFile {
    fn of(
        vault: &Vault,
        code: &DossierCode,
        kind: AttachmentKind,
        new: &NewAttachment,
    ) -> Result<Self> {
        let cannot = || StoreError::Misconfigured("an attachment cannot be sealed".to_owned());
        let code = code.as_str();
        let title = vault.seal(code, new.title.as_bytes()).ok_or_else(cannot)?;
        let parts = (0_i64..).zip(new.content.chunks(PART_BYTES));
        let seal = |(position, part)| vault.seal_part(code, &title.wrapped_key, position, part);
        let parts: Option<Vec<_>> = parts.map(seal).collect();
        Ok(Self {
            kind,
            size_bytes: i64::try_from(new.content.len()).unwrap_or(i64::MAX),
            parts: parts.ok_or_else(cannot)?,
            title,
        })
    }
}

impl Store {
    /// What is attached to a dossier of a scope, oldest first. What is attached to the whole of a linked dossier is for whoever works
    /// on a part, too.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for one that does not open; or they cannot be read.
    pub async fn attachments(
        &self,
        code: &DossierCode,
        scope: &AgencyScope,
    ) -> Result<Vec<Attachment>> {
        let (vault, code, scope) = (self.vault()?, code.clone(), scope.clone());
        self.read(move |mut conn| {
            Box::pin(async move {
                refuse_changed(&mut conn, &vault).await?;
                let Some(dossier) = within(&mut conn, &code, &scope).await? else {
                    return Ok(Vec::new());
                };
                let sql = "SELECT id, at, author, kind, size_bytes, wrapped_key, sealed
                           FROM attachment WHERE dossier_id = $1 ORDER BY id";
                let rows: Vec<AttachmentRow> = on!(&mut conn, c => {
                    query_as(sql).bind(dossier.id).fetch_all(&mut **c).await
                })?;
                rows.into_iter()
                    .map(|row| row.opened(&vault, &code))
                    .collect()
            })
        })
        .await
    }

    /// A part of a file that is attached to a dossier of a scope, by its position from 0; `None`: there is no more of it.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for one that does not open; or it cannot be read.
    pub async fn attachment_part(
        &self,
        code: &DossierCode,
        id: AttachmentId,
        position: i64,
        scope: &AgencyScope,
    ) -> Result<Option<Vec<u8>>> {
        let (vault, code, scope) = (self.vault()?, code.clone(), scope.clone());
        self.read(move |mut conn| {
            Box::pin(async move {
                refuse_changed(&mut conn, &vault).await?;
                let Some(dossier) = within(&mut conn, &code, &scope).await? else {
                    return Ok(None);
                };
                let sql = "SELECT a.wrapped_key, p.sealed FROM attachment_part p
                           JOIN attachment a ON a.id = p.attachment_id
                           WHERE a.id = $1 AND a.dossier_id = $2 AND p.position = $3";
                let row: Option<(Vec<u8>, Vec<u8>)> = on!(&mut conn, c => {
                    let query = query_as(sql).bind(id.0).bind(dossier.id).bind(position);
                    query.fetch_optional(&mut **c).await
                })?;
                let Some((wrapped_key, sealed)) = row else {
                    return Ok(None);
                };
                let part = vault.open_part(code.as_str(), &wrapped_key, position, &sealed);
                let damaged =
                    || StoreError::Corrupt(format!("attachment {} of {code} does not open", id.0));
                part.map(Some).ok_or_else(damaged)
            })
        })
        .await
    }

    /// Attaches a file to a dossier, once for this key, with its line in the audit.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Invalid`] for a file of another kind or size, or one too many; or it cannot be written.
    pub async fn add_attachment(
        &self,
        key: RequestKey,
        by: AuditActor,
        code: &DossierCode,
        new: NewAttachment,
        limits: AttachmentLimits,
        now: Instant,
    ) -> Result<()> {
        let (vault, code) = (self.vault()?, code.clone());
        let kind = attachment::check(&new.content, limits.bytes_max);
        let kind = kind.map_err(|fault| StoreError::Invalid(fault.to_string()))?;
        let file = SealedFile::of(&vault, &code, kind, &new)?;
        drop(new);
        let (account, author) = (by.account, by.actor.name.clone());
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                if !request::remember(conn, &key, account, now).await? {
                    return Ok(((), None));
                }
                let dossier = dossier::known(conn, &code).await?.id;
                if count(conn, dossier).await? >= i64::from(limits.count_max) {
                    // The form's key is not stored either, so the same form succeeds later if there is room.
                    let full = format!("a dossier has at most {} attachments", limits.count_max);
                    return Err(StoreError::Invalid(full));
                }
                refuse_changed(conn, &vault).await?;
                let id = put(conn, dossier, (&author, now), &file, vault.number()).await?;
                let became = format!(
                    "attachment {id}; {}; {} bytes",
                    kind.as_str(),
                    file.size_bytes
                );
                let audit_entry = AuditEntry {
                    became,
                    ..AuditEntry::new(AuditAct::AttachmentAdded, code.as_str())
                };
                Ok(((), Some(audit_entry)))
            })
        })
        .await
    }

    /// Takes a file from a dossier for good, also where the engine keeps what was overwritten, with its line in the audit. Answers
    /// whether it was there.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for the dossier; or it cannot be written.
    pub async fn remove_attachment(
        &self,
        by: AuditActor,
        code: &DossierCode,
        id: AttachmentId,
        now: Instant,
    ) -> Result<bool> {
        let code = code.clone();
        let removed = self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let dossier = dossier::known(conn, &code).await?.id;
                let is_gone = remove(conn, dossier, Some(id)).await? > 0;
                let told = is_gone.then(|| AuditEntry {
                    was: format!("attachment {}", id.0),
                    ..AuditEntry::new(AuditAct::AttachmentRemoved, code.as_str())
                });
                Ok((is_gone, told))
            })
        });
        let removed = removed.await?;
        if removed {
            self.scrub().await?;
        }
        Ok(removed)
    }
}

/// A dossier whose files are for a scope.
async fn within(
    conn: &mut Conn<'_>,
    code: &DossierCode,
    scope: &AgencyScope,
) -> Result<Option<DossierRow>> {
    let Some(dossier) = dossier::find(conn, code).await? else {
        return Ok(None);
    };
    let is_needed = dossier::is_needed(conn, &dossier, scope).await?;
    Ok(is_needed.then_some(dossier))
}

async fn count(conn: &mut Conn<'_>, dossier_id: i64) -> Result<i64> {
    let sql = "SELECT count(*) FROM attachment WHERE dossier_id = $1";
    Ok(on!(conn, c => query_scalar(sql).bind(dossier_id).fetch_one(&mut **c).await)?)
}

async fn put(
    conn: &mut Conn<'_>,
    dossier_id: i64,
    (author, now): (&str, Instant),
    file: &SealedFile,
    key_number: i64,
) -> Result<i64> {
    let sql = "INSERT INTO attachment (id, dossier_id, at, author, kind, size_bytes, wrapped_key, sealed, key_number)
               VALUES ((SELECT coalesce(max(id), 0) + 1 FROM attachment), $1, $2, $3, $4, $5, $6, $7, $8)
               RETURNING id";
    let id: i64 = on!(&mut *conn, c => {
        let query = query_scalar(sql).bind(dossier_id).bind(ms(now)).bind(author);
        let query = query.bind(file.kind.as_str()).bind(file.size_bytes);
        let query = query.bind(&file.title.wrapped_key).bind(&file.title.body).bind(key_number);
        query.fetch_one(&mut **c).await
    })?;
    let sql = "INSERT INTO attachment_part (attachment_id, position, sealed) VALUES ($1, $2, $3)";
    for (position, part) in (0_i64..).zip(&file.parts) {
        on!(&mut *conn, c => {
            sqlx::query(sql).bind(id).bind(position).bind(part).execute(&mut **c).await.map(drop)
        })?;
    }
    Ok(id)
}

/// Removes one file of a dossier, or all of them; answers how many.
async fn remove(conn: &mut Conn<'_>, dossier_id: i64, id: Option<AttachmentId>) -> Result<u64> {
    let one = id.map_or_else(String::new, |id| format!(" AND id = {}", id.0));
    let sql = format!(
        "DELETE FROM attachment_part WHERE attachment_id IN (SELECT id FROM attachment WHERE dossier_id = $1{one})"
    );
    on!(&mut *conn, c => {
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(dossier_id).execute(&mut **c).await.map(drop)
    })?;
    let sql = format!("DELETE FROM attachment WHERE dossier_id = $1{one}");
    Ok(on!(conn, c => {
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(dossier_id);
        query.execute(&mut **c).await.map(|done| done.rows_affected())
    })?)
}

/// Erases the files of a dossier for good, with the person they tell of; answers how many.
pub(super) async fn forget(conn: &mut Conn<'_>, dossier_id: i64) -> Result<u64> {
    remove(conn, dossier_id, None).await
}
