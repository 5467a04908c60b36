//! Proves the two equalities: every dossier = the replay of its events; the counters = the count of the dossiers. And that the
//! chain over the events is intact.

mod dossiers;

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;

use sqlx::query_as;
use tokio_util::task::AbortOnDropHandle;

use sanh_domain::board::model::Board;
use sanh_domain::deadline::Instant;
use sanh_domain::period::Period;
use sanh_domain::scope::Scope;

use super::centre::CentreRules;
use super::conn::{Conn, on};
use super::counter_row::{DueRow, FlowRow, HandlingRow, OpenRow};
use super::duplicate;
use super::error::{Result, StoreError};
use super::fault::Fault;
use super::row::Row;
use super::stored_time::ms;
use super::tally::Tally;
use super::throughput::{
    PersonRow, PersonTimeRow, ProcedureRow, ProcedureTimeRow, ThroughputRow, ThroughputRows,
    TimeRow,
};
use super::verify_report::{VerifyOptions, VerifyReport};
use super::{Store, board, counter, history, proof};

use dossiers::check_dossiers;

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
                let checked = check_dossiers(conn, &centre_rules).await?;
                let mut report = checked.report;
                check_counters(conn, checked.tally, &mut report).await?;
                check_overlaps(conn, &mut report).await?;
                report.doubles = duplicate::find(conn, &centre_rules).await?;
                if let Some(at) = as_of {
                    check_boards(
                        conn,
                        &centre_rules,
                        at,
                        checked.last_at <= ms(at),
                        &mut report,
                    )
                    .await?;
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

/// Compares the counters with the counts of the dossiers.
async fn check_counters(
    conn: &mut Conn<'_>,
    tally: Tally,
    report: &mut VerifyReport,
) -> Result<()> {
    let held = counter::load(conn).await?;
    let mut sums = tally.sums();
    sums.add(&held, -1);
    if sums.is_zero() {
        return Ok(());
    }
    sums.add(&held, 1);
    let counted = sums.into_rows();
    compare(
        counted.flow,
        &held.flow,
        FlowRow::key,
        FlowRow::is_zero,
        report,
    );
    compare(
        counted.handling,
        &held.handling,
        HandlingRow::key,
        |row| row.n == 0,
        report,
    );
    compare(
        counted.open,
        &held.open,
        OpenRow::key,
        OpenRow::is_zero,
        report,
    );
    compare(
        counted.due,
        &held.due,
        DueRow::key,
        |row| row.running == 0,
        report,
    );
    compare_throughput(counted.throughput, &held.throughput, report);
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
