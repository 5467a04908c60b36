//! The server functions of posted documents. Their files are read at `/documents/{document}/versions/{version}`.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use sanh_domain::document::model::Document;
use sanh_domain::id::DocumentId;

use crate::error::AppError;
use crate::page::Form;
use crate::ui::submit::FormError;

/// The documents that are posted, the newest first. For everybody.
///
/// # Errors
/// [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "list_posted_documents", input = GetUrl)]
pub async fn list_posted_documents() -> Result<Vec<Document>, AppError> {
    crate::server::document::posted().await
}

/// Every document, including those taken down, the newest first. For administrators.
///
/// # Errors
///
/// [`AppError::Forbidden`] for anybody else; as [`list_posted_documents`].
#[server(prefix = "/api", endpoint = "list_documents", input = GetUrl)]
pub async fn list_documents() -> Result<Vec<Document>, AppError> {
    use crate::server::{administrator, document};
    document::all(&administrator()?).await
}

/// A document with its versions. For administrators.
///
/// # Errors
/// As [`list_documents`]; [`AppError::NotFound`] if there is none with that number.
#[server(prefix = "/api", endpoint = "read_document", input = GetUrl)]
pub async fn read_document(document: DocumentId) -> Result<Document, AppError> {
    use crate::server::{administrator, document as documents};
    documents::find(&administrator()?, document).await
}

/// Posts a document, with its entry in the audit. The form has `title_vi`, `title_en`, `number`, `issued_on` and the
/// file `file`, a PDF. For administrators.
///
/// # Errors
/// What is wrong with the form or its file; then nothing was written.
#[server(prefix = "/api", endpoint = "add_document")]
pub async fn add_document(#[server(flatten)] form: Form) -> Result<DocumentId, FormError> {
    use crate::server::{administrator, document};
    document::add(&administrator()?, &form).await
}

/// Posts another version of a document, with its entry in the audit; without a file it keeps that of the version
/// `seen`. One that was
/// taken down is posted again. For administrators.
///
/// # Errors
/// As [`add_document`]; also that somebody else has replaced it meanwhile.
#[server(prefix = "/api", endpoint = "replace_document")]
pub async fn replace_document(
    document: DocumentId,
    #[server(flatten)] form: Form,
) -> Result<(), FormError> {
    use crate::server::{administrator, document as documents};
    documents::replace(&administrator()?, document, &form).await
}

/// Takes a document down, with its entry in the audit; its versions are kept. For administrators.
///
/// # Errors
/// As [`list_documents`].
#[server(prefix = "/api", endpoint = "take_down_document")]
pub async fn take_down_document(document: DocumentId) -> Result<(), FormError> {
    use crate::server::{administrator, document as documents};
    documents::take_down(&administrator()?, document).await
}
