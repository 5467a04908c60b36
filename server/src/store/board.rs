//! Boards from the counters: what they cost does not grow with history.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use sqlx::query_scalar;

use sanh_app::board::figures::Figures;
use sanh_app::board::handling::Handling;
use sanh_app::board::model::{Board, ChartDay, Comparison, FieldRow, Flow, Scope, TrendFields};
use sanh_app::board::period::{ComparisonDays, Period, chart_days, comparison_days};
use sanh_app::deadline::Instant;
use sanh_app::deadline::calendar::Calendar;
use sanh_app::deadline::lateness::{DeadlineRule, overdue_from};
use sanh_app::dossier::FieldId;

use super::Store;
use super::centre::{Book, day_number};
use super::change;
use super::counter::{self, FlowRow};
use super::db::{Conn, on};
use super::disclosure::shown_throughout;
use super::dossier::{instant, ms};
use super::error::{Result, StoreError};
use super::tally::ALL;

/// Boards counted in one look at the database: they agree with each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Boards {
    /// The number of the last change they count.
    pub change_number: i64,
    /// One board for each scope and period asked for, in that order.
    pub boards: Vec<Board>,
}

impl Store {
    /// The board of a scope and a running period at an instant, from the counters. A period that does not run at `at` is counted
    /// from history, which takes as long as its dossiers are many.
    ///
    /// # Errors
    /// When the database cannot be read; [`StoreError::Damaged`] when the counters do not add up.
    pub async fn board(&self, scope: Scope, period: Period, at: Instant) -> Result<Board> {
        let book = self.book().await?;
        if !period.contains(book.calendar().local_date(at)) {
            return self.figures_from_history(scope, period, at, None).await;
        }
        let counted = self.boards(vec![(scope, period)], at).await?;
        counted
            .boards
            .into_iter()
            .next()
            .ok_or_else(|| StoreError::Damaged("no board was counted".to_owned()))
    }

    /// Several boards of running periods at once, from one consistent look at the counters.
    ///
    /// # Errors
    /// As [`Store::board`]; [`StoreError::Invalid`] for a period that does not run at `at`.
    pub async fn boards(&self, wanted: Vec<(Scope, Period)>, at: Instant) -> Result<Boards> {
        let books = self.books();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let change_number = change::read(conn).await?;
                let book = books.of_committed(conn).await?;
                let mut boards = Vec::with_capacity(wanted.len());
                for (scope, period) in wanted {
                    boards.push(board(conn, &book, scope, period, at).await?);
                }
                Ok(Boards {
                    change_number,
                    boards,
                })
            })
        })
        .await
    }

    /// The next instant after `after` at which a running dossier turns overdue with no write at all; `None` where none will.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn next_due(&self, scope: Scope, after: Instant) -> Result<Option<Instant>> {
        let books = self.books();
        self.read(move |mut conn| {
            Box::pin(async move {
                let book = books.of_committed(&mut conn).await?;
                let first_due = due_before(&book, after);
                let sql = "SELECT due_at FROM dossier WHERE clock = 'running' AND due_at >= $1 AND ($2 = 0 OR agency_id = $2)
                           ORDER BY due_at LIMIT 1";
                let due: Option<i64> = on!(&mut conn, c => {
                    query_scalar(sql).bind(ms(first_due)).bind(agency_of(scope)).fetch_optional(&mut **c).await
                })?;
                let turn = |due: i64| Ok(overdue_from(book.rule_at(after), book.zone(), instant(due)?));
                due.map(turn).transpose()
            })
        })
        .await
    }
}

/// The counters' number of a scope.
pub(super) fn agency_of(scope: Scope) -> i64 {
    match scope {
        Scope::Centre => ALL,
        Scope::Agency(agency) => agency.0,
    }
}

/// The calendar a scope's days are read from.
pub(super) fn calendar_of(book: &Book, scope: Scope) -> Calendar {
    match scope {
        Scope::Centre => book.calendar().clone(),
        Scope::Agency(agency) => book.calendar_of(agency),
    }
}

/// Running dossiers due before this instant are overdue at `at` by the rule in force then.
fn due_before(book: &Book, at: Instant) -> Instant {
    match book.rule_at(at) {
        DeadlineRule::Instant => at,
        DeadlineRule::Day => book.calendar().day_start(book.calendar().local_date(at)),
    }
}

/// What is the same for the whole board.
struct Frame {
    scope: Scope,
    agency: i64,
    chart: Vec<NaiveDate>,
    compared: Option<ComparisonDays>,
    trend_fields: TrendFields,
}

impl Frame {
    async fn new(
        conn: &mut Conn<'_>,
        book: &Book,
        scope: Scope,
        period: &Period,
        at: Instant,
    ) -> Result<Self> {
        let calendar = calendar_of(book, scope);
        let chart = chart_days(calendar.local_date(at), &calendar);
        let compared = comparison_days(period, at, &calendar);
        let trend_fields = trend_fields(
            conn,
            book,
            scope,
            &chart,
            compared.as_ref(),
            calendar.local_date(at),
        )
        .await?;
        Ok(Self {
            scope,
            agency: agency_of(scope),
            chart,
            compared,
            trend_fields,
        })
    }
}

/// The fields a scope's chart and comparison count: all of the centre, an agency's disclosed ones.
pub(super) async fn trend_fields(
    conn: &mut Conn<'_>,
    book: &Book,
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
        shown_throughout(conn, book, from, today).await?,
    ))
}

