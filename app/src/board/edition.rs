//! One publication of the board: what every screen of a scope shows until the next one.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::disclosure::PublicBoard;
use super::model::{Name, Scope};
use super::period::PeriodKind;
use crate::account::port::Origin;
use crate::deadline::Instant;
use crate::deadline::calendar::Calendar;
use crate::dossier::AgencyId;
use crate::error::AppError;
use crate::notice::model::{Audience, Notice};
use crate::screen::model::ScreenSetting;
use crate::screen::watching::Watchers;

/// Minutes before and after office hours in which the hall counts as open: people wait at the
/// door, and the last ones leave late (ours).
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

/// The public face of the centre, from its settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CentreFace {
    /// The centre's name in Vietnamese, e.g. "Trung tâm Phục vụ hành chính công".
    pub name: String,
    /// Its name in English, when one is set.
    pub name_en: Option<String>,
    /// Where it is, e.g. "Phường Uông Bí · tỉnh Quảng Ninh".
    pub place: String,
    /// The agency whose figures these are; none for the whole centre.
    pub agency: Option<Name>,
    /// Up to three letters shown in the seal while no logo is set.
    pub initials: String,
    /// The path of the logo's picture, when one is set.
    pub logo: Option<String>,
    /// The address the QR code leads to, without the path; none → no QR code.
    pub public_url: Option<String>,
    /// The centre's time zone.
    pub zone: chrono_tz::Tz,
}

/// The boards of one scope as published together: today, this month and this year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    /// Number of this edition.
    pub version: Version,
    /// The instant the figures were counted at.
    pub at: Instant,
    /// The centre they belong to.
    pub centre: CentreFace,
    /// One board a period, in the order they take turns.
    pub boards: Vec<PublicBoard>,
    /// The notices that stand on the walls at `at`.
    pub notices: Vec<Notice>,
    /// The day's office hours, from the first opening to the last closing; none on a day off.
    pub office_day: Option<(Instant, Instant)>,
}

impl Edition {
    /// As anyone may read it who is at no wall: what is meant for walls of certain names is on these alone.
    #[must_use]
    pub fn for_anyone(mut self) -> Self {
        self.notices
            .retain(|notice| notice.screens == Audience::All);
        self
    }

    /// Whether it is more than [`NIGHT_MARGIN_MIN`] before or after office hours, or a day off.
    /// An edition of another day does not know: a hall is sooner lit in vain than dim with people
    /// in it.
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

/// Which periods of an edition are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// Today, the month and the year in turn, the month first.
    #[default]
    All,
    /// Today only.
    Day,
    /// The running month only.
    Month,
    /// The running year only.
    Year,
}

impl Turn {
    /// As written in addresses and settings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Whether a board of this kind of period is among those wanted.
    #[must_use]
    pub fn wants(self, kind: PeriodKind) -> bool {
        match self {
            Self::All => true,
            Self::Day => kind == PeriodKind::Day,
            Self::Month => kind == PeriodKind::Month,
            Self::Year => kind == PeriodKind::Year,
        }
    }

    /// The edition with the boards wanted.
    #[must_use]
    pub fn of(self, edition: &Edition) -> Edition {
        let wanted = |board: &&PublicBoard| self.wants(board.period().kind);
        Edition {
            boards: edition.boards.iter().filter(wanted).cloned().collect(),
            centre: edition.centre.clone(),
            notices: edition.notices.clone(),
            ..*edition
        }
    }
}

impl std::fmt::Display for Turn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Turn {
    type Err = AppError;

    fn from_str(text: &str) -> Result<Self, AppError> {
        match text {
            "all" => Ok(Self::All),
            "day" => Ok(Self::Day),
            "month" => Ok(Self::Month),
            "year" => Ok(Self::Year),
            _ => Err(AppError::Invalid("period".to_owned())),
        }
    }
}

/// What the screens need of the live board; the server implements it.
#[async_trait]
pub trait BoardPort: Send + Sync {
    /// The newest edition of a scope. Costs no query while the scope is being watched.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an agency that does not exist, [`AppError::Unavailable`]
    /// before the first board could be counted.
    async fn edition(&self, scope: Scope) -> Result<Arc<Edition>, AppError>;

    /// What the wall of this name shows.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a name that has not been set up, [`AppError::Unavailable`]
    /// while the database has not answered yet.
    async fn screen(&self, name: &str) -> Result<ScreenSetting, AppError>;

    /// The figures that the wall of this name goes on showing, while it is held.
    fn held(&self, name: &str) -> Option<Arc<[PublicBoard]>>;

    /// The wall that the screen of this secret is paired with.
    fn paired_with(&self, token: &str) -> Option<String>;

    /// Notes that the page of a wall was asked for.
    fn note_poll(&self, name: &str, from: &Origin);

    /// Who watches now, and who did: at whichever server that shares the database, as far as it answers.
    async fn watchers(&self) -> Watchers;

    /// A scope's edition for these periods as it stood at an instant, or will stand at one to come
    /// if nothing is done until then. Counted from history, so it takes as long as the period's
    /// dossiers are many. Writes nothing.
    ///
    /// # Errors
    /// As [`BoardPort::edition`]; [`AppError::Busy`] while another is being counted.
    async fn edition_at(&self, scope: Scope, turn: Turn, at: Instant) -> Result<Edition, AppError>;

    /// The centre's office hours and days off.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] while the database does not answer.
    async fn calendar(&self) -> Result<Calendar, AppError>;

    /// The present instant by the server's clock.
    fn now(&self) -> Instant;

    /// When a scope's figures were last known to be those of the database; behind `now` while it is away, or while the scope cannot
    /// be counted.
    fn fresh(&self, scope: Scope) -> Instant;

    /// Whether the server's clock cannot be believed.
    fn is_clock_wrong(&self) -> bool {
        false
    }

    /// The build that serves the pages; a wall that sees another one reloads itself.
    fn build(&self) -> String;
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Centre => f.write_str("centre"),
            Self::Agency(agency) => write!(f, "agency-{}", agency.0),
        }
    }
}

impl std::str::FromStr for Scope {
    type Err = AppError;

    /// Reads `centre` or `agency-<id>`.
    fn from_str(text: &str) -> Result<Self, AppError> {
        if text == "centre" {
            return Ok(Self::Centre);
        }
        let id = text.strip_prefix("agency-").and_then(|id| id.parse().ok());
        id.map(|id| Self::Agency(AgencyId(id)))
            .ok_or_else(|| AppError::Invalid("scope".to_owned()))
    }
}
