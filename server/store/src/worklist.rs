//! The work list: a page of dossiers by status, due soonest first, from an index, whatever the size of the history.

use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Dossier, DossierCode, Event, Status};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::scope::CountedBy;

use super::agency_scope::within;
use super::conn::{Conn, on};
use super::counted::{AT_WORK, counted};
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
    /// When they were received and are due, and by which of both they are ordered.
    pub bounds: WorklistBounds,
    /// Latest first.
    pub is_reversed: bool,
    /// What it is ordered by in milliseconds (the largest number for no such time) and row number of the last dossier of the page before.
    pub after: Option<(i64, i64)>,
    /// The most rows.
    pub rows_max: u32,
}

/// What a work list is walked along.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WorklistOrder {
    /// The due time; those without one come last.
    #[default]
    Due,
    /// The time of reception; those not received come last.
    Received,
}

impl WorklistOrder {
    /// What the indexes have.
    const fn column(self) -> &'static str {
        match self {
            Self::Due => "worklist_due",
            Self::Received => "coalesce(received_at, 9223372036854775807)",
        }
    }
}

/// From one instant on, and before another; without an end where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InstantRange {
    /// The first.
    pub from: Option<Instant>,
    /// The first after it.
    pub until: Option<Instant>,
}

impl InstantRange {
    /// `AND …`: that it has the instant of a column.
    fn sql(self, column: &str) -> String {
        let from = self
            .from
            .map(|from| format!(" AND {column} >= {}", ms(from)));
        let until = self
            .until
            .map(|until| format!(" AND {column} < {}", ms(until)));
        from.unwrap_or_default() + &until.unwrap_or_default()
    }
}

/// The times of a work list's dossiers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorklistBounds {
    /// What it is ordered by.
    pub order: WorklistOrder,
    /// When they were received.
    pub received: InstantRange,
    /// When they are due.
    pub due: InstantRange,
}

/// Dossiers that wait for the applicant and were not received, of which it is told how many (ours: they are few).
const WAITING_UNRECEIVED_MAX: u32 = 1_000;

