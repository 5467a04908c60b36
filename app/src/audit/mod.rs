//! The audit, read by administrators.

pub mod api;
mod facts;
mod page;
mod views;
mod words;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use page::AuditPage;

/// The page of the audit, under `/admin`.
#[component(transparent)]
pub fn AuditRoutes() -> AnyNestedRoute {
    view! { <Route path=path!("/audit") view=AuditPage /> }
        .into_inner()
        .into_any_nested_route()
}
