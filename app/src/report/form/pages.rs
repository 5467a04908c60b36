//! The official report: the pages, by path.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::{Caller, Reach};
use sanh_domain::report::form::period::PeriodName;
use sanh_domain::report::sheet::FileFormat;

use super::port::FormPort;
use super::{dossiers, edit, list, shown, sign};
use crate::Ports;
use crate::error::AppError;
use crate::page::{Asked, Method, Page};

/// `/manage/report…`
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page, or a period that is not there; when it cannot be served.
pub async fn form(asked: &Asked, caller: &Caller, rest: &[&str]) -> Result<Page, AppError> {
    match (asked.method, rest) {
        (Method::Get, []) => list::list(asked, caller).await,
        (Method::Get, ["days"]) => list::days(asked, caller).await,
        (Method::Get, ["new"]) => edit::blank(asked, caller),
        (Method::Post, ["new"]) => edit::add(asked, caller).await,
        (Method::Get, [name]) => shown::shown(asked, caller, read(name)?).await,
        (Method::Get, [name, "file"]) => shown::file(asked, caller, read(name)?).await,
        (Method::Get, [name, "dossiers"]) => dossiers::list(asked, caller, read(name)?).await,
        (Method::Get, [name, "dossiers.csv"]) => {
            dossiers::file(asked, caller, read(name)?, FileFormat::Csv).await
        }
        (Method::Get, [name, "dossiers.xlsx"]) => {
            dossiers::file(asked, caller, read(name)?, FileFormat::Xlsx).await
        }
        (Method::Get, [name, "sign"]) => sign::asked(asked, caller, read(name)?).await,
        (Method::Post, [name, "sign"]) => sign::signed(asked, caller, read(name)?).await,
        (Method::Get, [name, "edit"]) => edit::opened(asked, caller, read(name)?).await,
        (Method::Post, [name, "edit"]) => edit::changed(asked, caller, read(name)?).await,
        (Method::Post, [name, "remove"]) => edit::removed(asked, caller, read(name)?).await,
        _ => Err(AppError::NotFound),
    }
}

fn read(name: &str) -> Result<PeriodName, AppError> {
    PeriodName::read(name).ok_or(AppError::NotFound)
}

/// The reports.
pub(super) fn port() -> Arc<dyn FormPort> {
    expect_context::<Ports>().manage.form
}

/// Whether somebody decides for the whole centre: signs its reports, and sets their periods.
pub(super) fn is_for_all(caller: &Caller) -> bool {
    caller.person.reach == Reach::Everywhere
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
