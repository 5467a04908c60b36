//! Reads of applicants' data: each opening, print and search is a line of the audit, and limited per hour.
//!
//! A line is added in memory before anything is shown, and written together with others a moment later, so that reading waits
//! for no writer. If the power fails, the lines of about a second are lost. An orderly stop writes them all. If the database
//! takes no audit lines for so long that the queue is full, no personal data are shown any more.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::Duration;
use sanh_domain::account::model::{AccountId, Caller};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_store::{AuditActor, AuditEntry, AuditRecord};
use tokio::sync::Notify;

/// Lines that wait to be written (ours: minutes of a busy centre, some megabytes).
const WAITING_MAX: usize = 5_000;
/// Refused requests of one person in an hour that are recorded (ours: more give no new information).
const REFUSED_PER_H_MAX: u32 = 1_000;
/// The longest part of an address that the audit keeps, in characters.
const PATH_CHARS_MAX: usize = 200;

/// Why nothing is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadRefusal {
    /// The person has reached the hourly limit.
    TooMuch,
    /// There is no room for another line.
    Full,
}

/// The limits of one person in an hour.
#[derive(Clone, Copy, Debug)]
pub struct ReadingBounds {
    /// Dossiers opened or printed.
    pub openings_max: u32,
    /// Searches for an applicant.
    pub searches_max: u32,
}

/// The kinds of reads that are counted, each with its own limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum ReadKind {
    Openings,
    Searches,
    Refused,
}

#[derive(Default)]
struct State {
    waiting: Vec<AuditRecord>,
    lately: HashMap<(AccountId, ReadKind), VecDeque<Instant>>,
}

/// The readings of one process.
pub struct Readings {
    state: Mutex<State>,
    news: Notify,
    bounds: ReadingBounds,
}

impl Readings {
    /// No reads yet.
    #[must_use]
    pub fn new(bounds: ReadingBounds) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::default(),
            news: Notify::new(),
            bounds,
        })
    }

    /// Somebody is about to be shown what is personal of a dossier, on a page or to be printed.
    ///
    /// # Errors
    /// [`ReadRefusal`]: it must not be shown.
    pub fn opens(
        &self,
        caller: &Caller,
        act: AuditAct,
        subject: &str,
        now: Instant,
    ) -> Result<(), ReadRefusal> {
        let audit_entry = AuditEntry::new(act, subject);
        self.note(
            caller,
            (ReadKind::Openings, self.bounds.openings_max),
            audit_entry,
            now,
        )
    }

    /// Records a search for an applicant with this text; the audit gets only its keyed hash.
    ///
    /// # Errors
    ///
    /// [`ReadRefusal`]: the search is not allowed.
    pub fn searches(
        &self,
        caller: &Caller,
        text_hash: &str,
        now: Instant,
    ) -> Result<(), ReadRefusal> {
        let audit_entry = AuditEntry::new(AuditAct::Searched, text_hash);
        self.note(
            caller,
            (ReadKind::Searches, self.bounds.searches_max),
            audit_entry,
            now,
        )
    }

    /// Somebody was refused a page or a stream. Never fails: the answer is a refusal anyhow.
    pub fn refused(&self, caller: &Caller, path: &str, now: Instant) {
        let path: String = path.chars().take(PATH_CHARS_MAX).collect();
        let audit_entry = AuditEntry::new(AuditAct::Refused, path);
        let noted = self.note(
            caller,
            (ReadKind::Refused, REFUSED_PER_H_MAX),
            audit_entry,
            now,
        );
        if noted.is_err() {
            tracing::warn!("the audit is not told of one more refusal of the same person");
        }
    }

    fn note(
        &self,
        caller: &Caller,
        (counted, bound): (ReadKind, u32),
        audit_entry: AuditEntry,
        now: Instant,
    ) -> Result<(), ReadRefusal> {
        let mut state = self.state();
        if state.waiting.len() >= WAITING_MAX {
            return Err(ReadRefusal::Full);
        }
        let key = (caller.person.id, counted);
        let lately = state.lately.entry(key).or_default();
        while lately
            .front()
            .is_some_and(|at| now - *at >= Duration::hours(1))
        {
            lately.pop_front();
        }
        if lately.len() >= bound as usize {
            return Err(ReadRefusal::TooMuch);
        }
        lately.push_back(now);
        state.waiting.push(AuditRecord {
            by: AuditActor::from(caller),
            audit_entry,
            at: now,
        });
        drop(state);
        self.news.notify_one();
        Ok(())
    }

    /// Returns once there is something to write.
    pub async fn news(&self) {
        self.news.notified().await;
    }

    /// Takes what is to be written.
    pub fn take(&self) -> Vec<AuditRecord> {
        std::mem::take(&mut self.state().waiting)
    }

    /// Puts back lines that could not be written, before the newer ones.
    pub fn put_back(&self, mut entries: Vec<AuditRecord>) {
        let mut state = self.state();
        entries.append(&mut state.waiting);
        state.waiting = entries;
        drop(state);
        self.news.notify_one();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sanh_domain::account::model::{AgencyScope, Person, Role, SessionId};

    fn caller(id: i64) -> Caller {
        Caller {
            person: Person {
                id: AccountId(id),
                name: format!("clerk-{id}"),
                display_name: String::new(),
                role: Role::Staff,
                reach: AgencyScope::Everywhere,
            },
            session: SessionId(1),
            address: None,
            confirmed_at: Instant::default(),
        }
    }

    fn readings() -> Arc<Readings> {
        Readings::new(ReadingBounds {
            openings_max: 3,
            searches_max: 2,
        })
    }

    #[test]
    fn each_person_reads_so_much_an_hour_and_no_more() {
        let readings = readings();
        let at = |min: i64| Instant::default() + Duration::minutes(min);
        let open = |id: i64, min: i64| {
            readings.opens(&caller(id), AuditAct::DossierOpened, "H49.1-1", at(min))
        };
        for min in [0, 10, 20] {
            assert_eq!(open(1, min), Ok(()));
        }
        assert_eq!(open(1, 59), Err(ReadRefusal::TooMuch));
        assert_eq!(open(2, 59), Ok(()), "another person's count is their own");
        assert_eq!(readings.searches(&caller(1), "hash", at(59)), Ok(()));
        assert_eq!(open(1, 60), Ok(()), "the first is an hour ago");
        assert_eq!(open(1, 61), Err(ReadRefusal::TooMuch));
        assert_eq!(readings.take().len(), 6, "what was refused was not read");
    }

    #[test]
    fn nothing_is_shown_that_cannot_be_recorded() {
        let readings = readings();
        for id in 0..WAITING_MAX {
            let id = i64::try_from(id).unwrap();
            readings.refused(&caller(id), "/desk", Instant::default());
        }
        let opened = readings.opens(
            &caller(1),
            AuditAct::DossierOpened,
            "H49.1-1",
            Instant::default(),
        );
        assert_eq!(opened, Err(ReadRefusal::Full));
        let entries = readings.take();
        readings.put_back(entries);
        assert_eq!(readings.take().len(), WAITING_MAX);
    }
}
