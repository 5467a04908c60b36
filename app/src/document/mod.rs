//! Posted documents: the pages for visitors, and the pages of administrators who post them.

mod admin_page;
pub mod api;
mod facts;
mod public_page;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use crate::ui::route::{ActRoute, FormRoute};
use admin_page::{AdminListPage, AdminPage, NewPage, TakeDownPage};
use public_page::{DocumentPage, ListPage};

/// The public pages.
#[component(transparent)]
pub fn DocumentRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/documents") view=ListPage />
        <Route path=path!("/documents/:document") view=DocumentPage />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The pages of administrators, under `/admin`.
#[component(transparent)]
pub fn DocumentAdminRoutes() -> AnyNestedRoute {
    view! {
        <FormRoute path=path!("/documents") view=AdminListPage />
        <Route path=path!("/documents/new") view=NewPage />
        <FormRoute path=path!("/documents/:document") view=AdminPage />
        <ActRoute path=path!("/documents/:document/down") view=TakeDownPage />
    }
    .into_inner()
    .into_any_nested_route()
}
