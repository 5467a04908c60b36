//! Saved filters of the work list in the case database.

use sanh_domain::report::view::model::{NAME_CHARS_MAX, QUERY_CHARS_MAX, SavedView, VIEWS_MAX};
use sanh_store::{AuditActor, ViewOf};

use super::Desk;
use crate::error::AppError;
use crate::server::failure;
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// The caller's saved filters, by name.
pub(crate) async fn views(desk: &Desk) -> Result<Vec<SavedView>, AppError> {
    let views = desk
        .store
        .saved_views(ViewOf::Worklist, desk.caller.person.id);
    views.await.map_err(failure)
}

/// Saves filters, and answers with them.
pub(crate) async fn keep(desk: &Desk, name: &str, query: String) -> Result<String, FormError> {
    let words = request().room_lang().words();
    let refused = |message| Err(Problem::new("view", message).into());
    if name.is_empty() {
        return refused(words.desk_view_needs_name());
    }
    if name.chars().count() > NAME_CHARS_MAX {
        return refused(words.desk_view_long(NAME_CHARS_MAX));
    }
    if query.len() > QUERY_CHARS_MAX || !query.bytes().all(is_of_address) {
        return Err(AppError::Invalid("query".to_owned()).into());
    }
    let (owner, by) = (desk.caller.person.id, AuditActor::from(&desk.caller));
    let view = (name.to_owned(), query.clone());
    let kept = desk
        .store
        .keep_view(ViewOf::Worklist, owner, view, by, desk.now);
    if !kept.await.map_err(failure)? {
        return refused(words.desk_view_too_many(VIEWS_MAX));
    }
    Ok(query)
}

/// Removes saved filters of the caller's.
pub(crate) async fn remove(desk: &Desk, id: i64) -> Result<(), AppError> {
    let (owner, by) = (desk.caller.person.id, AuditActor::from(&desk.caller));
    let removed = desk
        .store
        .remove_view(ViewOf::Worklist, owner, id, by, desk.now);
    if removed.await.map_err(failure)? {
        return Ok(());
    }
    Err(AppError::NotFound)
}

/// Whether a byte stands in the parameters of an address as they are written.
const fn is_of_address(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'%' | b'=' | b'&')
}
