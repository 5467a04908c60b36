//! Who has an account, and what they may do.

pub mod api;
mod list_page;
mod parts;
mod person_page;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;
use sanh_domain::account::listed::ListedPerson;
use sanh_domain::procedure::listed::ListedAgency;
use serde::{Deserialize, Serialize};

use list_page::ListPage;
use person_page::{DisablePage, LinkPage, PersonPage, RightsPage};

/// Whoever has an account, and where people can work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Every account, by name.
    pub people: Vec<ListedPerson>,
    /// Every agency.
    pub agencies: Vec<ListedAgency>,
}

/// The pages of accounts, under `/admin`.
#[component(transparent)]
pub fn PeopleRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/people") view=ListPage />
        <Route path=path!("/people/:account") view=PersonPage />
        <Route path=path!("/people/:account/link") view=LinkPage />
        <Route path=path!("/people/:account/rights") view=RightsPage />
        <Route path=path!("/people/:account/disable") view=DisablePage />
    }
    .into_inner()
    .into_any_nested_route()
}
