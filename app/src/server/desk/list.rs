//! The work list, and a dossier found.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use sanh_domain::absence::model::substituted_accounts;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Calendar;
use sanh_domain::dossier::DossierCode;
use sanh_domain::dossier::applicant::ShownName;
use sanh_domain::dossier::file::BULK_MAX;
use sanh_domain::dossier::reminder::waited_since;
use sanh_domain::dossier::worklist::{
    DayRange, PAGE_ROWS, SORTED_ROWS_MAX, SortColumn, Tab, Worklist, WorklistOwner, WorklistQuery,
    WorklistRow, WorklistSort,
};
use sanh_store::stored::read_submission;
use sanh_store::{Centre, InstantRange, ListedRow, WorklistBounds, WorklistFilter, WorklistOrder};

use super::error::fault;
use super::sorted::sort;
use super::{Desk, DeskError};
use crate::server::worklist::{place_of, row};
use crate::ui::response::request;

impl Desk {
    /// One page of the work list, with how many dossiers its tabs have.
    ///
    /// # Errors
    /// As [`Self::worklist`].
    pub async fn counted_worklist(&self, query: &WorklistQuery) -> Result<Worklist, DeskError> {
        let centre = self.centre().await?;
        let list = self.worklist_of(query, &centre).await?;
        Ok(Worklist {
            counts: self.tab_counts(query, &centre).await?,
            ..list
        })
    }

    /// One page of the work list, without the counts of its tabs.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for a page that cannot be read; [`DeskError::TooMuchRead`]; while the database does not answer.
    pub async fn worklist(&self, query: &WorklistQuery) -> Result<Worklist, DeskError> {
        self.worklist_of(query, &self.centre().await?).await
    }

    async fn worklist_of(
        &self,
        query: &WorklistQuery,
        centre: &Centre,
    ) -> Result<Worklist, DeskError> {
        let mut list = if let Some(text) = &query.find {
            let found = self.found(text).await?;
            let rows = found.into_iter().map(|it| row(it, centre, self.now));
            Worklist {
                rows: rows.collect(),
                sort: query.sorted_by(),
                ..Worklist::default()
            }
        } else {
            self.page(query, centre).await?
        };
        self.show_applicants(&mut list.rows, query.has_names).await;
        list.now = self.now;
        Ok(list)
    }

    /// One page of the dossiers that the filters select, without their applicants.
    pub(super) async fn page(
        &self,
        query: &WorklistQuery,
        centre: &Centre,
    ) -> Result<Worklist, DeskError> {
        let asked = query.sorted_by();
        let after = query.after.as_deref();
        let Some(filter) = self.filter(query, centre).await? else {
            return Ok(Worklist {
                sort: asked,
                ..Worklist::default()
            });
        };
        if column_of(filter.bounds.order) == asked.column {
            let place = match after {
                None => None,
                Some(text) => Some(place_of(text).ok_or(DeskError::Invalid("after"))?),
            };
            return self.walked(filter, asked, place, centre).await;
        }
        let whole = WorklistFilter {
            rows_max: SORTED_ROWS_MAX + 1,
            ..filter.clone()
        };
        let listed = self.store.worklist(whole).await.map_err(fault)?;
        if listed.len() > SORTED_ROWS_MAX as usize {
            let walked = WorklistSort {
                column: column_of(filter.bounds.order),
                ..WorklistSort::of(query.tab)
            };
            let place = after.and_then(place_of);
            return Ok(Worklist {
                is_too_long_to_sort: true,
                ..self.walked(filter, walked, place, centre).await?
            });
        }
        self.sorted(listed, asked, after, centre).await
    }

    /// A page along what the list is walked by.
    async fn walked(
        &self,
        filter: WorklistFilter,
        sort: WorklistSort,
        after: Option<(i64, i64)>,
        centre: &Centre,
    ) -> Result<Worklist, DeskError> {
        let filter = WorklistFilter {
            is_reversed: sort.is_reversed,
            after,
            ..filter
        };
        let mut listed = self.store.worklist(filter).await.map_err(fault)?;
        let has_more = listed.len() > PAGE_ROWS as usize;
        listed.truncate(PAGE_ROWS as usize);
        let last = listed.last().filter(|_| has_more);
        let next = last.map(|last| format!("{}.{}", last.place.0, last.place.1));
        let rows = listed
            .into_iter()
            .map(|it| row(it.dossier, centre, self.now));
        Ok(Worklist {
            rows: rows.collect(),
            next,
            sort,
            ..Worklist::default()
        })
    }

    /// A page of a list that was read whole; the next one begins after so many rows.
    async fn sorted(
        &self,
        listed: Vec<ListedRow>,
        by: WorklistSort,
        after: Option<&str>,
        centre: &Centre,
    ) -> Result<Worklist, DeskError> {
        let office = self.office().await.map_err(|_| DeskError::Unavailable)?;
        let rows = listed
            .into_iter()
            .map(|it| row(it.dossier, centre, self.now));
        let mut rows: Vec<WorklistRow> = rows.collect();
        sort(&mut rows, by, request().room_lang(), &office);
        let begin = match after {
            None => 0,
            Some(text) => text
                .parse::<usize>()
                .map_err(|_| DeskError::Invalid("after"))?,
        };
        let end = usize::saturating_add(begin, PAGE_ROWS as usize);
        let next = (rows.len() > end).then(|| end.to_string());
        let rows = rows.into_iter().skip(begin).take(PAGE_ROWS as usize);
        Ok(Worklist {
            rows: rows.collect(),
            next,
            sort: by,
            ..Worklist::default()
        })
    }

