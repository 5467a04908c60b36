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

/// A dossier's row; its public name is the [`DossierCode`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DossierId(pub i64);

/// In whose figures a dossier counts: a linked dossier is one of the centre and several of its agencies.
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
    /// Nobody's: received by mistake.
    None,
}

impl CountedIn {
    /// Every word.
    pub const ALL: [Self; 4] = [Self::Both, Self::Centre, Self::Agency, Self::None];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Centre => "centre",
            Self::Agency => "agency",
            Self::None => "none",
        }
    }

    /// Whether it counts in figures of these.
    pub const fn counts_for(self, by: CountedBy) -> bool {
        match by {
            CountedBy::Centre => matches!(self, Self::Both | Self::Centre),
            CountedBy::Agencies => matches!(self, Self::Both | Self::Agency),
        }
    }

    /// Whether it counts for both alike. (Taken by reference, as serde asks.)
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

/// The data of a dossier before its first event. No event changes them but an amendment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intake {
    /// The public name, opaque.
    pub code: DossierCode,
    /// Who processes it.
    pub agency: AgencyId,
    /// The field it is counted in.
    pub field: FieldId,
    /// The procedure, where it is known (an import may not say).
    pub procedure: Option<ProcedureId>,
    /// How it came in.
    pub channel: Channel,
    /// The procedure's time limit; `None` gives no due time.
    pub limit: Option<TimeLimit>,
    /// In whose figures it counts.
    #[serde(default)]
    pub counted_in: CountedIn,
}

/// One application by one person or organisation, as it stands now. No name and no document is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// The public name, opaque.
    pub code: DossierCode,
    /// Who processes it.
    pub agency: AgencyId,
    /// The field it is counted in.
    pub field: FieldId,
    /// The procedure, where it is known.
    pub procedure: Option<ProcedureId>,
    /// How it came in.
    pub channel: Channel,
    /// The procedure's time limit; `None` where there is none.
    pub limit: Option<TimeLimit>,
    /// In whose figures it counts.
    #[serde(default)]
    pub counted_in: CountedIn,
    /// The national status.
    pub status: Status,
    /// The state that papers received or a payment leads back to; set while papers or a payment are waited for, and kept
    /// under a withdrawal asked meanwhile.
    pub status_before_pause: Option<Status>,
    /// The state that a declined withdrawal leads back to; set in [`Status::WithdrawalAsked`] only. It may itself be a waiting
    /// state: the clock then stays stopped.
    pub status_before_withdrawal: Option<Status>,
    /// When it was registered online; `None` for a dossier received at the reception desk.
    pub registered_at: Option<Instant>,
    /// When it was received: set once. A dossier without it is in no figure but "registered, waiting".
    pub received_at: Option<Instant>,
    /// The due time promised at reception.
    pub first_due_at: Option<Instant>,
    /// The due time in force: the first, moved by pauses, by at most one extension, and by changes of the calendar.
    pub due_at: Option<Instant>,
    /// The due time last promised by an act: on the slip at reception, or in the letter of an extension. No change of the calendar
    /// brings the due time before it.
    pub promised_due_at: Option<Instant>,
    /// The due time as the calendar alone counts it, where it is another than the one in force: what was promised holds, but the
    /// next change of the calendar counts on from here.
    pub counted_due_at: Option<Instant>,
    /// Since when the clock has stood still; the first pause counts where one follows on another.
    pub paused_at: Option<Instant>,
    /// When it ended, whatever the reason. The comparison with the due time is made here.
    pub ended_at: Option<Instant>,
    /// Why it ended.
    pub end_reason: Option<EndReason>,
    /// When the result was handed over.
    pub handed_over_at: Option<Instant>,
    /// Working minutes from reception to the end, less the pauses; `None` while open and for one never received.
    pub handled_min: Option<u32>,
    /// Whole working minutes of all finished pauses.
    pub paused_min: u32,
    /// How often more papers were asked for, before reception included.
    pub papers_asked: u8,
    /// Since when papers are waited for; kept under a withdrawal asked meanwhile. Nothing else than the request sets it.
    pub papers_asked_at: Option<Instant>,
    /// When the applicant was reminded of the papers that are waited for.
    pub reminded_at: Option<Instant>,
    /// Whether the one extension is used up.
    pub extended: bool,
    /// The account it is assigned to; `None`: nobody.
    pub assignee: Option<String>,
    /// The account that received it.
    pub received_by: Option<String>,
    /// The account that ended it, whatever the reason.
    pub ended_by: Option<String>,
    /// The account that handed the result over.
    pub handed_over_by: Option<String>,
    /// In whose figures it counted until its reception was annulled, and would again if that were taken back; `None`: it was not annulled.
    #[serde(default)]
    pub annulled_from: Option<CountedIn>,
    /// The number of events, steps and corrections included.
    pub version: i64,
    /// When the last event in force occurred. Steps, assignments, corrections and what was taken back do not count.
    pub last_event_at: Instant,
}

/// How an open dossier stands against its due time: the three parts of what is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Running, and not past its due time.
    Within,
    /// Past its due time, or paused when it was past it already.
    Overdue,
    /// Paused within time.
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

    /// How it stands against its due time, while it is open; a paused one as it stood when its clock was stopped.
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

    /// The undecided part of the calendar that its due time depends on; `None` also if no due time is in force, or it is past.
    pub fn undecided(&self, calendar: &Calendar, now: Instant) -> Option<Undecided> {
        let due = self.due_at.filter(|_| self.is_open())?;
        calendar.undecided_until(now, due)
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

    /// In whose figures it counts, or did until it was annulled.
    pub(super) const fn received_as(&self) -> CountedIn {
        match self.annulled_from {
            Some(counted_in) => counted_in,
            None => self.counted_in,
        }
    }
}
