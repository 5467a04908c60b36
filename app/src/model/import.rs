//! Imports: what server functions take and give.

use chrono_tz::Tz;
use sanh_domain::import::model::{
    FileInspection, ImportJob, ImportReport, ListedMapping, Progress, ReaderMessage,
};
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// What bounds an import, as the pages tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportBounds {
    /// The largest file, in bytes.
    pub file_bytes_max: u64,
    /// Hours that a file is kept.
    pub keep_h: u32,
}

/// The imports of an administrator, and the mappings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportList {
    /// Their imports, newest first.
    pub jobs: Vec<ImportJob>,
    /// The mappings that are kept and shipped.
    pub mappings: Vec<ListedMapping>,
    /// The centre's zone.
    pub zone: Tz,
    /// What bounds an import.
    pub bounds: ImportBounds,
}

/// What is known of an import's file and of its runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportFile {
    /// The first look into the file; of one that cannot be read, why.
    pub look: Result<FileInspection, ReaderMessage>,
    /// What the last run told, as long as it is kept.
    pub report: Option<ImportReport>,
    /// How far the run at hand has come.
    pub progress: Option<Progress>,
}

impl ImportFile {
    /// The first look into the file.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a file that cannot be read.
    pub fn inspection(&self) -> Result<&FileInspection, AppError> {
        self.look.as_ref().map_err(|_| AppError::NotFound)
    }
}

/// An import with what its page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenImport {
    /// The import.
    pub job: ImportJob,
    /// What is known of its file and of its runs.
    pub file: ImportFile,
    /// The mappings that are kept and shipped, those that fit the file first; none where it cannot be read.
    pub mappings: Vec<ListedMapping>,
    /// The centre's zone.
    pub zone: Tz,
}
