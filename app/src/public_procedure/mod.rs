//! The public list of procedures: what the centre offers, what is needed for it, and how long it takes.

pub mod api;
mod facts;
mod list_page;
mod procedure_page;
mod sheet_page;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use list_page::ListPage;
use procedure_page::ProcedurePage;
use sheet_page::SheetPage;

/// The pages of the list. They are for everybody, and carry no script.
#[component(transparent)]
pub fn PublicProcedureRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/procedures") view=ListPage />
        <Route path=path!("/procedures/:code") view=ProcedurePage />
        <Route path=path!("/procedures/:code/sheet") view=SheetPage />
    }
    .into_inner()
    .into_any_nested_route()
}
