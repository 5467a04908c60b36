//! What the desk needs of the server: the work list, one dossier's file, and moving on.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;

use super::{
    Action, AgencyId, Channel, Dossier, DossierCode, Event, FieldId, ProcedureId, Refusal, Rules,
    Status,
};
use crate::absence::model::Absence;
use crate::account::model::{Caller, Reach, RequestKey};
use crate::board::model::Name;
use crate::deadline::{Calendar, Instant, Undecided};
use crate::error::NotWritten;
use crate::page::File;
use crate::procedure::limits::ChannelLimits;
use crate::report::sheet::{FileFormat, Table};

use super::applicant::{AmendedReception, Receipt, Reception, SlipSecrets, Submission};

/// The most dossiers of one bulk action (ours).
pub const BULK_MAX: usize = 200;
/// The longest note, in characters (ours).
pub const NOTE_CHARS_MAX: usize = 2_000;
/// The most notes of one dossier (ours).
pub const NOTES_MAX: usize = 500;
/// Rows of one page of the work list (ours).
pub const PAGE_ROWS: u32 = 50;

/// Why the desk did not do what was asked. Nothing was written then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeskError {
    /// No such dossier, or none this person may know of.
    #[error("not found")]
    NotFound,
    /// Not theirs to do.
    #[error("forbidden")]
    Forbidden,
    /// Somebody else changed the dossier since the version the form was made from.
    #[error("changed meanwhile")]
    Conflict,
    /// The rules of the domain refuse it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A field of the form, by its name, cannot be used.
    #[error("cannot use {0}")]
    Invalid(&'static str),
    /// None of several dossiers was moved: these cannot go, and why.
    #[error("some cannot go")]
    SomeCannot(Vec<(DossierCode, Box<DeskError>)>),
    /// The person has opened or looked for as much as anybody may in an hour.
    #[error("too much was read")]
    TooMuchRead,
    /// The database is away or busy.
    #[error("unavailable")]
    Unavailable,
    /// Nothing was written, and nothing can be for now.
    #[error(transparent)]
    NotWritten(#[from] NotWritten),
    /// A fault of ours, logged where it was met.
    #[error("internal")]
    Internal,
}

/// How what is personal of a dossier is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// On a page.
    Opened,
    /// To be printed.
    Printed,
    /// On the slip that was just issued, of which the audit tells anyhow: who was received is never kept waiting for it.
    Slip,
}

/// An agency, by the names the desk shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedAgency {
    /// Its number.
    pub id: AgencyId,
    /// Its code.
    pub code: String,
    /// Its names.
    pub name: Name,
}

/// A procedure, by the names the desk shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedProcedure {
    /// Its number.
    pub id: ProcedureId,
    /// Its official code.
    pub code: String,
    /// Its names.
    pub name: Name,
    /// How long it may take, by how it comes in.
    pub limits: ChannelLimits,
    /// What it costs, in đồng; `None`: not said.
    pub fee_vnd: Option<u32>,
    /// The papers to be handed in.
    pub papers: Vec<Name>,
}

/// What the screens of the desk know of the centre.
pub struct Office {
    /// The centre's names.
    pub centre: Name,
    /// Where it is.
    pub place: String,
    /// Its working time.
    pub calendar: Calendar,
    /// The rules in force now.
    pub rules: Rules,
    /// Every agency.
    pub agencies: Vec<ListedAgency>,
    /// Every field with its names.
    pub fields: Vec<(FieldId, Name)>,
    /// Every procedure.
    pub procedures: Vec<ListedProcedure>,
    /// Everybody who works on dossiers.
    pub colleagues: Vec<Colleague>,
    /// Who is away today, with a substitute who works here.
    pub absences: Vec<Absence>,
}

impl Office {
    /// The absence of an account today.
    #[must_use]
    pub fn absence_of(&self, account: &str) -> Option<&Absence> {
        self.absences.iter().find(|it| it.account == account)
    }
}

/// Somebody who works on dossiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// The account's name: what an assignment says.
    pub name: String,
    /// The name shown.
    pub display_name: String,
    /// Where they work.
    pub reach: Reach,
}

