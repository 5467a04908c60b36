//! Boards from the counters: their cost does not grow with history.

mod plan;

use std::collections::{BTreeMap, VecDeque};

use chrono::{Days, NaiveDate};
use sqlx::{AssertSqlSafe, query_as, query_scalar};

use sanh_domain::board::days::ResolvedDay;
use sanh_domain::board::model::{Board, TrendFields};
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::Calendar;
use sanh_domain::deadline::lateness::overdue_from;
use sanh_domain::period::{ComparisonDays, Period};
use sanh_domain::scope::Scope;

use super::centre::CentreRules;
use super::conn::{Conn, on};
use super::counted::counted_in_scope;
use super::counter_row::{ALL, agency_of};
use super::db::Db;
use super::disclosure::shown_throughout;
use super::error::{Result, StoreError};
use super::stored_time::{day_of, instant, ms};
use super::{Store, change, counter};
use plan::Plan;

/// Boards read in one transaction, so that they are consistent with each other.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardSnapshot {
    /// The number of the last change they count.
    pub change_number: i64,
    /// One board for each requested scope and period, in order.
    pub boards: Vec<Board>,
}

impl Store {
    /// The board of a scope and a running period at an instant, from the counters. A period that does not run at `at` is
    /// counted from history, which takes longer the more dossiers it has.
    ///
    /// # Errors
    /// When the database cannot be read; [`StoreError::Corrupt`] when the counters do not add up.
    pub async fn board(&self, scope: Scope, period: Period, at: Instant) -> Result<Board> {
        let centre_rules = self.centre_rules().await?;
        if !period.contains(centre_rules.calendar().local_date(at)) {
            return self.figures_from_history(scope, period, at, None).await;
        }
        let counted = self.boards(vec![(scope, period)], at).await?;
        counted.boards.into_iter().next().ok_or_else(missing_board)
    }

    /// Several boards of running periods at once, from one consistent read of the counters.
    ///
    /// # Errors
    /// As [`Store::board`]; [`StoreError::Invalid`] for a period that does not run at `at`.
    pub async fn boards(&self, wanted: Vec<(Scope, Period)>, at: Instant) -> Result<BoardSnapshot> {
        if let Some(boards) = self.read_snapshot(&wanted, at).await? {
            return Ok(boards);
        }
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of_committed(conn).await?;
                let mut by_scope: BTreeMap<Scope, Vec<Period>> = BTreeMap::new();
                for (scope, period) in &wanted {
                    by_scope.entry(*scope).or_default().push(*period);
                }
                let mut counted: BTreeMap<Scope, VecDeque<Board>> = BTreeMap::new();
                for (scope, periods) in by_scope {
                    let boards = count(conn, &centre_rules, scope, &periods, at).await?;
                    counted.insert(scope, boards.into());
                }
                let mut next = |scope| counted.get_mut(scope).and_then(VecDeque::pop_front);
                let boards = wanted.iter().map(|(scope, _)| next(scope));
                Ok(BoardSnapshot {
                    boards: boards.collect::<Option<_>>().ok_or_else(missing_board)?,
                    change_number: change::read(conn).await?,
                })
            })
        })
        .await
    }

    /// The centre's boards in a single statement, which is consistent by itself: the most frequent query, in one trip to the
    /// database instead of five. `None` for other boards, or where the rules have changed since they were read.
    async fn read_snapshot(
        &self,
        wanted: &[(Scope, Period)],
        at: Instant,
    ) -> Result<Option<BoardSnapshot>> {
        let is_of_centre = |(scope, _): &(Scope, Period)| *scope == Scope::Centre;
        let Some(centre_rules) = self
            .rules_cache()
            .last_read()
            .filter(|_| wanted.iter().all(is_of_centre))
        else {
            return Ok(None);
        };
        let periods: Vec<Period> = wanted.iter().map(|(_, period)| *period).collect();
        let plan = Plan::new(&centre_rules, Scope::Centre, &periods, at)?;
        let asked = plan.counter_query(&centre_rules);
        let look = match self.db() {
            Db::Sqlite {
                readers, reserved, ..
            } => {
                let mut conn = self.pool().of(readers, reserved).acquire().await?;
                counter::snapshot(&mut Conn::Sqlite(&mut conn), &asked).await?
            }
            Db::Postgres(pools, _) => {
                let mut conn = pools.readers(self.pool()).acquire().await?;
                counter::snapshot(&mut Conn::Postgres(&mut conn), &asked).await?
            }
        };
        if look.rules_number != centre_rules.rules_number {
            return Ok(None);
        }
        Ok(Some(BoardSnapshot {
            change_number: look.change_number,
            boards: plan.boards(&centre_rules, &look)?,
        }))
    }

    /// The dossiers that the centre resolved on each local day of a year, from the counters, in order; days without any are
    /// left out.
    ///
    /// # Errors
    /// When the database cannot be read; [`StoreError::Corrupt`] when the counters do not add up.
    pub async fn resolved_days(&self, year: i32) -> Result<Vec<ResolvedDay>> {
        let first = i64::from(year) * 10_000;
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT bucket, early + on_time, late FROM flow_counter
                           WHERE agency_id = $1 AND field_id = $1 AND bucket > $2 AND bucket < $2 + 10000
                               AND early + on_time + late <> 0 ORDER BY bucket";
                let rows: Vec<(i64, i64, i64)> = on!(&mut conn, c => {
                    query_as(sql).bind(ALL).bind(first).fetch_all(&mut **c).await
                })?;
                let count = |n: i64| u64::try_from(n).map_err(|_| missing_board());
                let day = |(bucket, in_time, late)| {
                    // Rows for months and for the year are stored among those for days.
                    day_of(bucket).map(|date| {
                        Ok(ResolvedDay {
                            date,
                            in_time: count(in_time)?,
                            late: count(late)?,
                        })
                    })
                };
                rows.into_iter().filter_map(day).collect()
            })
        })
        .await
    }

    /// The next instant after `after` at which a running dossier becomes overdue without any write; `None` if there is none.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn next_due(&self, scope: Scope, after: Instant) -> Result<Option<Instant>> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let centre_rules = rules_cache.of_committed(&mut conn).await?;
                let first_due = due_before(&centre_rules, after);
                let counted = counted_in_scope(scope);
                let sql = match scope {
                    Scope::Centre => format!(
                        "SELECT due_at FROM dossier WHERE clock = 'running' AND due_at >= $1 AND $2 = 0 AND {counted}
                         ORDER BY due_at LIMIT 1"
                    ),
                    // One look-up per field in the agency's index; the index of all agencies would be searched row by row.
                    Scope::Agency(_) => format!(
                        "SELECT min(due_at) FROM (SELECT (SELECT due_at FROM dossier WHERE clock = 'running' AND agency_id = $2
                             AND dossier.field_id = field.id AND due_at >= $1 AND {counted} ORDER BY due_at LIMIT 1) AS due_at
                         FROM field) AS firsts"
                    ),
                };
                let due: Option<Option<i64>> = on!(&mut conn, c => {
                    query_scalar(AssertSqlSafe(sql)).bind(ms(first_due)).bind(agency_of(scope)).fetch_optional(&mut **c).await
                })?;
                let due = due.flatten();
                let turn = |due: i64| Ok(overdue_from(centre_rules.lateness_at(after), centre_rules.zone(), instant(due)?));
                due.map(turn).transpose()
            })
        })
        .await
    }
}

