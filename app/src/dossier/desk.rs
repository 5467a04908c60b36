//! What the desk needs of the server: the work list, one dossier's file, and moving on.

use std::sync::Arc;

use async_trait::async_trait;
use sanh_domain::account::model::{Caller, RequestKey};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::applicant::{
    AmendedReception, Receipt, Reception, SlipSecrets, Submission,
};
use sanh_domain::dossier::file::{ActionRequest, DossierFile, Note, Office, PersonalDataRead};
use sanh_domain::dossier::worklist::{Worklist, WorklistQuery, WorklistRow};
use sanh_domain::dossier::{Dossier, DossierCode, Refusal};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::sheet::{FileFormat, Table};

use crate::error::NotWritten;
use crate::page::File;

/// Why the desk did not do what was asked. Nothing was written then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeskError {
    /// No such dossier, or none this person may know of.
    #[error("not found")]
    NotFound,
    /// Not theirs to do.
    #[error("forbidden")]
    Forbidden,
    /// Somebody else changed the dossier since the version the form was made from.
    #[error("changed meanwhile")]
    Conflict,
    /// The rules of the domain refuse it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A field of the form, by its name, cannot be used.
    #[error("cannot use {0}")]
    Invalid(&'static str),
    /// No dossier was changed, because some of them cannot be; with the reasons.
    #[error("some cannot go")]
    SomeCannot(Vec<(DossierCode, Box<DeskError>)>),
    /// The person has opened or looked for as much as anybody may in an hour.
    #[error("too much was read")]
    TooMuchRead,
    /// The database is away or busy.
    #[error("unavailable")]
    Unavailable,
    /// Nothing was written, and nothing can be for now.
    #[error(transparent)]
    NotWritten(#[from] NotWritten),
    /// A fault of ours, logged where it was met.
    #[error("internal")]
    Internal,
}

/// What the desk needs of the server. Every method checks the caller's right in the dossier's agency; a dossier elsewhere is
/// [`DeskError::NotFound`]. A repeated [`RequestKey`] does nothing again and answers as before.
#[async_trait]
pub trait DeskPort: Send + Sync {
    /// The present.
    fn now(&self) -> Instant;

    /// The centre as the desk's screens need it.
    async fn office(&self) -> Result<Arc<Office>, DeskError>;

    /// One page of the work list.
    async fn worklist(&self, caller: &Caller, query: &WorklistQuery)
    -> Result<Worklist, DeskError>;

    /// A list as a file of this name, without its ending; the audit tells of it.
    async fn export(
        &self,
        caller: &Caller,
        table: Table,
        name: &str,
        format: FileFormat,
    ) -> Result<File, DeskError>;

    /// These rows as they stand now; those the caller may not see are left out. At most [`BULK_MAX`](sanh_domain::dossier::file::BULK_MAX).
    async fn rows(
        &self,
        caller: &Caller,
        codes: &[DossierCode],
    ) -> Result<Vec<WorklistRow>, DeskError>;

    /// A dossier and its history.
    async fn file(&self, caller: &Caller, code: &DossierCode) -> Result<DossierFile, DeskError>;

    /// The dossier as it would be received now; its code may go to another one first.
    async fn prepare(
        &self,
        caller: &Caller,
        procedure: ProcedureId,
        agency: AgencyId,
        channel: Channel,
    ) -> Result<Dossier, DeskError>;

    /// Receives a dossier, or refuses it at reception.
    async fn receive(
        &self,
        caller: &Caller,
        key: RequestKey,
        reception: Reception,
    ) -> Result<Receipt, DeskError>;

    /// Sets a reception right; answers the secrets of the slip that replaces the old one, where anything on it is other than it was.
    /// A form sent again has told them already.
    async fn amend(
        &self,
        caller: &Caller,
        key: RequestKey,
        reception: AmendedReception,
    ) -> Result<Option<SlipSecrets>, DeskError>;

    /// Who applied and with which papers; `None`: nothing was taken down, or it was erased. The audit tells of it.
    async fn submission(
        &self,
        caller: &Caller,
        code: &DossierCode,
        reading: PersonalDataRead,
    ) -> Result<Option<Submission>, DeskError>;

    /// Tells the audit of what is printed of a dossier without its applicant.
    async fn printed(&self, caller: &Caller, code: &DossierCode) -> Result<(), DeskError>;

    /// What colleagues noted of a dossier, oldest first.
    async fn notes(&self, caller: &Caller, code: &DossierCode) -> Result<Vec<Note>, DeskError>;

    /// Notes something of a dossier.
    async fn note(
        &self,
        caller: &Caller,
        key: RequestKey,
        code: &DossierCode,
        text: String,
    ) -> Result<(), DeskError>;

    /// New secrets for a slip to be printed again; the old ones are over.
    async fn reissue(&self, caller: &Caller, code: &DossierCode) -> Result<SlipSecrets, DeskError>;

    /// Does one thing to each of these dossiers, all or none.
    async fn act(
        &self,
        caller: &Caller,
        key: RequestKey,
        moves: Vec<ActionRequest>,
    ) -> Result<(), DeskError>;
}
