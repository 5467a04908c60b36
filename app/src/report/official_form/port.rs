//! What the official report needs of the server.

use async_trait::async_trait;
use chrono::NaiveDate;
use chrono_tz::Tz;
use sanh_domain::account::model::Caller;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::worklist::WorklistRow;
use sanh_domain::period::{Period, PeriodKind};
use sanh_domain::report::model::CountResult;
use sanh_domain::report::official_form::cell::OfficialCell;
use sanh_domain::report::official_form::model::{Axis, Names};
use sanh_domain::report::official_form::period::{PeriodName, PeriodRow, PeriodState};
use sanh_domain::report::official_form::signed::{Content, Signed};
use sanh_domain::report::sheet::FileFormat;

use crate::error::AppError;
use crate::page::File;

/// Rows of one page of the list of periods (ours): three years of months.
pub const PERIOD_ROWS: usize = 36;

/// A period of the list, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPeriod {
    /// The row.
    pub row: PeriodRow,
    /// Where it stands.
    pub state: PeriodState,
}

/// The list of periods of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodList {
    /// The local date.
    pub today: NaiveDate,
    /// The zone its clocks keep.
    pub zone: Tz,
    /// The periods, newest first, at most [`PERIOD_ROWS`]; none that has not begun but the next one.
    pub periods: Vec<ListedPeriod>,
    /// Whether there are older ones.
    pub has_older: bool,
}

/// A report of a period, as far as the caller may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The period.
    pub period: Period,
    /// Its stored row, if it is one.
    pub row: Option<PeriodRow>,
    /// Now.
    pub now: Instant,
    /// The zone its clocks keep.
    pub zone: Tz,
    /// Whether the period is over.
    pub is_finished: bool,
    /// As it is counted now.
    pub content: Content,
    /// As it was signed, the latest last.
    pub signed: Vec<Signed>,
    /// The period before, as it is counted now, if it is. What column 6 is held against is [`Content::sent_up`], where there is that.
    pub before: Option<sanh_domain::report::cube::Cube>,
    /// Whether the whole centre is shown, not some agencies of it.
    pub is_whole: bool,
    /// What a form to sign this must carry: it changes with every figure of the centre.
    pub mark: String,
}

/// A report, or how far its counting has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportOrProgress {
    /// It is there.
    Ready(Box<Report>),
    /// Dossiers passed, and those there are.
    Counting(u64, u64),
}

/// Which of a period's reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// The one signed last; where none is, as counted now.
    #[default]
    Latest,
    /// As counted now.
    Now,
    /// The one signed under this number.
    Signed(i64),
}

/// A file of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfficialFormFile {
    /// Which period.
    pub name: PeriodName,
    /// What its lines are.
    pub axis: Axis,
    /// Which report of it.
    pub version: Version,
    /// How.
    pub format: FileFormat,
}

/// A page of the dossiers behind a cell of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellQuery {
    /// Which period.
    pub name: PeriodName,
    /// Which report of it.
    pub version: Version,
    /// Which cell.
    pub cell: OfficialCell,
    /// What to go on after.
    pub after: Option<i64>,
}

/// The dossiers behind a cell, as they stood at the instant that the report shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellList {
    /// The period.
    pub period: Period,
    /// The names of lines, as the report says them.
    pub names: Names,
    /// The instant as of which the rows are: the period's last, or now while it runs.
    pub at: Instant,
    /// The zone its clocks keep.
    pub zone: Tz,
    /// At most [`LIST_ROWS`](sanh_domain::report::model::LIST_ROWS).
    pub rows: Vec<WorklistRow>,
    /// What to ask the next page with; `None`: this is the last.
    pub next: Option<i64>,
}

/// Why something was not done with a report or its period. Nothing was written then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfficialFormError {
    /// It has not ended.
    #[error("the period runs")]
    Running,
    /// It is signed, and nothing has changed since.
    #[error("it is signed as it is")]
    SignedAlready,
    /// It is signed, so its days stand.
    #[error("the period is signed")]
    Signed,
    /// What was shown is no longer so.
    #[error("what was shown has changed")]
    Changed,
    /// There is such a period already.
    #[error("there is such a period")]
    Taken,
    /// Anything else.
    #[error(transparent)]
    Other(#[from] AppError),
}

/// The official report. Every method is for managers; the pages have seen to that. Actions for the whole centre (signing, the
/// rows of periods) need a manager whose scope is the whole centre.
#[async_trait]
pub trait OfficialFormPort: Send + Sync {
    /// The periods of a kind, newest first, from a first day on downwards.
    async fn periods(
        &self,
        kind: PeriodKind,
        before: Option<NaiveDate>,
    ) -> Result<PeriodList, AppError>;

    /// A period of the list.
    async fn period(&self, caller: &Caller, name: PeriodName) -> Result<PeriodRow, AppError>;

    /// The report of a period. A report that takes long is counted in the background; meanwhile the progress is returned.
    async fn report(&self, caller: &Caller, name: PeriodName)
    -> Result<ReportOrProgress, AppError>;

    /// Signs the report of a period as it was shown under this mark.
    async fn sign(
        &self,
        caller: &Caller,
        name: PeriodName,
        mark: &str,
    ) -> Result<(), OfficialFormError>;

    /// Puts a period in the list, or changes the one of this name, if it is not signed.
    async fn put_period(
        &self,
        caller: &Caller,
        row: PeriodRow,
        changing: Option<PeriodName>,
    ) -> Result<(), OfficialFormError>;

    /// Takes a period that is not signed out of the list.
    async fn remove_period(
        &self,
        caller: &Caller,
        name: PeriodName,
    ) -> Result<(), OfficialFormError>;

    /// The dossiers behind a cell of a report, in the order in which they became known.
    async fn dossiers(
        &self,
        caller: &Caller,
        query: CellQuery,
    ) -> Result<CountResult<CellList>, AppError>;

    /// A file of a report; the audit tells of it.
    async fn file(&self, caller: &Caller, wanted: OfficialFormFile) -> Result<File, AppError>;
}
