//! The public page about personal data: which are kept, for what purpose, how long, and who reads them.

pub mod api;
mod page;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use page::PrivacyPage;

/// The public page of personal data. It has no layout.
#[component(transparent)]
pub fn PrivacyRoutes() -> AnyNestedRoute {
    view! { <Route path=path!("/privacy") view=PrivacyPage /> }
        .into_inner()
        .into_any_nested_route()
}
