//! Downloads of posted documents, sent part by part.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::{Stream, stream};
use sanh_domain::account::model::Access;
use sanh_domain::document::model::{Document, DocumentVersion};
use sanh_domain::id::DocumentId;
use sanh_domain::text::fold::folded;
use sanh_store::{Store, StoreError};

use super::{Web, admission};

/// The route of the file of a version.
pub const PATH: &str = "/documents/{document}/versions/{version}";
/// The media type of all posted files.
pub const MEDIA_TYPE: &str = "application/pdf";
/// The longest file name that is made of a document's number, in characters.
const NAME_CHARS_MAX: usize = 60;

/// `GET /documents/{document}/versions/{version}`: the file of a posted document; of a document that was taken down for
/// administrators only.
///
/// It is never shown in a page: browsers save it, and its content security policy lets nothing in it run.
pub async fn file(
    State(web): State<Web>,
    Path((document, version)): Path<(i64, u32)>,
    request: Request,
) -> Response {
    let Some(store) = web.store.borrow().clone() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let is_administrator = matches!(
        admission::admitted(request.extensions(), Access::Administer),
        Ok(Some(_))
    );
    match found(&store, DocumentId(document), version, is_administrator).await {
        Ok(Some((document, version))) => sent(store, &document, &version),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::warn!(%error, "a document cannot be sent");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn found(
    store: &Store,
    id: DocumentId,
    version: u32,
    is_administrator: bool,
) -> Result<Option<(Document, DocumentVersion)>, StoreError> {
    let documents = store.documents().await?.into_iter();
    let mut readable = documents.filter(|it| it.is_posted() || is_administrator);
    let Some(document) = readable.find(|it| it.id == id) else {
        return Ok(None);
    };
    let mut versions = document.versions.iter();
    let found = versions.find(|it| it.version == version).cloned();
    Ok(found.map(|version| (document, version)))
}

fn sent(store: Arc<Store>, document: &Document, version: &DocumentVersion) -> Response {
    let parts = parts(store, document.id, version.version);
    let mut response = Body::from_stream(parts).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(
        header::CONTENT_LENGTH,
        HeaderValue::from(version.size_bytes),
    );
    let name = file_name(document, version);
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    if let Ok(disposition) = disposition {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

/// The parts of a file, each read when the one before it has been sent.
fn parts(
    store: Arc<Store>,
    id: DocumentId,
    version: u32,
) -> impl Stream<Item = Result<Bytes, StoreError>> + Send + 'static {
    stream::try_unfold(0_u32, move |position| {
        let store = Arc::clone(&store);
        async move {
            let part = store.document_part(id, version, position).await?;
            Ok(part.map(|part| (Bytes::from(part), position + 1)))
        }
    })
}

/// A name of ASCII letters, digits and hyphens, made of the document's number.
fn file_name(document: &Document, version: &DocumentVersion) -> String {
    let number = folded(&version.entry.number);
    let plain = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            letter
        } else {
            '-'
        }
    };
    let name: String = number.chars().map(plain).take(NAME_CHARS_MAX).collect();
    let parts: Vec<&str> = name.split('-').filter(|part| !part.is_empty()).collect();
    let of = document.id.0;
    let name = if parts.is_empty() {
        "document".to_owned()
    } else {
        parts.join("-")
    };
    format!("{name}-{of}-v{}.pdf", version.version)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};
    use sanh_domain::document::model::DocumentEntry;
    use sanh_domain::text::name::Name;

    use super::*;

    #[test]
    fn a_file_is_named_by_the_number_without_signs_that_a_header_cannot_hold() {
        let named = |number: &str| {
            let version = DocumentVersion {
                version: 2,
                entry: DocumentEntry {
                    title: Name {
                        vi: "Quyết định".to_owned(),
                        en: None,
                    },
                    number: number.to_owned(),
                    issued_on: NaiveDate::default(),
                },
                posted_at: DateTime::UNIX_EPOCH,
                size_bytes: 1,
            };
            let document = Document {
                id: DocumentId(3),
                down_at: None,
                versions: vec![version.clone()],
            };
            file_name(&document, &version)
        };
        assert_eq!(named("12/2026/QĐ-UBND"), "12-2026-qd-ubnd-3-v2.pdf");
        assert_eq!(named("\"; x=\r\n"), "x-3-v2.pdf");
        assert_eq!(named(""), "document-3-v2.pdf");
    }
}
