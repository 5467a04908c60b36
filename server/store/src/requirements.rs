//! What a procedure costs and takes, and who handles it.

use std::collections::BTreeMap;

use sqlx::query_as;

use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::procedure::model::Requirements;
use sanh_domain::procedure::office::{NationalCode, ProcedureLevel};
use sanh_domain::text::name::Name;
use sanh_domain::word::UnknownValue;

use super::Store;
use super::catalogue;
use super::conn::{Conn, on};
use super::error::{Result, StoreError};

impl Store {
    /// What each procedure that says so costs and takes, and who handles it.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn requirements(&self) -> Result<BTreeMap<ProcedureId, Requirements>> {
        self.read(|mut conn| Box::pin(async move { load(&mut conn).await }))
            .await
    }

    /// Says what a procedure costs and takes and who handles it, in the place of what was said before.
    ///
    /// # Errors
    /// When it cannot be written, such as a national code that another procedure has.
    pub async fn put_requirements(
        &self,
        id: ProcedureId,
        requirements: Requirements,
    ) -> Result<()> {
        self.write(move |mut conn| Box::pin(async move { put(&mut conn, id, &requirements).await }))
            .await
    }
}

/// The columns of a procedure's own row.
type OwnRow = (i64, Option<i64>, Option<String>, Option<String>);

pub(super) async fn load(conn: &mut Conn<'_>) -> Result<BTreeMap<ProcedureId, Requirements>> {
    let mut all = BTreeMap::<ProcedureId, Requirements>::new();
    let sql = "SELECT id, fee_vnd, national_code, level FROM procedure
               WHERE fee_vnd IS NOT NULL OR national_code IS NOT NULL OR level IS NOT NULL";
    let rows: Vec<OwnRow> = on!(&mut *conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let damaged = |error: UnknownValue| StoreError::Corrupt(format!("a procedure: {error}"));
    for (id, fee, national_code, level) in rows {
        let entry = all.entry(ProcedureId(id)).or_default();
        entry.fee_vnd = fee.and_then(|fee| u32::try_from(fee).ok());
        entry.national_code = national_code
            .map(|code| code.parse())
            .transpose()
            .map_err(damaged)?;
        entry.level = level
            .map(|level| level.parse())
            .transpose()
            .map_err(damaged)?;
    }
    let sql = "SELECT procedure_id, name_vi, name_en FROM procedure_paper ORDER BY procedure_id, position";
    let papers: Vec<(i64, String, Option<String>)> =
        on!(&mut *conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    for (id, vi, en) in papers {
        let name = Name { vi, en };
        all.entry(ProcedureId(id)).or_default().papers.push(name);
    }
    for (id, agencies) in load_agencies(conn).await? {
        all.entry(id).or_default().agencies = agencies;
    }
    Ok(all)
}

/// The agencies that handle each procedure that has some, by number.
pub(super) async fn load_agencies(
    conn: &mut Conn<'_>,
) -> Result<BTreeMap<ProcedureId, Vec<AgencyId>>> {
    let sql =
        "SELECT procedure_id, agency_id FROM procedure_agency ORDER BY procedure_id, agency_id";
    let rows: Vec<(i64, i64)> = on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let mut all = BTreeMap::<ProcedureId, Vec<AgencyId>>::new();
    for (procedure, agency) in rows {
        let of_procedure = all.entry(ProcedureId(procedure)).or_default();
        of_procedure.push(AgencyId(agency));
    }
    Ok(all)
}

pub(super) async fn put(
    conn: &mut Conn<'_>,
    id: ProcedureId,
    requirements: &Requirements,
) -> Result<()> {
    let Requirements {
        fee_vnd,
        papers,
        national_code,
        level,
        agencies,
    } = requirements;
    let sql = "UPDATE procedure SET fee_vnd = $2, national_code = $3, level = $4 WHERE id = $1";
    let national_code = national_code.as_ref().map(NationalCode::as_str);
    on!(&mut *conn, c => {
        let query = sqlx::query(sql).bind(id.0).bind(fee_vnd.map(i64::from)).bind(national_code);
        query.bind(level.map(ProcedureLevel::as_str)).execute(&mut **c).await.map(drop)
    })?;
    let sql = "DELETE FROM procedure_paper WHERE procedure_id = $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(id.0).execute(&mut **c).await.map(drop))?;
    let sql = "INSERT INTO procedure_paper (procedure_id, position, name_vi, name_en) VALUES ($1, $2, $3, $4)";
    for (position, name) in (1_i64..).zip(papers) {
        on!(&mut *conn, c => {
            let query = sqlx::query(sql).bind(id.0).bind(position).bind(&name.vi);
            query.bind(&name.en).execute(&mut **c).await.map(drop)
        })?;
    }
    let sql = "DELETE FROM procedure_agency WHERE procedure_id = $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(id.0).execute(&mut **c).await.map(drop))?;
    let sql = "INSERT INTO procedure_agency (procedure_id, agency_id) VALUES ($1, $2)";
    for agency in agencies {
        on!(&mut *conn, c => {
            let query = sqlx::query(sql).bind(id.0).bind(agency.0);
            query.execute(&mut **c).await.map(drop)
        })?;
    }
    Ok(())
}

/// What the audit tells of them, without the papers; but for the fee blank where nothing is said.
pub(super) async fn facts(conn: &mut Conn<'_>, needs: &Requirements) -> Result<[String; 4]> {
    let fee = needs.fee_vnd;
    let national_code = needs.national_code.as_ref();
    let listed = if needs.agencies.is_empty() {
        Vec::new()
    } else {
        catalogue::agencies(conn).await?
    };
    let codes = needs.agencies.iter().filter_map(|id| {
        let found = listed.iter().find(|agency| agency.id == *id);
        found.map(|agency| agency.code.as_str())
    });
    let codes: Vec<&str> = codes.collect();
    Ok([
        fee.map_or_else(|| "no fee said".to_owned(), |fee| format!("fee {fee} VND")),
        national_code.map_or_else(String::new, |code| format!("national code {code}")),
        needs
            .level
            .map_or_else(String::new, |level| format!("level {}", level.as_str())),
        if codes.is_empty() {
            String::new()
        } else {
            format!("handled by {}", codes.join(", "))
        },
    ])
}
