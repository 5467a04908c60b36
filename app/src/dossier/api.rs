//! The server functions of the desk. Each checks the caller's right in the dossier's agency; a dossier of another agency is not
//! found.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use sanh_domain::dossier::file::{DossierFile, Office};
use sanh_domain::dossier::worklist::{Worklist, WorklistQuery};
use sanh_domain::id::{AgencyId, AttachmentId, ProcedureId};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::sheet::FileFormat;

use crate::error::AppError;
use crate::model::dossier::{
    AmendmentForm, Letter, OpenedDossier, PreparedDossier, PrintedSlip, ReceptionForm,
    ReceptionOutcome, StepForm, StepOutcome,
};
use crate::page::{FieldValues, File};
use crate::ui::submit::FormError;

/// What the desk's screens know of the centre. For whoever works on dossiers.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody else; [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "read_office", input = GetUrl)]
pub async fn read_office() -> Result<Office, AppError> {
    crate::server::desk::desk()?.office().await
}

/// One page of the work list. Sent as a form: what is looked for may be personal and stays out of addresses.
///
/// # Errors
/// As [`read_office`]; [`AppError::Invalid`] for a page that cannot be read; [`AppError::TooMuchRead`].
#[server(prefix = "/api", endpoint = "list_dossiers")]
pub async fn list_dossiers(query: WorklistQuery) -> Result<Worklist, AppError> {
    Ok(crate::server::desk::desk()?.worklist(&query).await?)
}

/// A work list as a file, which the audit tells of. For managers who gave their password lately.
///
/// # Errors
/// As [`list_dossiers`].
#[server(prefix = "/api", endpoint = "export_dossiers")]
pub async fn export_dossiers(query: WorklistQuery, format: FileFormat) -> Result<File, AppError> {
    use crate::server::{confirmed_manager, desk};
    confirmed_manager()?;
    desk::desk()?.export(query, format).await
}

/// A dossier with its history, its applicant and its notes, which the audit tells of.
///
/// # Errors
/// As [`read_office`]; [`AppError::NotFound`]; [`AppError::TooMuchRead`].
#[server(prefix = "/api", endpoint = "open_dossier", input = GetUrl)]
pub async fn open_dossier(code: String) -> Result<OpenedDossier, AppError> {
    use crate::server::desk::{desk, read_code};
    Ok(desk()?.opened(&read_code(&code)?).await?)
}

/// A dossier for its control slip, which the audit tells of.
///
/// # Errors
/// As [`open_dossier`].
#[server(prefix = "/api", endpoint = "print_control_slip", input = GetUrl)]
pub async fn print_control_slip(code: String) -> Result<DossierFile, AppError> {
    use crate::server::desk::{desk, read_code};
    Ok(desk()?.control_slip(&read_code(&code)?).await?)
}

/// The letter that an event of a dossier sends, which the audit tells of.
///
/// # Errors
/// As [`open_dossier`]; [`AppError::NotFound`] also where the event sends none.
#[server(prefix = "/api", endpoint = "print_letter", input = GetUrl)]
pub async fn print_letter(code: String, sequence: i64) -> Result<Letter, AppError> {
    use crate::server::desk::{desk, read_code};
    Ok(desk()?.letter(&read_code(&code)?, sequence).await?)
}

/// A dossier's slip again, with new secrets: those before are over.
///
/// # Errors
/// As [`open_dossier`]; [`AppError::NotFound`] also where nothing is promised.
#[server(prefix = "/api", endpoint = "print_slip")]
pub async fn print_slip(code: String) -> Result<Box<PrintedSlip>, FormError> {
    use crate::server::desk::{desk, read_code};
    Ok(desk()?.slip_again(&read_code(&code)?).await?)
}

