//! Throughput: the pages, by path.

use sanh_domain::account::model::Caller;
use sanh_domain::report::sheet::FileFormat;

use super::{due, explain, export, list, live, overview, receptions, view};
use crate::error::AppError;
use crate::page::{Asked, Method, Page};

/// The pages.
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page, or what is beyond the caller's reach; [`AppError::Invalid`] for an address that
/// cannot be read; when it cannot be served.
pub async fn throughput(asked: &Asked, caller: &Caller, rest: &[&str]) -> Result<Page, AppError> {
    match (asked.method, rest) {
        (Method::Get, []) => overview::overview(asked, caller).await,
        (Method::Get, ["definitions"]) => explain::definitions(asked, caller).await,
        (Method::Get, ["live"]) => live::fragment(asked, caller).await,
        (Method::Get, ["dossiers"]) => list::list(asked, caller).await,
        (Method::Get, ["dossiers.csv"]) => export::dossiers(asked, caller, FileFormat::Csv).await,
        (Method::Get, ["dossiers.xlsx"]) => export::dossiers(asked, caller, FileFormat::Xlsx).await,
        (Method::Get, ["table.csv"]) => export::table(asked, caller, FileFormat::Csv).await,
        (Method::Get, ["table.xlsx"]) => export::table(asked, caller, FileFormat::Xlsx).await,
        (Method::Get, ["receptions"]) => receptions::list(asked, caller).await,
        (Method::Get, ["due"]) => due::due(asked, caller).await,
        (Method::Post, ["due"]) => due::assign(asked, caller).await,
        (Method::Post, ["views"]) => view::pages::keep(asked, caller).await,
        (Method::Post, ["views", id, "remove"]) => view::pages::remove(caller, id).await,
        _ => Err(AppError::NotFound),
    }
}
