//! One dossier in the case database: its history, what was handed in, and its notes. Reading applicants' data is audited and counted
//! against an hourly limit.

use sanh_domain::account::model::RequestKey;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::dossier::DossierCode;
use sanh_domain::dossier::applicant::{SlipSecrets, Submission};
use sanh_domain::dossier::file::{
    DossierFile, Linked, LinkedPart, NOTE_CHARS_MAX, PersonalDataRead,
};
use sanh_store::stored::read_submission;
use sanh_store::{AuditActor, LinkedPart as StoredPart, Slip, StoreError, vault};

use super::error::fault;
use super::{Desk, DeskError, of_content};
use crate::model::dossier::{Letter, OpenedDossier, PrintedSlip, sends_letter};
use crate::server::worklist::row;

impl Desk {
    /// A dossier and its history.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; while the database does not answer.
    pub async fn file(&self, code: &DossierCode) -> Result<DossierFile, DeskError> {
        let (centre, now) = (self.centre().await?, self.now);
        let file = self.store.file(code, &self.scope).await;
        let (dossier, events) = file.map_err(fault)?;
        let linked = self.store.linked(code, &self.scope).await.map_err(fault)?;
        let part = |part: StoredPart| LinkedPart {
            name: part.name,
            row: row(part.dossier, &centre, now),
        };
        Ok(DossierFile {
            linked: linked.map(|linked| Linked {
                whole: row(linked.whole, &centre, now),
                parts: linked.parts.into_iter().map(part).collect(),
            }),
            row: row(dossier, &centre, now),
            events,
        })
    }

    /// A dossier with what was handed in and what colleagues noted.
    pub(crate) async fn opened(&self, code: &DossierCode) -> Result<OpenedDossier, DeskError> {
        let file = self.file(code).await?;
        self.reads(code, PersonalDataRead::Opened)?;
        Ok(OpenedDossier {
            now: self.now,
            file,
            submission: self.submission(code).await?,
            notes: self.store.notes(code, &self.scope).await.map_err(fault)?,
            attachments: self.attachments(code).await?,
            is_pin_closed: self.store.is_pin_closed(code).await.map_err(fault)?,
        })
    }

    /// The letter that an event of a dossier sends.
    pub(crate) async fn letter(
        &self,
        code: &DossierCode,
        sequence: i64,
    ) -> Result<Letter, DeskError> {
        let file = self.file(code).await?;
        let event = file.events.iter().find(|event| event.sequence == sequence);
        let event = event.filter(|event| sends_letter(event.kind));
        let event = event.ok_or(DeskError::NotFound)?.clone();
        self.reads(code, PersonalDataRead::Printed)?;
        let submission = self.submission(code).await?;
        Ok(Letter {
            file,
            event,
            to: submission.map(|submission| submission.applicant.name),
        })
    }

    /// A dossier for its control slip, which does not name the applicant.
    pub(crate) async fn control_slip(&self, code: &DossierCode) -> Result<DossierFile, DeskError> {
        let file = self.file(code).await?;
        self.reads(code, PersonalDataRead::Printed)?;
        Ok(file)
    }

    /// The slip with its secrets, which are told this once.
    pub(super) async fn slip(
        &self,
        code: &DossierCode,
        secrets: SlipSecrets,
    ) -> Result<Box<PrintedSlip>, DeskError> {
        let file = self.file(code).await?;
        self.reads(code, PersonalDataRead::Slip)?;
        Ok(Box::new(PrintedSlip {
            file,
            submission: self.submission(code).await?.unwrap_or_default(),
            secrets,
        }))
    }

    /// The slip to be printed again, with new secrets; the old ones are over.
    pub(crate) async fn slip_again(
        &self,
        code: &DossierCode,
    ) -> Result<Box<PrintedSlip>, DeskError> {
        // Only a dossier that was received has a due time to promise.
        let dossier = self.known(code).await?;
        if dossier.received_at.is_none() || dossier.is_annulled() {
            return Err(DeskError::NotFound);
        }
        let secrets = new_secrets();
        let by = AuditActor::from(&self.caller);
        let issued = self.store.issue_slip(code, slip(&secrets), by, self.now);
        issued.await.map_err(fault)?;
        self.slip(code, secrets).await
    }

    /// Notes something of a dossier.
    pub(crate) async fn note(
        &self,
        key: &RequestKey,
        code: &DossierCode,
        text: String,
    ) -> Result<(), DeskError> {
        if text.is_empty() || text.chars().count() > NOTE_CHARS_MAX {
            return Err(DeskError::Invalid("note"));
        }
        self.known(code).await?;
        let (key, by) = (of_content(key, &text)?, AuditActor::from(&self.caller));
        let noted = self.store.add_note(key, by, code, text, self.now);
        noted.await.map_err(|error| match error {
            StoreError::Invalid(_) => DeskError::Invalid("note"),
            error => fault(error),
        })
    }

    /// What was handed in with a dossier; `None`: nothing was taken down, or it was erased.
    pub(super) async fn submission(
        &self,
        code: &DossierCode,
    ) -> Result<Option<Submission>, DeskError> {
        let code = self.handed_in_with(code).await?;
        let record = self.store.applicant(&code, &self.scope).await;
        let read = record
            .map_err(fault)?
            .map(|record| read_submission(&record))
            .transpose();
        read.map_err(|_| {
            // Its cause may quote the record.
            tracing::error!("an applicant's record cannot be read");
            DeskError::Internal
        })
    }

    /// The dossier that what was handed in stands with: who works on a part of a linked dossier needs what came with the whole.
    pub(super) async fn handed_in_with(
        &self,
        code: &DossierCode,
    ) -> Result<DossierCode, DeskError> {
        let linked = self.store.linked(code, &self.scope).await.map_err(fault)?;
        Ok(linked.map_or_else(|| code.clone(), |linked| linked.whole.code))
    }

    /// Tells that what is personal of a dossier is about to be shown.
    fn reads(&self, code: &DossierCode, reading: PersonalDataRead) -> Result<(), DeskError> {
        let act = match reading {
            PersonalDataRead::Opened => AuditAct::DossierOpened,
            PersonalDataRead::Printed | PersonalDataRead::Slip => AuditAct::DossierPrinted,
        };
        let (caller, code) = (&self.caller, code.as_str());
        let read = self.readings.opens(caller, act, code, self.now);
        if reading == PersonalDataRead::Slip {
            return Ok(());
        }
        read.map_err(DeskError::from)
    }
}

pub(super) fn new_secrets() -> SlipSecrets {
    SlipSecrets {
        pin: vault::pin(),
        link: vault::link(),
    }
}

pub(super) fn slip(secrets: &SlipSecrets) -> Slip {
    Slip {
        pin: secrets.pin.clone(),
        link: secrets.link.clone(),
    }
}
