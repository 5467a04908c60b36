//! Agencies, which process dossiers.

use sqlx::{query_as, query_scalar};

use sanh_domain::deadline::Instant;
use sanh_domain::id::AgencyId;
use sanh_domain::text::name::Name;

use super::Store;
use super::audit::AuditActor;
use super::catalogue::{self, CatalogueTable, ChangeOutcome};
use super::conn::{Conn, on};
use super::error::Result;

/// A department, a ward, a vertical body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    /// Its number.
    pub id: AgencyId,
    /// Its official code, unique; new dossier codes begin with it.
    pub code: String,
    /// Its names.
    pub name: Name,
}

/// An agency to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAgency {
    /// See [`Agency::code`].
    pub code: String,
    /// See [`Agency::name`].
    pub name: Name,
}

impl From<Agency> for NewAgency {
    fn from(agency: Agency) -> Self {
        Self {
            code: agency.code,
            name: agency.name,
        }
    }
}

/// The facts of an agency for the audit.
fn facts(agency: &NewAgency) -> Vec<String> {
    vec![catalogue::names(&agency.name)]
}

impl Store {
    /// Every agency, by number.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn agencies(&self) -> Result<Vec<Agency>> {
        Ok(self.centre_rules().await?.agencies.clone())
    }

    /// Adds agencies, or changes the names of those with a known code; returns their numbers in the order given.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put_agencies(&self, agencies: Vec<NewAgency>) -> Result<Vec<AgencyId>> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let mut ids = Vec::with_capacity(agencies.len());
                for agency in &agencies {
                    ids.push(put(&mut conn, agency).await?);
                }
                Ok(ids)
            })
        })
        .await
    }

    /// Adds an agency, with its audit entry; `None` if the code is taken, and nothing was written.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_agency(
        &self,
        agency: NewAgency,
        by: AuditActor,
        now: Instant,
    ) -> Result<Option<AgencyId>> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                if catalogue::is_taken(conn, CatalogueTable::Agency, &agency.code).await? {
                    return Ok((None, None));
                }
                let id = put(conn, &agency).await?;
                let became = facts(&agency).join("; ");
                let audit_entry =
                    CatalogueTable::Agency.audit_entry(&agency.code, String::new(), became);
                Ok((Some(id), Some(audit_entry)))
            })
        })
        .await
    }

    /// Changes the names of an agency if it is as it was read, with an audit entry. Its code stays.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn change_agency(
        &self,
        before: Agency,
        after: NewAgency,
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
                let before = NewAgency::from(before);
                if before == after {
                    return Ok((ChangeOutcome::Done, None));
                }
                put(conn, &after).await?;
                let (was, became) = catalogue::differing(&facts(&before), &facts(&after));
                let audit_entry = CatalogueTable::Agency.audit_entry(&after.code, was, became);
                Ok((ChangeOutcome::Done, Some(audit_entry)))
            })
        })
        .await
    }
}

pub(super) async fn load(conn: &mut Conn<'_>) -> Result<Vec<Agency>> {
    let sql = "SELECT id, code, name_vi, name_en FROM agency WHERE merged_into IS NULL ORDER BY id";
    let rows: Vec<(i64, String, String, Option<String>)> =
        on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let agency = |(id, code, vi, en)| Agency {
        id: AgencyId(id),
        code,
        name: Name { vi, en },
    };
    Ok(rows.into_iter().map(agency).collect())
}

/// The codes and names of merged agencies, each with the number of the agency into which it was merged.
pub(super) async fn merged(conn: &mut Conn<'_>) -> Result<Vec<(AgencyId, String, String)>> {
    let sql =
        "SELECT merged_into, code, name_vi FROM agency WHERE merged_into IS NOT NULL ORDER BY id";
    let rows: Vec<(i64, String, String)> = on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let row = |(into, code, name)| (AgencyId(into), code, name);
    Ok(rows.into_iter().map(row).collect())
}

/// Writes only rows that changed: a second run of an import changes nothing and notifies nobody.
pub(super) async fn put(conn: &mut Conn<'_>, agency: &NewAgency) -> Result<AgencyId> {
    let NewAgency { code, name } = agency;
    let sql = "INSERT INTO agency (code, name_vi, name_en) VALUES ($1, $2, $3)
               ON CONFLICT (code) DO UPDATE SET name_vi = excluded.name_vi, name_en = excluded.name_en
               WHERE agency.merged_into IS NULL
                 AND (agency.name_vi <> excluded.name_vi OR agency.name_en IS DISTINCT FROM excluded.name_en)";
    on!(conn, c => sqlx::query(sql).bind(code).bind(&name.vi).bind(&name.en).execute(&mut **c).await.map(drop))?;
    let sql = "SELECT coalesce(merged_into, id) FROM agency WHERE code = $1";
    Ok(AgencyId(
        on!(conn, c => query_scalar(sql).bind(code).fetch_one(&mut **c).await)?,
    ))
}
