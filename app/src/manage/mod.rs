//! The managers' front page.

mod page;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use page::FrontPage;

/// The front page, under `/manage`.
#[component(transparent)]
pub fn ManageRoutes() -> AnyNestedRoute {
    view! { <Route path=path!("") view=FrontPage /> }
        .into_inner()
        .into_any_nested_route()
}
