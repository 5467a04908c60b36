//! Throughput: what is answered; what is asked is in [`super::query`].

use std::ops::{Add, AddAssign};

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::forecast::Forecast;
use super::quality::QualityProgress;
use super::working_time::WorkingTime;
use crate::account::model::Colleague;
use crate::board::percentage::Rate;
use crate::deadline::Instant;
use crate::deadline::lateness::DeadlineRule;
use crate::dossier::worklist::WorklistRow;
use crate::dossier::{DossierCode, Status};
use crate::id::{AgencyId, FieldId, ProcedureId};
use crate::period::Period;
use crate::procedure::listed::ListedAgency;
use crate::text::name::Name;

pub use super::query::{DossierFilter, Figure, Group, Grouping, ListQuery, ReportQuery};

/// Annulments and amendments of a period that are looked through at the most (ours).
pub const RECEPTION_CHANGES_MAX: usize = 20_000;
/// Rows of one page of the dossiers behind a figure (ours).
pub const LIST_ROWS: u32 = 50;
/// Groups of one answer at the most: those with the most dossiers (ours).
pub const GROUPS_MAX: usize = 3_000;
/// Points of a flow at the most, by the day; of a longer period the flow goes by the month (ours).
pub const FLOW_DAYS_MAX: u64 = 400;
/// Dossiers whose steps are told one by one; of more an evenly spread sample is (ours).
pub const STEPS_EXACT_MAX: u64 = 20_000;
/// Working days over which today's pace is taken (ours).
pub const PACE_DAYS: u32 = 20;
/// The working days within which dossiers due soon are counted (ours).
pub const DUE_WITHIN_DAYS: [u32; 3] = [1, 3, 5];
/// Beyond so many working days from now no date is told, only how many (ours).
pub const DATED_DAYS_MAX: u32 = 250;
/// The first working day of each band of age: received so many working days ago (ours).
pub const AGE_BANDS: [u32; 6] = [0, 4, 8, 16, 31, 61];

/// Dossiers received, ended and handed over in a range of days. Each counts on the centre's local day of the event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flows {
    /// Received online.
    pub received_online: u64,
    /// Received at the reception desk.
    pub received_direct: u64,
    /// Received by post.
    pub received_post: u64,
    /// Resolved before the due date.
    pub early: u64,
    /// Resolved neither early nor late; also those without a due time.
    pub on_time: u64,
    /// Resolved late, by the due time in force.
    pub late: u64,
    /// Of the resolved ones, those late against the first promise: before pauses and an extension moved it.
    pub first_late: u64,
    /// Ended because the applicant withdrew.
    pub withdrawn: u64,
    /// Ended because not eligible.
    pub ineligible: u64,
    /// Refused at reception: counted alone and in nothing else.
    pub refused: u64,
    /// Results handed over, whenever they were resolved.
    pub handed_over: u64,
}

impl Flows {
    /// Received, all channels.
    #[must_use]
    pub const fn received(&self) -> u64 {
        self.received_online + self.received_direct + self.received_post
    }

    /// Resolved: early, on time and late.
    #[must_use]
    pub const fn resolved(&self) -> u64 {
        self.in_time() + self.late
    }

    /// Resolved early or on time.
    #[must_use]
    pub const fn in_time(&self) -> u64 {
        self.early + self.on_time
    }

    /// Ended without a result: withdrawn or not eligible.
    #[must_use]
    pub const fn ended_without_result(&self) -> u64 {
        self.withdrawn + self.ineligible
    }

    /// Received dossiers that ended.
    #[must_use]
    pub const fn ended(&self) -> u64 {
        self.resolved() + self.ended_without_result()
    }

    /// Early and on time in the resolved ones; `None` where nothing was resolved.
    #[must_use]
    pub fn rate(&self) -> Option<Rate> {
        Rate::of(self.in_time(), self.late)
    }
}

impl AddAssign for Flows {
    fn add_assign(&mut self, other: Self) {
        self.received_online += other.received_online;
        self.received_direct += other.received_direct;
        self.received_post += other.received_post;
        self.early += other.early;
        self.on_time += other.on_time;
        self.late += other.late;
        self.first_late += other.first_late;
        self.withdrawn += other.withdrawn;
        self.ineligible += other.ineligible;
        self.refused += other.refused;
        self.handed_over += other.handed_over;
    }
}

