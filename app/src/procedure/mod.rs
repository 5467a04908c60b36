//! The catalogue that administrators keep: procedures.

pub mod api;
mod later;
pub(crate) mod limit_form;
mod list_page;
pub(crate) mod parts;
pub(crate) mod parts_page;
mod procedure_page;
pub(crate) mod words;

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;
use sanh_domain::procedure::model::Procedure;
use serde::{Deserialize, Serialize};

use list_page::ListPage;
use parts_page::PartsPage;
use procedure_page::{NewPage, ProcedurePage, RemoveLimitPage};

/// Procedures on the day that says which of their limits are in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Procedures {
    /// The day it is at the centre.
    pub today: NaiveDate,
    /// Every procedure, by number.
    pub procedures: Vec<Procedure>,
}

/// The pages of procedures, under `/admin`.
#[component(transparent)]
pub fn ProcedureRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/procedures") view=ListPage />
        <Route path=path!("/procedures/new") view=NewPage />
        <Route path=path!("/procedures/:procedure") view=ProcedurePage />
        <Route path=path!("/procedures/:procedure/parts") view=PartsPage />
        <Route path=path!("/procedures/:procedure/limits/remove") view=RemoveLimitPage />
    }
    .into_inner()
    .into_any_nested_route()
}
