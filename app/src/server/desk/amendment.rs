//! Amends a reception in the case database.

use std::collections::BTreeSet;

use sanh_domain::account::model::RequestKey;
use sanh_domain::dossier::amend::{Papers, PapersChange};
use sanh_domain::dossier::applicant::{AmendedReception, SlipSecrets, Submission};
use sanh_store::{AmendmentOutcome, AmendmentRequest, AuditActor, Slip};

use super::error::fault;
use super::file::{new_secrets, slip};
use super::found::blind_indexes;
use super::reception::written;
use super::{Desk, DeskError, of_content};

impl Desk {
    /// Sets a reception right; answers the secrets of the slip that replaces the old one, where anything on it is other than it was.
    /// A form sent again has told them already.
    pub(super) async fn amend(
        &self,
        key: &RequestKey,
        reception: AmendedReception,
    ) -> Result<Option<SlipSecrets>, DeskError> {
        let code = reception.code.clone();
        let known = self.known(&code).await?;
        if reception.agency != known.agency && !self.caller.person.works_in(reception.agency) {
            return Err(DeskError::NotFound);
        }
        let told = self.submission(&code).await?;
        let key = of_content(key, &content(&reception)?)?;
        let secrets = new_secrets();
        let listed = self.listed_papers().await?;
        let amending = amending(reception, told.as_ref(), slip(&secrets), &listed)?;
        let by = AuditActor::from(&self.caller);
        let amended = self.store.amend_dossier(key, by, amending, self.now);
        Ok(match amended.await.map_err(fault)? {
            AmendmentOutcome::Now {
                is_slip_replaced, ..
            } => Some(secrets).filter(|_| is_slip_replaced),
            AmendmentOutcome::Before => None,
        })
    }

    /// The names of papers that procedures ask for: they tell of nobody.
    async fn listed_papers(&self) -> Result<BTreeSet<String>, DeskError> {
        let requirements = self.store.requirements().await.map_err(fault)?;
        let papers = requirements
            .into_values()
            .flat_map(|required| required.papers);
        Ok(papers.map(|name| name.vi).collect())
    }
}

/// All that a form of an amendment says, so that the same form sent again is known; it is hashed and not kept.
fn content(reception: &AmendedReception) -> Result<String, DeskError> {
    let record = reception.submission.as_ref().map(written).transpose()?;
    let record = record.unwrap_or_default();
    Ok(format!("{reception:?}{}", String::from_utf8_lossy(&record)))
}

/// What is to be amended, beside what is told now.
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
            .partition(|paper| listed.contains(paper));
        Papers {
            listed: known,
            others: others.len(),
        }
    };
    let papers = (was.papers != is.papers).then(|| PapersChange {
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
