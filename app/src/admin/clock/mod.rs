//! The server's clock: whether it is trusted, and the confirmation by an administrator that it is right.

pub mod api;
mod page;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::path;

use crate::ui::route::FormRoute;
use page::ClockPage;

/// The page of the server's clock, under `/admin`.
#[component(transparent)]
pub fn ClockRoutes() -> AnyNestedRoute {
    view! { <FormRoute path=path!("/clock") view=ClockPage /> }
        .into_inner()
        .into_any_nested_route()
}
