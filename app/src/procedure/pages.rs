//! The catalogue's pages, by path.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::Caller;

use super::port::CataloguePort;
use super::{edit, later, linked, procedures};
use crate::Ports;
use crate::error::AppError;
use crate::page::{Asked, Method, Page};

/// `/admin/procedures…`
///
/// # Errors
/// [`AppError::NotFound`] for what is not there; when it cannot be served.
pub async fn catalogue(asked: &Asked, caller: &Caller, rest: &[&str]) -> Result<Page, AppError> {
    match (asked.method, rest) {
        (Method::Get, ["procedures"]) => procedures::list(asked, caller).await,
        (Method::Post, ["procedures"]) => edit::add(asked, caller).await,
        (Method::Get, ["procedures", "new"]) => edit::new(asked, caller).await,
        (Method::Get, ["procedures", id]) => edit::one(asked, caller, id).await,
        (Method::Post, ["procedures", id]) => edit::change(asked, caller, id).await,
        (Method::Get, ["procedures", id, "parts"]) => linked::one(asked, caller, id).await,
        (Method::Post, ["procedures", id, "parts"]) => linked::change(asked, caller, id).await,
        (Method::Post, ["procedures", id, "limits", "remove"]) => {
            later::remove(asked, caller, id).await
        }
        _ => Err(AppError::NotFound),
    }
}

pub(super) fn port() -> Arc<dyn CataloguePort> {
    expect_context::<Ports>().catalogue
}