/// How many dossiers the counters have open, as agencies count them: of a linked dossier its parts, not the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgencyOpenCounts {
    /// Registered, waiting for reception.
    pub registered: u64,
    /// The clock runs.
    pub running: u64,
    /// Waiting for the applicant.
    pub waiting: u64,
    /// Resolved, waiting to be collected.
    pub resolved: u64,
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
    /// Whether there can be no such dossier.
    fn is_of_none(&self) -> bool {
        let is_nowhere = matches!(&self.scope, AgencyScope::Agencies(it) if it.is_empty());
        is_nowhere || self.statuses.is_empty()
    }

    /// `AND …`: when they were received, are due, and were asked for papers.
    fn of_times(&self) -> String {
        let asked = self.papers_asked_before.map_or(String::new(), |before| {
            format!(
                " AND received_at IS NOT NULL AND papers_asked_at < {}",
                ms(before)
            )
        });
        self.bounds.received.sql(WorklistOrder::Received.column())
            + &self.bounds.due.sql(WorklistOrder::Due.column())
            + &asked
    }

    /// Where they are read from. Of all that wait for papers few have waited long: they stand together in an index, in which all
    /// others are not read.
    fn dossiers(&self, conn: &Conn<'_>) -> String {
        let is_of_all = self.scope == AgencyScope::Everywhere
            && self.procedure.is_none()
            && self.assignees.is_empty();
        if is_of_all && self.papers_asked_before.is_some() {
            return conn.dossiers_along("dossier_papers_asked");
        }
        "dossier".to_owned()
    }

    /// How many there are, at most [`Self::rows_max`]: the scans of the list, of which no more are walked than it takes.
    fn count_sql(&self, dossiers: &str, counted: &str) -> String {
        let (rows_max, column) = (self.rows_max, self.bounds.order.column());
        let of_times = self.of_times();
        let mut walks = Vec::new();
        for of_whom in self.of_whom() {
            let walk = |status: &Status| {
                format!(
                    "SELECT * FROM (SELECT id FROM {dossiers}
                     WHERE {of_whom}status = {status} AND {counted}{of_times}
                     ORDER BY {column} ASC, id ASC LIMIT {rows_max}) AS walk"
                )
            };
            walks.extend(self.statuses.iter().map(walk));
        }
        let walks = walks.join(" UNION ALL ");
        format!(
            "SELECT count(*) FROM (SELECT id FROM ({walks}) AS walks LIMIT {rows_max}) AS found"
        )
    }

    /// One scan of an index for each status and agency, each no longer than a page, then merged. After a first page, the
    /// dossiers with the same due time have a scan of their own: `(due, id) > (a, b)` would scan from the first of that due
    /// time.
    fn sql(&self, dossiers: &str) -> String {
        let columns = DossierRow::COLUMNS.join(", ");
        let (order, beyond) = if self.is_reversed {
            ("DESC", "<")
        } else {
            ("ASC", ">")
        };
        let rows_max = self.rows_max;
        let column = self.bounds.order.column();
        let of_times = self.of_times();
        let in_order = format!("{column} {order}, id {order}");
        let places = match self.after {
            None => vec![(String::new(), in_order)],
            Some((due, id)) => vec![
                // Ordered by id only: SQLite does not see that the time is the same in all these rows, and would sort them.
                (
                    format!(" AND {column} = {due} AND id {beyond} {id}"),
                    format!("id {order}"),
                ),
                (format!(" AND {column} {beyond} {due}"), in_order),
            ],
        };
        let mut walks = Vec::new();
        for of_whom in self.of_whom() {
            for status in &self.statuses {
                let walk = |(place, in_order): &(String, String)| {
                    format!(
                        "SELECT * FROM (SELECT {columns}, {column} AS ordered_by FROM {dossiers}
                         WHERE {of_whom}status = {status} AND {AT_WORK}{of_times}{place}
                         ORDER BY {in_order} LIMIT {rows_max}) AS walk"
                    )
                };
                walks.extend(places.iter().map(walk));
            }
        }
        let walks = walks.join(" UNION ALL ");
        format!(
            "SELECT {columns} FROM ({walks}) AS walks ORDER BY ordered_by {order}, id {order} LIMIT {rows_max}"
        )
    }

    /// The conditions of the scans.
    fn of_whom(&self) -> Vec<String> {
        if self.assignees.is_empty() {
            return self.of_agencies();
        }
        // A person has fewer dossiers than an agency: the plus sign keeps the planner on the person's index.
        let procedure = self.of_procedure();
        let agencies = match &self.scope {
            AgencyScope::Everywhere => String::new(),
            AgencyScope::Agencies(agencies) => {
                let ids: Vec<String> = agencies.iter().map(|agency| agency.0.to_string()).collect();
                format!("+agency_id IN ({}) AND ", ids.join(", "))
            }
        };
        let more = procedure + &agencies;
        let walk = |number: usize| format!("assignee = ${number} AND {more}");
        (1..=self.assignees.len()).map(walk).collect()
    }

    /// The conditions of scans of the index of each agency, of the procedure, or of both, so that a procedure's dossiers at
    /// other agencies are not read.
    fn of_agencies(&self) -> Vec<String> {
        let of_procedure = self.of_procedure();
        match &self.scope {
            AgencyScope::Everywhere => vec![of_procedure],
            AgencyScope::Agencies(agencies) => {
                let walk =
                    |agency: &AgencyId| format!("{of_procedure}agency_id = {} AND ", agency.0);
                agencies.iter().map(walk).collect()
            }
        }
    }

    /// An index by when dossiers were received has the procedure after that: the plus keeps the planner to it.
    fn of_procedure(&self) -> String {
        let plus = match self.bounds.order {
            WorklistOrder::Due => "",
            WorklistOrder::Received => "+",
        };
        self.procedure.map_or_else(String::new, |id| {
            format!("{plus}procedure_id = {} AND ", id.0)
        })
    }
}