impl Add for Flows {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

/// Dossiers open at an instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCounts {
    /// Open with the clock running, not past the due time (or without one).
    pub within: u64,
    /// Open past the due time: running, or stopped after it had passed.
    pub overdue: u64,
    /// Open with the clock stopped before the due time passed.
    pub paused: u64,
    /// Registered online, not yet received.
    pub registered_waiting: u64,
    /// Resolved, the result not yet handed over.
    pub waiting_collection: u64,
    /// Of the open ones, those without a due time.
    pub no_due: u64,
}

impl OpenCounts {
    /// Received and not ended: within, overdue and paused.
    #[must_use]
    pub const fn open(&self) -> u64 {
        self.within + self.overdue + self.paused
    }
}

impl AddAssign for OpenCounts {
    fn add_assign(&mut self, other: Self) {
        self.within += other.within;
        self.overdue += other.overdue;
        self.paused += other.paused;
        self.registered_waiting += other.registered_waiting;
        self.waiting_collection += other.waiting_collection;
        self.no_due += other.no_due;
    }
}

/// How far a count has come that takes a while.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Dossiers looked at.
    pub done: u64,
    /// Of so many.
    pub total: u64,
}

/// An answer, or how far it has come: ask again in a second or two. A count that nobody polls any more is cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CountResult<T> {
    /// The answer.
    Done(T),
    /// Being counted.
    Counting(Progress),
}

/// The flows of a range of days, with the handling time of the resolved dossiers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodTotals {
    /// Received, ended and handed over.
    pub flows: Flows,
    /// Of those resolved in these days.
    pub working_time: WorkingTime,
}

impl PeriodTotals {
    /// Takes in what flowed elsewhere.
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
    /// Now, for a running period; else at the period's end. `None`: being counted, see [`Report::standing`].
    pub standing: Option<OpenCounts>,
}

/// A group with its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRow {
    /// Which.
    pub group: Group,
    /// Its figures.
    pub figures: Throughput,
}

/// The figures of other days beside those of this period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedFigures {
    /// The whole other period.
    pub other: Period,
    /// The days of this period that are compared.
    pub days: Period,
    /// The days of the other period that are compared.
    pub other_days: Period,
    /// How many working days on either side, while this period runs; `None`: two whole periods are compared.
    pub working_days: Option<u32>,
    /// The figures of this period.
    pub now: PeriodTotals,
    /// The figures of the other period.
    pub then: PeriodTotals,
}

/// Where figures come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The counters, which follow each change in its own transaction.
    Counters,
    /// A walk over the dossiers themselves, so many.
    Dossiers(u64),
}

/// Throughput.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The query.
    pub query: ReportQuery,
    /// When it was counted.
    pub at: Instant,
    /// The instant of what stands: [`Self::at`], or the last millisecond of a period that is over.
    pub standing_at: Instant,
    /// Whether the period still runs.
    pub is_running: bool,
    /// What counts as late now.
    pub rule: DeadlineRule,
    /// Where the flows come from.
    pub source: Source,
    /// The number of the last change it has seen.
    pub change_number: i64,
    /// Of all.
    pub total: Throughput,
    /// Of each group that has any figure, those with the most dossiers first.
    pub rows: Vec<GroupRow>,
    /// Whether the groups add up to other than all: agencies count their parts of linked dossiers, the centre counts each once.
    pub counts_parts: bool,
    /// Groups that are not among [`Self::rows`], because there are more than [`GROUPS_MAX`].
    pub rows_left_out: u64,
    /// How far the count of what stood at the end has come; `None`: it is done.
    pub standing: Option<Progress>,
    /// Beside the period before; `None` before the first working day of a running period is over.
    pub before: Option<ComparedFigures>,
    /// Beside the same period of last year, likewise.
    pub last_year: Option<ComparedFigures>,
    /// The group "progress" of the quality index; `None` where nothing was handled, or what stands is still being counted.
    pub quality: Option<QualityProgress>,
}

/// Dossiers open since so many working days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeBand {
    /// The fewest working days since reception.
    pub from: u32,
    /// The most; `None`: no bound.
    pub to: Option<u32>,
    /// How they stand: only what is open is counted.
    pub standing: OpenCounts,
}

