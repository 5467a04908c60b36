//! The server functions of throughput. For managers; their reach limits every answer: without an agency in the cut it tells of all
//! agencies within reach, and one beyond it is [`AppError::NotFound`].
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use sanh_domain::report::model::{
    Backlog, CountResult, FlowPoint, ReceptionChanges, Report, ReportNames, Steps,
};
use sanh_domain::report::query::{DossierFilter, ListQuery, ReportQuery};
use sanh_domain::report::sheet::FileFormat;
use sanh_domain::report::view::model::SavedView;

use crate::error::AppError;
use crate::model::report::ReportRequest;
use crate::model::report_list::{ListRequest, ListedDossiers};
use crate::page::{FieldValues, File};
use crate::ui::submit::FormError;

/// What the caller may choose from, and its names.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody but managers; [`AppError::Unavailable`] while the database does not answer. So of all that is
/// read here.
#[server(prefix = "/api", endpoint = "read_report_names", input = GetUrl)]
pub async fn read_report_names() -> Result<ReportNames, AppError> {
    use crate::server::{manager, report};
    report::reports(&manager()?)?.names().await
}

/// The figures of a period, or how far their count has come.
///
/// # Errors
/// As [`read_report_names`]; [`AppError::NotFound`] for an agency beyond the caller's reach.
#[server(prefix = "/api", endpoint = "read_report", input = GetUrl)]
pub async fn read_report(query: ReportQuery) -> Result<CountResult<Report>, AppError> {
    use crate::server::{manager, report};
    report::reports(&manager()?)?.report(&query).await
}

/// The backlog as it stands now.
///
/// # Errors
/// As [`read_report`].
#[server(prefix = "/api", endpoint = "read_backlog", input = GetUrl)]
pub async fn read_backlog(#[server(default)] cut: DossierFilter) -> Result<Backlog, AppError> {
    use crate::server::{manager, report};
    report::reports(&manager()?)?.backlog(&cut).await
}

/// What flowed on each day of the period, or in each month of a long one, up to today.
///
/// # Errors
/// As [`read_report`].
#[server(prefix = "/api", endpoint = "read_flow", input = GetUrl)]
pub async fn read_flow(query: ReportQuery) -> Result<CountResult<Vec<FlowPoint>>, AppError> {
    use crate::server::{manager, report};
    report::reports(&manager()?)?.flow(&query).await
}

/// Where working time went.
///
/// # Errors
/// As [`read_report`].
#[server(prefix = "/api", endpoint = "read_steps", input = GetUrl)]
pub async fn read_steps(query: ReportQuery) -> Result<CountResult<Steps>, AppError> {
    use crate::server::{manager, report};
    report::reports(&manager()?)?.steps(&query).await
}

/// The receptions that were annulled in the period, and those amended in it so that what was late is in time.
///
/// # Errors
/// As [`read_report`].
#[server(prefix = "/api", endpoint = "read_reception_changes", input = GetUrl)]
pub async fn read_reception_changes(query: ReportQuery) -> Result<ReceptionChanges, AppError> {
    use crate::server::{manager, report};
    report::reports(&manager()?)?
        .reception_changes(&query)
        .await
}

/// A page of the dossiers behind a figure, or how far their count has come.
///
/// # Errors
/// As [`read_report`]; [`AppError::Invalid`] for a page that cannot be read.
#[server(prefix = "/api", endpoint = "list_counted_dossiers", input = GetUrl)]
pub async fn list_counted_dossiers(
    query: ListQuery,
) -> Result<CountResult<ListedDossiers>, AppError> {
    use crate::server::{manager, report};
    report::dossiers(&manager()?, &query).await
}

/// A page of the dossiers that are overdue or due soon, those due first first.
///
/// # Errors
/// As [`list_counted_dossiers`].
#[server(prefix = "/api", endpoint = "list_due", input = GetUrl)]
pub async fn list_due(
    #[server(default)] cut: DossierFilter,
    after: Option<String>,
) -> Result<ListedDossiers, AppError> {
    use crate::server::{manager, report};
    report::due_soon(&manager()?, &cut, after).await
}

/// Gives dossiers to a colleague, all or none; how many. Each `dossier` is a code and the version that was shown; `away_known` names a
/// colleague of whom the sender knows that they are away.
///
/// # Errors
/// What stands against it; then nothing was written.
#[server(prefix = "/api", endpoint = "assign_dossiers")]
pub async fn assign_dossiers(
    #[server(default)] key: String,
    #[server(default)] dossier: FieldValues,
    #[server(default)] assignee: String,
    #[server(default)] away_known: String,
) -> Result<usize, FormError> {
    use crate::model::dossier_step::StepForm;
    use crate::server::{manager, report};
    let form = StepForm {
        key,
        assignee,
        away_known,
        ..StepForm::default()
    };
    report::assign(&manager()?, dossier, form).await
}

/// The caller's kept views, by name.
///
/// # Errors
/// As [`read_report_names`].
#[server(prefix = "/api", endpoint = "list_views", input = GetUrl)]
pub async fn list_views() -> Result<Vec<SavedView>, AppError> {
    use crate::server::{manager, report::views};
    views::views(&manager()?).await
}

/// Keeps what `asked` asks of throughput as a view of the caller's, under the name `view`; one of the same name gives way. The part of
/// its address after the `?`.
///
/// # Errors
/// What is wrong with the name, also that there are too many views; [`AppError::Invalid`] for what cannot be asked.
#[server(prefix = "/api", endpoint = "keep_view")]
pub async fn keep_view(
    #[server(default)] view: String,
    #[server(flatten)] asked: BTreeMap<String, String>,
) -> Result<String, FormError> {
    use crate::server::{manager, report::views};
    let manager = manager()?;
    let (asked, _) = ReportRequest::read(|name| asked.get(name).map(String::as_str))?;
    views::keep(&manager, view.trim(), asked.parameters()).await
}

/// Removes a view of the caller's.
///
/// # Errors
/// [`AppError::NotFound`] where it is none of theirs.
#[server(prefix = "/api", endpoint = "remove_view")]
pub async fn remove_view(view: i64) -> Result<(), FormError> {
    use crate::server::{manager, report::views};
    Ok(views::remove(&manager()?, view).await?)
}

/// The figures of the groups as a file, or how far their count has come. The audit tells of it.
///
/// # Errors
/// As [`read_report`].
#[server(prefix = "/api", endpoint = "export_throughput")]
pub async fn export_throughput(
    asked: ReportRequest,
    format: FileFormat,
) -> Result<CountResult<File>, AppError> {
    use crate::server::{manager, report};
    report::table_file(&manager()?, &asked, format).await
}

/// The dossiers behind a figure as a file, or how far their count has come. The audit tells of it. For managers who have given their
/// password lately.
///
/// # Errors
/// As [`list_counted_dossiers`].
#[server(prefix = "/api", endpoint = "export_counted_dossiers")]
pub async fn export_counted_dossiers(
    asked: ListRequest,
    format: FileFormat,
) -> Result<CountResult<File>, AppError> {
    use crate::server::{confirmed_manager, report};
    report::dossier_file(&confirmed_manager()?, &asked, format).await
}
