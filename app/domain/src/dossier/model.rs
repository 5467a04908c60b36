//! The dossier, its data at the opening, and in whose figures it counts.

use std::fmt;
use std::str::FromStr;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::code::DossierCode;
use super::status::{Clock, EndReason, Status};
use crate::deadline::due::TimeLimit;
use crate::deadline::lateness::{Lateness, is_overdue};
use crate::deadline::{Calendar, Instant, Undecided};
use crate::id::{AgencyId, FieldId, ProcedureId};
use crate::procedure::channel::Channel;
use crate::scope::CountedBy;
use crate::word::UnknownValue;

/// The row number of a dossier; its public identifier is the [`DossierCode`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DossierId(pub i64);

/// The figures in which a dossier counts. A linked dossier counts once for the centre and once for each of its agencies.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum CountedIn {
    /// Those of the centre and of its agency.
    #[default]
    Both,
    /// Only the centre's: the whole of a linked dossier.
    Centre,
    /// Only its agency's: a part of a linked dossier.
    Agency,
    /// None: received by mistake.
    None,
}

impl CountedIn {
    /// Every value.
    pub const ALL: [Self; 4] = [Self::Both, Self::Centre, Self::Agency, Self::None];

    /// The word stored in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Centre => "centre",
            Self::Agency => "agency",
            Self::None => "none",
        }
    }

    /// Whether it counts in these figures.
    pub const fn counts_for(self, by: CountedBy) -> bool {
        match by {
            CountedBy::Centre => matches!(self, Self::Both | Self::Centre),
            CountedBy::Agencies => matches!(self, Self::Both | Self::Agency),
        }
    }

    /// Whether it counts in both. (Taken by reference, as serde requires.)
    pub const fn is_both(&self) -> bool {
        matches!(self, Self::Both)
    }
}

impl fmt::Display for CountedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CountedIn {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        let found = Self::ALL.into_iter().find(|one| one.as_str() == word);
        found.ok_or_else(|| UnknownValue {
            expected: "in whose figures a dossier counts",
            given: word.to_owned(),
        })
    }
}

/// The data of a dossier before its first event. Only an amendment changes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intake {
    /// Its code.
    pub code: DossierCode,
    /// The agency that processes it.
    pub agency: AgencyId,
    /// The field in which it is counted.
    pub field: FieldId,
    /// The procedure, if known (an import may not tell).
    pub procedure: Option<ProcedureId>,
    /// The channel through which it came in.
    pub channel: Channel,
    /// The procedure's time limit; `None` gives no due time.
    pub limit: Option<TimeLimit>,
    /// The figures in which it counts.
    #[serde(default)]
    pub counted_in: CountedIn,
}

