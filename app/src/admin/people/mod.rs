//! The accounts of staff and their rights.

pub mod api;
mod list_page;
mod person_page;
mod rights_form;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use crate::ui::route::{ActRoute, FormRoute};
use list_page::ListPage;
use person_page::{CalledPage, DisablePage, LinkPage, PersonPage, RightsPage};

/// The pages of accounts, under `/admin`.
#[component(transparent)]
pub fn PeopleRoutes() -> AnyNestedRoute {
    view! {
        <FormRoute path=path!("/people") view=ListPage />
        <Route path=path!("/people/:account") view=PersonPage />
        <ActRoute path=path!("/people/:account/link") view=LinkPage />
        <ActRoute path=path!("/people/:account/called") view=CalledPage />
        <ActRoute path=path!("/people/:account/rights") view=RightsPage />
        <ActRoute path=path!("/people/:account/disable") view=DisablePage />
    }
    .into_inner()
    .into_any_nested_route()
}