/// What a colleague noted of a dossier. It may tell of the applicant: kept out of every log, event and address.
#[derive(Clone, PartialEq, Eq)]
pub struct Note {
    /// When.
    pub at: Instant,
    /// The account's name.
    pub author: String,
    /// What.
    pub text: String,
}

impl fmt::Debug for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Note(personal)")
    }
}

/// The word in the address of a work list for the dossiers in one's own hands.
pub const MINE: &str = "mine";

/// Whose dossiers a work list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// All that who asks may see.
    #[default]
    All,
    /// Those in the hands of who asks.
    Mine,
    /// One agency's.
    Agency(AgencyId),
}

/// The tabs of the work list, by status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// 2, 4: the clock runs, the centre is to do something.
    #[default]
    Open,
    /// 1: registered online, waiting for reception.
    Registered,
    /// 2.
    Received,
    /// 4.
    InProcess,
    /// 5, 6, 7: waiting for the applicant.
    Waiting,
    /// 5, and for so long that it is proposed to stop.
    StopProposed,
    /// 9: the result waits to be collected.
    Resolved,
    /// 3, 8, 10.
    Closed,
}

impl Tab {
    /// Every tab, in the order shown.
    pub const ALL: [Self; 8] = [
        Self::Open,
        Self::Registered,
        Self::Received,
        Self::InProcess,
        Self::Waiting,
        Self::StopProposed,
        Self::Resolved,
        Self::Closed,
    ];

    /// The statuses it shows.
    #[must_use]
    pub const fn statuses(self) -> &'static [Status] {
        match self {
            Self::Open => &[Status::Received, Status::InProcess],
            Self::Registered => &[Status::Registered],
            Self::Received => &[Status::Received],
            Self::InProcess => &[Status::InProcess],
            Self::Waiting => &[
                Status::PapersAsked,
                Status::PaymentAsked,
                Status::WithdrawalAsked,
            ],
            Self::StopProposed => &[Status::PapersAsked],
            Self::Resolved => &[Status::Resolved],
            Self::Closed => &[Status::Refused, Status::Stopped, Status::HandedOver],
        }
    }

    /// The word in the address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Registered => "registered",
            Self::Received => "received",
            Self::InProcess => "in-process",
            Self::Waiting => "waiting",
            Self::StopProposed => "stop-proposed",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
        }
    }

    /// The tab of a word in the address.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.as_str() == word)
    }
}

/// Which dossiers a work list shows. Due soon first; without a due time last; closed ones newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorklistQuery {
    /// Whose.
    pub whose: Whose,
    /// Which statuses; left aside where `find` is given.
    pub tab: Tab,
    /// Of this procedure only.
    pub procedure: Option<ProcedureId>,
    /// A dossier code, or the applicant's name, phone or identity number, whole.
    pub find: Option<String>,
    /// The last row of the page before, as [`Worklist::next`] named it.
    pub after: Option<String>,
}

/// One row of the work list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorklistRow {
    /// The dossier.
    pub dossier: Dossier,
    /// Whether it is overdue now.
    pub is_overdue: bool,
    /// Whether it is proposed to stop, as papers that were asked for have not come.
    pub is_stop_proposed: bool,
    /// Working minutes left until the due time, or passed since; `None` where no clock runs.
    pub left_min: Option<u32>,
    /// What its due time rests on that is not decided yet; `None` also where it has ended.
    pub undecided: Option<Undecided>,
}

/// One page of the work list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Worklist {
    /// Its rows, at most [`PAGE_ROWS`].
    pub rows: Vec<WorklistRow>,
    /// What to ask the next page with; `None`: this is the last.
    pub next: Option<String>,
}

/// A dossier and its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierFile {
    /// As it stands.
    pub row: WorklistRow,
    /// Its history, in order.
    pub events: Vec<Event>,
    /// The linked dossier that it is the whole or a part of.
    pub linked: Option<Linked>,
}

