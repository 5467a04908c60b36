//! Values that a newer version stores for dossiers written by an older one: computed once, before anything is served.

use std::fmt;

use sqlx::query_scalar;

use super::Store;
use super::centre::CentreRules;
use super::conn::{Conn, on};
use super::counter;
use super::dossier::DossierRow;
use super::dossier_page::DossierPage;
use super::error::Result;
use super::rebuild::replayed;
use super::row_set::update_set;
use super::tally::Throughput;
use super::trigger::Triggers;

/// Dossiers replayed at a time: limits the memory.
const PAGE_ROWS: i64 = 2_000;

/// The result of an upgrade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct UpgradeReport {
    dossiers: u64,
}

impl fmt::Display for UpgradeReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} dossiers", self.dossiers)
    }
}

impl Store {
    /// Computes what migrations leave to the program: all of it in one transaction, so that an interrupted start begins again.
    pub(super) async fn upgrade(&self) -> Result<()> {
        let waits = self.read(|mut conn| Box::pin(async move { is_waiting(&mut conn).await }));
        if !waits.await? {
            return Ok(());
        }
        tracing::info!("dossiers of an older version: throughput is worked out for them, once");
        let rules_cache = self.rules_cache();
        let upgraded = self.write_alone(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of(conn).await?;
                // Another node may have finished first.
                if !is_waiting(conn).await? {
                    return Ok(UpgradeReport::default());
                }
                let triggers = Triggers::off(conn).await?;
                let (upgraded, throughput) = work_out(conn, &centre_rules).await?;
                counter::clear_throughput(conn).await?;
                counter::add_throughput(conn, &throughput.into_rows()).await?;
                triggers.on(conn).await?;
                let sql = "DELETE FROM upgrade";
                on!(conn, c => sqlx::query(sql).execute(&mut **c).await.map(drop))?;
                Ok(upgraded)
            })
        });
        let upgraded = upgraded.await?;
        tracing::info!(%upgraded, "throughput is worked out");
        Ok(())
    }
}

async fn is_waiting(conn: &mut Conn<'_>) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM upgrade)";
    Ok(on!(conn, c => query_scalar(sql).fetch_one(&mut **c).await)?)
}

async fn work_out(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
) -> Result<(UpgradeReport, Throughput)> {
    let (mut upgraded, mut throughput, mut after) =
        (UpgradeReport::default(), Throughput::default(), 0);
    while let Some(page) = DossierPage::read(conn, after, PAGE_ROWS).await? {
        after = page.last_id;
        for row in &page.rows {
            upgraded.dossiers += 1;
            // A history that contradicts itself changes nothing; `verify` reports it.
            let made = replayed(row, page.history(row), centre_rules)?.ok();
            let new = made.map_or_else(|| row.clone(), |made| completed(row, made));
            if new != *row {
                update_set(conn, std::iter::once((row, &new))).await?;
            }
            throughput.add(&new, 1);
        }
    }
    Ok((upgraded, throughput))
}

/// The stored row with the new values from its events; any other difference is reported by `verify`.
fn completed(row: &DossierRow, made: DossierRow) -> DossierRow {
    DossierRow {
        handed_over_day: made.handed_over_day,
        received_by: made.received_by,
        ended_by: made.ended_by,
        handed_over_by: made.handed_over_by,
        first_late: made.first_late,
        working_time_bin: made.working_time_bin,
        ..row.clone()
    }
}
