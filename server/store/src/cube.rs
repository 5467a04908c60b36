//! Cubes: the figures of a period by agency, field and channel, counted in one pass over the dossiers, and stored for finished
//! periods.

use std::fmt::Display;
use std::sync::Arc;

use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::board::measure::Measure;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::lateness::DeadlineRule;
use sanh_domain::dossier::{Dossier, Event};
use sanh_domain::period::Period;
use sanh_domain::report::cube::{Cube, CubeCell, CubeKey};

use super::Store;
use super::centre::CentreRules;
use super::conn::{Conn, on};
use super::dossier::DossierRow;
use super::error::{Result, StoreError};
use super::event::{self, EventRow};
use super::row::select;
use super::stored::StoredCubeV1;
use super::stored_time::day_number;
use super::stored_time::ms;

/// Dossiers read at a time: limits the memory.
const PAGE_ROWS: i64 = 2_000;

/// New events after which a stored cube is marked as still valid (ours): so that reading it seldom writes.
const EVENTS_BETWEEN_MARKS: i64 = 1_000;

/// Reports the progress of a count: called after every page with the dossiers counted so far and their total.
pub type OnProgress = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// A progress that nobody watches.
#[must_use]
pub fn unwatched() -> OnProgress {
    Arc::new(|_, _| {})
}

/// A cube, and the last event that it includes.
#[derive(Clone, Debug, PartialEq)]
pub struct CountedCube {
    /// The figures.
    pub cube: Cube,
    /// The last event when it was counted, or the last one since that did not change it.
    pub event_id: i64,
}

impl CountedCube {
    fn within(self, scope: &AgencyScope) -> Self {
        Self {
            cube: self.cube.within(scope),
            ..self
        }
    }
}

/// A stored cube that is still valid.
struct StoredCube {
    counted: CountedCube,
    /// The last event when it was stored.
    kept_to: i64,
}

impl Store {
    /// The part of a period's cube within a scope, as of an instant (or the period's end, if that comes first). The whole cube
    /// of a finished period is stored: it is counted again only after an event that concerns it.
    ///
    /// # Errors
    /// When the database cannot be read; [`StoreError::Corrupt`] names a dossier whose history contradicts itself.
    pub async fn cube(
        &self,
        period: Period,
        as_of: Instant,
        progress: OnProgress,
        scope: &AgencyScope,
    ) -> Result<CountedCube> {
        if let Some(kept) = self.stored_cube(period, as_of, scope).await? {
            return Ok(kept);
        }
        // The stored count always covers the whole centre, whatever the caller's scope.
        let everywhere = AgencyScope::Everywhere;
        let whole = self.count_cube(period, as_of, None, progress, &everywhere);
        let whole = whole.await?;
        if self.is_finished(period, as_of).await? {
            self.keep_cube(whole.clone()).await?;
        }
        Ok(whole.within(scope))
    }

