//! The server functions of agencies and fields.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use sanh_domain::procedure::model::{CatalogueItem, ItemKind};

use crate::error::AppError;
use crate::ui::submit::FormError;

/// Every agency or field, in the order it is listed in. For administrators.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody else; [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "list_catalogue", input = GetUrl)]
pub async fn list_catalogue(kind: ItemKind) -> Result<Vec<CatalogueItem>, AppError> {
    use crate::server::{administrator, catalogue};
    catalogue::items(&administrator()?, kind).await
}

/// One agency or field by its number. For administrators.
///
/// # Errors
/// As [`list_catalogue`]; [`AppError::NotFound`] if there is none with that number.
#[server(prefix = "/api", endpoint = "read_catalogue_item", input = GetUrl)]
pub async fn read_catalogue_item(kind: ItemKind, item: i64) -> Result<CatalogueItem, AppError> {
    use crate::server::{administrator, catalogue};
    catalogue::item(&administrator()?, kind, item).await
}

/// Adds an agency, with its entry in the audit. For administrators.
///
/// # Errors
/// The problems of the form, also a code that is taken; then nothing was written.
#[server(prefix = "/api", endpoint = "add_agency")]
pub async fn add_agency(code: String, name_vi: String, name_en: String) -> Result<(), FormError> {
    use crate::server::{administrator, catalogue};
    let administrator = administrator()?;
    let item = catalogue::new_item(ItemKind::Agency, &code, (&name_vi, &name_en), "")?;
    catalogue::add(&administrator, ItemKind::Agency, item).await
}

/// Adds a field, with its entry in the audit. `sensitive` is `yes` where the board must never name it. For administrators.
///
/// # Errors
/// As [`add_agency`].
#[server(prefix = "/api", endpoint = "add_field")]
pub async fn add_field(
    #[server(default)] code: String,
    #[server(default)] name_vi: String,
    #[server(default)] name_en: String,
    #[server(default)] sensitive: String,
) -> Result<(), FormError> {
    use crate::server::{administrator, catalogue};
    let administrator = administrator()?;
    let item = catalogue::new_item(ItemKind::Field, &code, (&name_vi, &name_en), &sensitive)?;
    catalogue::add(&administrator, ItemKind::Field, item).await
}

/// Changes the names of an agency, with its entry in the audit. `seen` is the fingerprint of the values that the form was made
/// from. For administrators.
///
/// # Errors
///
/// The problems of the form, also that somebody else has changed the agency meanwhile; then nothing was written.
#[server(prefix = "/api", endpoint = "change_agency")]
pub async fn change_agency(
    item: i64,
    #[server(default)] seen: String,
    #[server(default)] name_vi: String,
    #[server(default)] name_en: String,
) -> Result<(), FormError> {
    use crate::server::{administrator, catalogue};
    let (kind, administrator) = (ItemKind::Agency, administrator()?);
    let before = catalogue::item(&administrator, kind, item).await?;
    let after = catalogue::changed_item(&before, (&name_vi, &name_en), "")?;
    catalogue::change(&administrator, kind, (before, &seen), after).await
}

/// Changes the names of a field and whether the board may name it, with its entry in the audit. For administrators.
///
/// # Errors
/// As [`change_agency`].
#[server(prefix = "/api", endpoint = "change_field")]
pub async fn change_field(
    item: i64,
    #[server(default)] seen: String,
    #[server(default)] name_vi: String,
    #[server(default)] name_en: String,
    #[server(default)] sensitive: String,
) -> Result<(), FormError> {
    use crate::server::{administrator, catalogue};
    let (kind, administrator) = (ItemKind::Field, administrator()?);
    let before = catalogue::item(&administrator, kind, item).await?;
    let after = catalogue::changed_item(&before, (&name_vi, &name_en), &sensitive)?;
    catalogue::change(&administrator, kind, (before, &seen), after).await
}
