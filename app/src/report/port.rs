//! What throughput needs of the server.

use async_trait::async_trait;
use sanh_domain::account::model::Caller;
use sanh_domain::deadline::Instant;
use sanh_domain::report::model::{
    Backlog, CountResult, DossierFilter, DossierPage, FlowPoint, ListQuery, ReceptionChanges,
    Report, ReportNames, ReportQuery, Steps,
};

use crate::error::AppError;

/// Throughput. Every method is for managers; the pages have seen to that. A manager's reach limits every answer: without an agency in
/// the cut it tells of all agencies within reach, and one beyond it is [`AppError::NotFound`].
#[async_trait]
pub trait ReportPort: Send + Sync {
    /// The present.
    fn now(&self) -> Instant;

    /// What can be chosen from, and its names.
    async fn names(&self, caller: &Caller) -> Result<ReportNames, AppError>;

    /// The figures of a period. Combinations that the counters have are answered at once; others are counted from the dossiers.
    /// Of a period that is over, what stood at its end is counted from history meanwhile, see [`Report::standing`].
    async fn report(
        &self,
        caller: &Caller,
        query: &ReportQuery,
    ) -> Result<CountResult<Report>, AppError>;

    /// The backlog as it stands now.
    async fn backlog(&self, caller: &Caller, cut: &DossierFilter) -> Result<Backlog, AppError>;

    /// What flowed on each day of the period, or in each month of a long one, up to today.
    async fn flow(
        &self,
        caller: &Caller,
        query: &ReportQuery,
    ) -> Result<CountResult<Vec<FlowPoint>>, AppError>;

    /// Where working time went.
    async fn steps(
        &self,
        caller: &Caller,
        query: &ReportQuery,
    ) -> Result<CountResult<Steps>, AppError>;

    /// A page of the dossiers behind a figure. Those behind what stood at the end of a period that is over are counted first.
    async fn dossiers(
        &self,
        caller: &Caller,
        query: &ListQuery,
    ) -> Result<CountResult<DossierPage>, AppError>;

    /// The receptions that were annulled in the period, and those amended in it so that what was late is in time.
    async fn reception_changes(
        &self,
        caller: &Caller,
        query: &ReportQuery,
    ) -> Result<ReceptionChanges, AppError>;

    /// A page of the dossiers that are overdue, and of the running ones due within the next five working days, those due first first.
    async fn due_soon(
        &self,
        caller: &Caller,
        cut: &DossierFilter,
        after: Option<String>,
    ) -> Result<DossierPage, AppError>;
}
