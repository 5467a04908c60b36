//! The server functions of the public list.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use sanh_domain::id::FieldId;

use crate::error::AppError;
use crate::model::guide::{FoundProcedures, PublicProcedure};

/// A page, from 1, of the procedures that match a text and a field, the best matches first. For everybody.
///
/// # Errors
///
/// [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "find_procedures", input = GetUrl)]
pub async fn find_procedures(
    #[server(default)] text: String,
    #[server(default)] field: Option<FieldId>,
    #[server(default)] page: u32,
) -> Result<FoundProcedures, AppError> {
    crate::server::public_procedure::find(&text, field, page).await
}

/// A procedure of the public list by its code. For everybody.
///
/// # Errors
/// As [`find_procedures`]; [`AppError::NotFound`] where the list has none of that code.
#[server(prefix = "/api", endpoint = "read_public_procedure", input = GetUrl)]
pub async fn read_public_procedure(code: String) -> Result<PublicProcedure, AppError> {
    crate::server::public_procedure::read(&code).await
}
