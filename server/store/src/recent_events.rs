//! Recent events of dossiers, for the open pages of the desk.

use sqlx::query_as;

use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{DossierCode, Status};
use sanh_domain::id::{AgencyId, ProcedureId};

use super::Store;
use super::conn::on;
use super::dossier::status_of;
use super::error::{Result, StoreError};
use super::stored_time::instant;

/// A recent event, with the values that lists of dossiers show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentEvent {
    /// The dossier.
    pub code: DossierCode,
    /// Its agency.
    pub agency: AgencyId,
    /// Its procedure.
    pub procedure: Option<ProcedureId>,
    /// Its due time now.
    pub due_at: Option<Instant>,
    /// The status before.
    pub from: Option<Status>,
    /// The status after.
    pub to: Status,
    /// The account.
    pub by: String,
}

#[derive(sqlx_macros::FromRow)]
struct RecentEventRow {
    id: i64,
    code: String,
    agency_id: i64,
    procedure_id: Option<i64>,
    due_at: Option<i64>,
    from_status: Option<i64>,
    to_status: i64,
    actor: String,
}

impl RecentEventRow {
    fn into_event(self) -> Result<RecentEvent> {
        let code = DossierCode::try_from(self.code)
            .map_err(|error| StoreError::Corrupt(error.to_string()))?;
        Ok(RecentEvent {
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

    /// The events after `last`, in order, at most `rows_max`; and the number of the last of them. Numbers follow the order of
    /// commits: a writer assigns them while it holds the row of the change number.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn events_after(&self, last: i64, rows_max: u32) -> Result<(Vec<RecentEvent>, i64)> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT e.id, d.code, d.agency_id, d.procedure_id, d.due_at, e.from_status, e.to_status, e.actor
                           FROM event e JOIN dossier d ON d.id = e.dossier_id
                           WHERE e.id > $1 ORDER BY e.id LIMIT $2";
                let rows: Vec<RecentEventRow> = on!(&mut conn, c => {
                    query_as(sql).bind(last).bind(i64::from(rows_max)).fetch_all(&mut **c).await
                })?;
                let last = rows.last().map_or(last, |row| row.id);
                let happened = rows.into_iter().map(RecentEventRow::into_event);
                Ok((happened.collect::<Result<_>>()?, last))
            })
        })
        .await
    }
}
