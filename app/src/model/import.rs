//! Imports: what server functions take and give.

use chrono_tz::Tz;
use sanh_domain::import::model::{
    FileInspection, ImportJob, ImportProgress, ImportReport, ListedMapping, ReaderMessage,
};
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The limits of an import, as the pages show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportBounds {
    /// The largest file, in bytes.
    pub file_bytes_max: u64,
    /// Hours for which a file is kept.
    pub keep_h: u32,
}

/// The imports of an administrator, and the mappings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportList {
    /// Their imports, newest first.
    pub jobs: Vec<ImportJob>,
    /// The saved and shipped mappings.
    pub mappings: Vec<ListedMapping>,
    /// The centre's zone.
    pub zone: Tz,
    /// The limits of an import.
    pub bounds: ImportBounds,
}

/// The file of an import and its runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportFile {
    /// The inspection of the file; if it cannot be read, the reason.
    pub look: Result<FileInspection, ReaderMessage>,
    /// The report of the last run, while it is kept.
    pub report: Option<ImportReport>,
    /// The progress of the current run.
    pub progress: Option<ImportProgress>,
}

impl ImportFile {
    /// The inspection of the file.
    ///
    /// # Errors
    ///
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
    /// The file and its runs.
    pub file: ImportFile,
    /// The saved and shipped mappings, those that fit the file first; none if it cannot be read.
    pub mappings: Vec<ListedMapping>,
    /// The centre's zone.
    pub zone: Tz,
}
