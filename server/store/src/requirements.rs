//! The fees and papers of procedures.

use std::collections::BTreeMap;

use sqlx::query_as;

use sanh_domain::id::ProcedureId;
use sanh_domain::procedure::model::Requirements;
use sanh_domain::text::name::Name;

use super::Store;
use super::conn::{Conn, on};
use super::error::Result;

impl Store {
    /// The fee and papers of each procedure that has any.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn requirements(&self) -> Result<BTreeMap<ProcedureId, Requirements>> {
        self.read(|mut conn| Box::pin(async move { load(&mut conn).await }))
            .await
    }

    /// Replaces the fee and papers of a procedure.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_requirements(
        &self,
        id: ProcedureId,
        requirements: Requirements,
    ) -> Result<()> {
        self.write(move |mut conn| Box::pin(async move { put(&mut conn, id, &requirements).await }))
            .await
    }
}

pub(super) async fn load(conn: &mut Conn<'_>) -> Result<BTreeMap<ProcedureId, Requirements>> {
    let mut all = BTreeMap::<ProcedureId, Requirements>::new();
    let sql = "SELECT id, fee_vnd FROM procedure WHERE fee_vnd IS NOT NULL";
    let fees: Vec<(i64, i64)> = on!(&mut *conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    for (id, fee) in fees {
        all.entry(ProcedureId(id)).or_default().fee_vnd = u32::try_from(fee).ok();
    }
    let sql = "SELECT procedure_id, name_vi, name_en FROM procedure_paper ORDER BY procedure_id, position";
    let papers: Vec<(i64, String, Option<String>)> =
        on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    for (id, vi, en) in papers {
        let name = Name { vi, en };
        all.entry(ProcedureId(id)).or_default().papers.push(name);
    }
    Ok(all)
}

pub(super) async fn put(
    conn: &mut Conn<'_>,
    id: ProcedureId,
    requirements: &Requirements,
) -> Result<()> {
    let sql = "UPDATE procedure SET fee_vnd = $2 WHERE id = $1";
    let fee = requirements.fee_vnd.map(i64::from);
    on!(&mut *conn, c => sqlx::query(sql).bind(id.0).bind(fee).execute(&mut **c).await.map(drop))?;
    let sql = "DELETE FROM procedure_paper WHERE procedure_id = $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(id.0).execute(&mut **c).await.map(drop))?;
    let sql = "INSERT INTO procedure_paper (procedure_id, position, name_vi, name_en) VALUES ($1, $2, $3, $4)";
    for (position, name) in (1_i64..).zip(&requirements.papers) {
        on!(&mut *conn, c => {
            let query = sqlx::query(sql).bind(id.0).bind(position).bind(&name.vi);
            query.bind(&name.en).execute(&mut **c).await.map(drop)
        })?;
    }
    Ok(())
}
