//! The work list as a file, for managers.

use leptos::prelude::*;
use sanh_domain::report::sheet::FileFormat;

use super::address::query_of;
use super::api::export_dossiers;
use crate::error::AppError;
use crate::ui::response::{loaded, request, response};

/// `/desk/export`
#[component]
pub(super) fn ExportPage() -> impl IntoView {
    loaded(export())
}

async fn export() -> Result<(), AppError> {
    let request = request();
    let format = request.parameter("format").and_then(FileFormat::read);
    let format = format.ok_or_else(|| AppError::Invalid("format".to_owned()))?;
    let file = export_dossiers(query_of(&request)?, format).await?;
    response().download(file);
    Ok(())
}
