//! The desk's pages, by path.

use sanh_domain::account::model::Caller;
use sanh_domain::dossier::DossierCode;

use super::desk::DeskError;
use super::{amend_form, bulk, detail, export, note, print, receive, shortcuts, slip, worklist};
use crate::error::AppError;
use crate::page::{Method, Page, PageRequest};

/// `/desk…`
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page, or a dossier elsewhere; when the desk cannot be served.
pub async fn desk(request: &PageRequest, caller: &Caller, rest: &[&str]) -> Result<Page, AppError> {
    let page = match (request.method, rest) {
        (Method::Get, []) => worklist::worklist(request, caller).await,
        (Method::Post, ["find"]) => worklist::find(request, caller).await,
        (Method::Get, ["export"]) => export::list(request, caller).await,
        (Method::Post, ["move"]) => bulk::act(request, caller).await,
        (Method::Get, ["dossiers", code]) => {
            detail::shown(request, caller, &read_code(code)?).await
        }
        (Method::Post, ["dossiers", code, "move"]) => {
            detail::act(request, caller, &read_code(code)?).await
        }
        (_, ["dossiers", code, "amend"]) => {
            amend_form::amend(request, caller, &read_code(code)?).await
        }
        (Method::Post, ["dossiers", code, "notes"]) => {
            note::add(request, caller, &read_code(code)?).await
        }
        (Method::Post, ["dossiers", code, "slip"]) => {
            slip::again(request, caller, &read_code(code)?).await
        }
        (Method::Get, ["dossiers", code, "control-slip"]) => {
            print::control_slip(request, caller, &read_code(code)?).await
        }
        (Method::Get, ["dossiers", code, "letters", sequence]) => {
            print::letter(request, caller, &read_code(code)?, sequence).await
        }
        (_, ["receive"]) => receive::receive(request, caller).await,
        (Method::Get, ["shortcuts"]) => Ok(shortcuts::listed(request, caller)),
        _ => Err(DeskError::NotFound),
    };
    page.map_err(AppError::from)
}

fn read_code(text: &str) -> Result<DossierCode, DeskError> {
    DossierCode::try_from(text.to_owned()).map_err(|_| DeskError::NotFound)
}

impl From<DeskError> for AppError {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::NotFound => Self::NotFound,
            DeskError::Forbidden => Self::Forbidden,
            DeskError::Invalid(field) => Self::Invalid(field.to_owned()),
            DeskError::TooMuchRead => Self::TooMuchRead,
            DeskError::Unavailable => Self::Unavailable,
            DeskError::NotWritten(why) => Self::NotWritten(why),
            DeskError::Conflict
            | DeskError::Refused(_)
            | DeskError::SomeCannot(_)
            | DeskError::Internal => Self::Internal,
        }
    }
}
