//! The answers of throughput; the queries are in [`super::query`].

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::counts::{Flows, OpenCounts};
use super::forecast::Forecast;
use super::quality::QualityProgress;
use super::query::{Group, ReportQuery};
use super::working_time::WorkingTime;
use crate::account::model::Colleague;
use crate::deadline::Instant;
use crate::deadline::lateness::DeadlineRule;
use crate::dossier::worklist::WorklistRow;
use crate::dossier::{DossierCode, Status};
use crate::id::{AgencyId, FieldId, ProcedureId};
use crate::period::Period;
use crate::procedure::listed::ListedAgency;
use crate::text::name::Name;

/// The most annulments and amendments of a period that are searched (ours).
pub const RECEPTION_CHANGES_MAX: usize = 20_000;
/// Rows of one page of the dossiers behind a figure (ours).
pub const LIST_ROWS: u32 = 50;
/// The most groups of one answer: those with the most dossiers (ours).
pub const GROUPS_MAX: usize = 3_000;
/// The most points of a flow by day; a longer period gets a flow by month (ours).
pub const FLOW_DAYS_MAX: u64 = 400;
/// The most dossiers whose steps are all counted; of more an evenly spread sample is (ours).
pub const STEPS_EXACT_MAX: u64 = 20_000;
/// Working days from which the present pace is taken (ours).
pub const PACE_DAYS: u32 = 20;
/// A forecast beyond this many working days is shown as a number of days, not as a date (ours).
pub const DATED_DAYS_MAX: u32 = 250;
/// The progress of a long count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountProgress {
    /// Dossiers counted so far.
    pub done: u64,
    /// Dossiers to count.
    pub total: u64,
}

/// The result of a long count, or its progress: then ask again in a second or two. A count that nobody asks for any more is
/// cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CountResult<T> {
    /// The result.
    Done(T),
    /// Still counting.
    Counting(CountProgress),
}

/// The flows of a range of days, with the working times of the resolved dossiers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodTotals {
    /// Received, ended and handed over.
    pub flows: Flows,
    /// The working times of the dossiers resolved in these days.
    pub working_time: WorkingTime,
}

impl PeriodTotals {
    /// Adds other totals.
    pub fn merge(&mut self, other: &Self) {
        self.flows += other.flows;
        self.working_time.merge(&other.working_time);
    }
}

/// The figures of a group or of all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Throughput {
    /// In the period.
    pub moved: PeriodTotals,
    /// The open dossiers: now, for a running period, else at its end. `None` while they are being counted, see
    /// [`Report::standing`].
    pub standing: Option<OpenCounts>,
}

/// A group with its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRow {
    /// The group.
    pub group: Group,
    /// Its figures.
    pub figures: Throughput,
}

/// The figures of this period compared with those of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedFigures {
    /// The whole other period.
    pub other: Period,
    /// The compared days of this period.
    pub days: Period,
    /// The compared days of the other period.
    pub other_days: Period,
    /// The number of working days on each side while this period runs; `None` if whole periods are compared.
    pub working_days: Option<u32>,
    /// The figures of this period.
    pub now: PeriodTotals,
    /// The figures of the other period.
    pub then: PeriodTotals,
}

/// The source of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FigureSource {
    /// The counters, which each change updates in its own transaction.
    Counters,
    /// A scan of this many dossiers.
    Dossiers(u64),
}

/// A throughput report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The query.
    pub query: ReportQuery,
    /// When it was counted.
    pub at: Instant,
    /// The instant of the open dossiers: [`Self::at`], or the last millisecond of a period that is over.
    pub standing_at: Instant,
    /// Whether the period still runs.
    pub is_running: bool,
    /// The present rule of lateness.
    pub rule: DeadlineRule,
    /// The source of the flows.
    pub source: FigureSource,
    /// The number of the last change that it includes.
    pub change_number: i64,
    /// The figures of all groups together.
    pub total: Throughput,
    /// Each group that has any figure, those with the most dossiers first.
    pub rows: Vec<GroupRow>,
    /// Whether the groups do not add up to the total: agencies count their parts of linked dossiers, the centre counts each
    /// dossier once.
    pub counts_parts: bool,
    /// The number of groups that are not in [`Self::rows`] because there are more than [`GROUPS_MAX`].
    pub rows_left_out: u64,
    /// The progress of the count of open dossiers; `None` when it is done.
    pub standing: Option<CountProgress>,
    /// The comparison with the period before; `None` before the first working day of a running period is over.
    pub before: Option<ComparedFigures>,
    /// The comparison with the same period of last year; `None` as for [`Self::before`].
    pub last_year: Option<ComparedFigures>,
    /// The group "progress" of the quality index; `None` where nothing was handled, or the open dossiers are still being
    /// counted.
    pub quality: Option<QualityProgress>,
}

