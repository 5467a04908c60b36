//! `/admin/procedures.csv`, `/admin/procedures.xlsx`: every procedure as a table that can be taken back.

use leptos::prelude::*;
use sanh_domain::report::sheet::FileFormat;

use super::api::export_procedures;
use crate::ui::response::{loaded, response};

/// The table.
#[component]
pub(super) fn ProcedureFile(format: FileFormat) -> impl IntoView {
    let response = response();
    loaded(async move {
        response.download(export_procedures(format).await?);
        Ok(())
    })
}
