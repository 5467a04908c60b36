//! The official report: the pages, by path.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::{AgencyScope, Caller};
use sanh_domain::report::official_form::period::PeriodName;
use sanh_domain::report::sheet::FileFormat;

use super::port::OfficialFormPort;
use super::{dossiers, edit, list, shown, sign};
use crate::Ports;
use crate::error::AppError;
use crate::page::{Method, Page, PageRequest};

/// `/manage/report…`
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page, or a period that is not there; when it cannot be served.
pub async fn form(request: &PageRequest, caller: &Caller, rest: &[&str]) -> Result<Page, AppError> {
    match (request.method, rest) {
        (Method::Get, []) => list::list(request, caller).await,
        (Method::Get, ["days"]) => list::days(request, caller).await,
        (Method::Get, ["new"]) => edit::blank(request, caller),
        (Method::Post, ["new"]) => edit::add(request, caller).await,
        (Method::Get, [name]) => shown::shown(request, caller, read(name)?).await,
        (Method::Get, [name, "file"]) => shown::file(request, caller, read(name)?).await,
        (Method::Get, [name, "dossiers"]) => dossiers::list(request, caller, read(name)?).await,
        (Method::Get, [name, "dossiers.csv"]) => {
            dossiers::file(request, caller, read(name)?, FileFormat::Csv).await
        }
        (Method::Get, [name, "dossiers.xlsx"]) => {
            dossiers::file(request, caller, read(name)?, FileFormat::Xlsx).await
        }
        (Method::Get, [name, "sign"]) => sign::confirmation(request, caller, read(name)?).await,
        (Method::Post, [name, "sign"]) => sign::signed(request, caller, read(name)?).await,
        (Method::Get, [name, "edit"]) => edit::opened(request, caller, read(name)?).await,
        (Method::Post, [name, "edit"]) => edit::changed(request, caller, read(name)?).await,
        (Method::Post, [name, "remove"]) => edit::removed(request, caller, read(name)?).await,
        _ => Err(AppError::NotFound),
    }
}

fn read(name: &str) -> Result<PeriodName, AppError> {
    PeriodName::read(name).ok_or(AppError::NotFound)
}

/// The reports.
pub(super) fn port() -> Arc<dyn OfficialFormPort> {
    expect_context::<Ports>().manage.form
}

/// Whether somebody decides for the whole centre: signs its reports, and sets their periods.
pub(super) fn is_for_all(caller: &Caller) -> bool {
    caller.person.reach == AgencyScope::Everywhere
}

/// Refuses who does not decide for the whole centre.
pub(super) fn for_all(caller: &Caller) -> Result<(), AppError> {
    if is_for_all(caller) {
        return Ok(());
    }
    Err(AppError::Forbidden)
}

/// The address of a period's report.
pub(super) fn address(name: PeriodName) -> String {
    format!("/manage/report/{name}")
}

/// What was done, on top of the page that follows.
pub(super) fn done(text: String) -> AnyView {
    view! {
        <div class="done" role="status">
            <p>{text}</p>
        </div>
    }
    .into_any()
}
