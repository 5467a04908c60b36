//! Scans and forms attached to a dossier in the case database. They stand with what was handed in: of a linked dossier with the whole.

use sanh_domain::account::actor::ActorRole;
use sanh_domain::account::model::RequestKey;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::dossier::DossierCode;
use sanh_domain::dossier::attachment::{Attachment, AttachmentLimits};
use sanh_domain::id::AttachmentId;
use sanh_store::{AuditActor, NewAttachment, StoreError};
use sha2::{Digest, Sha256};

use super::error::fault;
use super::{Desk, DeskError, of_content};

impl Desk {
    /// What is attached to a dossier, oldest first.
    pub(super) async fn attachments(
        &self,
        code: &DossierCode,
    ) -> Result<Vec<Attachment>, DeskError> {
        let code = self.handed_in_with(code).await?;
        let attached = self.store.attachments(&code, &self.scope).await;
        attached.map_err(fault)
    }

    /// Attaches a file to a dossier.
    pub(super) async fn attach(
        &self,
        key: &RequestKey,
        code: &DossierCode,
        new: NewAttachment,
        limits: AttachmentLimits,
    ) -> Result<(), DeskError> {
        let code = self.handed_in_with(code).await?;
        let content = hex::encode(Sha256::digest(&new.content));
        let key = of_content(key, &format!("{}\0{content}", new.title))?;
        let by = AuditActor::from(&self.caller);
        let added = self
            .store
            .add_attachment(key, by, &code, new, limits, self.now);
        added.await.map_err(|error| match error {
            StoreError::Invalid(_) => DeskError::Invalid("file"),
            error => fault(error),
        })
    }

    /// Removes a file for good: for whoever attached it, and for managers. One that is not there is removed.
    pub(super) async fn remove_attachment(
        &self,
        code: &DossierCode,
        id: AttachmentId,
    ) -> Result<(), DeskError> {
        let attached = self.attachments(code).await?;
        let Some(attachment) = attached.iter().find(|it| it.id == id) else {
            return Ok(());
        };
        let actor = self.caller.person.actor();
        if attachment.author != actor.name && actor.role != ActorRole::Manager {
            return Err(DeskError::Invalid("attachment"));
        }
        let code = self.handed_in_with(code).await?;
        let by = AuditActor::from(&self.caller);
        let removed = self.store.remove_attachment(by, &code, id, self.now);
        removed.await.map(drop).map_err(fault)
    }

    /// A file that is about to be opened, which the audit tells of, and the dossier that its parts are read of.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::TooMuchRead`]; while the database does not answer.
    pub async fn opened_attachment(
        &self,
        code: &DossierCode,
        id: AttachmentId,
    ) -> Result<(DossierCode, Attachment), DeskError> {
        self.known(code).await?;
        let mut attached = self.attachments(code).await?.into_iter();
        let attachment = attached.find(|it| it.id == id);
        let attachment = attachment.ok_or(DeskError::NotFound)?;
        let (caller, act) = (&self.caller, AuditAct::AttachmentOpened);
        self.readings.opens(caller, act, code.as_str(), self.now)?;
        Ok((self.handed_in_with(code).await?, attachment))
    }

    /// A part of a file, by its position from 0; `None`: there is no more of it.
    ///
    /// # Errors
    /// While the database does not answer.
    pub async fn attachment_part(
        &self,
        code: &DossierCode,
        id: AttachmentId,
        position: i64,
    ) -> Result<Option<Vec<u8>>, DeskError> {
        let part = self.store.attachment_part(code, id, position, &self.scope);
        part.await.map_err(fault)
    }
}
