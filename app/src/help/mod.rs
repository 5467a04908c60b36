//! Help: one page a task, for everybody.

mod page;
mod topic;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use page::{HelpPage, TopicPage};

/// The pages of help. They have no layout.
#[component(transparent)]
pub fn HelpRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/help") view=HelpPage />
        <Route path=path!("/help/:topic") view=TopicPage />
    }
    .into_inner()
    .into_any_nested_route()
}
