//! The addresses of the pages of throughput in the other language.

use crate::model::report::{ReportRequest, THROUGHPUT, due_address, given};
use crate::model::report_list::ListRequest;
use crate::page::PageRequest;

/// The address of a page of throughput for the switch of language, with the same parameters. `None` for other pages, or if they
/// cannot be read.
pub(crate) fn address_for_language(request: &PageRequest) -> Option<String> {
    let wanted = || ReportRequest::read(|name| given(request, name)).ok();
    match request.path.as_str() {
        THROUGHPUT | "/manage/views" => Some(wanted()?.0.address(THROUGHPUT)),
        path @ ("/manage/receptions" | "/manage/table.csv" | "/manage/table.xlsx") => {
            Some(wanted()?.0.address(path))
        }
        "/manage/due" => Some(due_address(&wanted()?.0)),
        path @ ("/manage/dossiers" | "/manage/dossiers.csv" | "/manage/dossiers.xlsx") => {
            let listed = ListRequest::read(request).ok()?;
            Some(format!("{path}?{}", listed.parameters()))
        }
        _ => None,
    }
}
