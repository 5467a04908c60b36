//! Receives a dossier in the case database.

use sanh_domain::account::model::RequestKey;
use sanh_domain::dossier::DossierCode;
use sanh_domain::dossier::applicant::{Reception, Submission};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::procedure::channel::Channel;
use sanh_store::stored::submission_bytes;
use sanh_store::{AuditActor, OpeningOutcome, OpeningRequest};

use super::error::fault;
use super::file::new_slip;
use super::found::blind_indexes;
use super::{Desk, DeskError, of_content};
use crate::model::dossier::PreparedDossier;

impl Desk {
    /// The dossier as it would be received now; its code may go to another one first.
    pub(crate) async fn prepare(
        &self,
        procedure: ProcedureId,
        agency: AgencyId,
        channel: Channel,
    ) -> Result<PreparedDossier, DeskError> {
        let (actor, now) = (self.caller.person.actor(), self.now);
        let prepared =
            self.store
                .prepare_dossier(procedure, agency, channel, actor, now, &self.scope);
        let dossier = prepared.await.map_err(fault)?.ok_or(DeskError::NotFound)?;
        let calendar = self.centre().await?.calendar.for_agency(agency);
        Ok(PreparedDossier {
            undecided: dossier.undecided(&calendar, now),
            dossier,
        })
    }

    /// Receives a dossier, or refuses it at reception; its code.
    ///
    /// # Errors
    ///
    /// The reason against it; then nothing was written.
    pub async fn receive(
        &self,
        key: &RequestKey,
        reception: Reception,
    ) -> Result<DossierCode, DeskError> {
        if !self.caller.person.works_in(reception.agency) {
            return Err(DeskError::NotFound);
        }
        let record = written(&reception.submission)?;
        // The content is part of the key: the same form for another applicant is another reception, not a repetition.
        let key = of_content(key, &form_content(&reception, &record))?;
        let opening = OpeningRequest {
            procedure: reception.procedure,
            agency: reception.agency,
            channel: reception.channel,
            record,
            marks: blind_indexes(reception.submission.applicant.marks()),
            slip: new_slip(),
            received_at: reception.received_at,
            late_reason: reception.late_reason,
            refused: reception.refused,
        };
        let by = AuditActor::from(&self.caller);
        let opened = self.store.open_dossier(key, by, opening, self.now).await;
        let (OpeningOutcome::Now(code) | OpeningOutcome::Before(code)) = opened.map_err(fault)?;
        Ok(code)
    }
}

/// An applicant's record as it is sealed.
pub(super) fn written(submission: &Submission) -> Result<Vec<u8>, DeskError> {
    submission_bytes(submission).map_err(|error| {
        tracing::error!(%error, "an applicant's record cannot be written");
        DeskError::Internal
    })
}

/// The content of a reception form, by which a repeat is recognised; only its hash is stored.
fn form_content(reception: &Reception, record: &[u8]) -> String {
    let Reception {
        procedure,
        agency,
        channel,
        submission: _,
        received_at,
        late_reason,
        refused,
    } = reception;
    let rest = (
        procedure,
        agency,
        channel,
        received_at,
        late_reason,
        refused,
    );
    format!("{rest:?}{}", String::from_utf8_lossy(record))
}
