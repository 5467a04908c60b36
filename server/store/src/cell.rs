//! The dossiers behind a cell of the official report, as they stood at the instant that it shows.

use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::Dossier;
use sanh_domain::period::Period;
use sanh_domain::report::cube::CubeKey;
use sanh_domain::report::official_form::cell::OfficialCell;
use sanh_domain::report::official_form::model::{Columns, Folding};

use super::Store;
use super::cube::CubeCount;
use super::error::Result;

/// The most pages of dossiers searched for one page of the list (ours): some 100,000 dossiers, a few seconds. The list then
/// says where it continues.
const PAGES_MAX: usize = 50;

/// A query for the dossiers of a cell.
#[derive(Clone, Debug)]
pub struct CellListing {
    /// The cell.
    pub cell: OfficialCell,
    /// The period of the report.
    pub period: Period,
    /// The instant of the report, or the period's end if that comes first.
    pub as_of: Instant,
    /// Only what was recorded up to this instant is counted; `None` for everything known.
    pub recorded_by: Option<Instant>,
    /// How the report folds figures.
    pub folding: Folding,
    /// The reader's scope.
    pub reach: AgencyScope,
    /// The number of the last searched row.
    pub after: i64,
    /// The most dossiers.
    pub rows_max: usize,
}

impl CellListing {
    fn takes(&self, count: &CubeCount<'_>, dossier: &Dossier) -> bool {
        let place = CubeKey::of(dossier);
        if !self.cell.is_on_line(&place, &self.reach) {
            return false;
        }
        let columns = Columns::of(&count.cell_of(dossier).figures, self.folding);
        columns.column(self.cell.column) > 0
    }
}

/// A page of the dossiers behind a cell.
#[derive(Clone, Debug, Default)]
pub struct CellPage {
    /// The dossiers as they stood, in the order in which they were first recorded.
    pub dossiers: Vec<Dossier>,
    /// The row after which to continue; `None` at the end.
    pub next: Option<i64>,
}

impl Store {
    /// A page of the dossiers of a cell.
    ///
    /// # Errors
    /// When they cannot be read; [`StoreError::Corrupt`](super::StoreError::Corrupt) names a dossier whose history contradicts
    /// itself.
    pub async fn dossiers_of_cell(&self, listing: CellListing) -> Result<CellPage> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of_committed(conn).await?;
                let count = CubeCount::new(
                    &centre_rules,
                    listing.period,
                    listing.as_of,
                    listing.recorded_by,
                );
                let mut page = CellPage::default();
                let mut after = listing.after;
                for _ in 0..PAGES_MAX {
                    let rows = count.page(conn, after).await?;
                    let Some(last) = rows.last() else {
                        return Ok(page);
                    };
                    for (id, dossier) in count.replayed_all(conn, &rows).await? {
                        if !listing.takes(&count, &dossier) {
                            continue;
                        }
                        if page.dossiers.len() == listing.rows_max {
                            page.next = Some(after);
                            return Ok(page);
                        }
                        page.dossiers.push(dossier);
                        after = id;
                    }
                    after = last.id;
                }
                page.next = Some(after);
                Ok(page)
            })
        })
        .await
    }
}
