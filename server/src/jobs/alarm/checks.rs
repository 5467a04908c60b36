//! The checks behind alarms. None of them reads the whole history.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use sanh_domain::account::model::AgencyScope;
use sanh_domain::alarm::model::{AlarmKind, CheckResult, CheckState};
use sanh_domain::alarm::rule;
use sanh_domain::alarm::unchanged_figures::{UsualPace, still};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::undecided::gaps;
use sanh_domain::deadline::{Calendar, Instant};
use sanh_domain::scope::Scope;
use sanh_store::clock::Clock;
use sanh_store::{Store, StoreError};

use super::AlarmWatch;
use super::verification::Proofs;
use crate::clock::MachineClock;
use sanh_domain::screen::watching::OpenStream;

/// Days from which the usual time between changes of the figures is learned (ours: four weeks).
const LEARN_DAYS: i64 = 28;
/// The most changes from which it is learned.
const LEARN_CHANGES_MAX: u32 = 50_000;
/// Minutes after which it is learned again.
const LEARN_EVERY_MIN: i64 = 60;
/// Seconds after which a connected wall is noted again.
const NOTE_EVERY_S: i64 = 60;

/// The state of the alarm job between two checks.
pub(super) struct Memory {
    /// When the job began, by the machine's clock.
    started: Instant,
    /// How long figures usually stay unchanged, and when that was learned.
    usual: Option<(Instant, UsualPace)>,
    /// The last event sealed while others waited, and since when it has been the last.
    sealed: Option<(i64, Instant)>,
    /// When walls were last noted here, by name.
    seen: HashMap<String, Instant>,
    /// The state of the verification.
    pub(super) proofs: Proofs,
}

impl Memory {
    pub(super) fn begin() -> Self {
        Self {
            started: MachineClock::new().now(),
            usual: None,
            sealed: None,
            seen: HashMap::new(),
            proofs: Proofs::default(),
        }
    }
}

impl AlarmWatch {
    /// The checks that only this node can do: the walls connected to it and the files beside its key.
    pub(super) async fn own(
        &mut self,
        store: &Store,
        now: Instant,
    ) -> Result<Vec<CheckResult>, StoreError> {
        let calendar = store.centre(now).await?.calendar;
        let mut seen = self.screens(store, &calendar, now).await?;
        let unwritable = store.health().ledger_unwritable();
        let state = unwritable.map_or(CheckState::Fine, |lasted| CheckState::Wrong {
            value: i64::try_from(lasted.as_secs()).unwrap_or(i64::MAX),
            threshold: 0,
        });
        seen.push(CheckResult::of(AlarmKind::LedgerUnwritable, state));
        Ok(seen)
    }

