//! Reading applicants' data: each access is audited and counted against an hourly limit.

use sanh_app::dossier::desk::DeskError;
use sanh_domain::account::model::Caller;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::dossier::DossierCode;
use sanh_domain::dossier::applicant::Submission;
use sanh_domain::dossier::file::PersonalDataRead;
use sanh_store::Store;

use super::{Desk, fault};
use crate::ports::readings::ReadRefusal;

impl Desk {
    /// Tells that what is personal of a dossier is about to be shown.
    pub(super) fn opens(
        &self,
        caller: &Caller,
        code: &DossierCode,
        reading: PersonalDataRead,
    ) -> Result<(), DeskError> {
        let act = match reading {
            PersonalDataRead::Opened => AuditAct::DossierOpened,
            PersonalDataRead::Printed | PersonalDataRead::Slip => AuditAct::DossierPrinted,
        };
        let now = self.clock.now();
        let opened = self.readings.opens(caller, act, code.as_str(), now);
        if reading == PersonalDataRead::Slip {
            return Ok(());
        }
        opened.map_err(unread)
    }

    /// Tells that an applicant is about to be looked for, by a keyed hash: what was typed is personal itself.
    pub(super) fn searches(
        &self,
        store: &Store,
        caller: &Caller,
        text: &str,
    ) -> Result<(), DeskError> {
        let asked = store.asked_hash(text).map_err(fault)?;
        let read = self.readings.searches(caller, &asked, self.clock.now());
        read.map_err(unread)
    }

    /// What was handed in with a dossier.
    pub(super) async fn submitted(
        &self,
        store: &Store,
        code: &DossierCode,
    ) -> Result<Option<Submission>, DeskError> {
        // Who works on a part of a linked dossier needs what was handed in with the whole.
        let linked = store.linked(code).await.map_err(fault)?;
        let code = linked.map_or_else(|| code.clone(), |linked| linked.whole.code);
        let record = store.applicant(&code).await.map_err(fault)?;
        let read = record
            .map(|record| serde_json::from_slice(&record))
            .transpose();
        read.map_err(|_| {
            // Its cause may quote the record.
            tracing::error!("an applicant's record cannot be read");
            DeskError::Internal
        })
    }
}

/// Why somebody is shown nothing.
fn unread(why: ReadRefusal) -> DeskError {
    match why {
        ReadRefusal::TooMuch => DeskError::TooMuchRead,
        ReadRefusal::Full => DeskError::Unavailable,
    }
}
