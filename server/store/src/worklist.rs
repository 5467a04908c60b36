//! The work list: a page of dossiers by status, due soonest first, from an index, whatever the size of the history.

use sqlx::query_as;

use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Dossier, DossierCode, Event, Status};
use sanh_domain::id::{AgencyId, ProcedureId};

use super::conn::on;
use super::counted::AT_WORK;
use super::dossier::{self, DossierRow};
use super::error::{Result, StoreError};
use super::row::Row;
use super::stored_time::ms;
use super::{Store, event};

/// The filter and the position of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorklistFilter {
    /// Only these statuses.
    pub statuses: Vec<Status>,
    /// Only dossiers in this scope.
    pub scope: AgencyScope,
    /// Only this procedure.
    pub procedure: Option<ProcedureId>,
    /// Only dossiers assigned to these accounts; empty for all, assigned or not.
    pub assignees: Vec<String>,
    /// Only received dossiers whose papers were asked for before this instant.
    pub papers_asked_before: Option<Instant>,
    /// Latest due first.
    pub is_reversed: bool,
    /// Due time in milliseconds (the largest number for none) and row number of the last dossier of the page before.
    pub after: Option<(i64, i64)>,
    /// The most rows.
    pub rows_max: u32,
}

/// A dossier of the work list, with its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedRow {
    /// The dossier.
    pub dossier: Dossier,
    /// See [`WorklistFilter::after`].
    pub place: (i64, i64),
}

