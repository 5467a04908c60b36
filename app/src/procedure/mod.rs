//! The catalogue that administrators keep: procedures.

mod address;
pub mod api;
mod export;
mod field_names;
mod future_limits;
mod guide_page;
mod import_page;
pub(crate) mod limit_form;
mod list_page;
mod office_form;
pub(crate) mod papers_form;
mod parts_page;
mod procedure_page;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;
use sanh_domain::report::sheet::FileFormat;

use crate::ui::route::{ActRoute, FormRoute};
use export::ProcedureFile;
use guide_page::GuidePage;
use import_page::ImportPage;
use list_page::ListPage;
use parts_page::PartsPage;
use procedure_page::{NewPage, ProcedurePage, RemoveLimitPage};

/// The pages of procedures, under `/admin`.
#[component(transparent)]
pub fn ProcedureRoutes() -> AnyNestedRoute {
    let (csv, xlsx) = (FileFormat::Csv, FileFormat::Xlsx);
    view! {
        <FormRoute path=path!("/procedures") view=ListPage />
        <Route path=path!("/procedures.csv") view=move || view! { <ProcedureFile format=csv /> } />
        <Route path=path!("/procedures.xlsx") view=move || view! { <ProcedureFile format=xlsx /> } />
        <FormRoute path=path!("/procedures/import") view=ImportPage />
        <Route path=path!("/procedures/new") view=NewPage />
        <FormRoute path=path!("/procedures/:procedure") view=ProcedurePage />
        <FormRoute path=path!("/procedures/:procedure/parts") view=PartsPage />
        <FormRoute path=path!("/procedures/:procedure/guide") view=GuidePage />
        <ActRoute path=path!("/procedures/:procedure/limits/remove") view=RemoveLimitPage />
    }
    .into_inner()
    .into_any_nested_route()
}
