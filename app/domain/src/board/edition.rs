//! One publication of the board: what every screen of a scope shows until the next one.

use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::disclosure::PublicBoard;
use crate::deadline::Instant;
use crate::notice::model::{Audience, Notice};
use crate::period::PeriodSelection;
use crate::text::name::Name;

/// Minutes before and after office hours in which the centre counts as open, because people arrive early and leave late (ours).
const NIGHT_MARGIN_MIN: i64 = 30;

/// The number of a publication. Grows with every edition, also across restarts:
/// it starts from the wall clock in milliseconds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Version(pub u64);

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What the public sees of the centre, from its settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CentreProfile {
    /// The centre's name in Vietnamese, e.g. "Trung tâm Phục vụ hành chính công".
    pub name: String,
    /// Its name in English, when one is set.
    pub name_en: Option<String>,
    /// Its location, e.g. "Phường Uông Bí · tỉnh Quảng Ninh".
    pub place: String,
    /// The agency of the figures; none for the whole centre.
    pub agency: Option<Name>,
    /// Up to three letters shown in the seal while no logo is set.
    pub initials: String,
    /// The path of the logo's picture, when one is set.
    pub logo: Option<String>,
    /// The base address for the QR code, without a path; no QR code when none is set.
    pub public_url: Option<String>,
    /// The centre's time zone.
    pub zone: chrono_tz::Tz,
}

impl CentreProfile {
    /// Its name, followed by the agency or the location.
    #[must_use]
    pub fn full_name(&self) -> Name {
        let joined = |name: &str, rest: &str| match rest {
            "" => name.to_owned(),
            rest => format!("{name} · {rest}"),
        };
        let agency = self.agency.as_ref();
        let name_en = self.name_en.as_deref();
        Name {
            vi: joined(&self.name, agency.map_or(&self.place, |agency| &agency.vi)),
            en: name_en.map(|name| joined(name, agency.map_or(&self.place, Name::en_or_vi))),
        }
    }
}

/// The boards of one scope as published together: today, this month and this year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    /// Number of this edition.
    pub version: Version,
    /// The instant the figures were counted at.
    pub at: Instant,
    /// The centre they belong to.
    pub centre: CentreProfile,
    /// One board a period, in the order in which a screen shows them.
    pub boards: Vec<PublicBoard>,
    /// The notices shown at `at`.
    pub notices: Vec<Notice>,
    /// The day's office hours, from the first opening to the last closing; none on a day off.
    pub office_day: Option<(Instant, Instant)>,
}

impl Edition {
    /// The edition for open data: without notices that are for some walls only.
    #[must_use]
    pub fn without_wall_notices(mut self) -> Self {
        self.notices
            .retain(|notice| notice.screens == Audience::All);
        self
    }

    /// The edition with the boards of these periods only.
    #[must_use]
    pub fn only(&self, turn: PeriodSelection) -> Self {
        let wanted = |board: &&PublicBoard| turn.wants(board.period().kind);
        Self {
            boards: self.boards.iter().filter(wanted).cloned().collect(),
            centre: self.centre.clone(),
            notices: self.notices.clone(),
            ..*self
        }
    }

    /// Whether an instant is more than [`NIGHT_MARGIN_MIN`] minutes before or after office hours, or on a day off. False for an
    /// instant on another day, whose office hours the edition does not know: better a bright wall at night than a dim one by
    /// day.
    #[must_use]
    pub fn is_night_at(&self, now: Instant) -> bool {
        let date = |at: Instant| at.with_timezone(&self.centre.zone).date_naive();
        if date(now) != date(self.at) {
            return false;
        }
        let margin = Duration::minutes(NIGHT_MARGIN_MIN);
        self.office_day
            .is_none_or(|(opening, closing)| now < opening - margin || closing + margin <= now)
    }
}
