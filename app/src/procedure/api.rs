//! The server functions of procedures.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use sanh_domain::id::ProcedureId;
use sanh_domain::procedure::guide::Guide;
use sanh_domain::procedure::model::{Procedure, ProcedurePart};
use sanh_domain::report::sheet::FileFormat;

use crate::error::AppError;
use crate::model::procedure::{ImportedTable, Procedures};
use crate::page::{File, Form};
use crate::ui::submit::FormError;

/// Every procedure, by number. For administrators.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody else; [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "list_procedures", input = GetUrl)]
pub async fn list_procedures() -> Result<Procedures, AppError> {
    use crate::server::{administrator, procedure};
    procedure::all(&administrator()?).await
}

/// One procedure by its number, and the day it is at the centre. For administrators.
///
/// # Errors
/// As [`list_procedures`]; [`AppError::NotFound`] where there is none of that number.
#[server(prefix = "/api", endpoint = "read_procedure", input = GetUrl)]
pub async fn read_procedure(procedure: i64) -> Result<(Procedure, NaiveDate), AppError> {
    use crate::server::{administrator, procedure as procedures};
    procedures::find(&administrator()?, procedure).await
}

/// The parts of a procedure whose dossiers are linked, in their order; none: they are not. For administrators.
///
/// # Errors
/// As [`list_procedures`].
#[server(prefix = "/api", endpoint = "list_procedure_parts", input = GetUrl)]
pub async fn list_procedure_parts(procedure: i64) -> Result<Vec<ProcedurePart>, AppError> {
    use crate::server::{administrator, procedure as procedures};
    procedures::parts::all(&administrator()?, ProcedureId(procedure)).await
}

/// Adds a procedure, with its entry in the audit; its number. The form has `code`, `field`, `name_vi`, `name_en`, `limit` and
/// `unit` (and of a channel: `limit_online`, `unit_online`), `cutoff` (`yes`), `rule_hour`, `fee`, `papers` (one a line),
/// `national_code`, `level` and an `agency` for each that handles it. For administrators.
///
/// # Errors
/// What is wrong with the form, also a code that is taken; then nothing was written.
#[server(prefix = "/api", endpoint = "add_procedure")]
pub async fn add_procedure(#[server(flatten)] form: Form) -> Result<ProcedureId, FormError> {
    use crate::server::{administrator, procedure};
    let administrator = administrator()?;
    let entry = procedure::form_input::new_entry(&administrator, &form).await?;
    procedure::add(&administrator, entry).await
}

/// Changes a procedure but for its code, with its entry in the audit. The form is that of [`add_procedure`]; `valid_from` is the day
/// the time limits begin (blank: today), `seen` the mark of what it was made from. Dossiers received before keep field and limit.
/// For administrators.
///
/// # Errors
/// What is wrong with the form, also that somebody else has changed the procedure meanwhile; then nothing was written.
#[server(prefix = "/api", endpoint = "change_procedure")]
pub async fn change_procedure(
    procedure: i64,
    #[server(flatten)] form: Form,
) -> Result<(), FormError> {
    use crate::server::{administrator, procedure as procedures};
    let administrator = administrator()?;
    let (before, today) = procedures::find(&administrator, procedure).await?;
    let after =
        procedures::form_input::changed_entry(&administrator, &form, (&before, today)).await?;
    procedures::change(&administrator, (before, form.text("seen")), after).await
}

/// Takes away the time limits of a procedure that are to begin on a day, with its entry in the audit. For administrators.
///
/// # Errors
/// A refusal for limits that have begun, and where somebody else has changed the procedure since `seen`.
#[server(prefix = "/api", endpoint = "remove_limit")]
pub async fn remove_limit(
    procedure: i64,
    #[server(default)] seen: String,
    #[server(default)] valid_from: String,
) -> Result<(), FormError> {
    use crate::server::{administrator, procedure as procedures};
    let administrator = administrator()?;
    let (before, today) = procedures::find(&administrator, procedure).await?;
    let day = procedures::form_input::day(&valid_from)?;
    procedures::remove_limit(&administrator, (before, &seen), (day, today)).await
}

/// Says which parts a procedure has, with its entry in the audit; dossiers received before keep theirs. The form has `agency_1`,
/// `limit_1`, `unit_1`, `name_vi_1`, `name_en_1` and so on, and the mark `seen` of the parts it was made from. For administrators.
///
/// # Errors
/// What is wrong with the form, also that somebody else has changed the parts meanwhile; then nothing was written.
#[server(prefix = "/api", endpoint = "put_procedure_parts")]
pub async fn put_procedure_parts(
    procedure: i64,
    #[server(flatten)] form: Form,
) -> Result<(), FormError> {
    use crate::server::{administrator, procedure as procedures};
    let administrator = administrator()?;
    let (procedure, _) = procedures::find(&administrator, procedure).await?;
    let parts = procedures::parts::typed(&administrator, &form).await?;
    procedures::parts::put(&administrator, procedure.id, form.text("seen"), parts).await
}

/// What the public list tells of a procedure. For administrators.
///
/// # Errors
/// As [`list_procedures`].
#[server(prefix = "/api", endpoint = "read_guide", input = GetUrl)]
pub async fn read_guide(procedure: i64) -> Result<Guide, AppError> {
    use crate::server::{administrator, procedure as procedures};
    procedures::guide::find(&administrator()?, ProcedureId(procedure)).await
}

/// Says what the public list tells of a procedure, with its entry in the audit. The form has `is_hidden` and `is_online` (`yes`),
/// `wishes` (one a line), `online_address`, the two texts of each topic (`counter_vi`, `counter_en` …), a document for each paper
/// (`form_1` …), and the mark `seen` of what it was made from. For administrators.
///
/// # Errors
/// What is wrong with the form, also that somebody else has changed it meanwhile; then nothing was written.
#[server(prefix = "/api", endpoint = "put_guide")]
pub async fn put_guide(procedure: i64, #[server(flatten)] form: Form) -> Result<(), FormError> {
    use crate::server::{administrator, procedure as procedures};
    let administrator = administrator()?;
    let (procedure, _) = procedures::find(&administrator, procedure).await?;
    let after = procedures::guide::typed(&procedure.entry.requirements.papers, &form).await?;
    procedures::guide::put(&administrator, &procedure, form.text("seen"), after).await
}

/// Every procedure as a table, with its entry in the audit. For administrators.
///
/// # Errors
/// As [`list_procedures`].
#[server(prefix = "/api", endpoint = "export_procedures")]
pub async fn export_procedures(format: FileFormat) -> Result<File, AppError> {
    use crate::server::{administrator, procedure as procedures};
    procedures::table::export(&administrator()?, format).await
}

/// Takes procedures from the table that the form sent as `file`, all or none, each with its entry in the audit: those whose code is
/// listed are changed, the others added. With `action` `preview` nothing is written and what would be is told. For administrators.
///
/// # Errors
/// What is wrong with the table, by row and column; then nothing was written.
#[server(prefix = "/api", endpoint = "import_procedures")]
pub async fn import_procedures(
    #[server(default)] action: String,
) -> Result<ImportedTable, FormError> {
    use crate::model::procedure::PREVIEW;
    use crate::server::{administrator, procedure as procedures};
    procedures::import::take(&administrator()?, action == PREVIEW).await
}
