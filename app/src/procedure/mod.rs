//! The catalogue that administrators keep: procedures.

pub mod api;
mod later;
pub(crate) mod limit_form;
mod list_page;
pub(crate) mod parts_page;
mod procedure_page;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use crate::ui::route::{ActRoute, FormRoute};
use list_page::ListPage;
use parts_page::PartsPage;
use procedure_page::{NewPage, ProcedurePage, RemoveLimitPage};

/// The pages of procedures, under `/admin`.
#[component(transparent)]
pub fn ProcedureRoutes() -> AnyNestedRoute {
    view! {
        <FormRoute path=path!("/procedures") view=ListPage />
        <Route path=path!("/procedures/new") view=NewPage />
        <FormRoute path=path!("/procedures/:procedure") view=ProcedurePage />
        <FormRoute path=path!("/procedures/:procedure/parts") view=PartsPage />
        <ActRoute path=path!("/procedures/:procedure/limits/remove") view=RemoveLimitPage />
    }
    .into_inner()
    .into_any_nested_route()
}
