//! The server functions of imports. Each administrator has their own.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use sanh_domain::import::draft::MappingDraft;
use sanh_domain::import::model::ImportId;

use crate::error::AppError;
use crate::model::import::{ImportList, OpenImport};
use crate::model::import_form::{ColumnsForm, WordsForm};
use crate::ui::submit::FormError;

/// The caller's imports, newest first, and every mapping. For administrators.
///
/// # Errors
///
/// [`AppError::Forbidden`] for anybody else; [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "list_imports", input = GetUrl)]
pub async fn list_imports() -> Result<ImportList, AppError> {
    use crate::server::{administrator, import as imports};
    imports::list(&administrator()?).await
}

/// One of the caller's imports, with the inspection of its file and the reports of its runs. For administrators.
///
/// # Errors
///
/// As [`list_imports`]; [`AppError::NotFound`] if the caller has no import with that number.
#[server(prefix = "/api", endpoint = "read_import", input = GetUrl)]
pub async fn read_import(import: ImportId) -> Result<OpenImport, AppError> {
    use crate::server::{administrator, import as imports};
    imports::open(imports::own(&administrator()?, import).await?).await
}

/// The initial values of the form of an import's columns: the mapping `from`, else what was chosen before, else what the file
/// suggests. For administrators.
///
/// # Errors
///
/// As [`read_import`]; [`AppError::NotFound`] also for a mapping that does not exist and a file that cannot be read.
#[server(prefix = "/api", endpoint = "read_mapping_draft", input = GetUrl)]
pub async fn read_mapping_draft(import: ImportId, from: String) -> Result<MappingDraft, AppError> {
    use crate::server::{administrator, import as imports};
    let job = imports::own(&administrator()?, import).await?;
    imports::draft(&job, &imports::inspect(&job).await?, &from).await
}

/// The text of a mapping, as the command line reads it. For administrators.
///
/// # Errors
/// As [`list_imports`]; [`AppError::NotFound`] if there is none with that name.
#[server(prefix = "/api", endpoint = "read_mapping", input = GetUrl)]
pub async fn read_mapping(name: String) -> Result<String, AppError> {
    use crate::server::{administrator, import as imports};
    imports::mapping(&administrator()?, &name).await
}

/// Every bad value of the last run as CSV, with its entry in the audit. For administrators.
///
/// # Errors
/// As [`read_import`]; [`AppError::NotFound`] also where they are not kept.
#[server(prefix = "/api", endpoint = "export_bad_values")]
pub async fn export_bad_values(import: ImportId) -> Result<String, AppError> {
    use crate::server::{administrator, import as imports};
    let administrator = administrator()?;
    let job = imports::own(&administrator, import).await?;
    imports::bad_values(&administrator, &job).await
}

/// Reads the file with a saved or shipped mapping. For administrators.
///
/// # Errors
///
/// A refusal if the import's state has changed; [`AppError::NotFound`] if there is no such import of the caller, or no such
/// mapping.
#[server(prefix = "/api", endpoint = "choose_mapping")]
pub async fn choose_mapping(
    import: ImportId,
    #[server(default)] mapping: String,
) -> Result<(), FormError> {
    use crate::server::{administrator, import as imports};
    let job = imports::own(&administrator()?, import).await?;
    imports::choose(&job, mapping.trim()).await
}

/// Saves the meaning of each column. For administrators.
///
/// # Errors
///
/// What the columns lack, or that the import's state has changed; then nothing was saved. [`AppError::NotFound`] as for
/// [`read_mapping_draft`].
#[server(prefix = "/api", endpoint = "choose_columns")]
pub async fn choose_columns(
    import: ImportId,
    #[server(flatten)] form: ColumnsForm,
) -> Result<(), FormError> {
    use crate::server::{administrator, import as imports};
    let job = imports::own(&administrator()?, import).await?;
    imports::choose_columns(&job, &form).await
}

/// Saves the chosen columns and words as a mapping, with its entry in the audit, and reads the file with it. For
/// administrators.
///
/// # Errors
///
/// The problems of the form, or why there can be no such mapping; [`AppError::NotFound`] as for [`read_mapping_draft`], and if
/// no columns were chosen.
#[server(prefix = "/api", endpoint = "save_mapping")]
pub async fn save_mapping(
    import: ImportId,
    #[server(flatten)] form: WordsForm,
) -> Result<(), FormError> {
    use crate::server::{administrator, import as imports};
    let administrator = administrator()?;
    let job = imports::own(&administrator, import).await?;
    imports::save_mapping(&administrator, &job, &form).await
}

/// Begins the dry run. For administrators.
///
/// # Errors
///
/// A refusal if the import's state has changed, another import is running, its file no longer exists or its mapping cannot be
/// used; [`AppError::NotFound`] if there is no such import of the caller.
#[server(prefix = "/api", endpoint = "check_import")]
pub async fn check_import(import: ImportId) -> Result<(), FormError> {
    use crate::server::import::engine::ImportRun;
    use crate::server::{administrator, import as imports};
    let administrator = administrator()?;
    let job = imports::own(&administrator, import).await?;
    imports::begin(&administrator, job, ImportRun::Check).await
}

/// Begins to write. If `skip_bad` is `yes` the valid dossiers are written, else all or none. For administrators.
///
/// # Errors
///
/// As [`check_import`].
#[server(prefix = "/api", endpoint = "apply_import")]
pub async fn apply_import(
    import: ImportId,
    #[server(default)] skip_bad: String,
) -> Result<(), FormError> {
    use crate::server::import::engine::ImportRun;
    use crate::server::{administrator, import as imports};
    let administrator = administrator()?;
    let job = imports::own(&administrator, import).await?;
    let skip_bad = skip_bad.trim() == "yes";
    imports::begin(&administrator, job, ImportRun::Apply { skip_bad }).await
}

/// Stops the current run; then nothing is written. For administrators.
///
/// # Errors
///
/// A refusal if no run is current; [`AppError::NotFound`] if there is no such import of the caller.
#[server(prefix = "/api", endpoint = "stop_import")]
pub async fn stop_import(import: ImportId) -> Result<(), FormError> {
    use crate::server::{administrator, import as imports};
    let job = imports::own(&administrator()?, import).await?;
    imports::stop(&job)
}

/// Removes the file. For administrators.
///
/// # Errors
///
/// A refusal if the import's state has changed; [`AppError::NotFound`] if there is no such import of the caller.
#[server(prefix = "/api", endpoint = "remove_import")]
pub async fn remove_import(import: ImportId) -> Result<(), FormError> {
    use crate::server::{administrator, import as imports};
    let job = imports::own(&administrator()?, import).await?;
    imports::remove(&job).await
}