    /// What selects the dossiers of a list; `None`: there are none.
    async fn filter(
        &self,
        query: &WorklistQuery,
        centre: &Centre,
    ) -> Result<Option<WorklistFilter>, DeskError> {
        let filter = self.filter_of_no_tab(query, centre).await?;
        Ok(self.on_tab(query.tab, &filter, centre))
    }

    /// What selects the dossiers of a list on one of its tabs; `None`: there are none.
    pub(super) fn on_tab(
        &self,
        tab: Tab,
        filter: &WorklistFilter,
        centre: &Centre,
    ) -> Option<WorklistFilter> {
        let papers_asked_before = match tab {
            // The setting says that no stop is ever proposed.
            Tab::StopProposed => {
                let days = centre.rules.propose_stop_days();
                Some(waited_since(&centre.calendar, self.now, days)?)
            }
            _ => None,
        };
        Some(WorklistFilter {
            statuses: tab.statuses().to_vec(),
            papers_asked_before,
            is_reversed: tab == Tab::Closed,
            ..filter.clone()
        })
    }

    /// What a list selects by on whichever tab, without a status yet.
    pub(super) async fn filter_of_no_tab(
        &self,
        query: &WorklistQuery,
        centre: &Centre,
    ) -> Result<WorklistFilter, DeskError> {
        let calendar = &centre.calendar;
        let assignees = if query.whose == WorklistOwner::Mine {
            let today = calendar.local_date(self.now);
            self.own_and_substituted_accounts(today).await?
        } else {
            Vec::new()
        };
        // The scan follows the time that the filter bounds; without a bound, the time that the list is sorted by.
        let by_reception = match (query.received.is_open(), query.due.is_open()) {
            (false, true) => true,
            (true, true) => query.sorted_by().column == SortColumn::Received,
            (_, false) => false,
        };
        Ok(WorklistFilter {
            papers_asked_before: None,
            statuses: Vec::new(),
            scope: self.scope_of(query.whose),
            procedure: query.procedure,
            assignees,
            bounds: WorklistBounds {
                order: if by_reception {
                    WorklistOrder::Received
                } else {
                    WorklistOrder::Due
                },
                received: instants(calendar, query.received),
                due: instants(calendar, query.due),
            },
            is_reversed: false,
            after: None,
            rows_max: PAGE_ROWS + 1,
        })
    }

    /// Puts the applicants' names to the rows: masked, or whole, which the audit is told of for each. A list is shown also where they
    /// cannot be read.
    async fn show_applicants(&self, rows: &mut [WorklistRow], has_names: bool) {
        let codes: Vec<DossierCode> = rows.iter().map(|row| row.dossier.code.clone()).collect();
        let records = match self.store.applicants_of(&codes, &self.scope).await {
            Ok(records) => records,
            Err(error) => {
                tracing::warn!(%error, "a work list has no applicants");
                return;
            }
        };
        let read = |(code, record): (DossierCode, Vec<u8>)| {
            Some((code, read_submission(&record).ok()?.applicant.name))
        };
        let mut names: HashMap<DossierCode, String> =
            records.into_iter().filter_map(read).collect();
        for row in rows {
            let code = &row.dossier.code;
            let Some(name) = names.remove(code) else {
                continue;
            };
            // Beyond the limit of readings the names are masked.
            let is_told = has_names && {
                let act = AuditAct::DossierOpened;
                let opened = self
                    .readings
                    .opens(&self.caller, act, code.as_str(), self.now);
                opened.is_ok()
            };
            row.applicant = Some(if is_told {
                ShownName(name)
            } else {
                ShownName::masked(&name)
            });
        }
    }

    /// These rows as they stand now, without their applicants, whom the page knows; those the caller may not see are left out. At most [`BULK_MAX`].
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for more; while the database does not answer.
    pub async fn rows(&self, codes: &[DossierCode]) -> Result<Vec<WorklistRow>, DeskError> {
        if codes.len() > BULK_MAX {
            return Err(DeskError::Invalid("codes"));
        }
        let centre = self.centre().await?;
        let found = self.store.dossiers_of(codes.to_vec(), &self.scope).await;
        let found = found.map_err(fault)?.into_iter();
        Ok(found.map(|it| row(it, &centre, self.now)).collect())
    }

    /// Where the work list looks.
    pub(super) fn scope_of(&self, whose: WorklistOwner) -> AgencyScope {
        match whose {
            WorklistOwner::Agency(agency) => self.scope.only(agency),
            WorklistOwner::All | WorklistOwner::Mine => self.scope.clone(),
        }
    }

    /// The caller's account, and those they stand in for on a local date.
    async fn own_and_substituted_accounts(
        &self,
        today: NaiveDate,
    ) -> Result<Vec<String>, DeskError> {
        let absences = self.store.absences_from(today).await.map_err(fault)?;
        let me = &self.caller.person.name;
        let others = substituted_accounts(&absences, me, today).map(|it| it.account.clone());
        Ok(std::iter::once(me.clone()).chain(others).collect())
    }
}

const fn column_of(order: WorklistOrder) -> SortColumn {
    match order {
        WorklistOrder::Due => SortColumn::Due,
        WorklistOrder::Received => SortColumn::Received,
    }
}

/// The instants of some days.
fn instants(calendar: &Calendar, days: DayRange) -> InstantRange {
    let after = days.to.and_then(|last| last.checked_add_days(Days::new(1)));
    InstantRange {
        from: days.from.map(|first| calendar.day_start(first)),
        until: after.map(|next| calendar.day_start(next)),
    }
}