/// Open dossiers of a range of ages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeBand {
    /// The lowest age, in working days since reception.
    pub from: u32,
    /// The highest age; `None` for no limit.
    pub to: Option<u32>,
    /// Their counts; only open dossiers are counted.
    pub standing: OpenCounts,
}

/// Running dossiers due by the end of a working day; overdue ones are not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueWithin {
    /// The number of working days, beginning with today if it is one.
    pub working_days: u32,
    /// The last of these days.
    pub until: NaiveDate,
    /// The number of these dossiers.
    pub dossiers: u64,
}

/// The open dossiers of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workload {
    /// The account's name; `None` for dossiers assigned to nobody.
    pub person: Option<String>,
    /// Their counts; only open dossiers are counted.
    pub standing: OpenCounts,
    /// Running, and due within three working days.
    pub due_soon: u64,
}

/// The open dossiers now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backlog {
    /// When it was counted.
    pub at: Instant,
    /// The counts of all.
    pub standing: OpenCounts,
    /// By age, youngest first.
    pub ages: Vec<AgeBand>,
    /// The dossiers due soon, see [`super::query::DUE_WITHIN_DAYS`].
    pub due_within: Vec<DueWithin>,
    /// By person, those with the most first.
    pub people: Vec<Workload>,
    /// The forecast; `None` for a person's backlog, whose flow tells nothing of the dossiers assigned to them.
    pub forecast: Option<Forecast>,
    /// The next working days, at most [`DATED_DAYS_MAX`] after the first; they give a forecast its date.
    pub coming_days: Vec<NaiveDate>,
}

/// The flows of a day or a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowPoint {
    /// Its first day.
    pub from: NaiveDate,
    /// The day after its last.
    pub to: NaiveDate,
    /// Whether it has a working day.
    pub is_working: bool,
    /// The flows.
    pub flows: Flows,
    /// Open at its end, or now; `None` where it is not known: for a person, and for future days.
    pub open: Option<u64>,
}

/// The working time spent in one status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepTime {
    /// The status.
    pub status: Status,
    /// Working minutes of all dossiers in it, from reception to the end.
    pub minutes: u64,
    /// How often dossiers left it.
    pub times: u64,
    /// The number of dossiers that were in it.
    pub dossiers: u64,
}

/// The working time by status, of the dossiers resolved in the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steps {
    /// By status, in the order of their codes.
    pub steps: Vec<StepTime>,
    /// The number of dossiers that were counted.
    pub dossiers: u64,
    /// The number of dossiers resolved in the period; larger than [`Self::dossiers`] for a sample.
    pub of: u64,
}

impl Steps {
    /// Whether every dossier was counted.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        self.dossiers == self.of
    }
}

/// A page of dossiers: of flows the latest first; of open dossiers those due first, without a due time last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierPage {
    /// The instant as of which they are shown: the last instant of a period that is over; now, while it runs, and for figures
    /// of the present.
    pub at: Instant,
    /// The dossiers as they stood then, at most [`LIST_ROWS`].
    pub rows: Vec<WorklistRow>,
    /// The cursor of the next page; `None` on the last page.
    pub next: Option<String>,
}

/// A procedure with its display names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedProcedure {
    /// Its number.
    pub id: ProcedureId,
    /// Its official code.
    pub code: String,
    /// Its names.
    pub name: Name,
    /// Its field.
    pub field: FieldId,
}

/// The names of agencies, fields and procedures that the caller may choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportNames {
    /// The agencies in the caller's scope.
    pub agencies: Vec<ListedAgency>,
    /// Whether the scope is the whole centre.
    pub is_everywhere: bool,
    /// Every field.
    pub fields: Vec<(FieldId, Name)>,
    /// Every procedure.
    pub procedures: Vec<NamedProcedure>,
    /// Everybody who works on dossiers of one of these agencies.
    pub people: Vec<Colleague>,
    /// When these were read.
    pub at: Instant,
    /// The zone of the centre's clocks.
    pub zone: Tz,
    /// The present rule of lateness.
    pub rule: DeadlineRule,
}

impl ReportNames {
    /// The centre's local date at [`Self::at`].
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.at.with_timezone(&self.zone).date_naive()
    }
}

/// A reception that was annulled or amended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceptionChange {
    /// The dossier.
    pub code: DossierCode,
    /// The agency that processes it now.
    pub agency: AgencyId,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// The account that recorded it.
    pub actor: String,
    /// The reason.
    pub reason: String,
    /// The due time before an amendment.
    pub due_before: Option<Instant>,
    /// The due time after it.
    pub due_after: Option<Instant>,
}

/// The receptions annulled or amended in a period, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceptionChanges {
    /// The annulments that were not undone.
    pub annulled: Vec<ReceptionChange>,
    /// The amendments by which a late or overdue dossier became in time.
    pub made_in_time: Vec<ReceptionChange>,
    /// Whether the period has more changes than are searched.
    pub left_out: bool,
}
