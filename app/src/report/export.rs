//! `/manage/table.csv`, `/manage/dossiers.csv` and the same as workbooks: exported tables.

use leptos::prelude::*;
use sanh_domain::report::model::CountResult;
use sanh_domain::report::sheet::FileFormat;

use super::api::{export_counted_dossiers, export_throughput};
use super::counting::Counting;
use crate::model::report::ReportRequest;
use crate::model::report_list::ListRequest;
use crate::page::File;
use crate::ui::response::{PageResponse, loaded, request, response};

/// The figures of the groups.
#[component]
pub(super) fn TableFile(format: FileFormat) -> impl IntoView {
    let (request, response) = (request(), response());
    loaded(async move {
        let (asked, _) = ReportRequest::read(|name| request.parameter(name))?;
        Ok(file(&response, export_throughput(asked, format).await?))
    })
}

/// The dossiers behind a figure.
#[component]
pub(super) fn DossierFile(format: FileFormat) -> impl IntoView {
    let response = response();
    loaded(async move {
        let asked = ListRequest::read(&request())?;
        Ok(file(
            &response,
            export_counted_dossiers(asked, format).await?,
        ))
    })
}

/// Sends the file, or tells how far its count has come.
fn file(response: &PageResponse, counted: CountResult<File>) -> AnyView {
    match counted {
        CountResult::Done(file) => {
            response.download(file);
            ().into_any()
        }
        CountResult::Counting(at) => view! { <Counting at /> }.into_any(),
    }
}
