//! The managers' rooms: what they are given, and their pages by path.

use std::sync::Arc;

use sanh_domain::account::model::Caller;

use crate::error::AppError;
use crate::page::{Asked, Page};

/// Everything the managers' rooms need from the server.
#[derive(Clone)]
pub struct ManagePorts {
    /// Throughput.
    pub report: Arc<dyn crate::report::port::ReportPort>,
    /// Kept views of throughput.
    pub view: Arc<dyn crate::report::view::port::ViewPort>,
    /// The official report.
    pub form: Arc<dyn crate::report::form::port::FormPort>,
    /// The walls.
    pub screen: Arc<dyn crate::screen::port::ScreenPort>,
    /// What the walls say beside the figures.
    pub notice: Arc<dyn crate::notice::port::NoticePort>,
    /// What the walls showed.
    pub replay: Arc<dyn crate::board::replay::port::ReplayPort>,
    /// What is wrong with the walls.
    pub alarm: Arc<dyn crate::alarm::port::AlarmPort>,
    /// Who is away, and who stands in.
    pub absence: Arc<dyn crate::absence::port::AbsencePort>,
}

/// `/manage…`
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page; when it cannot be served.
pub async fn manage(asked: &Asked, caller: &Caller, rest: &[&str]) -> Result<Page, AppError> {
    match rest {
        ["report", rest @ ..] => crate::report::form::pages::form(asked, caller, rest).await,
        ["screens", rest @ ..] => crate::screen::pages::screens(asked, caller, rest).await,
        ["notices", rest @ ..] => crate::notice::pages::notices(asked, caller, rest).await,
        ["replay", rest @ ..] => crate::board::replay::pages::replay(asked, caller, rest).await,
        ["absences", rest @ ..] => crate::absence::pages::managed(asked, caller, rest).await,
        ["alarms", rest @ ..] => crate::alarm::pages::alarms(asked, caller, rest).await,
        rest => crate::report::pages::throughput(asked, caller, rest).await,
    }
}
