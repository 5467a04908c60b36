//! The server functions of the official report. For managers; whoever sees a part of the centre is shown that part. Signing and the
//! rows of periods are for managers whose reach is the whole centre.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use sanh_domain::period::PeriodKind;
use sanh_domain::report::model::CountResult;
use sanh_domain::report::official_form::model::Axis;
use sanh_domain::report::official_form::period::{PeriodName, PeriodRow};
use sanh_domain::report::sheet::FileFormat;

use crate::error::AppError;
use crate::model::official_form::{
    CellList, CellQuery, ListedPeriod, OfficialReport, PeriodList, Version,
};
use crate::page::File;
use crate::ui::submit::FormError;

/// The periods of a kind, newest first; `before`: from this first day on downwards.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody but managers; [`AppError::Unavailable`] while the database does not answer. So of all that is
/// read here.
#[server(prefix = "/api", endpoint = "list_periods", input = GetUrl)]
pub async fn list_periods(
    kind: PeriodKind,
    before: Option<NaiveDate>,
) -> Result<PeriodList, AppError> {
    use crate::server::{manager, official_form};
    official_form::periods(&manager()?, kind, before).await
}

/// The reports of the whole centre that wait for a signature, the newest first. For managers.
///
/// # Errors
/// As [`list_periods`].
#[server(prefix = "/api", endpoint = "list_reports_due", input = GetUrl)]
pub async fn list_reports_due() -> Result<Vec<ListedPeriod>, AppError> {
    use crate::server::{manager, official_form};
    official_form::reports_due(&manager()?).await
}

/// A period of the list.
///
/// # Errors
/// As [`list_periods`]; [`AppError::NotFound`] where it is not there.
#[server(prefix = "/api", endpoint = "read_period", input = GetUrl)]
pub async fn read_period(period: PeriodName) -> Result<PeriodRow, AppError> {
    use crate::server::{manager, official_form};
    official_form::period(&manager()?, period).await
}

/// The report of a period, or how far its count has come.
///
/// # Errors
/// As [`read_period`]; [`AppError::Busy`] while as much as may is being counted.
#[server(prefix = "/api", endpoint = "read_official_form", input = GetUrl)]
pub async fn read_official_form(
    period: PeriodName,
) -> Result<CountResult<Box<OfficialReport>>, AppError> {
    use crate::server::{manager, official_form};
    official_form::report(&manager()?, period).await
}

/// A page of the dossiers behind a cell of a report, or how far its count has come.
///
/// # Errors
/// As [`read_official_form`].
#[server(prefix = "/api", endpoint = "list_cell_dossiers", input = GetUrl)]
pub async fn list_cell_dossiers(query: CellQuery) -> Result<CountResult<CellList>, AppError> {
    use crate::server::{manager, official_form};
    official_form::cell_dossiers(&manager()?, query).await
}

/// Puts a period in the list, with its entry in the audit; its kind.
///
/// # Errors
/// What is wrong with the form, also that there is such a period; then nothing was written.
#[server(prefix = "/api", endpoint = "add_period")]
pub async fn add_period(
    #[server(default)] kind: String,
    #[server(default)] from: String,
    #[server(default)] last: String,
    #[server(default)] source: String,
) -> Result<PeriodKind, FormError> {
    use crate::server::{manager, official_form};
    let manager = manager()?;
    let row = official_form::typed_row(&kind, &from, &last, &source)?;
    official_form::put_period(&manager, row, None).await
}

/// Changes a period that is not signed, with its entry in the audit; its kind.
///
/// # Errors
/// As [`add_period`]; [`AppError::NotFound`] where it is not there.
#[server(prefix = "/api", endpoint = "change_period")]
pub async fn change_period(
    period: PeriodName,
    #[server(default)] kind: String,
    #[server(default)] from: String,
    #[server(default)] last: String,
    #[server(default)] source: String,
) -> Result<PeriodKind, FormError> {
    use crate::server::{manager, official_form};
    let manager = manager()?;
    let row = official_form::typed_row(&kind, &from, &last, &source)?;
    official_form::put_period(&manager, row, Some(period)).await
}

/// Takes a period that is not signed out of the list, with its entry in the audit; its kind. `sure` is `yes`.
///
/// # Errors
/// As [`change_period`]; [`AppError::Invalid`] where `sure` is not.
#[server(prefix = "/api", endpoint = "remove_period")]
pub async fn remove_period(
    period: PeriodName,
    #[server(default)] sure: String,
) -> Result<PeriodKind, FormError> {
    use crate::server::{manager, official_form};
    official_form::remove_period(&manager()?, period, &sure).await
}

/// Signs the report of a period as it was shown under this mark, with its entry in the audit. For managers who have given their
/// password lately.
///
/// # Errors
/// What stands against it; [`AppError::NotFound`] where the period is not in the list. Then nothing was written.
#[server(prefix = "/api", endpoint = "sign_report")]
pub async fn sign_report(
    period: PeriodName,
    #[server(default)] mark: String,
) -> Result<(), FormError> {
    use crate::server::{confirmed_manager, official_form};
    official_form::sign(&confirmed_manager()?, period, &mark).await
}

/// A version of a period's report as a file; the audit tells of it.
///
/// # Errors
/// As [`read_official_form`]; [`AppError::Busy`] while it is counted.
#[server(prefix = "/api", endpoint = "export_official_form")]
pub async fn export_official_form(
    period: PeriodName,
    version: Version,
    axis: Axis,
    format: FileFormat,
) -> Result<File, AppError> {
    use crate::server::{manager, official_form};
    official_form::official_form_file(&manager()?, (period, version), axis, format).await
}

/// The dossiers behind a cell as a file, or how far the report's count has come; the audit tells of it. For managers who have given
/// their password lately.
///
/// # Errors
/// As [`read_official_form`].
#[server(prefix = "/api", endpoint = "export_cell_dossiers")]
pub async fn export_cell_dossiers(
    query: CellQuery,
    format: FileFormat,
) -> Result<CountResult<File>, AppError> {
    use crate::server::{confirmed_manager, official_form};
    official_form::cell_file(&confirmed_manager()?, query, format).await
}