/// A part of a linked dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedPart {
    /// What is done in it.
    pub name: Name,
    /// As it stands.
    pub row: WorklistRow,
}

/// A linked dossier: whoever may see the whole or a part may see where all of it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// What was promised to the applicant.
    pub whole: WorklistRow,
    /// Its parts, in their order.
    pub parts: Vec<LinkedPart>,
}

impl Linked {
    /// Whether a part has not ended.
    #[must_use]
    pub fn has_open_parts(&self) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| part.row.dossier.ended_at.is_none())
    }
}

/// One thing to be done to a dossier, if it still is at the version the form showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Which.
    pub code: DossierCode,
    /// The version the form was made from.
    pub version: i64,
    /// What.
    pub action: Action,
    /// When it happened; `None`: now.
    pub occurred_at: Option<Instant>,
    /// Why it is recorded so late.
    pub late_reason: Option<String>,
}

/// What the desk needs of the server. Every method checks the caller's right in the dossier's agency; a dossier elsewhere is
/// [`DeskError::NotFound`]. A repeated [`RequestKey`] does nothing again and answers as before.
#[async_trait]
pub trait DeskPort: Send + Sync {
    /// The present.
    fn now(&self) -> Instant;

    /// The centre as the desk's screens need it.
    async fn office(&self) -> Result<Arc<Office>, DeskError>;

    /// One page of the work list.
    async fn worklist(&self, caller: &Caller, query: &WorklistQuery)
    -> Result<Worklist, DeskError>;

    /// A list as a file of this name, without its ending; the audit tells of it.
    async fn export(
        &self,
        caller: &Caller,
        table: Table,
        name: &str,
        format: FileFormat,
    ) -> Result<File, DeskError>;

    /// These rows as they stand now; those the caller may not see are left out. At most [`BULK_MAX`].
    async fn rows(
        &self,
        caller: &Caller,
        codes: &[DossierCode],
    ) -> Result<Vec<WorklistRow>, DeskError>;

    /// A dossier and its history.
    async fn file(&self, caller: &Caller, code: &DossierCode) -> Result<DossierFile, DeskError>;

    /// The dossier as it would be received now; its code may go to another one first.
    async fn prepare(
        &self,
        caller: &Caller,
        procedure: ProcedureId,
        agency: AgencyId,
        channel: Channel,
    ) -> Result<Dossier, DeskError>;

    /// Receives a dossier, or refuses it at reception.
    async fn receive(
        &self,
        caller: &Caller,
        key: RequestKey,
        reception: Reception,
    ) -> Result<Receipt, DeskError>;

    /// Sets a reception right; answers the secrets of the slip that replaces the old one, where anything on it is other than it was.
    /// A form sent again has told them already.
    async fn amend(
        &self,
        caller: &Caller,
        key: RequestKey,
        reception: AmendedReception,
    ) -> Result<Option<SlipSecrets>, DeskError>;

    /// Who applied and with which papers; `None`: nothing was taken down, or it was erased. The audit tells of it.
    async fn submission(
        &self,
        caller: &Caller,
        code: &DossierCode,
        reading: Reading,
    ) -> Result<Option<Submission>, DeskError>;

    /// Tells the audit of what is printed of a dossier without its applicant.
    async fn printed(&self, caller: &Caller, code: &DossierCode) -> Result<(), DeskError>;

    /// What colleagues noted of a dossier, oldest first.
    async fn notes(&self, caller: &Caller, code: &DossierCode) -> Result<Vec<Note>, DeskError>;

    /// Notes something of a dossier.
    async fn note(
        &self,
        caller: &Caller,
        key: RequestKey,
        code: &DossierCode,
        text: String,
    ) -> Result<(), DeskError>;

    /// New secrets for a slip to be printed again; the old ones are over.
    async fn reissue(&self, caller: &Caller, code: &DossierCode) -> Result<SlipSecrets, DeskError>;

    /// Does one thing to each of these dossiers, all or none.
    async fn act(
        &self,
        caller: &Caller,
        key: RequestKey,
        moves: Vec<Move>,
    ) -> Result<(), DeskError>;
}