    /// The part of a finished period's stored cube within a scope, if the cube is still valid. Returns at once.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn stored_cube(
        &self,
        period: Period,
        as_of: Instant,
        scope: &AgencyScope,
    ) -> Result<Option<CountedCube>> {
        let rules_cache = self.rules_cache();
        let kept = self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of_committed(conn).await?;
                find_stored(conn, &centre_rules, period, as_of).await
            })
        });
        let Some(kept) = kept.await? else {
            return Ok(None);
        };
        if kept.counted.event_id - kept.kept_to >= EVENTS_BETWEEN_MARKS {
            self.move_on(period, kept.counted.event_id).await?;
        }
        Ok(Some(kept.counted.within(scope)))
    }

    /// The part of a period's cube within a scope, as of an instant and by what was recorded up to another; always counted
    /// again.
    ///
    /// # Errors
    /// As [`Store::cube`].
    pub async fn count_cube(
        &self,
        period: Period,
        as_of: Instant,
        recorded_by: Option<Instant>,
        progress: OnProgress,
        scope: &AgencyScope,
    ) -> Result<CountedCube> {
        let (rules_cache, scope) = (self.rules_cache(), scope.clone());
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of_committed(conn).await?;
                let mut count = CubeCount::new(&centre_rules, period, as_of, recorded_by);
                let event_id = last_event(conn).await?;
                count.go(conn, &progress).await?;
                let cube = count.cube;
                Ok(CountedCube { cube, event_id }.within(&scope))
            })
        })
        .await
    }

    /// Whether a period is over at an instant.
    async fn is_finished(&self, period: Period, as_of: Instant) -> Result<bool> {
        let centre_rules = self.centre_rules().await?;
        Ok(is_finished(&centre_rules, period, as_of))
    }

    /// Stores the cube of a finished period.
    async fn keep_cube(&self, counted: CountedCube) -> Result<()> {
        let rules_cache = self.rules_cache();
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of(conn).await?;
                let sql = "INSERT INTO cube (from_date, to_date, event_id, rules, cells) VALUES ($1, $2, $3, $4, $5)
                           ON CONFLICT (from_date, to_date) DO UPDATE
                           SET event_id = excluded.event_id, rules = excluded.rules, cells = excluded.cells
                           WHERE cube.event_id <= excluded.event_id";
                let (from, to) = dates(counted.cube.period);
                let rules = rules_of(&centre_rules, counted.cube.period);
                let cells = written(&counted.cube)?;
                on!(conn, c => {
                    let query = sqlx::query(sql).bind(from).bind(to).bind(counted.event_id);
                    query.bind(rules).bind(cells).execute(&mut **c).await.map(drop)
                })?;
                Ok(())
            })
        })
        .await
    }

    /// Events up to the last one of the stored cube are already counted and are not read again.
    async fn move_on(&self, period: Period, event_id: i64) -> Result<()> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let (from, to) = dates(period);
                let sql = "UPDATE cube SET event_id = $3 WHERE from_date = $1 AND to_date = $2 AND event_id < $3";
                on!(&mut conn, c => sqlx::query(sql).bind(from).bind(to).bind(event_id).execute(&mut **c).await.map(drop))?;
                Ok(())
            })
        })
        .await
    }
}

fn dates(period: Period) -> (String, String) {
    (period.from.to_string(), period.to.to_string())
}

fn is_finished(centre_rules: &CentreRules, period: Period, as_of: Instant) -> bool {
    centre_rules.calendar().day_start(period.to) <= as_of
}

/// A cube in its stored format.
pub(super) fn written(cube: &Cube) -> Result<String> {
    serde_json::to_string(&StoredCubeV1::from(cube))
        .map_err(|error| StoreError::Invalid(error.to_string()))
}

/// Reads a stored cube.
pub(super) fn read_back(cells: &str) -> Result<Cube> {
    let damaged = |error: &dyn Display| StoreError::Corrupt(format!("a cube: {error}"));
    let stored: StoredCubeV1 = serde_json::from_str(cells).map_err(|error| damaged(&error))?;
    stored.try_into().map_err(|error| damaged(&error))
}

/// The rules on which a past cube depends. The program never changes the rules of the past; a change by hand is detected.
fn rules_of(centre_rules: &CentreRules, period: Period) -> String {
    format!(
        "{}: {}",
        centre_rules.zone(),
        centre_rules.deadline_rules(period.to)
    )
}

/// The stored cube of a finished period, with the last event that is known not to change it.
async fn find_stored(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    period: Period,
    as_of: Instant,
) -> Result<Option<StoredCube>> {
    if !is_finished(centre_rules, period, as_of) {
        return Ok(None);
    }
    let (from, to) = dates(period);
    let sql =
        "SELECT event_id, cells FROM cube WHERE from_date = $1 AND to_date = $2 AND rules = $3";
    let row: Option<(i64, String)> = on!(&mut *conn, c => {
        query_as(sql).bind(from).bind(to).bind(rules_of(centre_rules, period)).fetch_optional(&mut **c).await
    })?;
    let Some((kept_to, cells)) = row else {
        return Ok(None);
    };
    if is_concerned(conn, centre_rules, period, kept_to).await? {
        return Ok(None);
    }
    // Another kind of period may have the same days.
    let cube = read_back(&cells)?.with_period(period);
    let event_id = last_event(conn).await?;
    Ok(Some(StoredCube {
        counted: CountedCube { cube, event_id },
        kept_to,
    }))
}

