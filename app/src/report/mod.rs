//! The pages of throughput and of the official report.

pub(crate) mod address;
pub mod api;
mod backlog;
pub mod bars;
mod cards;
pub mod chart;
pub(crate) mod choose;
pub(crate) mod counting;
mod due;
mod explain;
mod export;
pub mod island;
pub mod list;
mod live;
pub mod official_form;
mod overview;
mod receptions;
pub mod table;
mod view;
mod view_form;
mod working_time;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;
use sanh_domain::report::sheet::FileFormat;

use crate::ui::route::{ActRoute, FormRoute};
use due::DuePage;
use explain::DefinitionsPage;
use export::{DossierFile, TableFile};
use list::DossiersPage;
use live::LivePage;
use overview::OverviewPage;
use receptions::ReceptionsPage;
use view::{KeepPage, RemovePage};

/// The pages of throughput, under `/manage`.
#[component(transparent)]
pub fn ThroughputRoutes() -> AnyNestedRoute {
    let csv = FileFormat::Csv;
    let xlsx = FileFormat::Xlsx;
    view! {
        <Route path=path!("/throughput") view=OverviewPage />
        <Route path=path!("/definitions") view=DefinitionsPage />
        <Route path=path!("/live") view=LivePage />
        <Route path=path!("/dossiers") view=DossiersPage />
        <Route path=path!("/dossiers.csv") view=move || view! { <DossierFile format=csv /> } />
        <Route path=path!("/dossiers.xlsx") view=move || view! { <DossierFile format=xlsx /> } />
        <Route path=path!("/table.csv") view=move || view! { <TableFile format=csv /> } />
        <Route path=path!("/table.xlsx") view=move || view! { <TableFile format=xlsx /> } />
        <FormRoute path=path!("/due") view=DuePage />
        <Route path=path!("/receptions") view=ReceptionsPage />
        <ActRoute path=path!("/views") view=KeepPage />
        <ActRoute path=path!("/views/:view/remove") view=RemovePage />
    }
    .into_inner()
    .into_any_nested_route()
}
