//! The desk's pages, by path.

use super::desk::DeskError;
use super::{bulk, detail, worklist};
use crate::account::model::Caller;
use crate::error::AppError;
use crate::page::{Asked, Method, Page};

/// `/desk…`
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page, or a dossier elsewhere; when the desk cannot be served.
pub async fn desk(asked: &Asked, caller: &Caller, rest: &[&str]) -> Result<Page, AppError> {
    let page = match (asked.method, rest) {
        (Method::Get, []) => worklist::worklist(asked, caller).await,
        (Method::Post, ["move"]) => bulk::act(asked, caller).await,
        (Method::Get, ["dossiers", code]) => detail::shown(asked, caller, code).await,
        (Method::Post, ["dossiers", code, "move"]) => detail::act(asked, caller, code).await,
        _ => Err(DeskError::NotFound),
    };
    page.map_err(AppError::from)
}

impl From<DeskError> for AppError {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::NotFound => Self::NotFound,
            DeskError::Forbidden => Self::Forbidden,
            DeskError::Invalid(field) => Self::Invalid(field.to_owned()),
            DeskError::Unavailable => Self::Unavailable,
            DeskError::Conflict
            | DeskError::Refused(_)
            | DeskError::SomeCannot(_)
            | DeskError::Internal => Self::Internal,
        }
    }
}
