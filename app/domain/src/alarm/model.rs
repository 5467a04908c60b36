//! An alarm: a fault of the walls or of what they depend on, from when it was first seen until it ended.

use serde::{Deserialize, Serialize};

use crate::account::model::AgencyScope;
use crate::deadline::Instant;
use crate::notice::record::Addressee;
use crate::word::UnknownValue;

/// The longest time for which an alarm can be muted, in hours (ours: a week; a longer fault should be mended).
pub const MUTE_HOURS_MAX: u32 = 168;

/// The kind of an alarm, with the unit of its `value` and `threshold`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmKind {
    /// The figures have not changed for longer than is usual at that hour; minutes.
    FiguresStill,
    /// A wall that was connected is not connected any more; minutes.
    ScreenDark,
    /// A wall has not painted the board that was sent to it; seconds.
    ScreenBehind,
    /// A device's clock differs from the server's; seconds.
    ScreenClock,
    /// The database's clock differs from the server's; seconds.
    DatabaseClock,
    /// Counters of the centre or of an agency differ from the count of dossiers, or their board cannot be counted; the number
    /// of places.
    CountersDrift,
    /// A dossier is not the replay of its events; with a blank subject, the proof found another fault. The number of places.
    DossierDrift,
    /// The newest backup is old, or there is none; hours.
    BackupOld,
    /// Scheduled backups failed; how many in a row.
    BackupFailed,
    /// The disk of the database is filling; the free space in per cent.
    DiskFull,
    /// Messages to applicants were given up; their number.
    LettersDead,
    /// Messages to applicants wait, and no node sends them; minutes.
    LettersWaiting,
    /// Events are not sealed; seconds.
    SealStill,
    /// The chain of seals is broken, or was sealed by another key; in how many places.
    SealBroken,
    /// The ledger outside the database cannot be written; the value is in seconds.
    LedgerUnwritable,
    /// The database does not answer; seconds.
    DatabaseAway,
    /// The database accepts no writes; seconds, as far as known.
    DatabaseUnwritable,
    /// The server's own clock cannot be trusted; no value.
    ServerClock,
    /// The days off of a year are not decided; the number entered so far.
    CalendarMissing,
    /// Dates of a year's calendar wait for their decision; their number.
    CalendarPending,
    /// Many sign-ins failed; their number.
    SignInFailures,
    /// A person has opened or searched as many applicants' records as is allowed in an hour; the number of openings or
    /// searches.
    ReadingMuch,
    /// Feedback was not answered in time; the number of messages.
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

    /// The word stored in the database.
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
    /// The outcome.
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

/// An alarm that was raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// Its number.
    pub id: i64,
    /// The kind of fault.
    pub kind: AlarmKind,
    /// Its subject: the name of a wall or an agency, a dossier's code, a year; blank if there is only one.
    pub subject: String,
    /// The value measured last, in the unit of the kind.
    pub value: i64,
    /// The value from which it is a fault.
    pub threshold: i64,
    /// When it was first seen.
    pub since: Instant,
    /// When it was last seen.
    pub seen_at: Instant,
    /// When it ended; `None` while it is open.
    pub ended_at: Option<Instant>,
    /// The end of the muting; until then it is neither counted nor sent.
    pub muted_until: Option<Instant>,
    /// The account that muted it.
    pub muted_by: Option<String>,
}

impl Alarm {
    /// Whether it is muted at an instant.
    #[must_use]
    pub fn is_muted_at(&self, at: Instant) -> bool {
        self.muted_until.is_some_and(|until| at < until)
    }
}

/// Whether an alarm belongs to a scope: an alarm of a wall belongs to the wall's agency, any other one only to the whole
/// centre.
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
    fn every_kind_is_parsed_from_its_text() {
        for kind in AlarmKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
        assert!("rubbish".parse::<AlarmKind>().is_err());
    }
}
