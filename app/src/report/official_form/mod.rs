//! The official periodic report, form II.06a/VPCP/KSTT.

pub mod api;
mod checks;
mod dossiers;
mod edit;
mod list;
mod report_page;
mod sheet;
mod sign;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::hooks::use_params_map;
use leptos_router::path;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::report::official_form::period::PeriodName;
use sanh_domain::report::sheet::FileFormat;

use crate::error::AppError;
use crate::page::PageRequest;
use crate::ui::route::{ActRoute, FormRoute};
use dossiers::{CellFile, CellPage};
use edit::{EditPage, NewPage, RemovePage};
use list::{DaysPage, ListPage};
use report_page::{OfficialFormFile, OfficialFormPage};
use sign::SignPage;

/// The pages of the official report, under `/manage`.
#[component(transparent)]
pub fn OfficialFormRoutes() -> AnyNestedRoute {
    let csv = FileFormat::Csv;
    let xlsx = FileFormat::Xlsx;
    view! {
        <Route path=path!("/report") view=ListPage />
        <Route path=path!("/report/days") view=DaysPage />
        <FormRoute path=path!("/report/new") view=NewPage />
        <Route path=path!("/report/:period") view=OfficialFormPage />
        <Route path=path!("/report/:period/file") view=OfficialFormFile />
        <Route path=path!("/report/:period/dossiers") view=CellPage />
        <Route path=path!("/report/:period/dossiers.csv") view=move || view! { <CellFile format=csv /> } />
        <Route path=path!("/report/:period/dossiers.xlsx") view=move || view! { <CellFile format=xlsx /> } />
        <FormRoute path=path!("/report/:period/sign") view=SignPage />
        <FormRoute path=path!("/report/:period/edit") view=EditPage />
        <ActRoute path=path!("/report/:period/remove") view=RemovePage />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The period that the address names.
fn named() -> Result<PeriodName, AppError> {
    let period = use_params_map().with_untracked(|params| params.get("period"));
    let name = period.as_deref().and_then(PeriodName::read);
    name.ok_or(AppError::NotFound)
}

/// Whether the reader decides for the whole centre: signs its reports, and sets their periods.
fn is_for_all(request: &PageRequest) -> bool {
    let caller = request.visitor.caller.as_ref();
    caller.is_some_and(|caller| caller.person.reach == AgencyScope::Everywhere)
}

/// Refuses who does not decide for the whole centre.
fn for_all(request: &PageRequest) -> Result<(), AppError> {
    if is_for_all(request) {
        return Ok(());
    }
    Err(AppError::Forbidden)
}

/// The address of a period's report.
fn address(name: PeriodName) -> String {
    format!("/manage/report/{name}")
}

/// What was done, on top of the page that follows.
fn done(text: String) -> AnyView {
    view! {
        <div class="done" role="status">
            <p>{text}</p>
        </div>
    }
    .into_any()
}
