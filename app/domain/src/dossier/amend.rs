//! Amendments of a reception: wrong data are corrected, and the history shows the data before and after.
//!
//! An amendment restates earlier events: from then on the dossier is as if it had been received with the corrected data. A
//! correction never undoes an amendment; another amendment does (ours: the applicant's data that it overwrites are not stored,
//! so they could not be restored). A replay of what was recorded before the amendment still shows the old data.

use serde::{Deserialize, Serialize};

use super::model::Dossier;
use crate::deadline::Instant;
use crate::deadline::due::TimeLimit;
use crate::id::{AgencyId, FieldId, ProcedureId};
use crate::procedure::channel::Channel;

/// The data of a reception that figures depend on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceptionFacts {
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
    /// When it was received; `None` before reception.
    pub received_at: Option<Instant>,
}

/// A field of an applicant's data. The history shows which were amended, never their values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalField {
    /// The name.
    Name,
    /// The phone number.
    Phone,
    /// The identity number.
    Identity,
    /// The e-mail address.
    Email,
    /// The postal address.
    Address,
    /// Who acts for them.
    Representative,
}

impl PersonalField {
    /// Whether it stands on the slip.
    const fn is_on_slip(self) -> bool {
        match self {
            Self::Name | Self::Phone | Self::Address | Self::Representative => true,
            Self::Identity | Self::Email => false,
        }
    }
}

/// The papers handed in. Papers of the procedure's list are named; typed ones may tell of a person and are only counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Papers {
    /// Papers that the procedure lists, by their Vietnamese names.
    pub listed: Vec<String>,
    /// The number of other papers.
    pub others: usize,
}

/// The papers before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PapersChange {
    /// The papers before the amendment.
    pub before: Papers,
    /// The papers after it.
    pub after: Papers,
}

/// The changes of an amendment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The data of the reception after the amendment, changed or not.
    pub facts: ReceptionFacts,
    /// The papers, if they change.
    pub papers: Option<PapersChange>,
    /// The fields of the applicant's data that were changed.
    pub personal: Vec<PersonalField>,
    /// Whether the author has confirmed that the due time comes before the one on the old slip.
    pub accepts_earlier_due: bool,
}

/// The values of an earlier event after an amendment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendedEvent {
    /// The sequence of the event.
    pub sequence: i64,
    /// The due time in force after it.
    pub due_at: Option<Instant>,
    /// The due time by the calendar alone, if it differs from the one in force.
    pub counted_due_at: Option<Instant>,
    /// Working minutes from reception to the end, less the pauses.
    pub handled_min: Option<u32>,
}

/// The content of an amendment: the data before and after, so that a replay needs no calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// The reception before the amendment.
    pub before: ReceptionFacts,
    /// The reception after it.
    pub after: ReceptionFacts,
    /// The papers, if they changed.
    pub papers: Option<PapersChange>,
    /// The fields of the applicant's data that were changed.
    pub personal: Vec<PersonalField>,
    /// The due time in force before: the one on the old slip.
    pub due_before: Option<Instant>,
    /// Whether a dossier that was late or overdue by the old due time is in time by the new one: managers review these.
    pub makes_in_time: bool,
    /// The earlier events whose values changed.
    pub restated: Vec<AmendedEvent>,
}

impl Amendment {
    /// Whether it changes data that figures depend on.
    #[must_use]
    pub fn changes_facts(&self) -> bool {
        self.before != self.after
    }

    /// Whether the slip has to be printed again: whether anything printed on it, or the papers, changes.
    #[must_use]
    pub fn changes_slip(&self) -> bool {
        self.changes_facts()
            || self.papers.is_some()
            || self.personal.iter().any(|field| field.is_on_slip())
    }
}

impl Dossier {
    /// The data of its reception as in force now.
    #[must_use]
    pub fn reception_facts(&self) -> ReceptionFacts {
        ReceptionFacts {
            agency: self.agency,
            field: self.field,
            procedure: self.procedure,
            channel: self.channel,
            limit: self.limit,
            received_at: self.received_at,
        }
    }
}
