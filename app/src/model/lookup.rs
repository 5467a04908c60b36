//! What whoever holds a slip is told of its dossier.

use chrono_tz::Tz;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::{Interval, WorkingMinutes};
use sanh_domain::lookup::progress::Progress;
use sanh_domain::text::name::Name;
use serde::{Deserialize, Serialize};

/// A dossier as its holder is told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldDossier {
    /// Where it stands.
    pub progress: Progress,
    /// For what it was handed in.
    pub procedure: Option<Name>,
    /// Who works on it.
    pub agency: Option<Name>,
}

/// A part of a linked dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldPart {
    /// What is done in it.
    pub name: Name,
    /// As it stands.
    pub told: ToldDossier,
}

/// Where and when a result can be collected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collection {
    /// The centre's names.
    pub centre: Name,
    /// Where it is.
    pub place: String,
    /// Today's office hours; none: it is closed all day.
    pub hours_today: Vec<Interval>,
    /// When it opens next; `None`: it is open.
    pub opens_at: Option<Instant>,
}

/// What is told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookUpAnswer {
    /// What the page keeps to ask again.
    pub ticket: String,
    /// The present.
    pub at: Instant,
    /// The centre's zone, in which instants are told.
    pub zone: Tz,
    /// The dossier, or the whole of a linked one.
    pub whole: ToldDossier,
    /// Its parts, in their order.
    pub parts: Vec<ToldPart>,
    /// What the procedure costs, in đồng; `None`: not said.
    pub fee_vnd: Option<u32>,
    /// Where the result will be.
    pub collection: Collection,
    /// Whether the service may be rated: the result was handed over, and nobody has rated it yet.
    pub may_rate: bool,
    /// Whether one may ask here to be told of changes: the centre can, and some are to come.
    pub may_tell: bool,
    /// A closed year, and the working time in which 80 % of the dossiers of this field were done in it.
    pub time_80: Option<(i32, WorkingMinutes)>,
}

impl std::fmt::Debug for LookUpAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LookUpAnswer(private)")
    }
}