/// Whether an event after this one concerns the time before a period's end: it happened before it, it corrects such an event,
/// or it annuls a dossier opened before it. An amendment happens at the opening. An import may change anything of a dossier
/// that it brings again, but not periods that were over before the dossier's first event.
pub(super) async fn is_concerned(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    period: Period,
    after: i64,
) -> Result<bool> {
    let sql = "SELECT count(*) FROM (SELECT 1 AS one FROM event e WHERE e.id > $1 AND (e.occurred_at < $2
                   OR (e.actor = 'import' AND EXISTS (SELECT 1 FROM event t WHERE t.dossier_id = e.dossier_id AND t.occurred_at < $2))
                   OR EXISTS (SELECT 1 FROM event t WHERE t.dossier_id = e.dossier_id AND t.sequence = e.takes_back AND t.occurred_at < $2)
                   OR EXISTS (SELECT 1 FROM event t JOIN event opening ON opening.dossier_id = t.dossier_id AND opening.sequence = 1
                              WHERE t.dossier_id = e.dossier_id AND t.sequence IN (e.sequence, e.takes_back) AND t.kind = 'annul'
                              AND opening.occurred_at < $2))
               LIMIT 1) AS concerned";
    let end = ms(centre_rules.calendar().day_start(period.to));
    let concerned: i64 =
        on!(conn, c => query_scalar(sql).bind(after).bind(end).fetch_one(&mut **c).await)?;
    Ok(concerned > 0)
}

/// The number of the last event; 0 before the first.
pub(super) async fn last_event(conn: &mut Conn<'_>) -> Result<i64> {
    let sql = "SELECT coalesce(max(id), 0) FROM event";
    Ok(on!(conn, c => query_scalar(sql).fetch_one(&mut **c).await)?)
}

/// A cube being counted.
pub(super) struct CubeCount<'b> {
    centre_rules: &'b CentreRules,
    /// One measure for each rule: a dossier is counted by the rule of its own time.
    by_instant: Measure,
    by_day: Measure,
    /// The rule for running dossiers.
    rule: DeadlineRule,
    first_day: i64,
    cube: Cube,
}

impl<'b> CubeCount<'b> {
    pub(super) fn new(
        centre_rules: &'b CentreRules,
        period: Period,
        as_of: Instant,
        recorded_by: Option<Instant>,
    ) -> Self {
        let calendar = centre_rules.calendar();
        let status_at = period.status_at(as_of, calendar);
        let measure = |rule| Measure::new(&period, as_of, centre_rules.lateness_by(rule), calendar);
        Self {
            centre_rules,
            by_instant: measure(DeadlineRule::Instant),
            by_day: measure(DeadlineRule::Day),
            rule: centre_rules.lateness_at(status_at).rule,
            first_day: day_number(period.from),
            cube: Cube::new(period, status_at, recorded_by),
        }
    }

    async fn go(&mut self, conn: &mut Conn<'_>, progress: &OnProgress) -> Result<()> {
        let sql = "SELECT coalesce(max(id), 0) FROM dossier";
        let last: i64 = on!(&mut *conn, c => query_scalar(sql).fetch_one(&mut **c).await)?;
        let whole = u64::try_from(last).unwrap_or(0);
        let mut after = 0;
        loop {
            let rows = self.page(conn, after).await?;
            let Some(last) = rows.last() else {
                progress(whole, whole);
                return Ok(());
            };
            after = last.id;
            self.count(conn, &rows).await?;
            progress(u64::try_from(after).unwrap_or(0), whole);
        }
    }

