//! Saved mappings of imports, by name and version.

use sqlx::{query_as, query_scalar};

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;

use super::Store;
use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::stored_time::{instant, ms};

/// The most names of saved mappings (ours).
pub const MAPPINGS_MAX: i64 = 100;

/// A saved mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMapping {
    /// Its name.
    pub name: String,
    /// Its version, from 1.
    pub version: i64,
    /// The mapping, in the format of the command line.
    pub content: String,
    /// The account that saved it.
    pub author: String,
    /// When it was saved.
    pub saved_at: Instant,
}

#[derive(sqlx_macros::FromRow)]
struct MappingRow {
    name: String,
    version: i64,
    content: String,
    author: String,
    saved_at: i64,
}

impl MappingRow {
    fn stored(self) -> Result<StoredMapping> {
        Ok(StoredMapping {
            name: self.name,
            version: self.version,
            content: self.content,
            author: self.author,
            saved_at: instant(self.saved_at)?,
        })
    }
}

impl Store {
    /// The latest version of every mapping, by name.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn import_mappings(&self) -> Result<Vec<StoredMapping>> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT name, version, content, author, saved_at FROM import_mapping m
                           WHERE version = (SELECT max(version) FROM import_mapping WHERE name = m.name) ORDER BY name";
                let rows: Vec<MappingRow> =
                    on!(&mut conn, c => query_as(sql).fetch_all(&mut **c).await)?;
                rows.into_iter().map(MappingRow::stored).collect()
            })
        })
        .await
    }

    /// The latest version of a mapping.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn import_mapping(&self, name: &str) -> Result<Option<StoredMapping>> {
        let name = name.to_owned();
        self.read(move |mut conn| Box::pin(async move { latest(&mut conn, &name).await }))
            .await
    }

    /// Saves a mapping as the next version of its name; one that equals the latest version keeps its number.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where there are [`MAPPINGS_MAX`] names already; it cannot be written.
    pub async fn keep_import_mapping(
        &self,
        name: String,
        content: String,
        by: AuditActor,
        now: Instant,
    ) -> Result<i64> {
        let author = by.actor.name.clone();
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let before = latest(conn, &name).await?;
                if let Some(before) = before.as_ref().filter(|it| it.content == content) {
                    return Ok((before.version, None));
                }
                if before.is_none() && names(conn).await? >= MAPPINGS_MAX {
                    return Err(StoreError::Invalid(format!("there are {MAPPINGS_MAX} mappings already")));
                }
                let version = before.map_or(0, |it| it.version) + 1;
                let sql = "INSERT INTO import_mapping (name, version, content, author, saved_at) VALUES ($1, $2, $3, $4, $5)";
                on!(&mut *conn, c => {
                    let put = sqlx::query(sql).bind(&name).bind(version).bind(&content);
                    put.bind(&author).bind(ms(now)).execute(&mut **c).await.map(drop)
                })?;
                let audit_entry = AuditEntry {
                    became: format!("version {version}"),
                    ..AuditEntry::new(AuditAct::MappingSaved, name)
                };
                Ok((version, Some(audit_entry)))
            })
        })
        .await
    }
}

async fn latest(conn: &mut Conn<'_>, name: &str) -> Result<Option<StoredMapping>> {
    let sql = "SELECT name, version, content, author, saved_at FROM import_mapping WHERE name = $1
               ORDER BY version DESC LIMIT 1";
    let row: Option<MappingRow> =
        on!(conn, c => query_as(sql).bind(name).fetch_optional(&mut **c).await)?;
    row.map(MappingRow::stored).transpose()
}

async fn names(conn: &mut Conn<'_>) -> Result<i64> {
    let sql = "SELECT count(DISTINCT name) FROM import_mapping";
    Ok(on!(conn, c => query_scalar(sql).fetch_one(&mut **c).await)?)
}
