//! Documents posted for the public: every version is stored with its file, and never changed.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use sqlx::{query_as, query_scalar};

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::document::model::{
    DOCUMENTS_MAX, Document, DocumentEntry, DocumentVersion, VERSIONS_MAX,
};
use sanh_domain::document::pdf;
use sanh_domain::id::DocumentId;
use sanh_domain::text::name::Name;

use super::Store;
use super::audit::{AuditActor, AuditEntry};
use super::catalogue::{self, ChangeOutcome};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::setting::parse_date;
use super::stored_time::{instant, ms};

/// The size of one part of a stored file, in bytes.
const PART_BYTES: usize = 256 << 10;

/// A version of a document to be posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDocument {
    /// Its title, number and date.
    pub entry: DocumentEntry,
    /// Its file, a PDF; `None` to use that of the version before.
    pub content: Option<Vec<u8>>,
}

#[derive(sqlx_macros::FromRow)]
struct VersionRow {
    document_id: i64,
    version: i64,
    title_vi: String,
    title_en: Option<String>,
    number: String,
    issued_on: String,
    posted_at: i64,
    size_bytes: i64,
    sha256: String,
}

impl VersionRow {
    fn version(self) -> Result<DocumentVersion> {
        let damaged = || {
            StoreError::Corrupt(format!(
                "version {} of document {}",
                self.version, self.document_id
            ))
        };
        Ok(DocumentVersion {
            version: u32::try_from(self.version).map_err(|_| damaged())?,
            size_bytes: u64::try_from(self.size_bytes).map_err(|_| damaged())?,
            posted_at: instant(self.posted_at)?,
            entry: DocumentEntry {
                issued_on: parse_date(&self.issued_on)?,
                title: Name {
                    vi: self.title_vi,
                    en: self.title_en,
                },
                number: self.number,
            },
        })
    }
}

impl Store {
    /// Every document with its versions, newest document first; including those taken down.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn documents(&self) -> Result<Vec<Document>> {
        self.read(|mut conn| Box::pin(async move { load(&mut conn).await }))
            .await
    }

    /// A part of the file of a version, by its index from 0; `None` after the last part.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn document_part(
        &self,
        id: DocumentId,
        version: u32,
        position: u32,
    ) -> Result<Option<Vec<u8>>> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT content FROM document_part WHERE document_id = $1 AND version = $2 AND position = $3";
                Ok(on!(&mut conn, c => {
                    let query = query_scalar(sql).bind(id.0).bind(i64::from(version));
                    query.bind(i64::from(position)).fetch_optional(&mut **c).await
                })?)
            })
        })
        .await
    }

    /// Posts a document, with an audit entry; returns its number. `None` if there are [`DOCUMENTS_MAX`].
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for a file that is no PDF; or it cannot be written.
    pub async fn add_document(
        &self,
        new: NewDocument,
        by: AuditActor,
        now: Instant,
    ) -> Result<Option<DocumentId>> {
        let content = checked(new.content.unwrap_or_default())?;
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let sql = "SELECT count(*), coalesce(max(id), 0) FROM document";
                let (all, last): (i64, i64) =
                    on!(&mut *conn, c => query_as(sql).fetch_one(&mut **c).await)?;
                if usize::try_from(all).unwrap_or(usize::MAX) >= DOCUMENTS_MAX {
                    return Ok((None, None));
                }
                let id = DocumentId(last + 1);
                let sql = "INSERT INTO document (id) VALUES ($1)";
                on!(&mut *conn, c => sqlx::query(sql).bind(id.0).execute(&mut **c).await.map(drop))?;
                let file = FileFacts::of(&content);
                put(conn, (id, 1), (&new.entry, &file), now).await?;
                put_parts(conn, (id, 1), &content).await?;
                let became = facts(&new.entry, &file);
                Ok((Some(id), Some(audit_entry(id, String::new(), became))))
            })
        })
        .await
    }

    /// Posts a new version of a document, if the newest version is still the one that was read; a document that was taken down
    /// is posted again.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for a file that is no PDF, and beyond [`VERSIONS_MAX`]; or it cannot be written.
    pub async fn replace_document(
        &self,
        id: DocumentId,
        seen: u32,
        new: NewDocument,
        by: AuditActor,
        now: Instant,
    ) -> Result<ChangeOutcome> {
        let given = new.content.map(checked).transpose()?;
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let Some(stands) = newest(conn, id).await? else {
                    return Ok((ChangeOutcome::Stale, None));
                };
                let stood = FileFacts {
                    size_bytes: stands.size_bytes,
                    sha256: stands.sha256.clone(),
                };
                let before = stands.version()?;
                if before.version != seen {
                    return Ok((ChangeOutcome::Stale, None));
                }
                if seen >= VERSIONS_MAX {
                    let full = format!("document {} has {VERSIONS_MAX} versions", id.0);
                    return Err(StoreError::Invalid(full));
                }
                let was = facts(&before.entry, &stood);
                let file = given.as_deref().map_or(stood, FileFacts::of);
                put(conn, (id, seen + 1), (&new.entry, &file), now).await?;
                match given {
                    Some(content) => put_parts(conn, (id, seen + 1), &content).await?,
                    None => keep_parts(conn, id, seen).await?,
                }
                let became = facts(&new.entry, &file);
                let sql = "UPDATE document SET down_at = NULL WHERE id = $1";
                on!(&mut *conn, c => sqlx::query(sql).bind(id.0).execute(&mut **c).await.map(drop))?;
                Ok((ChangeOutcome::Done, Some(audit_entry(id, was, became))))
            })
        })
        .await
    }

    /// Takes a document down, with an audit entry. Its versions are kept. Returns whether it was posted.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn take_down_document(
        &self,
        id: DocumentId,
        by: AuditActor,
        now: Instant,
    ) -> Result<bool> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let sql = "UPDATE document SET down_at = $2 WHERE id = $1 AND down_at IS NULL";
                let changed = on!(&mut conn, c => {
                    let query = sqlx::query(sql).bind(id.0).bind(ms(now));
                    query.execute(&mut **c).await.map(|done| done.rows_affected())
                })?;
                let told = (changed > 0)
                    .then(|| audit_entry(id, "posted".to_owned(), "taken down".to_owned()));
                Ok((changed > 0, told))
            })
        })
        .await
    }
}

