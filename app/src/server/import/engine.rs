//! The importer behind the pages, and its results.

use std::sync::Arc;

use async_trait::async_trait;
use chrono_tz::Tz;
use sanh_domain::import::draft::MappingDraft;
use sanh_domain::import::model::{FileInspection, ImportId, ImportJob, ReaderMessage};
use sanh_store::{AuditActor, StepOutcome, Store, StoreError};

use crate::error::AppError;
use crate::model::import::{ImportBounds, ImportFile};
use crate::server::failure;
use crate::text::Messages;
use crate::text::import::message_text;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// What imports need beside the case database, provided through Leptos' context.
#[derive(Clone)]
pub struct ImportContext {
    /// The limits of an import.
    pub bounds: ImportBounds,
    /// The mappings that ship with the program, by name.
    pub shipped: &'static [(&'static str, &'static str)],
    /// Processes the files.
    pub engine: Arc<dyn ImportEngine>,
}

/// Processes uploaded files. It is a trait because the reader, its mappings and the task of a run belong to the command line,
/// in crate `server`.
#[async_trait]
pub trait ImportEngine: Send + Sync {
    /// The present state of an import: one that was running in a program that has ended becomes interrupted.
    ///
    /// # Errors
    ///
    /// The database does not answer.
    async fn settle(&self, store: &Store, job: ImportJob) -> Result<ImportJob, StoreError>;

    /// The file of an import and its runs.
    async fn open(&self, job: &ImportJob) -> ImportFile;

    /// The invalid values of its last run as CSV, up to the largest file; `None`: not kept.
    async fn bad_values(&self, job: &ImportJob) -> Option<String>;

    /// The columns of a mapping that a file does not have; `None`: it fits.
    fn missing(&self, mapping: &str, look: &FileInspection) -> Option<String>;

    /// The content of a mapping, to be changed and saved under a name.
    ///
    /// # Errors
    ///
    /// It is no mapping.
    fn draft(&self, name: &str, mapping: &str) -> Result<MappingDraft, AppError>;

    /// The text of the mapping that was chosen for a file; times are in `zone` unless another one was chosen.
    ///
    /// # Errors
    ///
    /// The reason why it is no mapping, or does not fit the file.
    fn mapping(
        &self,
        draft: &MappingDraft,
        zone: Tz,
        look: &FileInspection,
    ) -> Result<String, ReaderMessage>;

    /// Begins a run.
    ///
    /// # Errors
    ///
    /// The reason why it was not begun.
    async fn begin(
        &self,
        job: ImportJob,
        run: ImportRun,
        by: AuditActor,
    ) -> Result<(), ImportError>;

    /// Stops the run of an import; whether it is at hand.
    fn stop(&self, id: ImportId) -> bool;

    /// Removes its file and its reports.
    fn remove(&self, job: &ImportJob);
}

/// The kind of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportRun {
    /// Everything but writing.
    Check,
    /// All good rows or none; with `skip_bad` the good dossiers.
    Apply {
        /// Write the valid dossiers even if others are invalid.
        skip_bad: bool,
    },
}

/// Why something was not done. Nothing changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Another import is under way.
    #[error("another import is under way")]
    Another,
    /// The import's state has changed: somebody else was faster, or the page is outdated.
    #[error("the import has gone on meanwhile")]
    Moved,
    /// The file no longer exists, or is on another server.
    #[error("the file is not here")]
    NoFile,
    /// The mapping cannot be used, or the file cannot be read.
    #[error("{}", .0.english)]
    Unusable(ReaderMessage),
    /// Anything else.
    #[error(transparent)]
    Other(#[from] AppError),
}

impl ImportError {
    /// The error of a step of the store that was not made.
    ///
    /// # Errors
    ///
    /// This error.
    pub fn of(stepped: Result<StepOutcome, StoreError>) -> Result<(), Self> {
        match stepped.map_err(failure)? {
            StepOutcome::Done => Ok(()),
            StepOutcome::Moved => Err(Self::Moved),
            StepOutcome::Another => Err(Self::Another),
            StepOutcome::Missing => Err(AppError::NotFound.into()),
        }
    }

    /// The error at a field of the form.
    pub(super) fn at(self, field: &'static str) -> FormError {
        let lang = request().room_lang();
        let words = lang.words();
        let message = match self {
            Self::Another => words.import_another(),
            Self::Moved => words.import_moved(),
            Self::NoFile => words.import_no_file(),
            Self::Unusable(told) => message_text(lang, &told),
            Self::Other(error) => return error.into(),
        };
        Problem::new(field, message).into()
    }
}
