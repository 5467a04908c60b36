//! The work list, and a dossier found.

use chrono::NaiveDate;
use sanh_domain::absence::model::substituted_accounts;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::dossier::applicant::Applicant;
use sanh_domain::dossier::file::BULK_MAX;
use sanh_domain::dossier::reminder::waited_since;
use sanh_domain::dossier::worklist::{
    PAGE_ROWS, Tab, Worklist, WorklistOwner, WorklistQuery, WorklistRow,
};
use sanh_domain::dossier::{Dossier, DossierCode};
use sanh_store::{BlindIndex, WorklistFilter};

use super::error::fault;
use super::{Desk, DeskError};
use crate::server::worklist::{place_of, row};

impl Desk {
    /// One page of the work list.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for a page that cannot be read; [`DeskError::TooMuchRead`]; while the database does not answer.
    pub async fn worklist(&self, query: &WorklistQuery) -> Result<Worklist, DeskError> {
        let (centre, now) = (self.centre().await?, self.now);
        if let Some(text) = &query.find {
            let found = self.found(text).await?;
            let rows = found.into_iter().map(|it| row(it, &centre, now));
            return Ok(Worklist {
                rows: rows.collect(),
                next: None,
            });
        }
        let after = match query.after.as_deref() {
            None => None,
            Some(text) => Some(place_of(text).ok_or(DeskError::Invalid("after"))?),
        };
        let mut papers_asked_before = None;
        if query.tab == Tab::StopProposed {
            let days = centre.rules.propose_stop_days();
            papers_asked_before = waited_since(&centre.calendar, now, days);
            if papers_asked_before.is_none() {
                // Where no stop is ever proposed there is none.
                return Ok(Worklist::default());
            }
        }
        let filter = WorklistFilter {
            papers_asked_before,
            statuses: query.tab.statuses().to_vec(),
            scope: self.scope_of(query.whose),
            procedure: query.procedure,
            assignees: if query.whose == WorklistOwner::Mine {
                let today = centre.calendar.local_date(now);
                self.own_and_substituted_accounts(today).await?
            } else {
                Vec::new()
            },
            is_reversed: query.tab == Tab::Closed,
            after,
            rows_max: PAGE_ROWS + 1,
        };
        let mut listed = self.store.worklist(filter).await.map_err(fault)?;
        let has_more = listed.len() > PAGE_ROWS as usize;
        listed.truncate(PAGE_ROWS as usize);
        let last = listed.last().filter(|_| has_more);
        let next = last.map(|last| format!("{}.{}", last.place.0, last.place.1));
        let rows = listed.into_iter().map(|it| row(it.dossier, &centre, now));
        Ok(Worklist {
            rows: rows.collect(),
            next,
        })
    }

    /// These rows as they stand now; those the caller may not see are left out. At most [`BULK_MAX`].
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

    /// The dossiers somebody looks for. A telephone or identity number reads as a code too, so
    /// what is no dossier's code is then looked for among the applicants.
    async fn found(&self, text: &str) -> Result<Vec<Dossier>, DeskError> {
        // As it was typed, too: codes that came from elsewhere may have small letters.
        for typed in [text.to_owned(), text.to_uppercase()] {
            if let Ok(code) = DossierCode::try_from(typed)
                && let Some(stored) = self
                    .store
                    .dossier(&code, &self.scope)
                    .await
                    .map_err(fault)?
            {
                return Ok(vec![stored.dossier]);
            }
        }
        // The audit is told by a keyed hash: what was typed is personal itself.
        let asked = self.store.search_hash(text).map_err(fault)?;
        self.readings.searches(&self.caller, &asked, self.now)?;
        let marks = blind_indexes(Applicant::marks_of(text));
        let found = self.store.dossiers_by_blind_indexes(marks, &self.scope);
        let mut found = found.await.map_err(fault)?;
        found.truncate(PAGE_ROWS as usize);
        Ok(found)
    }

    /// Where the work list looks.
    fn scope_of(&self, whose: WorklistOwner) -> AgencyScope {
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

pub(super) fn blind_indexes(marks: Vec<(&'static str, String)>) -> Vec<BlindIndex> {
    let mark = |(kind, text)| BlindIndex { kind, text };
    marks.into_iter().map(mark).collect()
}
