//! Proves that every dossier is the replay of its events, and counts them meanwhile.

use std::sync::Arc;

use sqlx::query_scalar;
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use crate::centre::CentreRules;
use crate::conn::{Conn, on};
use crate::dossier::DossierRow;
use crate::dossier_page::DossierPage;
use crate::error::{Result, StoreError};
use crate::event::EventRow;
use crate::fault::Fault;
use crate::rebuild::replayed;
use crate::row::Row;
use crate::tally::Tally;
use crate::verify_report::{PAGE_ROWS, VerifyReport};

/// Pages that wait between the one that is read and the one that is checked.
const READ_AHEAD: usize = 1;

/// Dossiers that are checked before others may run on the same thread.
const CHECKED_AT_ONCE: usize = 100;

/// The result of the check.
pub(super) struct CheckedDossiers {
    pub report: VerifyReport,
    /// What the counters must hold.
    pub tally: Tally,
    /// The time of the last event, in milliseconds since 1970.
    pub last_at: i64,
}

/// Checks every dossier: one task reads a page while another checks the page before.
pub(super) async fn check_dossiers(
    conn: &mut Conn<'_>,
    centre_rules: &Arc<CentreRules>,
) -> Result<CheckedDossiers> {
    let (sender, pages) = mpsc::channel(READ_AHEAD);
    let checking = tokio::spawn(CheckedDossiers::of(Arc::clone(centre_rules), pages));
    let checking = AbortOnDropHandle::new(checking);
    let mut after = 0;
    while let Some(page) = DossierPage::read(conn, after, PAGE_ROWS).await? {
        after = page.last_id;
        if sender.send(page).await.is_err() {
            // The check has failed, as it says below.
            break;
        }
    }
    drop(sender);
    let checked = checking.await;
    let mut checked = checked
        .map_err(|error| StoreError::Corrupt(format!("the proof of the dossiers: {error}")))??;
    let events: i64 =
        on!(conn, c => query_scalar("SELECT count(*) FROM event").fetch_one(&mut **c).await)?;
    let orphans = events - i64::try_from(checked.report.events).unwrap_or(i64::MAX);
    if orphans != 0 {
        checked.report.push(Fault::Orphans { events: orphans });
    }
    Ok(checked)
}

impl CheckedDossiers {
    async fn of(
        centre_rules: Arc<CentreRules>,
        mut pages: mpsc::Receiver<DossierPage>,
    ) -> Result<Self> {
        let mut checked = Self {
            report: VerifyReport::default(),
            tally: Tally::default(),
            last_at: i64::MIN,
        };
        while let Some(page) = pages.recv().await {
            for rows in page.rows.chunks(CHECKED_AT_ONCE) {
                for row in rows {
                    checked.add(row, page.history(row), &centre_rules)?;
                }
                tokio::task::yield_now().await;
            }
        }
        Ok(checked)
    }

    fn add(
        &mut self,
        row: &DossierRow,
        events: &[EventRow],
        centre_rules: &CentreRules,
    ) -> Result<()> {
        self.report.dossiers += 1;
        self.report.events += events.len() as u64;
        self.last_at = events
            .iter()
            .map(|event| event.occurred_at.max(event.recorded_at))
            .fold(self.last_at, i64::max);
        self.tally.add(row, 1);
        let fault = match replayed(row, events, centre_rules) {
            Ok(Ok(made)) if made == *row => return Ok(()),
            Ok(Ok(made)) => Fault::Dossier {
                code: row.code()?,
                columns: row.differences(&made),
            },
            Ok(Err(fault)) => Fault::History {
                code: row.code()?,
                fault,
            },
            Err(StoreError::Corrupt(what)) => Fault::Damaged(what),
            Err(error) => return Err(error),
        };
        self.report.push(fault);
        Ok(())
    }
}
