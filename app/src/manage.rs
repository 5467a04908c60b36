//! The managers' pages: their ports and their routes.

use std::sync::Arc;

use sanh_domain::account::model::Caller;

use crate::error::AppError;
use crate::page::{Page, PageRequest};

/// The ports of the managers' pages.
#[derive(Clone)]
pub struct ManagePorts {
    /// Throughput.
    pub report: Arc<dyn crate::report::port::ReportPort>,
    /// Kept views of throughput.
    pub view: Arc<dyn crate::report::view::port::ViewPort>,
    /// The official report.
    pub form: Arc<dyn crate::report::official_form::port::OfficialFormPort>,
    /// The walls.
    pub screen: Arc<dyn crate::screen::port::ScreenPort>,
    /// What the walls say beside the figures.
    pub notice: Arc<dyn crate::notice::port::NoticePort>,
    /// What the walls showed.
    pub replay: Arc<dyn crate::board::wall_replay::port::WallReplayPort>,
    /// What is wrong with the walls.
    pub alarm: Arc<dyn crate::alarm::port::AlarmPort>,
    /// Who is away, and who stands in.
    pub absence: Arc<dyn crate::absence::port::AbsencePort>,
}

/// `/manage…`
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page; when it cannot be served.
pub async fn manage(
    request: &PageRequest,
    caller: &Caller,
    rest: &[&str],
) -> Result<Page, AppError> {
    match rest {
        ["report", rest @ ..] => {
            crate::report::official_form::pages::form(request, caller, rest).await
        }
        ["screens", rest @ ..] => crate::screen::pages::screens(request, caller, rest).await,
        ["notices", rest @ ..] => crate::notice::pages::notices(request, caller, rest).await,
        ["replay", rest @ ..] => {
            crate::board::wall_replay::pages::replay(request, caller, rest).await
        }
        ["absences", rest @ ..] => crate::absence::pages::managed(request, caller, rest).await,
        ["alarms", rest @ ..] => crate::alarm::pages::alarms(request, caller, rest).await,
        rest => crate::report::pages::throughput(request, caller, rest).await,
    }
}
