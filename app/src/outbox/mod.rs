//! Messages to applicants as administrators see them: without recipient and text.

pub mod api;
mod letters;
mod pages;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use crate::ui::route::ActRoute;
use pages::{DossierLettersPage, OutboxPage, RetryAllPage, RetryPage};

/// The pages of the outbox, under `/admin`.
#[component(transparent)]
pub fn OutboxRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/outbox") view=OutboxPage />
        <ActRoute path=path!("/outbox/retry") view=RetryAllPage />
        <ActRoute path=path!("/outbox/letters") view=DossierLettersPage />
        <ActRoute path=path!("/outbox/:message/retry") view=RetryPage />
    }
    .into_inner()
    .into_any_nested_route()
}
