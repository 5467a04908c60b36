//! An alarm: something wrong with the walls or with what they stand on, from when it was seen until it was gone.

use serde::{Deserialize, Serialize};

use crate::account::model::AgencyScope;
use crate::deadline::Instant;
use crate::notice::record::Addressee;
use crate::word::UnknownValue;

/// The longest an alarm can be muted, in hours (ours: a week; what is wrong for longer should be set right or taken down).
pub const MUTE_HOURS_MAX: u32 = 168;

/// The kind of an alarm, with the unit of its `value` and `threshold`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmKind {
    /// The figures have not moved for longer than usual at that hour; minutes.
    FiguresStill,
    /// A wall that was there is not; minutes.
    ScreenDark,
    /// A wall has not painted what it was sent; seconds.
    ScreenBehind,
    /// A device's clock differs from the server's; seconds.
    ScreenClock,
    /// The database's clock differs from the server's; seconds.
    DatabaseClock,
    /// Counters of the centre or of an agency are not the count of dossiers, or their board cannot be counted; in how many places.
    CountersDrift,
    /// A dossier is not the replay of its events; blank: something else that the proof found. In how many places.
    DossierDrift,
    /// The newest copy of the database is old, or there is none; hours.
    BackupOld,
    /// Scheduled copies came to no good one; how many in a row.
    BackupFailed,
    /// The disk of the database is filling; per cent that are free.
    DiskFull,
    /// Messages to applicants were given up; how many.
    LettersDead,
    /// What applicants are to be told is not told by any node; minutes.
    LettersWaiting,
    /// Events are not sealed; seconds.
    SealStill,
    /// The chain of seals is broken, or was sealed by another key; in how many places.
    SealBroken,
    /// The ledger outside the database cannot be written; the value is in seconds.
    LedgerUnwritable,
    /// The database does not answer; seconds.
    DatabaseAway,
    /// The database takes no writes; seconds, as far as they are known.
    DatabaseUnwritable,
    /// The server's own clock cannot be believed; nothing is measured.
    ServerClock,
    /// The days off of a year are not decided; how many it has so far.
    CalendarMissing,
    /// Dates of a year's calendar wait for their decision; how many.
    CalendarPending,
    /// Many sign-ins were wrong; how many.
    SignInFailures,
    /// A person has read as much of applicants as anybody may in an hour; how many openings or searches.
    ReadingMuch,
    /// Messages to the centre were not answered in time; how many.
    FeedbackOverdue,
}

impl AlarmKind {
    /// Every kind.
    pub const ALL: [Self; 23] = [
        Self::FiguresStill,
        Self::ScreenDark,
        Self::ScreenBehind,
        Self::ScreenClock,
        Self::DatabaseClock,
        Self::CountersDrift,
        Self::DossierDrift,
        Self::BackupOld,
        Self::BackupFailed,
        Self::DiskFull,
        Self::LettersDead,
        Self::LettersWaiting,
        Self::SealStill,
        Self::SealBroken,
        Self::LedgerUnwritable,
        Self::DatabaseAway,
        Self::DatabaseUnwritable,
        Self::ServerClock,
        Self::CalendarMissing,
        Self::CalendarPending,
        Self::SignInFailures,
        Self::ReadingMuch,
        Self::FeedbackOverdue,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FiguresStill => "figures_still",
            Self::ScreenDark => "screen_dark",
            Self::ScreenBehind => "screen_behind",
            Self::ScreenClock => "screen_clock",
            Self::DatabaseClock => "database_clock",
            Self::CountersDrift => "counters_drift",
            Self::DossierDrift => "dossier_drift",
            Self::BackupOld => "backup_old",
            Self::BackupFailed => "backup_failed",
            Self::DiskFull => "disk_full",
            Self::LettersDead => "letters_dead",
            Self::LettersWaiting => "letters_waiting",
            Self::SealStill => "seal_still",
            Self::SealBroken => "seal_broken",
            Self::LedgerUnwritable => "ledger_unwritable",
            Self::DatabaseAway => "database_away",
            Self::DatabaseUnwritable => "database_unwritable",
            Self::ServerClock => "server_clock",
            Self::CalendarMissing => "calendar_missing",
            Self::CalendarPending => "calendar_pending",
            Self::SignInFailures => "sign_in_failures",
            Self::ReadingMuch => "reading_much",
            Self::FeedbackOverdue => "feedback_overdue",
        }
    }

    /// Whether its subject is a wall.
    #[must_use]
    pub const fn is_of_screen(self) -> bool {
        matches!(
            self,
            Self::ScreenDark | Self::ScreenBehind | Self::ScreenClock
        )
    }

    /// Whether its subject is a wall.
    #[must_use]
    pub const fn is_of_wall(self) -> bool {
        matches!(
            self,
            Self::ScreenDark | Self::ScreenBehind | Self::ScreenClock
        )
    }

    /// Whether its subject is a year of the calendar.
    #[must_use]
    pub const fn is_of_calendar(self) -> bool {
        matches!(self, Self::CalendarMissing | Self::CalendarPending)
    }
}

impl std::str::FromStr for AlarmKind {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == word);
        found.ok_or_else(|| UnknownValue {
            expected: "a kind of alarm",
            given: word.to_owned(),
        })
    }
}

/// The result of one check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckState {
    /// No fault.
    Fine,
    /// Unknown now: an open alarm stays open.
    Unknown,
    /// A fault.
    Wrong {
        /// What was measured, in the unit of the kind.
        value: i64,
        /// The value from which it is a fault.
        threshold: i64,
    },
}

/// The result of one check, with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckResult {
    /// The kind of fault.
    pub kind: AlarmKind,
    /// Its subject: the name of a wall, an agency or an account, a dossier's code, a year; blank if there is only one.
    pub subject: String,
    /// What was found.
    pub state: CheckState,
}

impl CheckResult {
    /// A result without a subject.
    #[must_use]
    pub const fn of(kind: AlarmKind, state: CheckState) -> Self {
        Self {
            kind,
            subject: String::new(),
            state,
        }
    }
}

/// An alarm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// Its number.
    pub id: i64,
    /// The kind of fault.
    pub kind: AlarmKind,
    /// Its subject: the name of a wall or an agency, a dossier's code, a year; blank if there is only one.
    pub subject: String,
    /// What was measured last, in the unit of the kind.
    pub value: i64,
    /// From where on it is wrong.
    pub threshold: i64,
    /// Since when.
    pub since: Instant,
    /// When it was seen last.
    pub seen_at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// Until when it is muted: neither counted nor sent.
    pub muted_until: Option<Instant>,
    /// Who muted it.
    pub muted_by: Option<String>,
}

impl Alarm {
    /// Whether it is muted at an instant.
    #[must_use]
    pub fn is_muted_at(&self, at: Instant) -> bool {
        self.muted_until.is_some_and(|until| at < until)
    }
}

/// Whether an alarm is one of a scope: one of a wall that of the wall's agency, any other only the whole centre's.
#[must_use]
pub fn is_within(scope: &AgencyScope, alarm: &Alarm, walls: &[Addressee]) -> bool {
    if *scope == AgencyScope::Everywhere {
        return true;
    }
    let is_theirs = |wall: &Addressee| wall.name == alarm.subject && scope.covers_board(wall.scope);
    alarm.kind.is_of_screen() && walls.iter().any(is_theirs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read_back_from_its_word() {
        for kind in AlarmKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
        assert!("rubbish".parse::<AlarmKind>().is_err());
    }
}
