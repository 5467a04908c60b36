//! Dossiers with their histories, page by page: for whatever goes through all of them.

use std::collections::BTreeMap;

use super::conn::Conn;
use super::dossier::{self, DossierRow};
use super::error::Result;
use super::event::{self, EventRow};

/// Dossiers with their histories.
pub(super) struct DossierPage {
    /// The dossiers, by number.
    pub rows: Vec<DossierRow>,
    histories: BTreeMap<i64, Vec<EventRow>>,
    /// The number of the last dossier.
    pub last_id: i64,
}

impl DossierPage {
    /// The next dossiers after one, at most `rows_max`; `None` after the last.
    pub(super) async fn read(
        conn: &mut Conn<'_>,
        after: i64,
        rows_max: i64,
    ) -> Result<Option<Self>> {
        let rows = dossier::page(conn, after, rows_max).await?;
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

    /// The events of a dossier of the page, in order.
    pub(super) fn history(&self, row: &DossierRow) -> &[EventRow] {
        self.histories.get(&row.id).map_or(&[], Vec::as_slice)
    }
}
