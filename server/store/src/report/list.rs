//! The dossiers of a figure, a page at a time.

use sqlx::{AssertSqlSafe, query_as};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::period::Period;
use sanh_domain::report::backlog::due_until;
use sanh_domain::report::query::{DUE_WITHIN_DAYS, Figure};

use super::backlog::{due_by_end_of, end_of, in_band};
use super::key::{ScopedFilter, Split, in_days, list};
use super::past::{rows_at, waited_parts};
use super::standing;
use crate::Store;
use crate::centre::CentreRules;
use crate::conn::{Conn, on};
use crate::counted::AT_WORK;
use crate::counting::{CountedMoment, Flow, PAUSED_OVERDUE, RUNNING, WAITING_COLLECTION};
use crate::dossier::DossierRow;
use crate::error::Result;
use crate::row::select;
use crate::worklist::ListedRow;

/// A query for the dossiers of a figure.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The dossiers.
    pub within: ScopedFilter,
    /// The figure.
    pub figure: Figure,
    /// The period, for flows.
    pub period: Period,
    /// The present instant, for open dossiers.
    pub at: Instant,
    /// Whether the period is over: dossiers that waited are then listed as of its end. Other figures of open dossiers at that
    /// time are not listed from here.
    pub is_over: bool,
    /// The position of the last row of the page before.
    pub after: Option<(i64, i64)>,
    /// The most rows.
    pub rows_max: u32,
}

impl Store {
    /// A page of the dossiers of a figure: of flows the latest first; of open dossiers those due first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn dossiers_behind(&self, listing: Listing) -> Result<Vec<ListedRow>> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of_committed(conn).await?;
                let places = places(conn, &centre_rules, &listing).await?;
                at_places(conn, &places).await
            })
        })
        .await
    }

    /// The dossiers at these positions, in this order, as [`Store::rows_at`]; missing ones are left out.
    ///
    /// # Errors
    /// As [`Store::stood`].
    pub async fn dossiers_at(
        &self,
        places: Vec<(i64, i64)>,
        at: Instant,
        scope: &AgencyScope,
    ) -> Result<Vec<ListedRow>> {
        let scope = scope.clone();
        self.read(move |mut conn| {
            Box::pin(async move {
                let listed = at_places(&mut conn, &places).await?;
                rows_at(&mut conn, listed, at, &scope).await
            })
        })
        .await
    }
}

/// The positions of a page: the value by which it is ordered, and the row number. They come from an index alone; rows are read
/// for the page only.
async fn places(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    listing: &Listing,
) -> Result<Vec<(i64, i64)>> {
    let scan = IndexScan::of(conn, centre_rules, listing);
    let (order, beyond) = if scan.latest_first {
        ("DESC", "<")
    } else {
        ("ASC", ">")
    };
    let after = listing.after.map_or(String::new(), |(at, id)| {
        format!(" AND ({}, id) {beyond} ({at}, {id})", scan.ordered_by)
    });
    let sql = format!(
        "SELECT {0}, id FROM dossier WHERE {1}{2}{after} ORDER BY 1 {order}, id {order} LIMIT {3}",
        scan.ordered_by,
        scan.condition,
        scan.conditions(&listing.within),
        listing.rows_max,
    );
    Ok(on!(conn, c => {
        let mut query = query_as(AssertSqlSafe(sql)).persistent(false);
        if let Some(person) = listing.within.person() {
            query = query.bind(person);
        }
        query.fetch_all(&mut **c).await
    })?)
}

/// The rows at these positions, in order.
async fn at_places(conn: &mut Conn<'_>, places: &[(i64, i64)]) -> Result<Vec<ListedRow>> {
    let ids = list(places.iter().map(|(_, id)| *id));
    let sql = select::<DossierRow>(&format!("WHERE id IN ({ids})"));
    let rows: Vec<DossierRow> =
        on!(conn, c => query_as(sql).persistent(false).fetch_all(&mut **c).await)?;
    let mut listed = Vec::with_capacity(rows.len());
    for place in places {
        if let Some(row) = rows.iter().find(|row| row.id == place.1) {
            listed.push(ListedRow {
                dossier: row.dossier()?,
                place: *place,
            });
        }
    }
    Ok(listed)
}

