//! Proves that every dossier is the replay of its events, and counts them meanwhile.

use std::collections::BTreeMap;
use std::sync::Arc;

use sqlx::query_scalar;
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use crate::centre::CentreRules;
use crate::conn::{Conn, on};
use crate::dossier::{self, DossierRow};
use crate::error::{Result, StoreError};
use crate::event::{self, EventRow};
use crate::fault::Fault;
use crate::rebuild::replayed;
use crate::row::Row;
use crate::tally::Tally;
use crate::verify_report::{PAGE_ROWS, VerifyReport};

/// Pages that wait between the one that is read and the one that is checked.
const READ_AHEAD: usize = 1;

/// Dossiers that are checked before others may run on the same thread.
const CHECKED_AT_ONCE: usize = 100;

/// The result of the check, with the rules that it goes by.
pub(super) struct CheckedDossiers {
    centre_rules: Arc<CentreRules>,
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
    while let Some(page) = Page::read(conn, after).await? {
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

/// Dossiers with their histories.
struct Page {
    rows: Vec<DossierRow>,
    histories: BTreeMap<i64, Vec<EventRow>>,
    last_id: i64,
}

impl Page {
    /// The next dossiers after one; `None` after the last.
    async fn read(conn: &mut Conn<'_>, after: i64) -> Result<Option<Self>> {
        let rows = dossier::page(conn, after, PAGE_ROWS).await?;
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            return Ok(None);
        };
        let last_id = last.id;
        let histories = event::histories(conn, first.id, last_id).await?;
        Ok(Some(Self {
            rows,
            histories,
            last_id,
        }))
    }
}

impl CheckedDossiers {
    async fn of(centre_rules: Arc<CentreRules>, mut pages: mpsc::Receiver<Page>) -> Result<Self> {
        let mut checked = Self {
            centre_rules,
            report: VerifyReport::default(),
            tally: Tally::default(),
            last_at: i64::MIN,
        };
        while let Some(Page {
            rows,
            mut histories,
            ..
        }) = pages.recv().await
        {
            for rows in rows.chunks(CHECKED_AT_ONCE) {
                for row in rows {
                    let events = histories.remove(&row.id).unwrap_or_default();
                    checked.add(row, &events)?;
                }
                tokio::task::yield_now().await;
            }
        }
        Ok(checked)
    }

    fn add(&mut self, row: &DossierRow, events: &[EventRow]) -> Result<()> {
        self.report.dossiers += 1;
        self.report.events += events.len() as u64;
        self.last_at = events
            .iter()
            .map(|event| event.occurred_at.max(event.recorded_at))
            .fold(self.last_at, i64::max);
        self.tally.add(row, 1);
        let fault = match replayed(row, events, &self.centre_rules) {
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
