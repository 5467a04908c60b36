//! The pages of settings and calendar, by path.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::Caller;

use super::port::CentrePort;
use super::{calendar, day, file_page, hours, settings};
use crate::Ports;
use crate::error::AppError;
use crate::page::{Method, Page, PageRequest};

/// `/admin/settings…` and `/admin/calendar…`
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page, or a row that is not there; when it cannot be served.
pub async fn centre(
    request: &PageRequest,
    caller: &Caller,
    rest: &[&str],
) -> Result<Page, AppError> {
    match (request.method, rest) {
        (Method::Get, ["settings"]) => settings::list(request, caller).await,
        (Method::Get, ["settings", key]) => settings::one(request, caller, key).await,
        (Method::Post, ["settings", key]) => settings::set(request, caller, key).await,
        (Method::Post, ["settings", key, "remove"]) => settings::unset(request, caller, key).await,
        (Method::Get, ["calendar"]) => calendar::shown(request, caller).await,
        (Method::Get, ["calendar", "day"]) => day::opened(request, caller).await,
        (Method::Post, ["calendar", "day"]) => day::sent(request, caller).await,
        (Method::Get, ["calendar", "file"]) => file_page::opened(request, caller).await,
        (Method::Post, ["calendar", "file"]) => file_page::sent(request, caller).await,
        (Method::Get, ["calendar", "hours"]) => hours::opened(request, caller).await,
        (Method::Post, ["calendar", "hours"]) => hours::sent(request, caller).await,
        _ => Err(AppError::NotFound),
    }
}

/// Settings and calendar.
pub(super) fn port() -> Arc<dyn CentrePort> {
    expect_context::<Ports>().centre
}

/// What was done, on top of the page that follows.
pub(crate) fn done(text: String) -> AnyView {
    view! {
        <div class="done" role="status">
            <p>{text}</p>
        </div>
    }
    .into_any()
}
