//! What the import's pages need of the server.

use std::sync::Arc;

use async_trait::async_trait;
use chrono_tz::Tz;
use sanh_domain::account::model::Caller;
use sanh_domain::import::draft::MappingDraft;
use sanh_domain::import::model::{
    FileInspection, ImportId, ImportJob, ImportReport, ListedMapping, Progress, ReaderMessage,
};

use crate::error::AppError;
use crate::page::File;

/// Why something was not done. Nothing changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Another import is under way.
    #[error("another import is under way")]
    Another,
    /// It is not at a point where this could be done: somebody was quicker, or the page is old.
    #[error("the import has gone on meanwhile")]
    Moved,
    /// The file is no longer there, or lies on another server.
    #[error("the file is not here")]
    NoFile,
    /// The mapping cannot be used, or the file cannot be read.
    #[error("{}", .0.english)]
    Unusable(ReaderMessage),
    /// Anything else.
    #[error(transparent)]
    Other(#[from] AppError),
}

/// An import with what its page shows.
#[derive(Clone, Debug)]
pub struct OpenImport {
    /// The import.
    pub job: ImportJob,
    /// The first look into its file; of a file that cannot be read, why.
    pub look: Result<Arc<FileInspection>, ReaderMessage>,
    /// What the last run told, as long as it is kept.
    pub report: Option<ImportReport>,
    /// How far the run at hand has come.
    pub progress: Option<Progress>,
    /// The centre's zone.
    pub zone: Tz,
}

/// What bounds an import, as the pages tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportBounds {
    /// The largest file, in bytes.
    pub file_bytes_max: u64,
    /// Hours that a file is kept.
    pub keep_h: u32,
}

/// Imports of administrators. Every method is for administrators; the pages have seen to that. Each sees their own uploads.
#[async_trait]
pub trait ImportPort: Send + Sync {
    /// What bounds an import.
    fn bounds(&self) -> ImportBounds;

    /// The caller's imports, newest first.
    async fn jobs(&self, caller: &Caller) -> Result<Vec<ImportJob>, AppError>;

    /// One of them.
    async fn job(&self, caller: &Caller, id: ImportId) -> Result<OpenImport, AppError>;

    /// The mappings that are kept and shipped, those that fit the file first.
    async fn mappings(&self, look: Option<&FileInspection>)
    -> Result<Vec<ListedMapping>, AppError>;

    /// The text of a mapping, as a file for the command line.
    async fn mapping_file(&self, name: &str) -> Result<File, AppError>;

    /// What a mapping says, to be changed.
    async fn draft_of(&self, name: &str) -> Result<MappingDraft, AppError>;

    /// Reads the file by a mapping that is kept or shipped.
    async fn choose(&self, caller: &Caller, id: ImportId, name: &str) -> Result<(), ImportError>;

    /// Keeps what was chosen of a mapping so far.
    async fn keep_draft(
        &self,
        caller: &Caller,
        id: ImportId,
        draft: &MappingDraft,
    ) -> Result<(), ImportError>;

    /// Saves a mapping under a name, and reads the file by it.
    async fn save_mapping(
        &self,
        caller: &Caller,
        id: ImportId,
        name: &str,
        draft: &MappingDraft,
    ) -> Result<(), ImportError>;

    /// Begins the dry run.
    async fn check(&self, caller: &Caller, id: ImportId) -> Result<(), ImportError>;

    /// Begins to write. With `skip_bad` the good dossiers are taken, else all or none.
    async fn apply(&self, caller: &Caller, id: ImportId, skip_bad: bool)
    -> Result<(), ImportError>;

    /// Stops the run at hand; nothing is written then.
    async fn stop(&self, caller: &Caller, id: ImportId) -> Result<(), ImportError>;

    /// Removes the file.
    async fn remove(&self, caller: &Caller, id: ImportId) -> Result<(), ImportError>;

    /// Every bad value of the last run, as a table.
    async fn bad_values(&self, caller: &Caller, id: ImportId) -> Result<File, AppError>;
}