/// A scan of an index.
struct IndexScan {
    ordered_by: &'static str,
    latest_first: bool,
    condition: String,
    person: &'static str,
    /// Whether it is a list of work rather than of a counted figure: a linked dossier is in it beside its parts.
    is_work: bool,
    /// Whether an index also has the dossiers of one agency in this order.
    is_by_agency: bool,
}

impl IndexScan {
    fn of(conn: &Conn<'_>, centre_rules: &CentreRules, listing: &Listing) -> Self {
        let Listing {
            figure,
            period,
            at,
            is_over,
            ..
        } = listing;
        if *is_over
            && matches!(
                figure,
                Figure::RegisteredWaiting | Figure::WaitingCollection
            )
        {
            let parts = waited_parts(conn, centre_rules, period, *figure);
            let ids: Vec<String> = parts
                .iter()
                .map(|part| format!("SELECT id {part}"))
                .collect();
            return Self::stands(&format!("id IN ({})", ids.join(" UNION ALL ")));
        }
        if let Some(flow) = Flow::behind(*figure) {
            return Self::flowed(flow.moment, period, flow.rule.sql);
        }
        match figure {
            Figure::Resolved => Self::flowed(CountedMoment::Ended, period, "outcome IS NOT NULL"),
            Figure::WaitingCollection => Self {
                is_by_agency: true,
                ..Self::stands(WAITING_COLLECTION.sql)
            },
            Figure::Age(band) => Self::open(&in_band(centre_rules, *at, usize::from(*band))),
            Figure::DueWithin(days) => {
                let today = centre_rules.calendar().local_date(*at);
                let until = due_until(centre_rules.calendar(), today, *days);
                // Running dossiers are indexed by their due time, so the scan begins at the first one due.
                Self::open(&due_by_end_of("worklist_due", centre_rules, *at, until))
            }
            Figure::DueSoon => {
                let today = centre_rules.calendar().local_date(*at);
                let [.., days] = DUE_WITHIN_DAYS;
                let end = end_of(
                    centre_rules,
                    due_until(centre_rules.calendar(), today, days),
                );
                let due = Self::open(&format!(
                    "(({} AND due_at < {end}) OR ({}))",
                    RUNNING.sql, PAUSED_OVERDUE.sql
                ));
                Self {
                    is_work: true,
                    ..due
                }
            }
            // All other flows are in `FLOWS`; the only one left is the sum of receptions.
            _ => match standing::condition(*figure, centre_rules, *at) {
                Some(condition) => Self::open(&condition),
                None => Self::flowed(CountedMoment::Received, period, "received_day IS NOT NULL"),
            },
        }
    }

    /// `AND …`: the conditions of the filter.
    fn conditions(&self, within: &ScopedFilter) -> String {
        let conditions = if self.is_work {
            format!("{} AND {AT_WORK}", within.cut_conditions(self.person))
        } else {
            within.conditions(self.person, Split::All)
        };
        if self.is_by_agency {
            return conditions;
        }
        // The plus sign keeps SQLite from using the agency's index, which would read and sort all its dossiers.
        conditions.replace(" AND agency_id IN", " AND +agency_id IN")
    }

    fn flowed(moment: CountedMoment, period: &Period, rule: &str) -> Self {
        let day = moment.day_column();
        Self {
            ordered_by: day,
            latest_first: true,
            condition: format!("{} AND {rule}", in_days(period, day)),
            person: moment.person_column(),
            is_work: false,
            is_by_agency: false,
        }
    }

    fn open(condition: &str) -> Self {
        Self::stands(&format!("ended_day IS NULL AND {condition}"))
    }

    fn stands(condition: &str) -> Self {
        Self {
            ordered_by: "worklist_due",
            latest_first: false,
            condition: condition.to_owned(),
            person: "assignee",
            is_work: false,
            is_by_agency: false,
        }
    }
}