    /// The next dossiers that could be in a figure: received before the period's end, and not ended before its start; or ended
    /// before it, with the result handed over in it; or with events that are not known yet, without which their state may
    /// differ.
    pub(super) async fn page(&self, conn: &mut Conn<'_>, after: i64) -> Result<Vec<DossierRow>> {
        let unknown = match self.cube.recorded_by {
            Some(_) => {
                "OR EXISTS (SELECT 1 FROM event WHERE event.dossier_id = dossier.id AND event.recorded_at > $5)"
            }
            None => "",
        };
        let sql = select::<DossierRow>(&format!(
            "WHERE id > $1 AND ((coalesce(registered_at, received_at, $3) <= $3 AND (ended_day IS NULL OR ended_day >= $2
                  OR (end_reason = 'resolved' AND coalesce(handed_over_at, $3 + 1) > $3))) {unknown})
             ORDER BY id LIMIT $4"
        ));
        Ok(on!(conn, c => {
            let query = query_as(sql).bind(after).bind(self.first_day).bind(ms(self.cube.status_at)).bind(PAGE_ROWS);
            let query = match self.cube.recorded_by {
                Some(recorded_by) => query.bind(ms(recorded_by)),
                None => query,
            };
            query.fetch_all(&mut **c).await
        })?)
    }

    async fn count(&mut self, conn: &mut Conn<'_>, rows: &[DossierRow]) -> Result<()> {
        for (_, dossier) in self.replayed_all(conn, rows).await? {
            let cell = self.cell_of(&dossier);
            self.cube.add(CubeKey::of(&dossier), cell);
        }
        Ok(())
    }

    /// The cell that one dossier adds.
    pub(super) fn cell_of(&self, dossier: &Dossier) -> CubeCell {
        CubeCell::of(&self.measure_of(dossier), dossier)
    }

    /// These dossiers at the cube's instant, with their row numbers, without those that were not known then.
    pub(super) async fn replayed_all(
        &self,
        conn: &mut Conn<'_>,
        rows: &[DossierRow],
    ) -> Result<Vec<(i64, Dossier)>> {
        let replayed = rows.iter().filter(|row| !self.stands(row));
        let ids: Vec<i64> = replayed.map(|row| row.id).collect();
        let mut events = event::histories_of(conn, &ids).await?;
        let mut stood = Vec::with_capacity(rows.len());
        for row in rows {
            let dossier = if self.stands(row) {
                Some(row.dossier()?)
            } else {
                self.replayed(row, &events.remove(&row.id).unwrap_or_default())?
            };
            stood.extend(dossier.map(|dossier| (row.id, dossier)));
        }
        Ok(stood)
    }

    /// Whether the dossier's row is its state at the cube's instant: no later event in force, and no limit on what is known.
    fn stands(&self, row: &DossierRow) -> bool {
        self.cube.recorded_by.is_none() && row.last_event_at <= ms(self.cube.status_at)
    }

    /// The dossier at the cube's instant; `None` if it was not known then.
    fn replayed(&self, row: &DossierRow, events: &[EventRow]) -> Result<Option<Dossier>> {
        let stored = row.dossier()?;
        let events: Vec<Event> = events
            .iter()
            .map(|event| event.event(&stored.code))
            .collect::<Result<_>>()?;
        let (at, by) = (self.cube.status_at, self.cube.recorded_by);
        Dossier::replay_until(&stored.intake(), &events, at, by)
            .map_err(|fault| StoreError::Corrupt(format!("dossier {}: {fault}", stored.code)))
    }

    /// The measure with the rule in force when the dossier ended or was paused; of a running one, with the rule of the status.
    fn measure_of(&self, dossier: &Dossier) -> Measure {
        let at = dossier.ended_at.or(dossier.paused_at);
        match at.map_or(self.rule, |at| self.centre_rules.lateness_at(at).rule) {
            DeadlineRule::Instant => self.by_instant,
            DeadlineRule::Day => self.by_day,
        }
    }
}
