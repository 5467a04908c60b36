//! The server functions of the desk. Each checks the caller's right in the dossier's agency; a dossier of another agency is not
//! found.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::register::Register;
use sanh_domain::dossier::worklist::{Worklist, WorklistQuery};
use sanh_domain::id::{AgencyId, AttachmentId, ProcedureId};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::sheet::FileFormat;
use sanh_domain::report::view::model::SavedView;

use crate::error::AppError;
use crate::model::dossier::{
    AmendmentForm, ControlSlip, HandOver, Letter, OpenedDossier, PreparedDossier, PrintedSlip,
    ReceptionForm, ReceptionOutcome,
};
use crate::model::dossier_step::{StepForm, StepOutcome};
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

/// One page of the work list, with how many dossiers its tabs have where that is asked for. Sent as a form: what is looked for may be
/// personal and stays out of addresses.
///
/// # Errors
/// As [`read_office`]; [`AppError::Invalid`] for a page that cannot be read; [`AppError::TooMuchRead`].
#[server(prefix = "/api", endpoint = "list_dossiers")]
pub async fn list_dossiers(
    query: WorklistQuery,
    #[server(default)] has_counts: bool,
) -> Result<Worklist, AppError> {
    let desk = crate::server::desk::desk()?;
    Ok(if has_counts {
        desk.counted_worklist(&query).await?
    } else {
        desk.worklist(&query).await?
    })
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

/// The register of a day, or of today; with whoever applied for managers who gave their password lately, which the audit tells of.
///
/// # Errors
/// As [`read_office`]; [`AppError::Forbidden`] with `has_names` for anybody else.
#[server(prefix = "/api", endpoint = "read_register", input = GetUrl)]
pub async fn read_register(
    #[server(default)] day: Option<NaiveDate>,
    #[server(default)] has_names: bool,
) -> Result<Register, AppError> {
    use crate::server::{confirmed_manager, desk};
    if has_names {
        confirmed_manager()?;
    }
    Ok(desk::desk()?.register(day, has_names).await?)
}

/// The same as a file, which the audit tells of.
///
/// # Errors
/// As [`read_register`].
#[server(prefix = "/api", endpoint = "export_register")]
pub async fn export_register(
    #[server(default)] day: Option<NaiveDate>,
    #[server(default)] has_names: bool,
    format: FileFormat,
) -> Result<File, AppError> {
    use crate::server::{confirmed_manager, desk};
    if has_names {
        confirmed_manager()?;
    }
    desk::desk()?.register_file(day, has_names, format).await
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
pub async fn print_control_slip(code: String) -> Result<ControlSlip, AppError> {
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

/// The paper by which a dossier is handed over, which the audit tells of.
///
/// # Errors
/// As [`open_dossier`]; [`AppError::NotFound`] also where it was not received.
#[server(prefix = "/api", endpoint = "print_hand_over", input = GetUrl)]
pub async fn print_hand_over(code: String) -> Result<HandOver, AppError> {
    use crate::server::desk::{desk, read_code};
    Ok(desk()?.hand_over(&read_code(&code)?).await?)
}

/// A dossier's slip as it was issued today, which the audit tells of; `None`: none was.
///
/// # Errors
/// As [`open_dossier`].
#[server(prefix = "/api", endpoint = "print_slip", input = GetUrl)]
pub async fn print_slip(code: String) -> Result<Option<Box<PrintedSlip>>, AppError> {
    use crate::server::desk::{desk, read_code};
    Ok(desk()?.slip(&read_code(&code)?).await?)
}

/// Lets a dossier's slip be printed again: that of today as it was, else one with new secrets; those before are over then. `renew` is
/// `yes` where they are to be new in any case.
///
/// # Errors
/// As [`open_dossier`]; [`AppError::NotFound`] also where nothing is promised.
#[server(prefix = "/api", endpoint = "issue_slip")]
pub async fn issue_slip(code: String, #[server(default)] renew: String) -> Result<(), FormError> {
    use crate::server::desk::{desk, read_code};
    let renew = renew.trim() == "yes";
    Ok(desk()?.issue_slip(&read_code(&code)?, renew).await?)
}

/// Ends the letters to whoever is told of a dossier's changes, and erases their addresses; how many there were. They can ask again with
/// the slip in force.
///
/// # Errors
/// As [`open_dossier`].
#[server(prefix = "/api", endpoint = "end_subscriptions")]
pub async fn end_subscriptions(code: String) -> Result<u64, FormError> {
    use crate::server::desk::{desk, read_code};
    Ok(desk()?.end_subscriptions(&read_code(&code)?).await?)
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

/// Sets a reception right; whether a slip replaces the old one, as something on it is other than it was.
///
/// # Errors
/// As [`receive_dossier`]; a refusal with status 409 where somebody else changed the dossier.
#[server(prefix = "/api", endpoint = "amend_dossier")]
pub async fn amend_dossier(
    code: String,
    #[server(flatten)] form: AmendmentForm,
) -> Result<bool, FormError> {
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
/// Answers when it was, in ms since 1970.
///
/// # Errors
/// As [`move_dossier`]; a refusal with status 409 names the dossiers that cannot go as its fields.
#[server(prefix = "/api", endpoint = "move_dossiers")]
pub async fn move_dossiers(
    #[server(default)] dossier: FieldValues,
    #[server(flatten)] form: StepForm,
) -> Result<i64, FormError> {
    use crate::server::desk::{desk, step_form};
    step_form::move_several(&desk()?, &dossier, &form).await
}

/// The caller's saved filters of the work list, by name.
///
/// # Errors
/// As [`read_office`].
#[server(prefix = "/api", endpoint = "list_worklist_views", input = GetUrl)]
pub async fn list_worklist_views() -> Result<Vec<SavedView>, AppError> {
    use crate::server::desk::{desk, view};
    view::views(&desk()?).await
}

/// Saves what the address of a work list asks, the part after its `?`, under the name `view`; one of the same name gives way. Answers
/// with it.
///
/// # Errors
/// What is wrong with the name, also that there are too many; [`AppError::Invalid`] for what is no part of an address.
#[server(prefix = "/api", endpoint = "keep_worklist_view")]
pub async fn keep_worklist_view(
    #[server(default)] view: String,
    #[server(default)] query: String,
) -> Result<String, FormError> {
    use crate::server::desk::{desk, view as views};
    views::keep(&desk()?, view.trim(), query).await
}

/// Removes saved filters of the caller's.
///
/// # Errors
/// [`AppError::NotFound`] where they are none of theirs.
#[server(prefix = "/api", endpoint = "remove_worklist_view")]
pub async fn remove_worklist_view(view: i64) -> Result<(), FormError> {
    use crate::server::desk::{desk, view as views};
    Ok(views::remove(&desk()?, view).await?)
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
