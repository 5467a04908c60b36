//! Saved views of throughput in the case database.

use sanh_domain::report::view::model::{NAME_CHARS_MAX, QUERY_CHARS_MAX, SavedView, VIEWS_MAX};
use sanh_store::{AuditActor, ViewOf};

use crate::error::AppError;
use crate::server::{Manager, failure, now, store};
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// The manager's views, by name.
pub(crate) async fn views(manager: &Manager) -> Result<Vec<SavedView>, AppError> {
    let views = store()?
        .saved_views(ViewOf::Throughput, manager.caller().person.id)
        .await;
    views.map_err(failure)
}

/// Keeps a view, and returns what its address asks.
pub(crate) async fn keep(
    manager: &Manager,
    name: &str,
    query: String,
) -> Result<String, FormError> {
    let words = request().room_lang().words();
    let refused = |message| Err(Problem::new("view", message).into());
    if name.is_empty() {
        return refused(words.throughput_view_needs_name());
    }
    if name.chars().count() > NAME_CHARS_MAX {
        return refused(words.throughput_view_long(NAME_CHARS_MAX));
    }
    if query.chars().count() > QUERY_CHARS_MAX {
        return Err(AppError::Invalid("person".to_owned()).into());
    }
    let (store, by) = (store()?, AuditActor::from(manager));
    let owner = manager.caller().person.id;
    let kept = store.keep_view(
        ViewOf::Throughput,
        owner,
        (name.to_owned(), query.clone()),
        by,
        now(),
    );
    if !kept.await.map_err(failure)? {
        return refused(words.throughput_view_too_many(VIEWS_MAX));
    }
    Ok(query)
}

/// Removes a view of the manager's.
pub(crate) async fn remove(manager: &Manager, id: i64) -> Result<(), AppError> {
    let (store, by) = (store()?, AuditActor::from(manager));
    let removed = store.remove_view(
        ViewOf::Throughput,
        manager.caller().person.id,
        id,
        by,
        now(),
    );
    if removed.await.map_err(failure)? {
        return Ok(());
    }
    Err(AppError::NotFound)
}
