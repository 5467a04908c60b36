//! What is taken away as a file: a mapping, and bad values.

use sanh_domain::account::model::Caller;
use sanh_domain::import::model::ImportId;

use super::pages::port;
use crate::error::AppError;
use crate::page::{Page, PageRequest};

/// `GET /admin/import/mapping?name=`
pub(super) async fn mapping(request: &PageRequest) -> Result<Page, AppError> {
    let name = request.parameter("name").unwrap_or_default();
    Ok(Page::download(port().mapping_file(name).await?))
}

/// `GET /admin/import/{import}/bad`
pub(super) async fn bad_values(caller: &Caller, id: ImportId) -> Result<Page, AppError> {
    Ok(Page::download(port().bad_values(caller, id).await?))
}
