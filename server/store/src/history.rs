//! Boards counted from history: of any period, as of any instant, by all that is known now or was known at an instant.

use chrono::NaiveDate;
use sqlx::query_as;

use sanh_domain::board::count::Count;
use sanh_domain::board::model::{Board, ChartDay, Comparison, Flow};
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::lateness::DeadlineRule;
use sanh_domain::dossier::{Dossier, Event};
use sanh_domain::period::{Period, chart_days, comparison_days};
use sanh_domain::scope::Scope;

use super::board::{calendar_of, first_day, trend_fields};

use super::centre::CentreRules;
use super::conn::{Conn, on};
use super::counted::{counted, may_have_counted};
use super::counter_row::agency_of;
use super::dossier::DossierRow;
use super::error::{Result, StoreError};
use super::row::select;
use super::stored_time::day_number;
use super::stored_time::ms;
use super::{Store, event};

/// Dossiers replayed at a time: limits the memory.
const PAGE_ROWS: i64 = 2_000;

impl Store {
    /// The board of any period as of an instant (or the period's end, if that comes first), from the events. With `recorded_by`
    /// only what was recorded up to then counts: the board as it was signed.
    ///
    /// # Errors
    /// When the database cannot be read; [`StoreError::Corrupt`] names a dossier whose history contradicts itself.
    pub async fn figures_from_history(
        &self,
        scope: Scope,
        period: Period,
        as_of: Instant,
        recorded_by: Option<Instant>,
    ) -> Result<Board> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let centre_rules = rules_cache.of_committed(&mut conn).await?;
                board(&mut conn, &centre_rules, scope, period, as_of, recorded_by).await
            })
        })
        .await
    }

    /// The boards of a scope for periods that run at an instant, as of that instant: one scan of the history for all of them.
    ///
    /// # Errors
    /// As [`Store::figures_from_history`].
    pub async fn boards_from_history(
        &self,
        scope: Scope,
        periods: Vec<Period>,
        as_of: Instant,
    ) -> Result<Vec<Board>> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of_committed(conn).await?;
                boards(conn, &centre_rules, scope, &periods, as_of, None).await
            })
        })
        .await
    }
}

/// The board of a period, counted from events.
pub(super) async fn board(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    scope: Scope,
    period: Period,
    as_of: Instant,
    recorded_by: Option<Instant>,
) -> Result<Board> {
    let boards = boards(conn, centre_rules, scope, &[period], as_of, recorded_by).await?;
    boards
        .into_iter()
        .next()
        .ok_or_else(super::board::missing_board)
}

/// The boards of one period, or of several that run at `as_of`, in their order.
async fn boards(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    scope: Scope,
    periods: &[Period],
    as_of: Instant,
    recorded_by: Option<Instant>,
) -> Result<Vec<Board>> {
    let mut histories = Vec::with_capacity(periods.len());
    for period in periods {
        histories.push(History::new(conn, centre_rules, scope, *period, as_of, recorded_by).await?);
    }
    count_all(conn, &mut histories).await?;
    histories.into_iter().map(History::board).collect()
}

/// A board being counted from events.
struct History<'b> {
    centre_rules: &'b CentreRules,
    scope: Scope,
    status_at: Instant,
    recorded_by: Option<Instant>,
    first_day: NaiveDate,
    /// One count for each rule that was ever in force: a dossier is counted by the rule of its own time.
    counts: Vec<(DeadlineRule, Count)>,
    rule: DeadlineRule,
}

impl<'b> History<'b> {
    async fn new(
        conn: &mut Conn<'_>,
        centre_rules: &'b CentreRules,
        scope: Scope,
        period: Period,
        as_of: Instant,
        recorded_by: Option<Instant>,
    ) -> Result<Self> {
        let calendar = calendar_of(centre_rules, scope);
        let status_at = period.status_at(as_of, &calendar);
        let today = calendar.local_date(status_at);
        let chart = chart_days(today, &calendar);
        let compared = comparison_days(&period, as_of, &calendar);
        let trend_fields =
            trend_fields(conn, centre_rules, scope, &chart, compared.as_ref(), today).await?;
        let rule = centre_rules.lateness_at(status_at).rule;
        let other = match rule {
            DeadlineRule::Instant => DeadlineRule::Day,
            DeadlineRule::Day => DeadlineRule::Instant,
        };
        let rules = if centre_rules.has_one_rule() {
            vec![rule]
        } else {
            vec![rule, other]
        };
        let count = |rule| {
            let count = Count::new(
                scope,
                period,
                as_of,
                centre_rules.lateness_by(rule),
                &calendar,
            )
            .with_trend_fields(trend_fields.clone());
            (rule, count)
        };
        let first_day = first_day(&period, &chart, compared.as_ref());
        Ok(Self {
            centre_rules,
            scope,
            status_at,
            recorded_by,
            first_day,
            counts: rules.into_iter().map(count).collect(),
            rule,
        })
    }

    /// The board, once every dossier was counted.
    fn board(self) -> Result<Board> {
        let fields = self.centre_rules.listed_fields();
        let mut boards = self
            .counts
            .into_iter()
            .map(|(_, count)| count.finish(&fields));
        let board = boards
            .next()
            .ok_or_else(|| StoreError::Corrupt("no rule is in force".to_owned()))?;
        Ok(boards.fold(board, |sum, other| merged(sum, &other)))
    }

