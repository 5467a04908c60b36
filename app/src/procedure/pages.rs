//! The catalogue's pages, by path.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::Caller;

use super::port::CataloguePort;
use super::{edit, later, linked, procedures};
use crate::Ports;
use crate::error::AppError;
use crate::page::{Method, Page, PageRequest};

/// `/admin/procedures…`
///
/// # Errors
/// [`AppError::NotFound`] for what is not there; when it cannot be served.
pub async fn catalogue(
    request: &PageRequest,
    caller: &Caller,
    rest: &[&str],
) -> Result<Page, AppError> {
    match (request.method, rest) {
        (Method::Get, ["procedures"]) => procedures::list(request, caller).await,
        (Method::Post, ["procedures"]) => edit::add(request, caller).await,
        (Method::Get, ["procedures", "new"]) => edit::new(request, caller).await,
        (Method::Get, ["procedures", id]) => edit::one(request, caller, id).await,
        (Method::Post, ["procedures", id]) => edit::change(request, caller, id).await,
        (Method::Get, ["procedures", id, "parts"]) => linked::one(request, caller, id).await,
        (Method::Post, ["procedures", id, "parts"]) => linked::change(request, caller, id).await,
        (Method::Post, ["procedures", id, "limits", "remove"]) => {
            later::remove(request, caller, id).await
        }
        _ => Err(AppError::NotFound),
    }
}

pub(super) fn port() -> Arc<dyn CataloguePort> {
    expect_context::<Ports>().catalogue
}
