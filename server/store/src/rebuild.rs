//! Rebuilds dossiers from their events, and the counters from the dossiers.

use std::fmt;

use sanh_domain::dossier::{Dossier, DossierCode, Event};

use super::centre::CentreRules;
use super::conn::Conn;
use super::dossier::DossierRow;
use super::dossier_page::DossierPage;
use super::error::Result;
use super::event::EventRow;
use super::row_set::update_set;
use super::tally::Tally;
use super::trigger::Triggers;
use super::{Store, change, counter};

/// Dossiers replayed at a time: limits the memory.
const PAGE_ROWS: i64 = 2_000;

/// The result of a rebuild.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RebuildReport {
    /// Dossiers replayed.
    pub dossiers: u64,
    /// Dossiers whose row differed from their events and was rewritten.
    pub corrected: Vec<DossierCode>,
    /// Dossiers whose history contradicts itself; their rows were left unchanged.
    pub broken: Vec<(DossierCode, String)>,
}

impl fmt::Display for RebuildReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (corrected, broken) = (self.corrected.len(), self.broken.len());
        write!(
            f,
            "{} dossiers: {corrected} written anew, {broken} with a broken history",
            self.dossiers
        )?;
        self.corrected
            .iter()
            .try_for_each(|code| write!(f, "\ndossier {code} was written anew from its events"))?;
        self.broken
            .iter()
            .try_for_each(|(code, fault)| write!(f, "\ndossier {code}: {fault}"))
    }
}

impl Store {
    /// Rewrites every dossier that differs from its events, and all counters from the dossiers, in one transaction.
    ///
    /// # Errors
    /// When the database cannot be read or written; nothing was changed then.
    pub async fn rebuild(&self) -> Result<RebuildReport> {
        let rules_cache = self.rules_cache();
        self.write_alone(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of(conn).await?;
                let triggers = Triggers::off(conn).await?;
                let (report, tally) = replay_all(conn, &centre_rules).await?;
                counter::clear(conn).await?;
                counter::add(conn, tally.into_rows()).await?;
                change::bump(conn).await?;
                triggers.on(conn).await?;
                Ok(report)
            })
        })
        .await
    }
}

async fn replay_all(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
) -> Result<(RebuildReport, Tally)> {
    let (mut report, mut tally, mut after) = (RebuildReport::default(), Tally::default(), 0);
    while let Some(page) = DossierPage::read(conn, after, PAGE_ROWS).await? {
        after = page.last_id;
        for row in &page.rows {
            report.dossiers += 1;
            match replayed(row, page.history(row), centre_rules)? {
                Ok(made) if made == *row => tally.add(row, 1),
                Ok(made) => {
                    update_set(conn, std::iter::once((row, &made))).await?;
                    tally.add(&made, 1);
                    report.corrected.push(row.code()?);
                }
                Err(fault) => {
                    tally.add(row, 1);
                    report.broken.push((row.code()?, fault));
                }
            }
        }
    }
    Ok((report, tally))
}

/// The row that a dossier's events result in, or why there is none.
pub(super) fn replayed(
    row: &DossierRow,
    events: &[EventRow],
    centre_rules: &CentreRules,
) -> Result<std::result::Result<DossierRow, String>> {
    let stored = row.dossier()?;
    let events: Vec<Event> = events
        .iter()
        .map(|event| event.event(&stored.code))
        .collect::<Result<_>>()?;
    let made = Dossier::replay(&stored.intake(), &events);
    Ok(made
        .map(|dossier| DossierRow::of(row.id, &dossier, centre_rules))
        .map_err(|fault| fault.to_string()))
}
