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

/// What imports need beside the case database, handed over through Leptos' context.
#[derive(Clone)]
pub struct ImportContext {
    /// What bounds an import.
    pub bounds: ImportBounds,
    /// The mappings that ship with the program, by name.
    pub shipped: &'static [(&'static str, &'static str)],
    /// What works on the files.
    pub engine: Arc<dyn ImportEngine>,
}

/// What works on uploaded files. It is a trait because the reader, its mappings and the task of a run are those of the command line,
/// in crate `server`.
#[async_trait]
pub trait ImportEngine: Send + Sync {
    /// An import as it stands: one that a program which is gone left under way gets interrupted.
    ///
    /// # Errors
    /// The database does not answer.
    async fn settle(&self, store: &Store, job: ImportJob) -> Result<ImportJob, StoreError>;

    /// What is known of its file and of its runs.
    async fn open(&self, job: &ImportJob) -> ImportFile;

    /// Every bad value of its last run as CSV, as far as a file may reach; `None`: not kept.
    async fn bad_values(&self, job: &ImportJob) -> Option<String>;

    /// What of a mapping's text a file does not have; `None`: it fits.
    fn missing(&self, mapping: &str, look: &FileInspection) -> Option<String>;

    /// What the text of a mapping says, to be changed under a name.
    ///
    /// # Errors
    /// It is no mapping.
    fn draft(&self, name: &str, mapping: &str) -> Result<MappingDraft, AppError>;

    /// The text of the mapping that was chosen for a file; times are of `zone` where nothing else was chosen.
    ///
    /// # Errors
    /// Why it makes none, or none that fits the file.
    fn mapping(
        &self,
        draft: &MappingDraft,
        zone: Tz,
        look: &FileInspection,
    ) -> Result<String, ReaderMessage>;

    /// Begins a run.
    ///
    /// # Errors
    /// Why it was not begun.
    async fn begin(
        &self,
        job: ImportJob,
        run: ImportRun,
        by: AuditActor,
    ) -> Result<(), ImportError>;

    /// Stops the run of an import; whether it is at hand.
    fn stop(&self, id: ImportId) -> bool;

    /// Removes its file and what was told of it.
    fn remove(&self, job: &ImportJob);
}

/// What a run is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportRun {
    /// Everything but writing.
    Check,
    /// All good rows or none; with `skip_bad` the good dossiers.
    Apply {
        /// Take the good dossiers where others are bad.
        skip_bad: bool,
    },
}

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

impl ImportError {
    /// Why a step of the store was not taken.
    ///
    /// # Errors
    /// That, where it was not.
    pub fn of(stepped: Result<StepOutcome, StoreError>) -> Result<(), Self> {
        match stepped.map_err(failure)? {
            StepOutcome::Done => Ok(()),
            StepOutcome::Moved => Err(Self::Moved),
            StepOutcome::Another => Err(Self::Another),
            StepOutcome::Missing => Err(AppError::NotFound.into()),
        }
    }

    /// The same at a field of the form.
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
