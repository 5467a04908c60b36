//! The texts of alarms: titles, measured values, advice.

use sanh_domain::alarm::model::{Alarm, AlarmKind};
use sanh_domain::deadline::Instant;
use sanh_domain::language::Lang;

use crate::text::Messages;
use crate::text::dossier::moment;

/// The name of an alarm, in a few words.
#[must_use]
pub fn alarm_name(lang: Lang, kind: AlarmKind) -> String {
    let words = lang.words();
    match kind {
        AlarmKind::FiguresStill => words.alarm_figures_still(),
        AlarmKind::ScreenDark => words.alarm_screen_dark(),
        AlarmKind::ScreenBehind => words.alarm_screen_behind(),
        AlarmKind::ScreenClock => words.alarm_screen_clock(),
        AlarmKind::DatabaseClock => words.alarm_database_clock(),
        AlarmKind::CountersDrift => words.alarm_counters_drift(),
        AlarmKind::DossierDrift => words.alarm_dossier_drift(),
        AlarmKind::BackupOld => words.alarm_backup_old(),
        AlarmKind::BackupFailed => words.alarm_backup_failed(),
        AlarmKind::DiskFull => words.alarm_disk_full(),
        AlarmKind::LettersDead => words.alarm_letters_dead(),
        AlarmKind::LettersWaiting => words.alarm_letters_waiting(),
        AlarmKind::SealStill => words.alarm_seal_still(),
        AlarmKind::SealBroken => words.alarm_seal_broken(),
        AlarmKind::LedgerUnwritable => words.alarm_ledger_unwritable(),
        AlarmKind::DatabaseAway => words.alarm_database_away(),
        AlarmKind::DatabaseUnwritable => words.alarm_database_unwritable(),
        AlarmKind::ServerClock => words.alarm_server_clock(),
        AlarmKind::CalendarMissing => words.alarm_calendar_missing(),
        AlarmKind::CalendarPending => words.alarm_calendar_pending(),
        AlarmKind::SignInFailures => words.alarm_sign_in_failures(),
        AlarmKind::ReadingMuch => words.alarm_reading_much(),
        AlarmKind::FeedbackOverdue => words.alarm_feedback_overdue(),
    }
}

/// The name of an alarm with the wall or the year that it is about.
#[must_use]
pub fn alarm_title(lang: Lang, alarm: &Alarm) -> String {
    let name = alarm_name(lang, alarm.kind);
    if alarm.subject.is_empty() {
        return name;
    }
    lang.words().alarm_of(name, alarm.subject.clone())
}

/// The measured value, in a sentence.
#[must_use]
pub fn alarm_text(lang: Lang, alarm: &Alarm) -> String {
    let words = lang.words();
    let (value, threshold) = (alarm.value.to_string(), alarm.threshold.to_string());
    match alarm.kind {
        AlarmKind::FiguresStill => words.alarm_figures_still_text(value, threshold),
        AlarmKind::ScreenDark => words.alarm_screen_dark_text(value, threshold),
        AlarmKind::ScreenBehind => words.alarm_screen_behind_text(value, threshold),
        AlarmKind::ScreenClock => words.alarm_screen_clock_text(value, threshold),
        AlarmKind::DatabaseClock => words.alarm_database_clock_text(value, threshold),
        AlarmKind::CountersDrift => words.alarm_counters_drift_text(value),
        AlarmKind::DossierDrift => words.alarm_dossier_drift_text(value),
        AlarmKind::BackupOld => words.alarm_backup_old_text(value, threshold),
        AlarmKind::BackupFailed => words.alarm_backup_failed_text(value),
        AlarmKind::DiskFull => words.alarm_disk_full_text(value, threshold),
        AlarmKind::LettersDead => words.alarm_letters_dead_text(value),
        AlarmKind::LettersWaiting => words.alarm_letters_waiting_text(value, threshold),
        AlarmKind::SealStill => words.alarm_seal_still_text(value, threshold),
        AlarmKind::SealBroken => words.alarm_seal_broken_text(value),
        AlarmKind::LedgerUnwritable => words.alarm_ledger_unwritable_text(value),
        AlarmKind::DatabaseAway => words.alarm_database_away_text(value, threshold),
        AlarmKind::DatabaseUnwritable => words.alarm_database_unwritable_text(),
        AlarmKind::ServerClock => words.alarm_server_clock_text(),
        AlarmKind::CalendarMissing => words.alarm_calendar_missing_text(value, threshold),
        AlarmKind::CalendarPending => words.alarm_calendar_pending_text(value),
        AlarmKind::SignInFailures => words.alarm_sign_in_failures_text(value, threshold),
        AlarmKind::ReadingMuch => words.alarm_reading_much_text(value, threshold),
        AlarmKind::FeedbackOverdue => words.alarm_feedback_overdue_text(value),
    }
}

/// The advice what to do about an alarm.
#[must_use]
pub fn alarm_advice(lang: Lang, kind: AlarmKind) -> String {
    let words = lang.words();
    match kind {
        AlarmKind::FiguresStill => words.alarm_figures_still_do(),
        AlarmKind::ScreenDark => words.alarm_screen_dark_do(),
        AlarmKind::ScreenBehind => words.alarm_screen_behind_do(),
        AlarmKind::ScreenClock => words.alarm_screen_clock_do(),
        AlarmKind::DatabaseClock => words.alarm_database_clock_do(),
        AlarmKind::CountersDrift => words.alarm_counters_drift_do(),
        AlarmKind::DossierDrift => words.alarm_dossier_drift_do(),
        AlarmKind::BackupOld => words.alarm_backup_old_do(),
        AlarmKind::BackupFailed => words.alarm_backup_failed_do(),
        AlarmKind::DiskFull => words.alarm_disk_full_do(),
        AlarmKind::LettersDead => words.alarm_letters_dead_do(),
        AlarmKind::LettersWaiting => words.alarm_letters_waiting_do(),
        AlarmKind::SealStill => words.alarm_seal_still_do(),
        AlarmKind::SealBroken => words.alarm_seal_broken_do(),
        AlarmKind::LedgerUnwritable => words.alarm_ledger_unwritable_do(),
        AlarmKind::DatabaseAway => words.alarm_database_away_do(),
        AlarmKind::DatabaseUnwritable => words.alarm_database_unwritable_do(),
        AlarmKind::ServerClock => words.alarm_server_clock_do(),
        AlarmKind::CalendarMissing => words.alarm_calendar_missing_do(),
        AlarmKind::CalendarPending => words.alarm_calendar_pending_do(),
        AlarmKind::SignInFailures => words.alarm_sign_in_failures_do(),
        AlarmKind::ReadingMuch => words.alarm_reading_much_do(),
        AlarmKind::FeedbackOverdue => words.alarm_feedback_overdue_do(),
    }
}

/// An instant in the centre's time, to the minute.
#[must_use]
pub fn alarm_moment(at: Instant, zone: chrono_tz::Tz) -> String {
    moment(at, zone)
}