/// Checks that a file may be posted.
fn checked(content: Vec<u8>) -> Result<Vec<u8>> {
    pdf::check(&content).map_err(|fault| StoreError::Invalid(fault.to_string()))?;
    Ok(content)
}

fn audit_entry(id: DocumentId, was: String, became: String) -> AuditEntry {
    AuditEntry {
        was,
        became,
        ..AuditEntry::new(AuditAct::CentreChanged, format!("document {}", id.0))
    }
}

/// The facts of a file for the audit.
struct FileFacts {
    size_bytes: i64,
    sha256: String,
}

impl FileFacts {
    fn of(content: &[u8]) -> Self {
        Self {
            size_bytes: i64::try_from(content.len()).unwrap_or(i64::MAX),
            sha256: hex::encode(Sha256::digest(content)),
        }
    }
}

/// A version as text for the audit.
fn facts(entry: &DocumentEntry, file: &FileFacts) -> String {
    let DocumentEntry {
        title,
        number,
        issued_on,
    } = entry;
    let title = catalogue::names(title);
    let FileFacts { size_bytes, sha256 } = file;
    format!("{title}; {number}; {issued_on}; {size_bytes} bytes; sha256 {sha256}")
}

async fn load(conn: &mut Conn<'_>) -> Result<Vec<Document>> {
    let sql = "SELECT document_id, version, title_vi, title_en, number, issued_on, posted_at, size_bytes, sha256
               FROM document_version ORDER BY document_id, version DESC";
    let rows: Vec<VersionRow> = on!(&mut *conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let mut versions = BTreeMap::<i64, Vec<DocumentVersion>>::new();
    for row in rows {
        let of = versions.entry(row.document_id).or_default();
        of.push(row.version()?);
    }
    let sql = "SELECT id, down_at FROM document ORDER BY id DESC";
    let documents: Vec<(i64, Option<i64>)> =
        on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let document = |(id, down_at): (i64, Option<i64>)| {
        Ok(Document {
            id: DocumentId(id),
            down_at: down_at.map(instant).transpose()?,
            versions: versions.remove(&id).unwrap_or_default(),
        })
    };
    documents.into_iter().map(document).collect()
}

async fn newest(conn: &mut Conn<'_>, id: DocumentId) -> Result<Option<VersionRow>> {
    let sql = "SELECT document_id, version, title_vi, title_en, number, issued_on, posted_at, size_bytes, sha256
               FROM document_version WHERE document_id = $1 ORDER BY version DESC LIMIT 1";
    Ok(on!(conn, c => query_as(sql).bind(id.0).fetch_optional(&mut **c).await)?)
}

async fn put(
    conn: &mut Conn<'_>,
    (id, version): (DocumentId, u32),
    (entry, file): (&DocumentEntry, &FileFacts),
    now: Instant,
) -> Result<()> {
    let sql = "INSERT INTO document_version
                   (document_id, version, title_vi, title_en, number, issued_on, posted_at, size_bytes, sha256)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    on!(conn, c => {
        let query = sqlx::query(sql).bind(id.0).bind(i64::from(version)).bind(&entry.title.vi);
        let query = query.bind(&entry.title.en).bind(&entry.number).bind(entry.issued_on.to_string());
        let query = query.bind(ms(now)).bind(file.size_bytes).bind(&file.sha256);
        query.execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

async fn put_parts(
    conn: &mut Conn<'_>,
    (id, version): (DocumentId, u32),
    content: &[u8],
) -> Result<()> {
    let sql = "INSERT INTO document_part (document_id, version, position, content) VALUES ($1, $2, $3, $4)";
    for (position, part) in (0_i64..).zip(content.chunks(PART_BYTES)) {
        on!(&mut *conn, c => {
            let query = sqlx::query(sql).bind(id.0).bind(i64::from(version)).bind(position);
            query.bind(part).execute(&mut **c).await.map(drop)
        })?;
    }
    Ok(())
}

/// Copies the file of a version to the next one.
async fn keep_parts(conn: &mut Conn<'_>, id: DocumentId, version: u32) -> Result<()> {
    let sql = "INSERT INTO document_part (document_id, version, position, content)
               SELECT document_id, version + 1, position, content FROM document_part
               WHERE document_id = $1 AND version = $2";
    on!(conn, c => {
        let query = sqlx::query(sql).bind(id.0).bind(i64::from(version));
        query.execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}