    /// All other checks, by the node that decides on alarms.
    pub(super) async fn readings(
        &mut self,
        store: &Arc<Store>,
        now: Instant,
    ) -> Result<Vec<CheckResult>, StoreError> {
        let calendar = store.centre(now).await?.calendar;
        let mut readings = Vec::new();
        readings.push(CheckResult::of(
            AlarmKind::DatabaseAway,
            self.published(now),
        ));
        let figures = self.figures(store, &calendar, now).await?;
        readings.push(CheckResult::of(AlarmKind::FiguresStill, figures));
        let machine = MachineClock::new();
        let ahead = store.database_now().await? - machine.now();
        let clock = rule::clock(ahead.num_milliseconds(), self.config.alarm_clock_s);
        readings.push(CheckResult::of(AlarmKind::DatabaseClock, clock));
        let counts = store.outbox_counts().await?;
        let dead = i64::try_from(counts.dead.len()).unwrap_or(i64::MAX);
        let dead = rule::over(dead.saturating_add(counts.letters_dead), 0);
        readings.push(CheckResult::of(AlarmKind::LettersDead, dead));
        let waiting = self.waiting(store, now).await?;
        readings.push(CheckResult::of(AlarmKind::LettersWaiting, waiting));
        let seal = self.seal(store, now).await?;
        readings.push(CheckResult::of(AlarmKind::SealStill, seal));
        let failures = store.sign_in_failures(now).await?;
        let failures = rule::over(failures, self.config.alarm_sign_in_failures.into());
        readings.push(CheckResult::of(AlarmKind::SignInFailures, failures));
        let overdue = rule::over(store.overdue_feedback(now).await?, 0);
        readings.push(CheckResult::of(AlarmKind::FeedbackOverdue, overdue));
        readings.extend(self.read_much(store, now).await?);
        let faulty = self.faulty();
        let proofs = &mut self.memory.proofs;
        readings.extend(proofs.check(store, &calendar, &faulty, now).await?);
        let chain = self.chain(store).await?;
        readings.push(CheckResult::of(AlarmKind::SealBroken, chain));
        let today = calendar.local_date(now);
        readings.extend(rule::calendar(&gaps(&calendar, today)));
        readings.extend(self.disk().await);
        readings.extend(self.backup().await);
        readings.extend(self.copies(store));
        let unwritable = store.health().unwritable().is_some();
        readings.push(CheckResult::of(
            AlarmKind::DatabaseUnwritable,
            wrong_if(unwritable),
        ));
        let is_wrong = store.clock_fault().is_some();
        readings.push(CheckResult::of(AlarmKind::ServerClock, wrong_if(is_wrong)));
        Ok(readings)
    }

    /// The people who have reached the hourly limit of reading applicants' data, on any node.
    async fn read_much(&self, store: &Store, now: Instant) -> Result<Vec<CheckResult>, StoreError> {
        const OPENINGS: &[AuditAct] = &[AuditAct::DossierOpened, AuditAct::DossierPrinted];
        const SEARCHES: &[AuditAct] = &[AuditAct::Searched];
        let since = now - Duration::hours(1);
        let opened = store.audit_counts(OPENINGS, since).await?;
        let searched = store.audit_counts(SEARCHES, since).await?;
        Ok(rule::readings(
            (&opened, self.config.openings_per_h_max),
            (&searched, self.config.searches_per_h_max),
        ))
    }

    /// The scopes whose boards cannot be counted.
    pub(super) fn faulty(&self) -> Vec<Scope> {
        let faults = self.live.faults().into_iter();
        faults.map(|(scope, _)| scope).collect()
    }

    /// Whether the publisher's queries are answered: the database may answer this check but not those.
    fn published(&self, now: Instant) -> CheckState {
        let fresh = self.live.answered();
        if fresh == Instant::default() {
            return CheckState::Unknown;
        }
        let age_s = (now - fresh).num_seconds();
        rule::over(age_s, self.config.alarm_away_s.into())
    }

