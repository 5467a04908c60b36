//! Import in the browser: a file is uploaded, its columns and words are told apart, a dry run tells what would be written, and
//! only then it is. The command line does the same by the same reader.

pub mod api;
mod choice;
mod columns;
mod files;
mod list;
mod meaning;
mod one;
mod report;
mod sheet;
pub(crate) mod typed;
pub(crate) mod words;

#[cfg(test)]
mod tests;

use chrono_tz::Tz;
use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::hooks::use_params_map;
use leptos_router::path;
use sanh_domain::import::model::{
    FileInspection, ImportId, ImportJob, ImportReport, ListedMapping, Progress, ReaderMessage,
};
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use columns::ColumnsPage;
use files::{BadValuesPage, MappingPage};
use list::ListPage;
use meaning::WordsPage;
use one::{ApplyPage, CheckPage, ChoosePage, ImportPage, RemovePage, StopPage};

/// Where a file is uploaded: the one form whose body may be large. The server puts it aside, under bounds of its own, and hands
/// the page the name of what it kept.
pub const UPLOAD: &str = "/admin/import";

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

/// The pages of imports, under `/admin`.
#[component(transparent)]
pub fn ImportRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/import") view=ListPage />
        <Route path=path!("/import/mapping") view=MappingPage />
        <Route path=path!("/import/:import") view=ImportPage />
        <Route path=path!("/import/:import/choose") view=ChoosePage />
        <Route path=path!("/import/:import/columns") view=ColumnsPage />
        <Route path=path!("/import/:import/words") view=WordsPage />
        <Route path=path!("/import/:import/check") view=CheckPage />
        <Route path=path!("/import/:import/apply") view=ApplyPage />
        <Route path=path!("/import/:import/stop") view=StopPage />
        <Route path=path!("/import/:import/remove") view=RemovePage />
        <Route path=path!("/import/:import/bad") view=BadValuesPage />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The import that the address names.
///
/// # Errors
/// [`AppError::NotFound`] for what is no number.
fn import_id() -> Result<ImportId, AppError> {
    let id = use_params_map().with_untracked(|params| params.get("import"));
    let id = id.and_then(|id| id.parse().ok());
    id.map(ImportId).ok_or(AppError::NotFound)
}

/// The address of an import, or of something of it.
fn address(id: ImportId, what: &str) -> String {
    if what.is_empty() {
        return format!("/admin/import/{}", id.0);
    }
    format!("/admin/import/{}/{what}", id.0)
}
