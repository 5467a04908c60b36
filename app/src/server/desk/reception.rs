//! Receives a dossier in the case database.

use sanh_domain::account::model::RequestKey;
use sanh_domain::dossier::applicant::{Receipt, Reception, Submission};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::procedure::channel::Channel;
use sanh_store::stored::submission_bytes;
use sanh_store::{AuditActor, OpeningOutcome, OpeningRequest};

use super::error::fault;
use super::file::{new_secrets, slip};
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

    /// Receives a dossier, or refuses it at reception.
    ///
    /// # Errors
    /// What stands against it; nothing was written then.
    pub async fn receive(
        &self,
        key: &RequestKey,
        reception: Reception,
    ) -> Result<Receipt, DeskError> {
        if !self.caller.person.works_in(reception.agency) {
            return Err(DeskError::NotFound);
        }
        let record = written(&reception.submission)?;
        // Sent again for somebody else it is another reception, not the first one once more.
        let key = of_content(key, &form_content(&reception, &record))?;
        let secrets = new_secrets();
        let opening = OpeningRequest {
            procedure: reception.procedure,
            agency: reception.agency,
            channel: reception.channel,
            record,
            marks: blind_indexes(reception.submission.applicant.marks()),
            slip: slip(&secrets),
            received_at: reception.received_at,
            late_reason: reception.late_reason,
            refused: reception.refused,
        };
        let by = AuditActor::from(&self.caller);
        let opened = self.store.open_dossier(key, by, opening, self.now).await;
        Ok(match opened.map_err(fault)? {
            OpeningOutcome::Now(code) => Receipt {
                code,
                secrets: Some(secrets),
            },
            OpeningOutcome::Before(code) => Receipt {
                code,
                secrets: None,
            },
        })
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
