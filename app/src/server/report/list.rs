//! The dossiers behind a figure.

use sanh_domain::deadline::Instant;
use sanh_domain::report::model::{CountResult, DossierPage, LIST_ROWS};
use sanh_domain::report::query::{DossierFilter, Figure, ListQuery};
use sanh_store::{Centre, ListedRow, Listing, OpenAtPeriodEnd, ScopedFilter};

use super::ends::ends;
use super::{Reports, reports};
use crate::error::AppError;
use crate::model::report_list::ListedDossiers;
use crate::server::desk::desk;
use crate::server::worklist::{place_of, row, row_texts};
use crate::server::{Manager, failure, now, store};

/// A place in a list: what it is ordered by, and the dossier's row.
type SortPosition = (i64, i64);

/// A page of the dossiers behind a figure, in the reader's words.
pub(crate) async fn dossiers(
    manager: &Manager,
    query: &ListQuery,
) -> Result<CountResult<ListedDossiers>, AppError> {
    Ok(match reports(manager)?.dossiers(query).await? {
        CountResult::Done(page) => {
            CountResult::Done(listed_dossiers(manager, query.figure, page).await?)
        }
        CountResult::Counting(progress) => CountResult::Counting(progress),
    })
}

/// A page of what is overdue or due soon, in the reader's words.
pub(crate) async fn due_soon(
    manager: &Manager,
    cut: &DossierFilter,
    after: Option<String>,
) -> Result<ListedDossiers, AppError> {
    let page = reports(manager)?.due_soon(cut, after).await?;
    listed_dossiers(manager, Figure::DueSoon, page).await
}

async fn listed_dossiers(
    manager: &Manager,
    figure: Figure,
    page: DossierPage,
) -> Result<ListedDossiers, AppError> {
    let agencies = page.rows.iter().map(|row| row.dossier.agency);
    let centre = store()?.centre(now()).await.map_err(failure)?;
    Ok(ListedDossiers {
        at: page.at,
        agencies: agencies.collect(),
        rows: row_texts(&desk()?.office().await?, manager.caller(), &page.rows),
        ends: ends(&centre, figure, &page.rows),
        next: page.next,
    })
}

impl Reports {
    /// A page of the dossiers behind a figure.
    pub(super) async fn listed(
        &self,
        within: ScopedFilter,
        query: &ListQuery,
    ) -> Result<CountResult<DossierPage>, AppError> {
        let after = query.after.as_deref().map(place).transpose()?;
        let within = match &query.group {
            None => Some(within),
            Some(group) => within.narrowed(group),
        };
        let (store, now) = (&self.store, self.now);
        let centre = store.centre(now).await.map_err(failure)?;
        let period = query.report.period;
        let is_over = period.to <= centre.calendar.local_date(now) && !is_of_now(query.figure);
        let at = if is_over {
            period.status_at(now, &centre.calendar)
        } else {
            now
        };
        let scope = self.caller.person.reach.clone();
        let Some(within) = within else {
            let none = DossierPage {
                at,
                rows: Vec::new(),
                next: None,
            };
            return Ok(CountResult::Done(none));
        };
        let listed = if is_over && is_replayed(query.figure) {
            let stood = match self.open_rows_at_end(period).await? {
                CountResult::Done(stood) => stood,
                CountResult::Counting(progress) => return Ok(CountResult::Counting(progress)),
            };
            let places = places(&stood, &within, query.figure, after);
            store.dossiers_at(places, at, &scope).await
        } else {
            let listing = Listing {
                within,
                figure: query.figure,
                period,
                at: now,
                is_over,
                after,
                rows_max: LIST_ROWS + 1,
            };
            let listed = store.dossiers_behind(listing).await;
            match listed {
                Ok(listed) if is_over => store.rows_at(listed, at, &scope).await,
                listed => listed,
            }
        };
        let listed = listed.map_err(failure)?;
        let centre = store.centre(at).await.map_err(failure)?;
        Ok(CountResult::Done(page(listed, &centre, at)))
    }
}

/// Whether a figure is of the present, whatever the period.
const fn is_of_now(figure: Figure) -> bool {
    matches!(
        figure,
        Figure::Age(_) | Figure::DueWithin(_) | Figure::DueSoon
    )
}

/// Whether the dossiers of the figure at the end of a period can only be found from the histories.
const fn is_replayed(figure: Figure) -> bool {
    matches!(
        figure,
        Figure::Open | Figure::Within | Figure::Overdue | Figure::Paused | Figure::NoDue
    )
}

/// The positions of a page of these dossiers.
fn places(
    stood: &[OpenAtPeriodEnd],
    within: &ScopedFilter,
    figure: Figure,
    after: Option<SortPosition>,
) -> Vec<SortPosition> {
    let listed = stood
        .iter()
        .filter(|one| one.is_in(figure) && one.is_within(within));
    let listed = listed.map(|one| (one.due, one.id));
    let mut places: Vec<SortPosition> = listed
        .filter(|place| after.is_none_or(|after| *place > after))
        .collect();
    places.sort_unstable();
    places.truncate(LIST_ROWS as usize + 1);
    places
}

fn place(text: &str) -> Result<SortPosition, AppError> {
    place_of(text).ok_or_else(|| AppError::Invalid("after".to_owned()))
}

/// Makes a page; one row more than a page shows that there is another.
fn page(mut listed: Vec<ListedRow>, centre: &Centre, at: Instant) -> DossierPage {
    let has_more = listed.len() > LIST_ROWS as usize;
    listed.truncate(LIST_ROWS as usize);
    let last = listed.last().filter(|_| has_more);
    DossierPage {
        at,
        next: last.map(|last| format!("{}.{}", last.place.0, last.place.1)),
        rows: listed
            .into_iter()
            .map(|it| row(it.dossier, centre, at))
            .collect(),
    }
}