/// The board of a running period from the counters.
pub(super) async fn board(
    conn: &mut Conn<'_>,
    book: &Book,
    scope: Scope,
    period: Period,
    at: Instant,
) -> Result<Board> {
    if !period.contains(book.calendar().local_date(at)) {
        return Err(StoreError::Invalid(
            "the counters know running periods only".to_owned(),
        ));
    }
    let frame = Frame::new(conn, book, scope, &period, at).await?;
    let mut figures = figures_by_field(conn, book, frame.agency, &period, at).await?;
    let mut handlings = handling_by_field(conn, frame.agency, &period).await?;
    let mut rows = Vec::with_capacity(book.fields.len());
    for field in &book.fields {
        let counted = figures.remove(&field.id).unwrap_or_default();
        let figures = counted.with_carried().ok_or_else(|| drifted(field.id))?;
        rows.push(FieldRow {
            field: field.id,
            name: field.name.clone(),
            sensitive: field.sensitive,
            figures,
            handling: handlings.remove(&field.id).unwrap_or_default(),
        });
    }
    Ok(Board {
        scope,
        period,
        at,
        rule: book.rule_at(at),
        total: rows.iter().map(|row| &row.figures).sum(),
        rows,
        comparison: comparison(conn, &frame).await?,
        chart: chart(conn, &frame).await?,
        trend_fields: frame.trend_fields,
    })
}

fn drifted(field: FieldId) -> StoreError {
    StoreError::Damaged(format!(
        "the counters of field {} do not add up: run `sanh verify`, then `sanh rebuild`",
        field.0
    ))
}

async fn figures_by_field(
    conn: &mut Conn<'_>,
    book: &Book,
    agency: i64,
    period: &Period,
    at: Instant,
) -> Result<BTreeMap<FieldId, Figures>> {
    let mut by_field: BTreeMap<FieldId, Figures> = BTreeMap::new();
    for row in counter::flows(conn, agency, period.from, period.to).await? {
        let field = FieldId(row.field_id);
        *by_field.entry(field).or_default() += flow_figures(&row)?;
    }
    let overdue = counter::overdue(conn, agency, due_before(book, at)).await?;
    for row in counter::open(conn, agency).await? {
        let field = FieldId(row.field_id);
        let running_overdue = overdue.get(&field).copied().unwrap_or(0);
        *by_field.entry(field).or_default() += Figures {
            within: count(row.running - running_overdue, field)?,
            overdue: count(running_overdue + row.paused_overdue, field)?,
            paused: count(row.paused_within, field)?,
            no_due: count(row.no_due, field)?,
            registered_waiting: count(row.registered_waiting, field)?,
            waiting_collection: count(row.waiting_collection, field)?,
            ..Figures::default()
        };
    }
    Ok(by_field)
}

fn flow_figures(row: &FlowRow) -> Result<Figures> {
    let field = FieldId(row.field_id);
    Ok(Figures {
        received_online: count(row.received_online, field)?,
        received_direct: count(row.received_direct, field)?,
        early: count(row.early, field)?,
        on_time: count(row.on_time, field)?,
        late: count(row.late, field)?,
        withdrawn: count(row.withdrawn, field)?,
        ineligible: count(row.ineligible, field)?,
        refused: count(row.refused, field)?,
        ..Figures::default()
    })
}

/// A count out of the counters; fewer than none is drift.
fn count(n: i64, field: FieldId) -> Result<u64> {
    u64::try_from(n).map_err(|_| drifted(field))
}

async fn handling_by_field(
    conn: &mut Conn<'_>,
    agency: i64,
    period: &Period,
) -> Result<BTreeMap<FieldId, Handling>> {
    let mut by_field: BTreeMap<FieldId, Handling> = BTreeMap::new();
    for row in counter::handlings(conn, agency, period.from, period.to).await? {
        let field = FieldId(row.field_id);
        let bin = u32::try_from(row.handling_bin).map_err(|_| drifted(field))?;
        by_field
            .entry(field)
            .or_default()
            .add_bin(bin, count(row.n, field)?);
    }
    Ok(by_field)
}

async fn chart(conn: &mut Conn<'_>, frame: &Frame) -> Result<Vec<ChartDay>> {
    let by_field = frame.scope != Scope::Centre;
    let mut days: BTreeMap<i64, ChartDay> = BTreeMap::new();
    for date in &frame.chart {
        days.insert(
            day_number(*date),
            ChartDay {
                date: *date,
                received: 0,
                resolved: 0,
            },
        );
    }
    for row in counter::days(conn, frame.agency, &frame.chart, by_field).await? {
        if by_field && !frame.trend_fields.covers(FieldId(row.field_id)) {
            continue;
        }
        let flow = flow_figures(&row)?;
        if let Some(day) = days.get_mut(&row.bucket) {
            day.received += flow.received();
            day.resolved += flow.resolved();
        }
    }
    Ok(days.into_values().collect())
}

async fn comparison(conn: &mut Conn<'_>, frame: &Frame) -> Result<Option<Comparison>> {
    let Some(days) = &frame.compared else {
        return Ok(None);
    };
    Ok(Some(Comparison {
        previous_period: days.previous_period,
        working_days: days.working_days,
        current: flow(conn, frame, &days.current).await?,
        previous: flow(conn, frame, &days.previous).await?,
    }))
}

async fn flow(conn: &mut Conn<'_>, frame: &Frame, days: &Period) -> Result<Flow> {
    let mut sum = Figures::default();
    for row in counter::flows(conn, frame.agency, days.from, days.to).await? {
        if frame.trend_fields.covers(FieldId(row.field_id)) {
            sum += flow_figures(&row)?;
        }
    }
    Ok(Flow {
        received: sum.received(),
        in_time: sum.in_time(),
        late: sum.late,
    })
}

/// The first local day whose flows a board of this period shows: below it an ended dossier is in no figure.
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
    // A day of room for dossiers that ended around a midnight of another agency's calendar.
    first.checked_sub_days(Days::new(1)).unwrap_or(first)
}
