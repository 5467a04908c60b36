//! The dossiers behind a figure.

use sanh_app::deadline::Instant;
use sanh_app::error::AppError;
use sanh_app::report::model::{DossierPage, LIST_ROWS, ListQuery};

use super::super::admin::fault;
use super::super::desk::{place_of, row};
use crate::store::{Centre, ListedRow, Listing, Store, Within};

/// A page of the dossiers behind a figure.
pub(super) async fn dossiers(
    store: &Store,
    within: Within,
    query: &ListQuery,
    now: Instant,
) -> Result<DossierPage, AppError> {
    let after = query.after.as_deref().map(after).transpose()?;
    let within = match &query.group {
        None => Some(within),
        Some(group) => within.narrowed(group),
    };
    let Some(within) = within else {
        return Ok(DossierPage::default());
    };
    let centre = store.centre(now).await.map_err(fault)?;
    let listing = Listing {
        within,
        figure: query.figure,
        period: query.report.period,
        at: now,
        is_over: query.report.period.to <= centre.calendar.local_date(now),
        after,
        rows_max: LIST_ROWS + 1,
    };
    let listed = store.dossiers_behind(listing).await.map_err(fault)?;
    Ok(page(listed, &centre, now))
}

fn after(text: &str) -> Result<(i64, i64), AppError> {
    place_of(text).ok_or_else(|| AppError::Invalid("after".to_owned()))
}

/// One row more than a page tells that there is another.
fn page(mut listed: Vec<ListedRow>, centre: &Centre, now: Instant) -> DossierPage {
    let has_more = listed.len() > LIST_ROWS as usize;
    listed.truncate(LIST_ROWS as usize);
    let last = listed.last().filter(|_| has_more);
    DossierPage {
        next: last.map(|last| format!("{}.{}", last.place.0, last.place.1)),
        rows: listed
            .into_iter()
            .map(|it| row(it.dossier, centre, now))
            .collect(),
    }
}