/// Running dossiers due until the end of a working day, from now on: those overdue are not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueWithin {
    /// So many working days from today, today included where it is one.
    pub working_days: u32,
    /// The last of these days.
    pub until: NaiveDate,
    /// How many are due by then.
    pub dossiers: u64,
}

/// The open dossiers of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workload {
    /// The account's name; `None`: in nobody's hands.
    pub person: Option<String>,
    /// How it stands: only what is open is counted.
    pub standing: OpenCounts,
    /// Running and due within the next three working days.
    pub due_soon: u64,
}

/// The backlog as it stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backlog {
    /// When.
    pub at: Instant,
    /// All of it.
    pub standing: OpenCounts,
    /// By age, youngest first.
    pub ages: Vec<AgeBand>,
    /// Due soon, see [`DUE_WITHIN_DAYS`].
    pub due_within: Vec<DueWithin>,
    /// By person, those with the most first.
    pub people: Vec<Workload>,
    /// When it is gone at today's pace; `None` for a person's, whose flow says nothing of what is in hand.
    pub forecast: Option<Forecast>,
    /// The working days from today on, at most [`DATED_DAYS_MAX`] beside the first: by them a forecast is told a date.
    pub coming_days: Vec<NaiveDate>,
}

/// The flows of a day or a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowPoint {
    /// The first day of it.
    pub from: NaiveDate,
    /// The day after its last.
    pub to: NaiveDate,
    /// Whether anybody works in it.
    pub is_working: bool,
    /// What came in and went out.
    pub flows: Flows,
    /// Open at its end, or now; `None` where it cannot be told: of a person, and of days to come.
    pub open: Option<u64>,
}

/// The working time spent in one status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepTime {
    /// The status that was left.
    pub status: Status,
    /// Working minutes that dossiers stood in it, from reception to the end.
    pub minutes: u64,
    /// How often it was left.
    pub times: u64,
    /// How many dossiers were in it.
    pub dossiers: u64,
}

/// Where working time went, of the dossiers resolved in the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steps {
    /// By status, in the order of their codes.
    pub steps: Vec<StepTime>,
    /// Dossiers looked at.
    pub dossiers: u64,
    /// Dossiers resolved in the period: more than were looked at where these are a sample.
    pub of: u64,
}

impl Steps {
    /// Whether every dossier was looked at.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        self.dossiers == self.of
    }
}

/// Dossiers of which a page is shown: of what flowed the latest first; of what stands those due first first, without a due time last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierPage {
    /// As of when they are shown: the last instant of a period that is over; now, while it runs, and for what only stands now.
    pub at: Instant,
    /// The dossiers as they stood then, at most [`LIST_ROWS`].
    pub rows: Vec<WorklistRow>,
    /// The cursor of the next page; `None`: this is the last.
    pub next: Option<String>,
}

/// A procedure, by the names shown.
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
    /// The agencies within the caller's reach.
    pub agencies: Vec<ListedAgency>,
    /// Whether that is every agency.
    pub is_everywhere: bool,
    /// Every field.
    pub fields: Vec<(FieldId, Name)>,
    /// Every procedure.
    pub procedures: Vec<NamedProcedure>,
    /// Everybody who works on dossiers of one of these agencies.
    pub people: Vec<Colleague>,
    /// When it was told.
    pub at: Instant,
    /// The zone of the centre's clocks.
    pub zone: Tz,
    /// What counts as late now.
    pub rule: DeadlineRule,
}

impl ReportNames {
    /// The centre's date then.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.at.with_timezone(&self.zone).date_naive()
    }
}

/// A reception that was annulled or amended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceptionChange {
    /// Of which dossier.
    pub code: DossierCode,
    /// Whose it is now.
    pub agency: AgencyId,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// The account that did it.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// The due time before an amendment.
    pub due_before: Option<Instant>,
    /// The due time after it.
    pub due_after: Option<Instant>,
}

/// The receptions annulled or amended in a period, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceptionChanges {
    /// Annulled, and not taken back since.
    pub annulled: Vec<ReceptionChange>,
    /// Amended so that what was late or overdue is in time.
    pub made_in_time: Vec<ReceptionChange>,
    /// Whether there were more changes in the period than are looked through.
    pub left_out: bool,
}