impl WorklistFilter {
    /// One scan of an index for each status and agency, each no longer than a page, then merged. After a first page, the
    /// dossiers with the same due time have a scan of their own: `(due, id) > (a, b)` would scan from the first of that due
    /// time.
    fn sql(&self) -> String {
        let columns = DossierRow::COLUMNS.join(", ");
        let (order, beyond) = if self.is_reversed {
            ("DESC", "<")
        } else {
            ("ASC", ">")
        };
        let rows_max = self.rows_max;
        let asked = self.papers_asked_before.map_or(String::new(), |before| {
            format!(
                " AND received_at IS NOT NULL AND papers_asked_at < {}",
                ms(before)
            )
        });
        let places = match self.after {
            None => vec![String::new()],
            Some((due, id)) => vec![
                format!(" AND worklist_due = {due} AND id {beyond} {id}"),
                format!(" AND worklist_due {beyond} {due}"),
            ],
        };
        let mut walks = Vec::new();
        for of_whom in self.of_whom() {
            for status in &self.statuses {
                let walk = |place: &String| {
                    format!(
                        "SELECT * FROM (SELECT {columns}, worklist_due FROM dossier
                         WHERE {of_whom}status = {status} AND {AT_WORK}{asked}{place}
                         ORDER BY worklist_due {order}, id {order} LIMIT {rows_max}) AS walk"
                    )
                };
                walks.extend(places.iter().map(walk));
            }
        }
        let walks = walks.join(" UNION ALL ");
        format!(
            "SELECT {columns} FROM ({walks}) AS walks ORDER BY worklist_due {order}, id {order} LIMIT {rows_max}"
        )
    }

    /// The conditions of the scans.
    fn of_whom(&self) -> Vec<String> {
        if self.assignees.is_empty() {
            return self.of_agencies();
        }
        // A person's dossiers are fewer than a procedure's or an agency's: the plus keeps the planner to them.
        let procedure = self
            .procedure
            .map(|id| format!("+procedure_id = {} AND ", id.0));
        let agencies = match &self.scope {
            AgencyScope::Everywhere => String::new(),
            AgencyScope::Agencies(agencies) => {
                let ids: Vec<String> = agencies.iter().map(|agency| agency.0.to_string()).collect();
                format!("+agency_id IN ({}) AND ", ids.join(", "))
            }
        };
        let more = procedure.unwrap_or_default() + &agencies;
        let walk = |number: usize| format!("assignee = ${number} AND {more}");
        (1..=self.assignees.len()).map(walk).collect()
    }

    /// The conditions of scans of the index of each agency, of the procedure, or of both, so that a procedure's dossiers at
    /// other agencies are not read.
    fn of_agencies(&self) -> Vec<String> {
        let of_procedure = self
            .procedure
            .map(|id| format!("procedure_id = {} AND ", id.0));
        let of_procedure = of_procedure.unwrap_or_default();
        match &self.scope {
            AgencyScope::Everywhere => vec![of_procedure],
            AgencyScope::Agencies(agencies) => {
                let walk =
                    |agency: &AgencyId| format!("{of_procedure}agency_id = {} AND ", agency.0);
                agencies.iter().map(walk).collect()
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
        let is_nowhere = matches!(&filter.scope, AgencyScope::Agencies(it) if it.is_empty());
        if is_nowhere || filter.statuses.is_empty() {
            return Ok(Vec::new());
        }
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = filter.sql();
                let rows: Vec<DossierRow> = on!(&mut conn, c => {
                    // A later page is hardly asked for twice: it would only fill the cache of statements.
                    let mut query = query_as(sqlx::AssertSqlSafe(sql)).persistent(filter.after.is_none());
                    for assignee in &filter.assignees {
                        query = query.bind(assignee);
                    }
                    query.fetch_all(&mut **c).await
                })?;
                rows.iter().map(listed).collect()
            })
        })
        .await
    }

    /// A dossier of a scope with its history, read together.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], also for one of another agency; or it cannot be read.
    pub async fn file(
        &self,
        code: &DossierCode,
        scope: &AgencyScope,
    ) -> Result<(Dossier, Vec<Event>)> {
        let (code, scope) = (code.clone(), scope.clone());
        self.read(move |mut conn| {
            Box::pin(async move {
                let row = dossier::find_within(&mut conn, &code, &scope).await?;
                let row = row.ok_or_else(|| StoreError::NotFound(code.clone()))?;
                let events = event::history(&mut conn, row.id, &code).await?;
                Ok((row.dossier()?, events))
            })
        })
        .await
    }

    /// These dossiers in their present state; missing ones, or those of another agency, are left out.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn dossiers_of(
        &self,
        codes: Vec<DossierCode>,
        scope: &AgencyScope,
    ) -> Result<Vec<Dossier>> {
        let scope = scope.clone();
        self.read(move |mut conn| {
            Box::pin(async move {
                let mut found = Vec::with_capacity(codes.len());
                for code in &codes {
                    if let Some(row) = dossier::find_within(&mut conn, code, &scope).await? {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(scope: AgencyScope, procedure: Option<ProcedureId>) -> WorklistFilter {
        WorklistFilter {
            statuses: vec![Status::HandedOver],
            scope,
            procedure,
            assignees: Vec::new(),
            papers_asked_before: None,
            is_reversed: true,
            after: None,
            rows_max: 51,
        }
    }

    #[test]
    fn an_agencys_part_of_a_procedure_has_a_walk_of_its_own() {
        let agencies = AgencyScope::Agencies([AgencyId(3), AgencyId(5)].into());
        let both = filter(agencies.clone(), Some(ProcedureId(7))).of_whom();
        let of = |agency: u8| format!("procedure_id = 7 AND agency_id = {agency} AND ");
        assert_eq!(both, [of(3), of(5)]);
        let everywhere = filter(AgencyScope::Everywhere, Some(ProcedureId(7)));
        assert_eq!(everywhere.of_whom(), ["procedure_id = 7 AND "]);
        assert_eq!(filter(AgencyScope::Everywhere, None).of_whom(), [""]);
        let mine = WorklistFilter {
            assignees: vec!["an".to_owned()],
            ..filter(agencies, Some(ProcedureId(7)))
        };
        assert_eq!(
            mine.of_whom(),
            ["assignee = $1 AND +procedure_id = 7 AND +agency_id IN (3, 5) AND "]
        );
    }
}
