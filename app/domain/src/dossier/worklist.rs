//! The work list: its filter and its rows.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::applicant::ShownName;
use super::{Dossier, Status};
use crate::deadline::{Instant, Undecided};
use crate::id::{AgencyId, ProcedureId};

/// Rows of one page of the work list (ours).
pub const PAGE_ROWS: u32 = 50;

/// Rows that a list may have to be sorted by what no index has in order (ours: read whole within some milliseconds).
pub const SORTED_ROWS_MAX: u32 = 500;

/// Up to how many dossiers a tab is counted that no counter tells of (ours: read within some milliseconds, whatever the history).
pub const TAB_COUNT_MAX: u32 = 999;

/// The same for each tab of a narrowed list, for which there are no counters at all.
pub const NARROWED_TAB_COUNT_MAX: u32 = 99;

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

/// How many dossiers a tab has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TabCount {
    /// The tab.
    pub tab: Tab,
    /// As many as were counted.
    pub count: u64,
    /// Whether it has more than were counted.
    pub has_more: bool,
}

impl TabCount {
    /// All that a tab has.
    #[must_use]
    pub const fn exact(tab: Tab, count: u64) -> Self {
        Self {
            tab,
            count,
            has_more: false,
        }
    }

    /// What was counted of a tab up to one more than a bound.
    #[must_use]
    pub fn bounded(tab: Tab, counted: u64, count_max: u32) -> Self {
        let count_max = u64::from(count_max);
        Self {
            tab,
            count: counted.min(count_max),
            has_more: counted > count_max,
        }
    }
}

/// The columns that a work list can be sorted by: all but the applicant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SortColumn {
    /// The due time; what is left goes by it, too.
    #[default]
    Due,
    /// When it was received.
    Received,
    /// The code.
    Code,
    /// The procedure's name.
    Procedure,
    /// The agency's name.
    Agency,
    /// The status, in the order of its national code.
    Status,
    /// The assignee; unassigned ones last.
    Assignee,
}

impl SortColumn {
    /// Every column.
    pub const ALL: [Self; 7] = [
        Self::Due,
        Self::Received,
        Self::Code,
        Self::Procedure,
        Self::Agency,
        Self::Status,
        Self::Assignee,
    ];

    /// The word in the address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Received => "received",
            Self::Code => "code",
            Self::Procedure => "procedure",
            Self::Agency => "agency",
            Self::Status => "status",
            Self::Assignee => "assignee",
        }
    }
}

/// The order of a work list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorklistSort {
    /// By which column.
    pub column: SortColumn,
    /// The last first.
    #[serde(default)]
    pub is_reversed: bool,
}

impl WorklistSort {
    /// The order of a tab for which none is chosen: due soon first, closed ones newest first.
    #[must_use]
    pub fn of(tab: Tab) -> Self {
        Self {
            column: SortColumn::Due,
            is_reversed: tab == Tab::Closed,
        }
    }

    /// The word in the address.
    #[must_use]
    pub fn word(self) -> String {
        let mark = if self.is_reversed { "-" } else { "" };
        format!("{mark}{}", self.column.as_str())
    }

    /// The order of a word in the address.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let (is_reversed, name) = word
            .strip_prefix('-')
            .map_or((false, word), |name| (true, name));
        let mut columns = SortColumn::ALL.into_iter();
        let column = columns.find(|column| column.as_str() == name)?;
        Some(Self {
            column,
            is_reversed,
        })
    }
}

/// Days from one to another on the centre's clock, both included; without an end where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRange {
    /// The first day.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// The last day.
    #[serde(default)]
    pub to: Option<NaiveDate>,
}

impl DayRange {
    /// Whether every day is in it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

/// Which dossiers a work list shows. Due soon first; without a due time last; closed ones newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorklistQuery {
    /// The dossiers by assignment.
    pub whose: WorklistOwner,
    /// The tab; ignored where `find` is given.
    pub tab: Tab,
    /// Only dossiers of this procedure.
    pub procedure: Option<ProcedureId>,
    /// A dossier code or its end; the applicant's full name, or its end without diacritics, also with the last four digits of the phone;
    /// a whole phone or identity number.
    pub find: Option<String>,
    /// In which order; `None`: [`WorklistSort::of`] the tab.
    #[serde(default)]
    pub sort: Option<WorklistSort>,
    /// Received on these days.
    #[serde(default)]
    pub received: DayRange,
    /// Due on these days.
    #[serde(default)]
    pub due: DayRange,
    /// With the applicants' full names, which the audit tells of for each dossier.
    #[serde(default)]
    pub has_names: bool,
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
    /// The applicant's name as the list shows it, masked or whole; `None`: it was not read, or nothing was taken down.
    pub applicant: Option<ShownName>,
}

impl WorklistQuery {
    /// The order that is asked for, or else the tab's own.
    #[must_use]
    pub fn sorted_by(&self) -> WorklistSort {
        self.sort.unwrap_or_else(|| WorklistSort::of(self.tab))
    }

    /// Whether more than a tab and an agency select what it shows.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.whose == WorklistOwner::Mine
            || self.procedure.is_some()
            || !self.received.is_open()
            || !self.due.is_open()
    }

    /// Whether an index has what it is narrowed to, so that its tabs are counted without reading what it leaves out.
    #[must_use]
    pub fn is_countable(&self) -> bool {
        match (self.received.is_open(), self.due.is_open()) {
            (true, _) => true,
            (false, true) => self.procedure.is_none(),
            (false, false) => false,
        }
    }
}

/// One page of the work list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worklist {
    /// Its rows, at most [`PAGE_ROWS`].
    pub rows: Vec<WorklistRow>,
    /// The cursor of the next page; `None` on the last page.
    pub next: Option<String>,
    /// How many dossiers the tabs have; none where it was not asked for, and for a list whose filters no index has.
    pub counts: Vec<TabCount>,
    /// The order it is in.
    pub sort: WorklistSort,
    /// Whether it has more rows than can be sorted as was asked: it is in another order.
    pub is_too_long_to_sort: bool,
    /// When it was read.
    pub now: Instant,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_order_is_read_from_the_word_that_it_is_written_as() {
        for column in SortColumn::ALL {
            for is_reversed in [false, true] {
                let sort = WorklistSort {
                    column,
                    is_reversed,
                };
                assert_eq!(WorklistSort::read(&sort.word()), Some(sort));
            }
        }
        assert_eq!(WorklistSort::read("applicant"), None);
    }

    #[test]
    fn a_tab_is_counted_up_to_a_bound() {
        let all = TabCount::bounded(Tab::Closed, 99, 99);
        assert_eq!(all, TabCount::exact(Tab::Closed, 99));
        let more = TabCount::bounded(Tab::Closed, 100, 99);
        assert!(more.has_more && more.count == 99);
    }

    #[test]
    fn closed_dossiers_are_listed_newest_first_and_others_due_soon_first() {
        assert_eq!(WorklistSort::of(Tab::Closed).word(), "-due");
        assert_eq!(WorklistSort::of(Tab::Open).word(), "due");
    }
}
