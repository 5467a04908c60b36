//! The facts of a document, for visitors and for administrators.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use sanh_domain::document::model::{Document, DocumentVersion};
use sanh_domain::id::DocumentId;
use sanh_domain::language::Lang;

use crate::error::AppError;
use crate::text::Messages;
use crate::text::date::short_date;
use crate::text::number::number;

/// Bytes of a kilobyte, as browsers show file sizes.
const KILOBYTE: u64 = 1_024;

/// The document that the address names.
pub(super) fn document_id() -> Result<DocumentId, AppError> {
    let id = use_params_map().with_untracked(|params| params.get("document"));
    let id = id.and_then(|id| id.parse().ok());
    id.map(DocumentId).ok_or(AppError::NotFound)
}

/// The address of a version's file.
pub(super) fn file_address(document: &Document, version: &DocumentVersion) -> String {
    format!("/documents/{}/versions/{}", document.id.0, version.version)
}

/// "PDF, 120 kB"
pub(super) fn file_text(lang: Lang, version: &DocumentVersion) -> String {
    let size = version.size_bytes.div_ceil(KILOBYTE);
    lang.words().documents_file(number(lang, size))
}

/// Number and date, as a document is cited.
pub(super) fn citation(lang: Lang, version: &DocumentVersion) -> String {
    let (words, entry) = (lang.words(), &version.entry);
    let date = short_date(entry.issued_on);
    if entry.number.is_empty() {
        return words.documents_of(date);
    }
    words.documents_cited(entry.number.clone(), date)
}
