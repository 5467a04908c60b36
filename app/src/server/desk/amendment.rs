//! Amends a reception in the case database.

use std::collections::BTreeSet;

use sanh_domain::account::model::RequestKey;
use sanh_domain::dossier::amend::{Papers, PapersChange};
use sanh_domain::dossier::applicant::{AmendedReception, PaperForm, Submission};
use sanh_store::{AmendmentOutcome, AmendmentRequest, AuditActor, Slip};

use super::error::fault;
use super::file::new_slip;
use super::found::blind_indexes;
use super::reception::written;
use super::{Desk, DeskError, of_content};

impl Desk {
    /// Sets a reception right; answers whether a slip replaces the old one, as something on it is other than it was. A form sent again
    /// does nothing more.
    pub(super) async fn amend(
        &self,
        key: &RequestKey,
        reception: AmendedReception,
    ) -> Result<bool, DeskError> {
        let code = reception.code.clone();
        let known = self.known(&code).await?;
        if reception.agency != known.agency && !self.caller.person.works_in(reception.agency) {
            return Err(DeskError::NotFound);
        }
        let told = self.submission(&code).await?;
        let key = of_content(key, &content(&reception)?)?;
        let listed = self.listed_papers().await?;
        let amending = amending(reception, told.as_ref(), new_slip(), &listed)?;
        let by = AuditActor::from(&self.caller);
        let amended = self.store.amend_dossier(key, by, amending, self.now);
        Ok(match amended.await.map_err(fault)? {
            AmendmentOutcome::Now {
                is_slip_replaced, ..
            } => is_slip_replaced,
            AmendmentOutcome::Before => false,
        })
    }

    /// The names of papers that procedures ask for: they are not personal data.
    async fn listed_papers(&self) -> Result<BTreeSet<String>, DeskError> {
        let requirements = self.store.requirements().await.map_err(fault)?;
        let papers = requirements
            .into_values()
            .flat_map(|required| required.papers);
        Ok(papers.map(|name| name.vi).collect())
    }
}

/// The content of an amendment form, by which a repeat is recognised; only its hash is stored.
fn content(reception: &AmendedReception) -> Result<String, DeskError> {
    let record = reception.submission.as_ref().map(written).transpose()?;
    let record = record.unwrap_or_default();
    Ok(format!("{reception:?}{}", String::from_utf8_lossy(&record)))
}

/// The amendment of a form, compared with the stored data.
fn amending(
    reception: AmendedReception,
    told: Option<&Submission>,
    slip: Slip,
    listed: &BTreeSet<String>,
) -> Result<AmendmentRequest, DeskError> {
    let was = told.cloned().unwrap_or_default();
    let is = reception.submission.clone().unwrap_or_default();
    let papers = |papers: &[String]| {
        let (known, others): (Vec<_>, Vec<_>) = papers
            .iter()
            .cloned()
            .partition(|paper| listed.contains(PaperForm::split(paper).0));
        Papers {
            listed: known,
            others: others.len(),
        }
    };
    let is_other = (&was.papers, was.sets) != (&is.papers, is.sets);
    let papers = is_other.then(|| PapersChange {
        before: papers(&was.papers),
        after: papers(&is.papers),
    });
    let record = match reception.submission.filter(|is| told != Some(is)) {
        Some(is) => Some((written(&is)?, blind_indexes(is.applicant.marks()))),
        None => None,
    };
    Ok(AmendmentRequest {
        code: reception.code,
        expected_version: reception.version,
        procedure: reception.procedure,
        agency: reception.agency,
        channel: reception.channel,
        received_at: reception.received_at,
        papers,
        personal: was.applicant.differences(&is.applicant),
        record,
        slip,
        reason: reception.reason,
        accepts_earlier_due: reception.accepts_earlier_due,
    })
}
