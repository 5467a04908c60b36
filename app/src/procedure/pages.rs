//! The catalogue's pages, by path.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::Caller;

use super::parts::Back;
use super::port::CataloguePort;
use super::{agencies, edit, fields, later, linked, procedures};
use crate::Ports;
use crate::error::AppError;
use crate::page::{Asked, Method, Page};

/// `/admin/agencies…`, `/admin/fields…`, `/admin/procedures…`
///
/// # Errors
/// [`AppError::NotFound`] for what is not there; when it cannot be served.
pub async fn catalogue(asked: &Asked, caller: &Caller, rest: &[&str]) -> Result<Page, AppError> {
    match (asked.method, rest) {
        (Method::Get, ["agencies"]) => agencies::list(asked, caller, Back::NEW).await,
        (Method::Post, ["agencies"]) => agencies::add(asked, caller).await,
        (Method::Get, ["agencies", id]) => agencies::one(asked, caller, id).await,
        (Method::Post, ["agencies", id]) => agencies::change(asked, caller, id).await,
        (Method::Get, ["fields"]) => fields::list(asked, caller, Back::NEW).await,
        (Method::Post, ["fields"]) => fields::add(asked, caller).await,
        (Method::Get, ["fields", id]) => fields::one(asked, caller, id).await,
        (Method::Post, ["fields", id]) => fields::change(asked, caller, id).await,
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
