//! What the catalogue's pages need of the server.

use async_trait::async_trait;
use chrono::NaiveDate;
use sanh_domain::account::model::Caller;
use sanh_domain::id::{AgencyId, FieldId, ProcedureId};
use sanh_domain::procedure::model::{
    AgencyEntry, FieldEntry, ProcedureEntry, ProcedurePart, WithId,
};

use crate::error::AppError;

/// Why the catalogue was not changed. Nothing was written then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// Something has this code already, perhaps in other capitals.
    #[error("the code is taken")]
    CodeTaken,
    /// Somebody else changed it since it was read.
    #[error("changed meanwhile")]
    Conflict,
    /// It would change the time limit of days that have passed.
    #[error("it would restate the past")]
    Restates,
    /// Anything else.
    #[error(transparent)]
    Other(#[from] AppError),
}

/// The catalogue. Every method is for administrators; the pages have seen to that. What is added keeps its code; a change names
/// what it was made from, and is refused where that no longer stands.
#[async_trait]
pub trait CataloguePort: Send + Sync {
    /// Every agency, by number.
    async fn agencies(&self) -> Result<Vec<WithId<AgencyId, AgencyEntry>>, AppError>;

    /// Every field, in the order the board lists them.
    async fn fields(&self) -> Result<Vec<WithId<FieldId, FieldEntry>>, AppError>;

    /// The day it is at the centre.
    async fn today(&self) -> Result<NaiveDate, AppError>;

    /// Every procedure, by number.
    async fn procedures(&self) -> Result<Vec<WithId<ProcedureId, ProcedureEntry>>, AppError>;

    /// The parts of a procedure whose dossiers are linked, in their order; none: they are not.
    async fn parts(&self, procedure: ProcedureId) -> Result<Vec<ProcedurePart>, AppError>;

    /// Says which parts a procedure has. Dossiers received before keep theirs.
    async fn put_parts(
        &self,
        caller: &Caller,
        procedure: ProcedureId,
        before: Vec<ProcedurePart>,
        after: Vec<ProcedurePart>,
    ) -> Result<(), CatalogueError>;

    /// Adds a procedure.
    async fn add_procedure(
        &self,
        caller: &Caller,
        entry: ProcedureEntry,
    ) -> Result<ProcedureId, CatalogueError>;

    /// Changes a procedure. Dossiers received before keep field and limit; a time limit of days that have passed stays.
    async fn change_procedure(
        &self,
        caller: &Caller,
        before: WithId<ProcedureId, ProcedureEntry>,
        after: ProcedureEntry,
    ) -> Result<(), CatalogueError>;
}
