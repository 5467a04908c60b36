//! What is taken away as a file: a mapping, and bad values.

use sanh_domain::account::model::Caller;
use sanh_domain::import::model::ImportId;

use super::pages::port;
use crate::error::AppError;
use crate::page::{Asked, Page};

/// `GET /admin/import/mapping?name=`
pub(super) async fn mapping(asked: &Asked) -> Result<Page, AppError> {
    let name = asked.parameter("name").unwrap_or_default();
    Ok(Page::to_save(port().mapping_file(name).await?))
}

/// `GET /admin/import/{import}/bad`
pub(super) async fn bad_values(caller: &Caller, id: ImportId) -> Result<Page, AppError> {
    Ok(Page::to_save(port().bad_values(caller, id).await?))
}