/// The dossier as it would be received now.
///
/// # Errors
/// A refusal where it cannot be; [`AppError::NotFound`] for an agency elsewhere.
#[server(prefix = "/api", endpoint = "prepare_dossier", input = GetUrl)]
pub async fn prepare_dossier(
    procedure: ProcedureId,
    agency: AgencyId,
    channel: Channel,
) -> Result<PreparedDossier, FormError> {
    use crate::server::desk::{desk, reception_form};
    reception_form::prepare(&desk()?, procedure, agency, channel).await
}

/// Receives a dossier, or refuses it at reception. A form that is sent twice counts once.
///
/// # Errors
/// What is wrong with the form or stands against it; then nothing was written.
#[server(prefix = "/api", endpoint = "receive_dossier")]
pub async fn receive_dossier(
    #[server(flatten)] form: ReceptionForm,
) -> Result<ReceptionOutcome, FormError> {
    use crate::server::desk::{desk, reception_form};
    reception_form::receive(&desk()?, &form).await
}

/// Sets a reception right; the slip that replaces the old one, where anything on it is other than it was.
///
/// # Errors
/// As [`receive_dossier`]; a refusal with status 409 where somebody else changed the dossier.
#[server(prefix = "/api", endpoint = "amend_dossier")]
pub async fn amend_dossier(
    code: String,
    #[server(flatten)] form: AmendmentForm,
) -> Result<Option<Box<PrintedSlip>>, FormError> {
    use crate::server::desk::{amend_form, desk};
    amend_form::amend(&desk()?, &code, &form).await
}

/// Records a step of a dossier, if it is still at this version. A form that is sent twice counts once.
///
/// # Errors
/// What is wrong with the form or stands against it; a refusal that is stale where somebody else changed the dossier.
#[server(prefix = "/api", endpoint = "move_dossier")]
pub async fn move_dossier(
    code: String,
    #[server(default)] version: String,
    #[server(flatten)] form: StepForm,
) -> Result<StepOutcome, FormError> {
    use crate::server::desk::{desk, step_form};
    step_form::apply_step(&desk()?, &code, &version, &form).await
}

/// Records one step of several dossiers, all or none; each is named by its code and the version that was shown.
///
/// # Errors
/// As [`move_dossier`]; a refusal with status 409 names the dossiers that cannot go as its fields.
#[server(prefix = "/api", endpoint = "move_dossiers")]
pub async fn move_dossiers(
    #[server(default)] dossier: FieldValues,
    #[server(flatten)] form: StepForm,
) -> Result<(), FormError> {
    use crate::server::desk::{desk, step_form};
    step_form::move_several(&desk()?, &dossier, &form).await
}

/// Notes something of a dossier. A form that is sent twice counts once.
///
/// # Errors
/// A refusal where it is blank, too long or one too many; [`AppError::NotFound`].
#[server(prefix = "/api", endpoint = "add_note")]
pub async fn add_note(
    code: String,
    #[server(default)] key: String,
    #[server(default)] note: String,
) -> Result<(), FormError> {
    use crate::server::desk::{desk, note_form};
    note_form::add(&desk()?, &code, &key, &note).await
}

/// Attaches the file that the form sends to a dossier. A form that is sent twice counts once.
///
/// # Errors
/// A refusal where title or file will not do, or it is one too many; [`AppError::NotFound`].
#[server(prefix = "/api", endpoint = "add_attachment")]
pub async fn add_attachment(
    code: String,
    #[server(default)] key: String,
    #[server(default)] title: String,
) -> Result<(), FormError> {
    use crate::server::desk::{attachment_form, desk};
    attachment_form::add(&desk()?, &code, &key, &title).await
}

/// Removes a file that is attached to a dossier, for good. For whoever attached it, and for managers.
///
/// # Errors
/// A refusal for anybody else; [`AppError::NotFound`].
#[server(prefix = "/api", endpoint = "remove_attachment")]
pub async fn remove_attachment(code: String, attachment: AttachmentId) -> Result<(), FormError> {
    use crate::server::desk::{attachment_form, desk};
    attachment_form::remove(&desk()?, &code, attachment).await
}
