//! The import's pages, by path.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::import::model::ImportId;
use sanh_domain::language::Lang;

use super::port::{ImportError, ImportPort};
use super::words::told_text;
use super::{columns, files, list, meaning, one};
use crate::Ports;
use crate::error::AppError;
use crate::page::{Method, Page, PageRequest};
use crate::text::Messages;

/// `/admin/import…`
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page, or an import that is not the caller's; when it cannot be served.
pub async fn import(
    request: &PageRequest,
    caller: &Caller,
    rest: &[&str],
) -> Result<Page, AppError> {
    match (request.method, rest) {
        (Method::Get, []) => list::list(request, caller, 200, &[]).await,
        (Method::Post, []) => list::uploaded(request, caller).await,
        (Method::Get, ["mapping"]) => files::mapping(request).await,
        (Method::Get, [id]) => one::shown(request, caller, read(id)?, 200, &[]).await,
        (Method::Post, [id, "choose"]) => one::choose(request, caller, read(id)?).await,
        (Method::Get, [id, "columns"]) => columns::shown(request, caller, read(id)?).await,
        (Method::Post, [id, "columns"]) => columns::sent(request, caller, read(id)?).await,
        (Method::Get, [id, "words"]) => meaning::shown(request, caller, read(id)?).await,
        (Method::Post, [id, "words"]) => meaning::sent(request, caller, read(id)?).await,
        (Method::Post, [id, "check"]) => one::check(request, caller, read(id)?).await,
        (Method::Post, [id, "apply"]) => one::apply(request, caller, read(id)?).await,
        (Method::Post, [id, "stop"]) => one::stop(request, caller, read(id)?).await,
        (Method::Post, [id, "remove"]) => one::remove(request, caller, read(id)?).await,
        (Method::Get, [id, "bad"]) => files::bad_values(caller, read(id)?).await,
        _ => Err(AppError::NotFound),
    }
}

fn read(id: &str) -> Result<ImportId, AppError> {
    id.parse().map(ImportId).map_err(|_| AppError::NotFound)
}

pub(super) fn port() -> Arc<dyn ImportPort> {
    expect_context::<Ports>().import
}

/// The address of an import, or of something of it.
pub(super) fn address(id: ImportId, what: &str) -> String {
    if what.is_empty() {
        return format!("/admin/import/{}", id.0);
    }
    format!("/admin/import/{}/{what}", id.0)
}

/// Why something was not done, in the reader's language.
pub(super) fn error_text(lang: Lang, error: &ImportError) -> Result<String, AppError> {
    let words = lang.words();
    match error {
        ImportError::Another => Ok(words.import_another()),
        ImportError::Moved => Ok(words.import_moved()),
        ImportError::NoFile => Ok(words.import_no_file()),
        ImportError::Unusable(told) => Ok(told_text(lang, told)),
        ImportError::Other(error) => Err(error.clone()),
    }
}
