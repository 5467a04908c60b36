//! What has just happened to dossiers, for those who look at them.

use sqlx::query_as;

use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{DossierCode, Status};
use sanh_domain::id::{AgencyId, ProcedureId};

use super::Store;
use super::db::on;
use super::dossier::{instant, status_of};
use super::error::{Result, StoreError};

/// One event, as far as a list of dossiers is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// To which dossier.
    pub code: DossierCode,
    /// Where it is.
    pub agency: AgencyId,
    /// Its procedure.
    pub procedure: Option<ProcedureId>,
    /// Its due time now.
    pub due_at: Option<Instant>,
    /// The status before.
    pub from: Option<Status>,
    /// The status after.
    pub to: Status,
    /// By whom.
    pub by: String,
}

#[derive(sqlx_macros::FromRow)]
struct HappenedRow {
    id: i64,
    code: String,
    agency_id: i64,
    procedure_id: Option<i64>,
    due_at: Option<i64>,
    from_status: Option<i64>,
    to_status: i64,
    actor: String,
}

impl HappenedRow {
    fn happened(self) -> Result<Happened> {
        let code = DossierCode::try_from(self.code)
            .map_err(|error| StoreError::Damaged(error.to_string()))?;
        Ok(Happened {
            code,
            agency: AgencyId(self.agency_id),
            procedure: self.procedure_id.map(ProcedureId),
            due_at: self.due_at.map(instant).transpose()?,
            from: self.from_status.map(status_of).transpose()?,
            to: status_of(self.to_status)?,
            by: self.actor,
        })
    }
}

impl Store {
    /// The number of the last event.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn last_event(&self) -> Result<i64> {
        self.read(|mut conn| {
            Box::pin(async move {
                let sql = "SELECT coalesce(max(id), 0) FROM event";
                Ok(on!(&mut conn, c => sqlx::query_scalar(sql).fetch_one(&mut **c).await)?)
            })
        })
        .await
    }

    /// What happened after event `last`, in its order, at most `rows_max`; and the number of the last event told. Numbers follow
    /// the order of commits: a writer takes them while it holds the row of the change number.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn happened_after(&self, last: i64, rows_max: u32) -> Result<(Vec<Happened>, i64)> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT e.id, d.code, d.agency_id, d.procedure_id, d.due_at, e.from_status, e.to_status, e.actor
                           FROM event e JOIN dossier d ON d.id = e.dossier_id
                           WHERE e.id > $1 ORDER BY e.id LIMIT $2";
                let rows: Vec<HappenedRow> = on!(&mut conn, c => {
                    query_as(sql).bind(last).bind(i64::from(rows_max)).fetch_all(&mut **c).await
                })?;
                let last = rows.last().map_or(last, |row| row.id);
                let happened = rows.into_iter().map(HappenedRow::happened);
                Ok((happened.collect::<Result<_>>()?, last))
            })
        })
        .await
    }
}
