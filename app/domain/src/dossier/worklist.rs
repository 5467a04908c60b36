//! The work list: its filter and its rows.

use serde::{Deserialize, Serialize};

use super::{Dossier, Status};
use crate::deadline::Undecided;
use crate::id::{AgencyId, ProcedureId};

/// Rows of one page of the work list (ours).
pub const PAGE_ROWS: u32 = 50;

/// The word in the address of a work list that selects the caller's own dossiers.
pub const MINE: &str = "mine";

/// The dossiers that a work list shows, by assignment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum WorklistOwner {
    /// All dossiers that the caller may see.
    #[default]
    All,
    /// The dossiers assigned to the caller.
    Mine,
    /// The dossiers of one agency.
    Agency(AgencyId),
}

/// The tabs of the work list, by status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tab {
    /// 2, 4: the clock runs and the centre has to act.
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
    /// 5, and waiting for so long that a stop is proposed.
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

/// The query of a work list. Rows are ordered by due time, soonest first, without a due time last; ended ones newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorklistQuery {
    /// The dossiers by assignment.
    pub whose: WorklistOwner,
    /// The tab; ignored where `find` is given.
    pub tab: Tab,
    /// Only dossiers of this procedure.
    pub procedure: Option<ProcedureId>,
    /// A dossier code, or the applicant's full name, phone or identity number.
    pub find: Option<String>,
    /// The cursor of the page, from [`Worklist::next`] of the page before.
    pub after: Option<String>,
}

/// One row of the work list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorklistRow {
    /// The dossier.
    pub dossier: Dossier,
    /// Whether it is overdue now.
    pub is_overdue: bool,
    /// Whether a stop is proposed, because requested papers have not come.
    pub is_stop_proposed: bool,
    /// Working minutes left until the due time, or passed since it; `None` while the clock does not run.
    pub left_min: Option<u32>,
    /// The undecided part of the calendar on which its due time depends; `None` also if it has ended.
    pub undecided: Option<Undecided>,
}

/// One page of the work list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worklist {
    /// Its rows, at most [`PAGE_ROWS`].
    pub rows: Vec<WorklistRow>,
    /// The cursor of the next page; `None` on the last page.
    pub next: Option<String>,
}
