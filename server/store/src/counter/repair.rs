//! Repairs counters from the dossiers, while everybody goes on writing.
//!
//! A change moves a counter by what it changes, whatever the counter holds. So the error of a counter stays the same while
//! dossiers come and go: it is computed in one consistent read, which blocks no writer however long it takes, and then added in
//! one short transaction. Dossiers are only read: one that is not the replay of its events is reported by `verify`.

use std::collections::BTreeSet;

use sqlx::query_scalar;

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::id::AgencyId;
use sanh_domain::scope::Scope;

use super::{add, load};
use crate::Store;
use crate::audit::{AuditActor, AuditEntry};
use crate::change;
use crate::conn::{Conn, on};
use crate::counter_row::ALL;
use crate::dossier;
use crate::error::Result;
use crate::tally::{CounterRows, Tally};

/// Dossiers counted at a time: bounds the memory.
const PAGE_ROWS: i64 = 2_000;

/// The result of a repair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepairReport {
    /// The number of repaired rows.
    pub rows: u64,
    /// The scopes whose boards they belong to.
    pub scopes: BTreeSet<Scope>,
}

impl Store {
    /// Adds to the counters their difference from the count of the dossiers, with one audit entry. Nothing is done where they
    /// are right, or where somebody else has rewritten them meanwhile.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn repair_counters(&self, by: AuditActor, now: Instant) -> Result<RepairReport> {
        let (version, apart) = self
            .read(|mut conn| {
                Box::pin(async move {
                    let conn = &mut conn;
                    Ok((version(conn).await?, difference(conn).await?))
                })
            })
            .await?;
        let repaired = repaired(&apart);
        if repaired.rows == 0 {
            return Ok(repaired);
        }
        let audit_entry = audit_entry(&repaired);
        let is_written = self
            .audited(by, now, move |mut conn| {
                Box::pin(async move {
                    let conn = &mut conn;
                    if bump_from(conn, version).await? == 0 {
                        return Ok((false, None));
                    }
                    add(conn, apart).await?;
                    change::bump(conn).await?;
                    Ok((true, Some(audit_entry)))
                })
            })
            .await?;
        Ok(if is_written {
            repaired
        } else {
            RepairReport::default()
        })
    }
}

fn audit_entry(repaired: &RepairReport) -> AuditEntry {
    let of = |scope: &Scope| scope.to_string();
    let scopes: Vec<String> = repaired.scopes.iter().map(of).collect();
    AuditEntry {
        was: format!("{} rows off: {}", repaired.rows, scopes.join(", ")),
        became: "the count of the dossiers".to_owned(),
        ..AuditEntry::new(AuditAct::CountersRepaired, "counters")
    }
}

/// What the counters lack; negative where they hold too much.
async fn difference(conn: &mut Conn<'_>) -> Result<CounterRows> {
    let (mut tally, mut after) = (Tally::default(), 0);
    loop {
        let rows = dossier::page(conn, after, PAGE_ROWS).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        for row in &rows {
            tally.add(row, 1);
        }
    }
    Ok(tally.difference(&load(conn).await?))
}

fn repaired(apart: &CounterRows) -> RepairReport {
    let more = &apart.throughput;
    let rows = apart.flow.len()
        + apart.handling.len()
        + apart.open.len()
        + apart.due.len()
        + more.counter.len()
        + more.procedure.len()
        + more.person.len()
        + more.time.len()
        + more.procedure_time.len()
        + more.person_time.len();
    let boards = apart.flow.iter().map(|row| row.agency_id);
    let boards = boards.chain(apart.handling.iter().map(|row| row.agency_id));
    let boards = boards.chain(apart.open.iter().map(|row| row.agency_id));
    let boards = boards.chain(apart.due.iter().map(|row| row.agency_id));
    RepairReport {
        rows: rows as u64,
        scopes: boards.map(scope_of).collect(),
    }
}

fn scope_of(agency: i64) -> Scope {
    match agency {
        ALL => Scope::Centre,
        agency => Scope::Agency(AgencyId(agency)),
    }
}

/// How often the counters were rewritten as a whole.
async fn version(conn: &mut Conn<'_>) -> Result<i64> {
    let sql = "SELECT number FROM counter_version";
    Ok(on!(conn, c => query_scalar(sql).fetch_one(&mut **c).await)?)
}

async fn bump_from(conn: &mut Conn<'_>, version: i64) -> Result<u64> {
    let sql = "UPDATE counter_version SET number = number + 1 WHERE number = $1";
    Ok(on!(conn, c => {
        sqlx::query(sql).bind(version).execute(&mut **c).await.map(|done| done.rows_affected())
    })?)
}

/// Counts one more rewriting of the counters.
pub(crate) async fn bump(conn: &mut Conn<'_>) -> Result<()> {
    let sql = "UPDATE counter_version SET number = number + 1";
    on!(conn, c => sqlx::query(sql).execute(&mut **c).await.map(drop))?;
    Ok(())
}
