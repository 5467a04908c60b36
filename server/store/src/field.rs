//! Fields: groups of procedures, and the rows of the board.

use sqlx::{query_as, query_scalar};

use sanh_domain::board::model::Field as ListedField;
use sanh_domain::deadline::Instant;
use sanh_domain::id::FieldId;
use sanh_domain::text::name::Name;

use super::Store;
use super::audit::AuditActor;
use super::catalogue::{self, CatalogueTable, ChangeOutcome};
use super::conn::{Conn, on};
use super::error::Result;

/// A group of procedures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its number; the board lists fields in this order.
    pub id: FieldId,
    /// Its code, unique.
    pub code: String,
    /// Its names.
    pub name: Name,
    /// Never shown to the public by name, whatever its volume.
    pub sensitive: bool,
}

impl Field {
    /// The field as a board lists it.
    pub fn listed(&self) -> ListedField {
        ListedField {
            field: self.id,
            name: self.name.clone(),
            sensitive: self.sensitive,
        }
    }
}

/// A field to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewField {
    /// See [`Field::code`].
    pub code: String,
    /// See [`Field::name`].
    pub name: Name,
    /// See [`Field::sensitive`].
    pub sensitive: bool,
}

impl From<Field> for NewField {
    fn from(field: Field) -> Self {
        Self {
            code: field.code,
            name: field.name,
            sensitive: field.sensitive,
        }
    }
}

/// The facts of a field for the audit.
fn facts(field: &NewField) -> Vec<String> {
    let sensitive = if field.sensitive {
        "sensitive"
    } else {
        "not sensitive"
    };
    vec![catalogue::names(&field.name), sensitive.to_owned()]
}

impl Store {
    /// Every field, in the order the board lists them.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn fields(&self) -> Result<Vec<Field>> {
        Ok(self.centre_rules().await?.fields.clone())
    }

    /// Adds fields, or changes those with a known code; returns their numbers in the order given.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put_fields(&self, fields: Vec<NewField>) -> Result<Vec<FieldId>> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let mut ids = Vec::with_capacity(fields.len());
                for field in &fields {
                    ids.push(put(&mut conn, field).await?);
                }
                Ok(ids)
            })
        })
        .await
    }

    /// Adds a field, with its audit entry; `None` if the code is taken, and nothing was written.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_field(
        &self,
        field: NewField,
        by: AuditActor,
        now: Instant,
    ) -> Result<Option<FieldId>> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                if catalogue::is_taken(conn, CatalogueTable::Field, &field.code).await? {
                    return Ok((None, None));
                }
                let id = put(conn, &field).await?;
                let became = facts(&field).join("; ");
                let audit_entry =
                    CatalogueTable::Field.audit_entry(&field.code, String::new(), became);
                Ok((Some(id), Some(audit_entry)))
            })
        })
        .await
    }

    /// Changes a field if it is as it was read, with an audit entry. Its code stays.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn change_field(
        &self,
        before: Field,
        after: NewField,
        by: AuditActor,
        now: Instant,
    ) -> Result<ChangeOutcome> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let stands = load(conn).await?.into_iter().find(|it| it.id == before.id);
                if stands.as_ref() != Some(&before) || before.code != after.code {
                    return Ok((ChangeOutcome::Stale, None));
                }
                let before = NewField::from(before);
                if before == after {
                    return Ok((ChangeOutcome::Done, None));
                }
                put(conn, &after).await?;
                let (was, became) = catalogue::differing(&facts(&before), &facts(&after));
                let audit_entry = CatalogueTable::Field.audit_entry(&after.code, was, became);
                Ok((ChangeOutcome::Done, Some(audit_entry)))
            })
        })
        .await
    }
}

pub(super) async fn load(conn: &mut Conn<'_>) -> Result<Vec<Field>> {
    let sql = "SELECT id, code, name_vi, name_en, sensitive FROM field WHERE merged_into IS NULL ORDER BY id";
    let rows: Vec<(i64, String, String, Option<String>, i64)> =
        on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let field = |(id, code, vi, en, sensitive)| Field {
        id: FieldId(id),
        code,
        name: Name { vi, en },
        sensitive: sensitive != 0,
    };
    Ok(rows.into_iter().map(field).collect())
}

/// The codes and names of merged fields, each with the number of the field into which it was merged.
pub(super) async fn merged(conn: &mut Conn<'_>) -> Result<Vec<(FieldId, String, String)>> {
    let sql =
        "SELECT merged_into, code, name_vi FROM field WHERE merged_into IS NOT NULL ORDER BY id";
    let rows: Vec<(i64, String, String)> = on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let row = |(into, code, name)| (FieldId(into), code, name);
    Ok(rows.into_iter().map(row).collect())
}

/// Writes only rows that changed: a second run of an import changes nothing and notifies nobody.
pub(super) async fn put(conn: &mut Conn<'_>, field: &NewField) -> Result<FieldId> {
    let NewField {
        code,
        name,
        sensitive,
    } = field;
    let sql = "INSERT INTO field (code, name_vi, name_en, sensitive) VALUES ($1, $2, $3, $4)
               ON CONFLICT (code) DO UPDATE SET
                   name_vi = excluded.name_vi, name_en = excluded.name_en, sensitive = excluded.sensitive
               WHERE field.merged_into IS NULL
                 AND (field.name_vi <> excluded.name_vi OR field.name_en IS DISTINCT FROM excluded.name_en
                      OR field.sensitive <> excluded.sensitive)";
    let sensitive = i64::from(*sensitive);
    on!(conn, c => {
        let query = sqlx::query(sql).bind(code).bind(&name.vi).bind(&name.en).bind(sensitive);
        query.execute(&mut **c).await.map(drop)
    })?;
    let sql = "SELECT coalesce(merged_into, id) FROM field WHERE code = $1";
    Ok(FieldId(
        on!(conn, c => query_scalar(sql).bind(code).fetch_one(&mut **c).await)?,
    ))
}
