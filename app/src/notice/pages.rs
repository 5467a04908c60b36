//! Notices: the pages, by path.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::notice::model::NoticeId;

use super::port::NoticePort;
use super::{compose, list, one};
use crate::Ports;
use crate::error::AppError;
use crate::page::{Method, Page, PageRequest};

/// The pages.
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page; when it cannot be served.
pub async fn notices(
    request: &PageRequest,
    caller: &Caller,
    rest: &[&str],
) -> Result<Page, AppError> {
    match (request.method, rest) {
        (Method::Get, []) => list::list(request, caller).await,
        (Method::Post, []) => compose::sent(request, caller, None).await,
        (Method::Get, ["new"]) => compose::new(request, caller).await,
        (Method::Get, [id]) => one::one(request, caller, number(id)?).await,
        (Method::Get, [id, "edit"]) => compose::edit(request, caller, number(id)?).await,
        (Method::Post, [id, "edit"]) => compose::sent(request, caller, Some(number(id)?)).await,
        (Method::Post, [id, "end"]) => one::end(request, caller, number(id)?).await,
        (Method::Post, [id, "approve"]) => one::approve(request, caller, number(id)?).await,
        (Method::Post, [id, "refuse"]) => one::refuse(request, caller, number(id)?).await,
        _ => Err(AppError::NotFound),
    }
}

fn number(id: &str) -> Result<NoticeId, AppError> {
    id.parse().map(NoticeId).map_err(|_| AppError::NotFound)
}

pub(super) fn port() -> Arc<dyn NoticePort> {
    expect_context::<Ports>().manage.notice
}
