//! Throughput: the pages, by path.

use sanh_domain::account::model::Caller;
use sanh_domain::report::sheet::FileFormat;

use super::{due, explain, export, list, live, overview, receptions, view};
use crate::error::AppError;
use crate::page::{Method, Page, PageRequest};

/// The pages.
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page, or what is beyond the caller's reach; [`AppError::Invalid`] for an address that
/// cannot be read; when it cannot be served.
pub async fn throughput(
    request: &PageRequest,
    caller: &Caller,
    rest: &[&str],
) -> Result<Page, AppError> {
    match (request.method, rest) {
        (Method::Get, []) => overview::overview(request, caller).await,
        (Method::Get, ["definitions"]) => explain::definitions(request, caller).await,
        (Method::Get, ["live"]) => live::fragment(request, caller).await,
        (Method::Get, ["dossiers"]) => list::list(request, caller).await,
        (Method::Get, ["dossiers.csv"]) => export::dossiers(request, caller, FileFormat::Csv).await,
        (Method::Get, ["dossiers.xlsx"]) => {
            export::dossiers(request, caller, FileFormat::Xlsx).await
        }
        (Method::Get, ["table.csv"]) => export::table(request, caller, FileFormat::Csv).await,
        (Method::Get, ["table.xlsx"]) => export::table(request, caller, FileFormat::Xlsx).await,
        (Method::Get, ["receptions"]) => receptions::list(request, caller).await,
        (Method::Get, ["due"]) => due::due(request, caller).await,
        (Method::Post, ["due"]) => due::assign(request, caller).await,
        (Method::Post, ["views"]) => view::pages::keep(request, caller).await,
        (Method::Post, ["views", id, "remove"]) => view::pages::remove(caller, id).await,
        _ => Err(AppError::NotFound),
    }
}
