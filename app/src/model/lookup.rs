//! The answer of a look-up, for the holder of a slip.

use chrono_tz::Tz;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::office_hours::Interval;
use sanh_domain::lookup::progress::DossierProgress;
use sanh_domain::text::name::Name;
use serde::{Deserialize, Serialize};

/// A dossier as its holder may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderDossier {
    /// Its progress.
    pub progress: DossierProgress,
    /// Its procedure.
    pub procedure: Option<Name>,
    /// The agency that processes it.
    pub agency: Option<Name>,
}

/// A part of a linked dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderPart {
    /// The name of the part's task.
    pub name: Name,
    /// Its present state.
    pub told: HolderDossier,
}

/// The place and time at which a result can be collected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collection {
    /// The centre's names.
    pub centre: Name,
    /// The place.
    pub place: String,
    /// Today's office hours; none: it is closed all day.
    pub hours_today: Vec<Interval>,
    /// When it opens next; `None`: it is open.
    pub opens_at: Option<Instant>,
}

/// The answer to a look-up.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookUpAnswer {
    /// The ticket with which the page asks again.
    pub ticket: String,
    /// The present.
    pub at: Instant,
    /// The centre's zone, in which instants are shown.
    pub zone: Tz,
    /// The dossier, or the whole of a linked one.
    pub whole: HolderDossier,
    /// Its parts, in their order.
    pub parts: Vec<HolderPart>,
    /// The fee of the procedure in đồng; `None`: not given.
    pub fee_vnd: Option<u32>,
    /// The place and time at which the result can be collected.
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
