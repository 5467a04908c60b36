//! Proves the two equalities: every dossier = the replay of its events; the counters = the count of the dossiers. And that the
//! chain over the events is intact.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;

use sqlx::{query_as, query_scalar};
use tokio_util::task::AbortOnDropHandle;

use sanh_domain::board::model::Board;
use sanh_domain::deadline::Instant;
use sanh_domain::period::Period;
use sanh_domain::scope::Scope;

use super::centre::CentreRules;
use super::conn::{Conn, on};
use super::counter_row::{DueRow, FlowRow, HandlingRow, OpenRow};
use super::dossier;
use super::duplicate;
use super::error::{Result, StoreError};
use super::fault::Fault;
use super::rebuild::replayed;
use super::row::{Row, select};
use super::stored_time::ms;
use super::tally::{CounterRows, Tally};
use super::throughput::{
    self, PersonRow, PersonTimeRow, ProcedureRow, ProcedureTimeRow, ThroughputRow, ThroughputRows,
    TimeRow,
};
use super::verify_report::{PAGE_ROWS, VerifyOptions, VerifyReport};
use super::{Store, board, event, history, proof};

impl Store {
    /// Verifies everything, including boards as of an instant; see [`Store::verify_with`].
    ///
    /// # Errors
    /// When the database cannot be read. Faults are in the report.
    pub async fn verify(&self, as_of: Instant) -> Result<VerifyReport> {
        self.verify_with(VerifyOptions {
            as_of: Some(as_of),
            ..VerifyOptions::default()
        })
        .await
    }

    /// Verifies everything, in bounded memory; writers go on meanwhile. The dossiers with their counters, and the seals, are each
    /// one consistent read, beside each other where there are two readers: the events are read by dossier for the one, in the
    /// order of their seals for the other.
    ///
    /// # Errors
    /// When the database cannot be read. Faults are in the report.
    pub async fn verify_with(&self, options: VerifyOptions) -> Result<VerifyReport> {
        let as_of = options.as_of;
        if self.options.connections_max < 2 {
            let report = self.verify_dossiers(as_of).await?;
            return Ok(report.with(self.verify_seals(options).await?));
        }
        let beside = self.view();
        let seals =
            AbortOnDropHandle::new(tokio::spawn(
                async move { beside.verify_seals(options).await },
            ));
        let report = self.verify_dossiers(as_of).await?;
        let proven = seals
            .await
            .map_err(|error| StoreError::Corrupt(format!("the proof of the seals: {error}")))?;
        Ok(report.with(proven?))
    }

    /// The dossiers, their counters, and the boards of an instant.
    async fn verify_dossiers(&self, as_of: Option<Instant>) -> Result<VerifyReport> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of_committed(conn).await?;
                let mut report = VerifyReport::default();
                let (tally, last_at) = check_dossiers(conn, &centre_rules, &mut report).await?;
                check_counters(conn, tally, &mut report).await?;
                check_overlaps(conn, &mut report).await?;
                report.doubles = duplicate::find(conn, &centre_rules).await?;
                if let Some(at) = as_of {
                    check_boards(conn, &centre_rules, at, last_at <= ms(at), &mut report).await?;
                }
                Ok(report)
            })
        })
        .await
    }

    /// The seals, and what no restore may have undone.
    async fn verify_seals(&self, options: VerifyOptions) -> Result<VerifyReport> {
        let key = self.options.seal_key.clone();
        let retired = self.options.retired_keys.clone();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let mut report = VerifyReport::default();
                if let Some(key) = key {
                    proof::check(conn, (&key, &retired), &options, &mut report).await?;
                }
                proof::check_ledger(conn, &options, &mut report).await?;
                Ok(report)
            })
        })
        .await
    }
}