/// One application by one person or organisation, in its present state. It holds no name and no document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// Its code.
    pub code: DossierCode,
    /// The agency that processes it.
    pub agency: AgencyId,
    /// The field in which it is counted.
    pub field: FieldId,
    /// The procedure, if known.
    pub procedure: Option<ProcedureId>,
    /// The channel through which it came in.
    pub channel: Channel,
    /// The procedure's time limit, if it has one.
    pub limit: Option<TimeLimit>,
    /// The figures in which it counts.
    #[serde(default)]
    pub counted_in: CountedIn,
    /// The national status.
    pub status: Status,
    /// The status to which received papers or a payment lead back; set while papers or a payment are waited for, and kept while
    /// a withdrawal is asked for.
    pub status_before_pause: Option<Status>,
    /// The status to which a declined withdrawal leads back; set in [`Status::WithdrawalAsked`] only. It may be a waiting
    /// status: the clock then stays stopped.
    pub status_before_withdrawal: Option<Status>,
    /// When it was registered online; `None` for a dossier received at the reception desk.
    pub registered_at: Option<Instant>,
    /// When it was received: set once. Before, it counts only as registered and waiting.
    pub received_at: Option<Instant>,
    /// The due time promised at reception.
    pub first_due_at: Option<Instant>,
    /// The due time in force: the first, moved by pauses, by at most one extension, and by changes of the calendar.
    pub due_at: Option<Instant>,
    /// The due time last promised by an action: on the slip at reception, or in the letter of an extension. No change of the
    /// calendar moves the due time before it.
    pub promised_due_at: Option<Instant>,
    /// The due time by the calendar alone, if it differs from the one in force. The promised time stays in force, and the next
    /// change of the calendar is computed from this one.
    pub counted_due_at: Option<Instant>,
    /// Since when the clock is stopped; of consecutive pauses the beginning of the first.
    pub paused_at: Option<Instant>,
    /// When it ended, for whatever reason. This time is compared with the due time.
    pub ended_at: Option<Instant>,
    /// Why it ended.
    pub end_reason: Option<EndReason>,
    /// When the result was handed over.
    pub handed_over_at: Option<Instant>,
    /// Working minutes from reception to the end, less the pauses; `None` while it is open and if it was never received.
    pub handled_min: Option<u32>,
    /// Whole working minutes of all finished pauses.
    pub paused_min: u32,
    /// How often more papers were asked for, also before reception.
    pub papers_asked: u8,
    /// When the papers were asked for that are waited for; kept while a withdrawal is asked for. Only the request sets it.
    pub papers_asked_at: Option<Instant>,
    /// When the applicant was reminded of these papers.
    pub reminded_at: Option<Instant>,
    /// Whether the one extension is used up.
    pub extended: bool,
    /// The account it is assigned to; `None` for nobody.
    pub assignee: Option<String>,
    /// The account that received it.
    pub received_by: Option<String>,
    /// The account that ended it, whatever the reason.
    pub ended_by: Option<String>,
    /// The account that handed the result over.
    pub handed_over_by: Option<String>,
    /// The figures in which it counted before its reception was annulled; `None` if it was not.
    #[serde(default)]
    pub annulled_from: Option<CountedIn>,
    /// The number of its events, including steps and corrections.
    pub version: i64,
    /// When the last event in force occurred, without steps, assignments, corrections and undone events.
    pub last_event_at: Instant,
}

/// The state of an open dossier against its due time: the three parts of the open dossiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Running, and not past its due time.
    Within,
    /// Past its due time; or paused after the due time had passed.
    Overdue,
    /// Paused before the due time.
    Paused,
}

impl Dossier {
    /// Whether working time counts against the limit.
    pub const fn clock(&self) -> Clock {
        if self.ended_at.is_some() {
            Clock::Ended
        } else if self.received_at.is_none() {
            Clock::NotStarted
        } else if self.paused_at.is_some() {
            Clock::Stopped
        } else {
            Clock::Running
        }
    }

    /// Received and not ended: within, overdue or paused on the board.
    pub const fn is_open(&self) -> bool {
        matches!(self.clock(), Clock::Running | Clock::Stopped)
    }

    /// Whether it was overdue when its clock was stopped; it stays overdue while paused.
    pub fn paused_overdue(&self, lateness: Lateness, zone: Tz) -> bool {
        match (self.clock(), self.paused_at) {
            (Clock::Stopped, Some(paused_at)) => is_overdue(lateness, zone, self.due_at, paused_at),
            _ => false,
        }
    }

    /// Its state against the due time while it is open; of a paused one, the state when its clock was stopped.
    pub fn standing(&self, lateness: Lateness, zone: Tz, at: Instant) -> Standing {
        let is_stopped = self.clock() == Clock::Stopped;
        if is_stopped && !self.paused_overdue(lateness, zone) {
            Standing::Paused
        } else if is_stopped || is_overdue(lateness, zone, self.due_at, at) {
            Standing::Overdue
        } else {
            Standing::Within
        }
    }

    /// The undecided part of the calendar on which its due time depends; `None` also if it has no due time, or a past one.
    pub fn undecided(&self, calendar: &Calendar, now: Instant) -> Option<Undecided> {
        let due = self.due_at.filter(|_| self.is_open())?;
        calendar.undecided_until(now, due)
    }

    /// Whether its reception was annulled.
    #[must_use]
    pub const fn is_annulled(&self) -> bool {
        self.annulled_from.is_some()
    }

    /// The data at the opening, from which [`Dossier::replay`] starts.
    pub fn intake(&self) -> Intake {
        Intake {
            code: self.code.clone(),
            agency: self.agency,
            field: self.field,
            procedure: self.procedure,
            channel: self.channel,
            limit: self.limit,
            counted_in: self.received_as(),
        }
    }

    /// The figures in which it counts, or counted before it was annulled.
    pub(super) const fn received_as(&self) -> CountedIn {
        match self.annulled_from {
            Some(counted_in) => counted_in,
            None => self.counted_in,
        }
    }
}