    /// The next dossiers that could be in a figure: not ended before the first day shown; or ended before it, with the result
    /// handed over since; or with events that were not known at `recorded_by`, which may have ended them.
    async fn page(&self, conn: &mut Conn<'_>, after: i64) -> Result<Vec<DossierRow>> {
        // Also dossiers annulled since: the count looks at each as it was known at `recorded_by`.
        let counted = match self.recorded_by {
            Some(_) => may_have_counted(self.scope.counted_by()),
            None => counted(self.scope.counted_by()),
        };
        let unknown = match self.recorded_by {
            Some(_) => {
                "OR EXISTS (SELECT 1 FROM event WHERE event.dossier_id = dossier.id AND event.recorded_at > $6)"
            }
            None => "",
        };
        // A dossier amended since may have belonged to another agency; the count checks that itself.
        let amended = match self.recorded_by {
            Some(_) => {
                "OR EXISTS (SELECT 1 FROM event WHERE event.dossier_id = dossier.id AND event.kind = 'amend' AND event.recorded_at > $6)"
            }
            None => "",
        };
        let sql = select::<DossierRow>(&format!(
            "WHERE id > $1 AND ($2 = 0 OR agency_id = $2 {amended}) AND {counted}
             AND (ended_day IS NULL OR ended_day >= $3
                  OR (end_reason = 'resolved' AND coalesce(handed_over_at, $4 + 1) > $4) {unknown})
             ORDER BY id LIMIT $5"
        ));
        let (agency, first_day) = (agency_of(self.scope), day_number(self.first_day));
        Ok(on!(conn, c => {
            let query = query_as(sql).bind(after).bind(agency).bind(first_day).bind(ms(self.status_at)).bind(PAGE_ROWS);
            let query = match self.recorded_by {
                Some(recorded_by) => query.bind(ms(recorded_by)),
                None => query,
            };
            query.fetch_all(&mut **c).await
        })?)
    }

    /// The dossier at that instant; `None` if it was not known then.
    fn known(&self, row: &DossierRow, events: &[event::EventRow]) -> Result<Option<Dossier>> {
        let stored = row.dossier()?;
        let events: Vec<Event> = events
            .iter()
            .map(|event| event.event(&stored.code))
            .collect::<Result<_>>()?;
        let known =
            Dossier::replay_until(&stored.intake(), &events, self.status_at, self.recorded_by);
        known.map_err(|fault| StoreError::Corrupt(format!("dossier {}: {fault}", stored.code)))
    }

    fn add(&mut self, dossier: &Dossier) {
        let rule = self.rule_of(dossier);
        if let Some((_, count)) = self.counts.iter_mut().find(|(of, _)| *of == rule) {
            count.add(dossier);
        }
    }

    /// The rule in force when the dossier ended or was paused; of a running one, the rule of the board.
    fn rule_of(&self, dossier: &Dossier) -> DeadlineRule {
        dossier
            .ended_at
            .or(dossier.paused_at)
            .map_or(self.rule, |at| self.centre_rules.lateness_at(at).rule)
    }
}

/// Counts boards of one scope and instant in one scan of the dossiers. A dossier that is in no figure of a board does not
/// change it.
async fn count_all(conn: &mut Conn<'_>, histories: &mut [History<'_>]) -> Result<()> {
    let Some(widest) = (0..histories.len()).min_by_key(|at| histories[*at].first_day) else {
        return Ok(());
    };
    let mut after = 0;
    loop {
        let rows = histories[widest].page(conn, after).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut events = event::histories_of(conn, &ids).await?;
        for row in &rows {
            let events = events.remove(&row.id).unwrap_or_default();
            let Some(dossier) = histories[widest].known(row, &events)? else {
                continue;
            };
            for history in &mut *histories {
                history.add(&dossier);
            }
        }
        after = last.id;
    }
}

/// The sum of two boards of the same scope, period and fields.
fn merged(mut board: Board, other: &Board) -> Board {
    board.total += other.total;
    for (row, more) in board.rows.iter_mut().zip(&other.rows) {
        row.figures += more.figures;
        row.handling.merge(&more.handling);
    }
    board.chart = board
        .chart
        .iter()
        .zip(&other.chart)
        .map(|(day, more)| chart_sum(day, more))
        .collect();
    board.comparison = board
        .comparison
        .zip(other.comparison)
        .map(|(mine, more)| Comparison {
            current: flow_sum(mine.current, more.current),
            previous: flow_sum(mine.previous, more.previous),
            ..mine
        });
    board
}

fn chart_sum(day: &ChartDay, more: &ChartDay) -> ChartDay {
    ChartDay {
        date: day.date,
        received: day.received + more.received,
        resolved: day.resolved + more.resolved,
    }
}

fn flow_sum(flow: Flow, more: Flow) -> Flow {
    Flow {
        received: flow.received + more.received,
        in_time: flow.in_time + more.in_time,
        late: flow.late + more.late,
    }
}