/// The calendar of a scope.
pub(super) fn calendar_of(centre_rules: &CentreRules, scope: Scope) -> Calendar {
    match scope {
        Scope::Centre => centre_rules.calendar().clone(),
        Scope::Agency(agency) => centre_rules.calendar_of(agency),
    }
}

/// The instant before which a running dossier must be due to be overdue at `at`, by the rule in force then.
pub(super) fn due_before(centre_rules: &CentreRules, at: Instant) -> Instant {
    centre_rules
        .lateness_at(at)
        .due_before(centre_rules.zone(), at)
}

/// The boards of a scope, in the order of their periods, from one read of its counters.
async fn count(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    scope: Scope,
    periods: &[Period],
    at: Instant,
) -> Result<Vec<Board>> {
    let mut plan = Plan::new(centre_rules, scope, periods, at)?;
    let today = calendar_of(centre_rules, scope).local_date(at);
    for frame in &mut plan.frames {
        let compared = frame.compared.as_ref();
        frame.trend_fields =
            trend_fields(conn, centre_rules, scope, &plan.chart, compared, today).await?;
    }
    let look = counter::snapshot(conn, &plan.counter_query(centre_rules)).await?;
    plan.boards(centre_rules, &look)
}

/// The fields counted in a scope's chart and comparison: all for the centre, the disclosed ones for an agency.
pub(super) async fn trend_fields(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    scope: Scope,
    chart: &[NaiveDate],
    compared: Option<&ComparisonDays>,
    today: NaiveDate,
) -> Result<TrendFields> {
    if scope == Scope::Centre {
        return Ok(TrendFields::All);
    }
    let begins = chart
        .first()
        .copied()
        .into_iter()
        .chain(compared.map(|days| days.previous.from));
    let from = begins.min().unwrap_or(today);
    Ok(TrendFields::Only(
        shown_throughout(conn, centre_rules, from, today).await?,
    ))
}

/// The board of a running period from the counters.
pub(super) async fn board(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    scope: Scope,
    period: Period,
    at: Instant,
) -> Result<Board> {
    let boards = count(conn, centre_rules, scope, &[period], at).await?;
    boards.into_iter().next().ok_or_else(missing_board)
}

/// The error for a requested board that is missing: a fault of the program.
pub(super) fn missing_board() -> StoreError {
    StoreError::Corrupt("no board was counted".to_owned())
}

/// The first local day whose flows are on a board of this period: a dossier that ended before is in no figure.
pub(super) fn first_day(
    period: &Period,
    chart: &[NaiveDate],
    compared: Option<&ComparisonDays>,
) -> NaiveDate {
    let begins = [
        Some(period.from),
        chart.first().copied(),
        compared.map(|days| days.previous.from),
    ];
    let first = begins.into_iter().flatten().min().unwrap_or(period.from);
    // One day more, because other agencies' calendars may end a day at another time.
    first.checked_sub_days(Days::new(1)).unwrap_or(first)
}