    async fn screens(
        &mut self,
        store: &Store,
        calendar: &Calendar,
        now: Instant,
    ) -> Result<Vec<CheckResult>, StoreError> {
        let watchers = self.live.present.watchers();
        let seen = store.screens_seen().await?;
        let mut readings = Vec::new();
        let mut noted = Vec::new();
        for stored in store.stored_screens(&AgencyScope::Everywhere).await? {
            let screen = &stored.setting;
            let streams = watchers.of(&screen.name).filter(|it| it.is_paired);
            let streams: Vec<&OpenStream> = streams.collect();
            let last = seen.iter().find(|(name, _)| *name == screen.name);
            let here = self.memory.seen.get(&screen.name).copied();
            let noted_at = last.map(|(_, at)| *at);
            let last = noted_at.max(here);
            let reading = |kind, state| CheckResult {
                kind,
                subject: screen.name.clone(),
                state,
            };
            if !screen.is_paired {
                // Anybody may open an unpaired screen, so it neither starts nor ends an alarm.
                continue;
            }
            if stored.token_hash.is_none() {
                // A wall without a paired screen cannot be dark.
                readings.push(reading(AlarmKind::ScreenDark, CheckState::Fine));
                readings.push(reading(AlarmKind::ScreenClock, CheckState::Unknown));
                continue;
            }
            if streams.is_empty() && watchers.polls(&screen.name, now).is_some() {
                // A screen without a stream polls, and cannot report what it has painted.
                self.memory.seen.insert(screen.name.clone(), now);
                readings.push(reading(AlarmKind::ScreenDark, CheckState::Fine));
                readings.push(reading(AlarmKind::ScreenClock, CheckState::Unknown));
                continue;
            }
            if streams.is_empty() {
                // A screen that was never connected raises no alarm.
                let dark = last.map(|at| rule::dark(at, now, calendar, self.config.alarm_dark_s));
                readings.extend(dark.map(|state| reading(AlarmKind::ScreenDark, state)));
                readings.push(reading(AlarmKind::ScreenClock, CheckState::Unknown));
                continue;
            }
            self.memory.seen.insert(screen.name.clone(), now);
            if noted_at.is_none_or(|at| now - at >= Duration::seconds(NOTE_EVERY_S)) {
                noted.push(screen.name.clone());
            }
            readings.push(reading(AlarmKind::ScreenDark, CheckState::Fine));
            let behind = self.behind(&streams, calendar, now);
            readings.push(reading(AlarmKind::ScreenBehind, behind));
            let ahead = streams.iter().filter_map(|it| it.clock_ahead_ms);
            let ahead = ahead.max_by_key(|ahead_ms| ahead_ms.saturating_abs());
            let clock = ahead.map_or(CheckState::Unknown, |ahead_ms| {
                rule::clock(ahead_ms, self.config.alarm_clock_s)
            });
            readings.push(reading(AlarmKind::ScreenClock, clock));
        }
        store.note_screens(noted, now).await?;
        Ok(readings)
    }

    /// The longest delay of a wall's streams. At night, screens may be switched off while their browsers still run.
    fn behind(&self, streams: &[&OpenStream], calendar: &Calendar, now: Instant) -> CheckState {
        if !calendar.is_open(now) {
            return CheckState::Unknown;
        }
        let state = |screen: &&OpenStream| {
            // Since the first board that it has not painted; newer boards do not restart the time.
            let since = screen.behind_since;
            rule::behind(
                since.is_none(),
                since.unwrap_or(now),
                now,
                self.config.alarm_behind_s,
            )
        };
        let states = streams.iter().map(state);
        let by_size = |state: &CheckState| match state {
            CheckState::Wrong { value, .. } => *value,
            CheckState::Fine | CheckState::Unknown => 0,
        };
        states.max_by_key(by_size).unwrap_or(CheckState::Fine)
    }

    async fn figures(
        &mut self,
        store: &Store,
        calendar: &Calendar,
        now: Instant,
    ) -> Result<CheckState, StoreError> {
        let is_new = |learned: &(Instant, _)| now - learned.0 < Duration::minutes(LEARN_EVERY_MIN);
        if !self.memory.usual.as_ref().is_some_and(is_new) {
            let since = now - Duration::days(LEARN_DAYS);
            let changes = store.changes_since(since, LEARN_CHANGES_MAX).await?;
            self.memory.usual = Some((now, UsualPace::learned(&changes, calendar)));
        }
        let changed = store.last_change().await?;
        let (Some((_, usual)), Some(changed)) = (&self.memory.usual, changed) else {
            return Ok(CheckState::Unknown);
        };
        Ok(still(changed, now, calendar, usual))
    }

    /// How long the most overdue letter waits. A letter that is claimed, or is to be tried again later, is not due before that
    /// time.
    async fn waiting(&self, store: &Store, now: Instant) -> Result<CheckState, StoreError> {
        let next = [store.next_outbox().await?, store.next_letter().await?];
        let Some(due) = next.into_iter().flatten().min() else {
            return Ok(CheckState::Fine);
        };
        let waited_min = (now - due).num_minutes();
        Ok(rule::over(waited_min, self.config.alarm_letters_min.into()))
    }