/// Checks boards as of an instant, from the events: they add up, and the dossiers open at the end of the period before were
/// carried into this one. If no event came since, the counters must agree.
async fn check_boards(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    at: Instant,
    is_now: bool,
    report: &mut VerifyReport,
) -> Result<()> {
    let today = centre_rules.calendar().local_date(at);
    for period in [
        Period::today(today),
        Period::month(today),
        Period::year(today),
    ] {
        let mut push = |fault: String| report.push(Fault::Board { period, fault });
        let replayed = board_of(conn, centre_rules, period, at).await?;
        let before = board_of(conn, centre_rules, period.previous(), at).await?;
        for (row, earlier) in replayed.rows.iter().zip(&before.rows) {
            let field = row.field.0;
            if !row.figures.is_consistent() {
                push(format!("field {field} does not add up"));
            }
            if row.figures.carried != earlier.figures.open() {
                push(format!(
                    "field {field}: carried is not what was open at the end of the period before"
                ));
            }
        }
        if !is_now {
            continue;
        }
        match board::board(conn, centre_rules, Scope::Centre, period, at).await {
            Ok(counted) => board_difference(&counted, &replayed)
                .into_iter()
                .for_each(push),
            Err(StoreError::Corrupt(fault)) => push(fault),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn board_of(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    period: Period,
    at: Instant,
) -> Result<Board> {
    history::board(conn, centre_rules, Scope::Centre, period, at, None).await
}

fn board_difference(counted: &Board, replayed: &Board) -> Option<String> {
    let mut rows = counted.rows.iter().zip(&replayed.rows);
    if let Some((row, other)) = rows.find(|(row, other)| row != other) {
        return Some(format!(
            "the counters of field {} differ from its events: {:?}, {:?}",
            row.field.0, row.figures, other.figures
        ));
    }
    (counted != replayed)
        .then(|| "the counters of the chart or the comparison differ from the events".to_owned())
}

/// Replays every dossier; returns their number and the time of the last event.
async fn check_dossiers(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    report: &mut VerifyReport,
) -> Result<(Tally, i64)> {
    let (mut tally, mut after, mut last_at) = (Tally::default(), 0, i64::MIN);
    loop {
        let rows = dossier::page(conn, after, PAGE_ROWS).await?;
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            break;
        };
        after = last.id;
        let mut histories = event::histories(conn, first.id, last.id).await?;
        for row in &rows {
            let events = histories.remove(&row.id).unwrap_or_default();
            report.dossiers += 1;
            report.events += events.len() as u64;
            last_at = events
                .iter()
                .map(|event| event.occurred_at.max(event.recorded_at))
                .fold(last_at, i64::max);
            tally.add(row, 1);
            match replayed(row, &events, centre_rules) {
                Ok(Ok(made)) if made == *row => {}
                Ok(Ok(made)) => report.push(Fault::Dossier {
                    code: row.code()?,
                    columns: row.differences(&made),
                }),
                Ok(Err(fault)) => report.push(Fault::History {
                    code: row.code()?,
                    fault,
                }),
                Err(StoreError::Corrupt(what)) => report.push(Fault::Damaged(what)),
                Err(error) => return Err(error),
            }
        }
    }
    let events: i64 =
        on!(conn, c => query_scalar("SELECT count(*) FROM event").fetch_one(&mut **c).await)?;
    let orphans = events - i64::try_from(report.events).unwrap_or(i64::MAX);
    if orphans != 0 {
        report.push(Fault::Orphans { events: orphans });
    }
    Ok((tally, last_at))
}

async fn check_counters(
    conn: &mut Conn<'_>,
    tally: Tally,
    report: &mut VerifyReport,
) -> Result<()> {
    let CounterRows {
        flow,
        handling,
        open,
        due,
        throughput,
    } = tally.into_rows();
    let sql = select::<FlowRow>("");
    let found: Vec<FlowRow> = on!(&mut *conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    compare(flow, &found, FlowRow::key, FlowRow::is_zero, report);
    let sql = select::<HandlingRow>("");
    let found: Vec<HandlingRow> = on!(&mut *conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    compare(handling, &found, HandlingRow::key, |row| row.n == 0, report);
    let sql = select::<OpenRow>("");
    let found: Vec<OpenRow> = on!(&mut *conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    compare(open, &found, OpenRow::key, OpenRow::is_zero, report);
    let sql = select::<DueRow>("");
    let found: Vec<DueRow> = on!(&mut *conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    compare(due, &found, DueRow::key, |row| row.running == 0, report);
    let found = throughput::load(conn).await?;
    compare_throughput(throughput, &found, report);
    Ok(())
}

fn compare_throughput(expected: ThroughputRows, found: &ThroughputRows, report: &mut VerifyReport) {
    macro_rules! compare {
        ($of:ident, $row:ident, $is_zero:expr) => {
            compare(expected.$of, &found.$of, $row::key, $is_zero, report)
        };
    }
    compare!(counter, ThroughputRow, ThroughputRow::is_zero);
    compare!(procedure, ProcedureRow, ProcedureRow::is_zero);
    compare!(person, PersonRow, PersonRow::is_zero);
    compare!(time, TimeRow, |row: &TimeRow| row.n == 0);
    compare!(
        procedure_time,
        ProcedureTimeRow,
        |row: &ProcedureTimeRow| row.n == 0
    );
    compare!(person_time, PersonTimeRow, |row: &PersonTimeRow| row.n == 0);
}

/// Compares counters with the count; a row of zeros counts as none.
fn compare<R, K>(
    expected: Vec<R>,
    found: &[R],
    key: fn(&R) -> K,
    is_zero: fn(&R) -> bool,
    report: &mut VerifyReport,
) where
    R: Row + PartialEq + fmt::Debug,
    K: Eq + Hash + fmt::Debug,
{
    let mut expected: HashMap<K, R> = expected.into_iter().map(|row| (key(&row), row)).collect();
    let text = |row: Option<&R>| row.map_or_else(|| "nothing".to_owned(), |row| format!("{row:?}"));
    let fault = |expected: Option<&R>, found: Option<&R>| Fault::Counter {
        counter: format!("{} {:?}", R::TABLE, expected.or(found).map(key)),
        expected: text(expected),
        found: text(found),
    };
    for row in found.iter().filter(|row| !is_zero(row)) {
        let counted = expected.remove(&key(row));
        if counted.as_ref() != Some(row) {
            report.push(fault(counted.as_ref(), Some(row)));
        }
    }
    for row in expected.values() {
        report.push(fault(Some(row), None));
    }
}

async fn check_overlaps(conn: &mut Conn<'_>, report: &mut VerifyReport) -> Result<()> {
    let sql = "SELECT b.kind, b.from_date FROM report_period a JOIN report_period b
               ON a.kind = b.kind AND a.from_date < b.from_date AND b.from_date < a.to_date WHERE a.kind <> 'range' ORDER BY b.kind, b.from_date";
    let rows: Vec<(String, String)> = on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    for (kind, from) in rows {
        report.push(Fault::Overlap { kind, from });
    }
    Ok(())
}
