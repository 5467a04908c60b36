//! The work list: a page of dossiers by status, due soon first, from an index whatever the history.

use std::fmt::Write;

use sqlx::query_as;

use sanh_app::dossier::{AgencyId, Dossier, DossierCode, Event, ProcedureId, Status};

use super::Store;
use super::db::on;
use super::dossier::{self, DossierRow};
use super::error::{Result, StoreError};
use super::event;
use super::row::Row;

/// Which dossiers, and where the page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorklistFilter {
    /// Of these statuses.
    pub statuses: Vec<Status>,
    /// Of these agencies; `None`: of all.
    pub agencies: Option<Vec<AgencyId>>,
    /// Of this procedure only.
    pub procedure: Option<ProcedureId>,
    /// Of this account only, by its name.
    pub assignee: Option<String>,
    /// Latest due first.
    pub is_reversed: bool,
    /// Due time in ms (the largest number: none) and row of the last dossier of the page before.
    pub after: Option<(i64, i64)>,
    /// Rows at the most.
    pub rows_max: u32,
}

/// A dossier of the work list, with what the next page begins after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedRow {
    /// The dossier.
    pub dossier: Dossier,
    /// See [`WorklistFilter::after`].
    pub place: (i64, i64),
}

impl WorklistFilter {
    /// One walk along an index for each status and agency, each no longer than a page, then merged.
    fn sql(&self) -> String {
        let columns = DossierRow::COLUMNS.join(", ");
        let (order, beyond) = if self.is_reversed {
            ("DESC", "<")
        } else {
            ("ASC", ">")
        };
        let rows_max = self.rows_max;
        let procedure = self.procedure.map_or(String::new(), |procedure| {
            format!(" AND procedure_id = {}", procedure.0)
        });
        let mut walks = String::new();
        for of_whom in self.of_whom() {
            for status in &self.statuses {
                if !walks.is_empty() {
                    walks.push_str(" UNION ALL ");
                }
                // Writing to a String cannot fail.
                let _ = write!(
                    walks,
                    "SELECT * FROM (SELECT {columns}, worklist_due FROM dossier
                     WHERE {of_whom}status = {status} AND (worklist_due, id) {beyond} ($1, $2){procedure}
                     ORDER BY worklist_due {order}, id {order} LIMIT {rows_max}) AS walk",
                );
            }
        }
        format!(
            "SELECT {columns} FROM ({walks}) AS walks ORDER BY worklist_due {order}, id {order} LIMIT {rows_max}"
        )
    }

    /// The condition of each walk: by agency along its index, or by account along that one's, which is short.
    fn of_whom(&self) -> Vec<String> {
        match (&self.assignee, &self.agencies) {
            (None, None) => vec![String::new()],
            (None, Some(agencies)) => {
                let walk = |agency: &AgencyId| format!("agency_id = {} AND ", agency.0);
                agencies.iter().map(walk).collect()
            }
            (Some(_), None) => vec!["assignee = $3 AND ".to_owned()],
            (Some(_), Some(agencies)) => {
                let ids: Vec<String> = agencies.iter().map(|agency| agency.0.to_string()).collect();
                vec![format!(
                    "assignee = $3 AND agency_id IN ({}) AND ",
                    ids.join(", ")
                )]
            }
        }
    }
}

impl Store {
    /// One page of the work list.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn worklist(&self, filter: WorklistFilter) -> Result<Vec<ListedRow>> {
        let is_empty =
            filter.statuses.is_empty() || filter.agencies.as_ref().is_some_and(Vec::is_empty);
        if is_empty {
            return Ok(Vec::new());
        }
        let begin = if filter.is_reversed {
            (i64::MAX, i64::MAX)
        } else {
            (i64::MIN, i64::MIN)
        };
        let (due, id) = filter.after.unwrap_or(begin);
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = filter.sql();
                let rows: Vec<DossierRow> = on!(&mut conn, c => {
                    let mut query = query_as(sqlx::AssertSqlSafe(sql)).bind(due).bind(id);
                    if let Some(assignee) = &filter.assignee {
                        query = query.bind(assignee);
                    }
                    query.fetch_all(&mut **c).await
                })?;
                rows.iter().map(listed).collect()
            })
        })
        .await
    }

    /// A dossier and its history, read together.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; or it cannot be read.
    pub async fn file(&self, code: &DossierCode) -> Result<(Dossier, Vec<Event>)> {
        let code = code.clone();
        self.read(move |mut conn| {
            Box::pin(async move {
                let row = dossier::find(&mut conn, &code).await?;
                let row = row.ok_or_else(|| StoreError::NotFound(code.clone()))?;
                let events = event::history(&mut conn, row.id, &code).await?;
                Ok((row.dossier()?, events))
            })
        })
        .await
    }

    /// These dossiers as they stand; those that are not there are left out.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn dossiers_of(&self, codes: Vec<DossierCode>) -> Result<Vec<Dossier>> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let mut found = Vec::with_capacity(codes.len());
                for code in &codes {
                    if let Some(row) = dossier::find(&mut conn, code).await? {
                        found.push(row.dossier()?);
                    }
                }
                Ok(found)
            })
        })
        .await
    }
}

fn listed(row: &DossierRow) -> Result<ListedRow> {
    Ok(ListedRow {
        dossier: row.dossier()?,
        place: (row.due_at.unwrap_or(i64::MAX), row.id),
    })
}