impl Store {
    /// How many dossiers of a scope are open, as the counters have it.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn open_counts(&self, scope: &AgencyScope) -> Result<AgencyOpenCounts> {
        let within = within(scope, "agency_id");
        self.read(move |mut conn| {
            Box::pin(async move {
                // Agency 0 has the figures of the whole centre, where a linked dossier counts once and not by its parts.
                let sums = ["registered_waiting", "running", "paused_within + paused_overdue", "waiting_collection"];
                let sums = sums.map(|sum| format!("CAST(coalesce(sum({sum}), 0) AS BIGINT)")).join(", ");
                let sql = format!("SELECT {sums} FROM open_counter WHERE agency_id <> 0{within}");
                let row: (i64, i64, i64, i64) = on!(&mut conn, c => {
                    query_as(sqlx::AssertSqlSafe(sql)).fetch_one(&mut **c).await
                })?;
                // The counters include these among the registered ones. They are few and stand together in an index.
                let counted = counted(CountedBy::Agencies);
                let received = WorklistOrder::Received.column();
                let sql = format!(
                    "SELECT count(*) FROM (SELECT id FROM dossier WHERE status IN (5, 6, 7)
                     AND {received} = {} AND {counted}{within} LIMIT {WAITING_UNRECEIVED_MAX}) AS waiting",
                    i64::MAX
                );
                let waiting: i64 = on!(&mut conn, c => {
                    query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut **c).await
                })?;
                let count = |n: i64| u64::try_from(n).unwrap_or_default();
                Ok(AgencyOpenCounts {
                    registered: count(row.0 - waiting),
                    running: count(row.1),
                    waiting: count(row.2 + waiting),
                    resolved: count(row.3),
                })
            })
        })
        .await
    }

    /// How many dossiers each of some filters has, at most as many as its rows: those that count for somebody, or else all that a list
    /// shows.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn worklist_counts(
        &self,
        filters: Vec<WorklistFilter>,
        counted_by: Option<CountedBy>,
    ) -> Result<Vec<u64>> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let counting = counted_by.map_or(AT_WORK, counted);
                let mut counts = Vec::with_capacity(filters.len());
                for filter in &filters {
                    if filter.is_of_none() {
                        counts.push(0);
                        continue;
                    }
                    let sql = filter.count_sql(&filter.dossiers(&conn), counting);
                    let count: i64 = on!(&mut conn, c => {
                        let mut query = query_scalar(sqlx::AssertSqlSafe(sql));
                        for assignee in &filter.assignees {
                            query = query.bind(assignee);
                        }
                        query.fetch_one(&mut **c).await
                    })?;
                    counts.push(u64::try_from(count).unwrap_or_default());
                }
                Ok(counts)
            })
        })
        .await
    }

    /// One page of the work list.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn worklist(&self, filter: WorklistFilter) -> Result<Vec<ListedRow>> {
        if filter.is_of_none() {
            return Ok(Vec::new());
        }
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = filter.sql(&filter.dossiers(&conn));
                let order = filter.bounds.order;
                let rows: Vec<DossierRow> = on!(&mut conn, c => {
                    // Later pages are rarely requested twice, so they must not fill the statement cache.
                    let mut query = query_as(sqlx::AssertSqlSafe(sql)).persistent(filter.after.is_none());
                    for assignee in &filter.assignees {
                        query = query.bind(assignee);
                    }
                    query.fetch_all(&mut **c).await
                })?;
                rows.iter().map(|row| listed(row, order)).collect()
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

fn listed(row: &DossierRow, order: WorklistOrder) -> Result<ListedRow> {
    let ordered_by = match order {
        WorklistOrder::Due => row.due_at,
        WorklistOrder::Received => row.received_at,
    };
    Ok(ListedRow {
        dossier: row.dossier()?,
        place: (ordered_by.unwrap_or(i64::MAX), row.id),
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
            bounds: WorklistBounds::default(),
            is_reversed: true,
            after: None,
            rows_max: 51,
        }
    }

    #[test]
    fn an_agencys_dossiers_of_a_procedure_have_a_scan_of_their_own() {
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
            ["assignee = $1 AND procedure_id = 7 AND +agency_id IN (3, 5) AND "]
        );
    }

    #[test]
    fn ordered_by_reception_a_procedure_is_filtered_within_the_scanned_index() {
        let mut filter = filter(AgencyScope::Everywhere, Some(ProcedureId(7)));
        filter.bounds.order = WorklistOrder::Received;
        assert_eq!(filter.of_whom(), ["+procedure_id = 7 AND "]);
        filter.bounds.due.until = Some(Instant::UNIX_EPOCH);
        let sql = filter.sql("dossier");
        assert!(sql.contains(" AND worklist_due < 0"), "{sql}");
        assert!(
            sql.contains(
                "ORDER BY coalesce(received_at, 9223372036854775807) DESC, id DESC LIMIT 51"
            ),
            "{sql}"
        );
    }
}