    async fn seal(&mut self, store: &Store, now: Instant) -> Result<CheckState, StoreError> {
        if store.unsealed().await? == 0 {
            self.memory.sealed = None;
            return Ok(CheckState::Fine);
        }
        let head = store.seal_head().await?.map_or(0, |head| head.event_id);
        let since = match self.memory.sealed {
            Some((known, since)) if known == head => since,
            _ => now,
        };
        self.memory.sealed = Some((head, since));
        let waited_s = (now - since).num_seconds();
        Ok(rule::over(waited_s, self.config.alarm_seal_s.into()))
    }

    /// The disk of a SQLite database; the disk of PostgreSQL is on another machine.
    async fn disk(&self) -> Option<CheckResult> {
        let folder = folder(&self.config.database_url)?;
        let free = tokio::task::spawn_blocking(move || rustix::fs::statvfs(&folder));
        let found = free.await.ok()?.ok()?;
        let bytes = |blocks: u64| blocks.saturating_mul(found.f_frsize);
        let (free, total) = (bytes(found.f_bavail), bytes(found.f_blocks));
        let state = rule::disk(free, total, self.config.alarm_disk_free_pct);
        Some(CheckResult::of(AlarmKind::DiskFull, state))
    }

    /// The number of scheduled copies that failed in a row. Unknown before the first one.
    fn copies(&self, store: &Store) -> Option<CheckResult> {
        if self.config.backup_dir.as_os_str().is_empty() {
            return None;
        }
        let failed = store.health().copies_failed();
        let state = failed.map_or(CheckState::Unknown, |failed| rule::over(failed.into(), 0));
        Some(CheckResult::of(AlarmKind::BackupFailed, state))
    }

    /// The age of the newest scheduled copy, if copies are scheduled.
    async fn backup(&self) -> Option<CheckResult> {
        if self.config.backup_dir.as_os_str().is_empty() {
            return None;
        }
        let newest = newest(&self.config.backup_dir).await;
        let now = MachineClock::new().now();
        let state = rule::backup(newest, self.memory.started, now, self.config.alarm_backup_h);
        Some(CheckResult::of(AlarmKind::BackupOld, state))
    }
}

/// A fault without a measure.
const fn wrong_if(is_wrong: bool) -> CheckState {
    if is_wrong {
        CheckState::Wrong {
            value: 0,
            threshold: 0,
        }
    } else {
        CheckState::Fine
    }
}

/// The folder of a SQLite database.
fn folder(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.trim_start_matches("//");
    let path = path.split('?').next().unwrap_or(path);
    let folder = Path::new(path).parent()?;
    Some(if folder.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        folder.to_owned()
    })
}

/// When the newest copy in a folder was written.
async fn newest(folder: &Path) -> Option<Instant> {
    let mut entries = tokio::fs::read_dir(folder).await.ok()?;
    let mut newest: Option<Instant> = None;
    while let Ok(Some(entry)) = entries.next_entry().await {
        let is_copy = Path::new(&entry.file_name())
            .extension()
            .is_some_and(|end| end == "db");
        let written = entry.metadata().await.and_then(|it| it.modified());
        if let Ok(written) = written
            && is_copy
        {
            newest = newest.max(Some(DateTime::<Utc>::from(written)));
        }
    }
    newest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_database_is_read_from_its_address() {
        let at = |url| folder(url).map(|folder| folder.display().to_string());
        assert_eq!(
            at("sqlite:///var/lib/sanh/sanh.db"),
            Some("/var/lib/sanh".to_owned())
        );
        assert_eq!(at("sqlite://sanh.db"), Some(".".to_owned()));
        assert_eq!(at("sqlite://a/sanh.db?mode=rw"), Some("a".to_owned()));
        assert_eq!(at("postgres://sanh@localhost/sanh"), None);
    }
}
