//! The dossiers somebody looks for, by a code or its end, or by what they know of the applicant.

use std::collections::HashSet;

use sanh_domain::dossier::applicant::{Applicant, NameSearch};
use sanh_domain::dossier::worklist::PAGE_ROWS;
use sanh_domain::dossier::{CodeEnd, Dossier, DossierCode};
use sanh_store::BlindIndex;
use sanh_store::stored::read_submission;

use super::error::fault;
use super::{Desk, DeskError};

impl Desk {
    /// The dossiers somebody looks for. A telephone or identity number reads as a code too, so
    /// what is no dossier's code is then looked for among the applicants.
    pub(super) async fn found(&self, text: &str) -> Result<Vec<Dossier>, DeskError> {
        // Also exactly as typed: codes from other systems may have small letters.
        let mut spellings = vec![text.to_owned(), text.to_uppercase()];
        spellings.dedup();
        for typed in spellings {
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
        let rows_max = PAGE_ROWS as usize;
        // Thousands of codes may end in a phone's last digits, and hardly one in all of them.
        let is_phone = Applicant::is_phone(text);
        if is_phone {
            let found = self.found_by_applicant(text, rows_max).await?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        if let Some(end) = CodeEnd::read(text) {
            let found = self.store.dossiers_by_code_end(end, &self.scope, rows_max);
            let found = found.await.map_err(fault)?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        if is_phone {
            return Ok(Vec::new());
        }
        self.found_by_applicant(text, rows_max).await
    }

    /// The dossiers of whom a name, its end or a number means: those it names whole before those it may mean.
    async fn found_by_applicant(
        &self,
        text: &str,
        rows_max: usize,
    ) -> Result<Vec<Dossier>, DeskError> {
        // The audit gets a keyed hash, because the typed text is personal itself.
        let asked = self.store.search_hash(text).map_err(fault)?;
        self.readings.searches(&self.caller, &asked, self.now)?;
        let marks = blind_indexes(Applicant::marks_of(text));
        let found = self.store.dossiers_by_blind_indexes(marks, &self.scope);
        let mut found = found.await.map_err(fault)?;
        if let Some(search) = NameSearch::read(text) {
            let (kind, text) = search.mark();
            let mark = BlindIndex { kind, text };
            let fits = Box::new(move |record: &[u8]| {
                read_submission(record).is_ok_and(|it| search.fits(&it.applicant))
            });
            let shared = self
                .store
                .dossiers_by_shared_index(mark, fits, &self.scope, rows_max);
            let known: HashSet<DossierCode> = found.iter().map(|it| it.code.clone()).collect();
            let shared = shared.await.map_err(fault)?.into_iter();
            found.extend(shared.filter(|it| !known.contains(&it.code)));
        }
        found.truncate(rows_max);
        Ok(found)
    }
}

pub(super) fn blind_indexes(marks: Vec<(&'static str, String)>) -> Vec<BlindIndex> {
    let mark = |(kind, text)| BlindIndex { kind, text };
    marks.into_iter().map(mark).collect()
}
