//! The state of the database: whether its disk accepts writes, and whether its scheduled backups succeed.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant as Moment};

use sanh_domain::alarm::model::Alarm;
use tokio::sync::watch;

use super::error::{Result, StoreError};

/// The state of a store, for readiness, alarms and metrics.
#[derive(Debug)]
pub struct Health {
    /// Why the last write failed because of its disk; `None` after a successful one.
    unwritable: watch::Sender<Option<String>>,
    /// Failed scheduled backups in a row; `None` before the first try.
    copies_failed: Mutex<Option<u32>>,
    /// The number of expired rows deleted since the start, by table.
    trimmed: Mutex<BTreeMap<&'static str, u64>>,
    /// Open alarms that cannot be stored now.
    unstored: Mutex<Vec<Alarm>>,
    /// Since when the ledger cannot be written, by the monotonic clock; `None` if it can.
    ledger_unwritable: Mutex<Option<Moment>>,
}

impl Default for Health {
    fn default() -> Self {
        Self {
            unwritable: watch::Sender::new(None),
            copies_failed: Mutex::default(),
            trimmed: Mutex::default(),
            unstored: Mutex::default(),
            ledger_unwritable: Mutex::default(),
        }
    }
}

impl Health {
    /// Why the database cannot be written, from a failed write until a successful one; `None` if it can.
    #[must_use]
    pub fn unwritable(&self) -> Option<String> {
        self.unwritable.borrow().clone()
    }

    /// Notifies when that changes.
    #[must_use]
    pub fn unwritable_changes(&self) -> watch::Receiver<Option<String>> {
        self.unwritable.subscribe()
    }

    /// Stores the result of a write, if its disk made it fail. Only a successful probe ends the fault (see
    /// `Store::probe_write`): a write that changes nothing succeeds on a full disk, too.
    pub(super) fn note_write<T>(&self, written: &Result<T>) {
        let Err(StoreError::Unwritable(why)) = written else {
            return;
        };
        let is_news = self.unwritable.send_if_modified(|known| {
            let is_news = known.is_none();
            known.get_or_insert_with(|| why.clone());
            is_news
        });
        if is_news {
            tracing::error!(why, "the database cannot be written");
        }
    }

    pub(super) fn note_writable(&self) {
        let was = self
            .unwritable
            .send_if_modified(|known| known.take().is_some());
        if was {
            tracing::info!("the database can be written again");
        }
    }

    /// The number of scheduled backups that failed in a row; `None` before the first try since the start.
    #[must_use]
    pub fn copies_failed(&self) -> Option<u32> {
        *self.copies()
    }

    /// Stores the result of a scheduled backup.
    pub fn note_copy(&self, is_good: bool) {
        let mut failed = self.copies();
        *failed = Some(if is_good {
            0
        } else {
            failed.unwrap_or_default().saturating_add(1)
        });
    }

    /// The number of expired rows deleted since the start, by table.
    #[must_use]
    pub fn trimmed(&self) -> BTreeMap<&'static str, u64> {
        self.dropped().clone()
    }

    pub(super) fn note_trimmed(&self, table: &'static str, rows: u64) {
        *self.dropped().entry(table).or_default() += rows;
    }

    fn dropped(&self) -> MutexGuard<'_, BTreeMap<&'static str, u64>> {
        self.trimmed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Open alarms that cannot be stored now and are known from memory only.
    #[must_use]
    pub fn unstored_alarms(&self) -> Vec<Alarm> {
        self.unstored().clone()
    }

    /// Replaces them.
    pub fn set_unstored_alarms(&self, alarms: Vec<Alarm>) {
        *self.unstored() = alarms;
    }

    /// For how long the ledger could not be written; `None` if it can.
    #[must_use]
    pub fn ledger_unwritable(&self) -> Option<Duration> {
        self.ledger().map(|since| since.elapsed())
    }

    /// Stores whether the ledger was written. A database that cannot be read tells nothing about the file.
    pub(super) fn note_ledger(&self, kept: &Result<()>) {
        let mut since = self.ledger();
        match kept {
            Ok(()) if since.take().is_some() => {
                tracing::info!("what a restore must not undo is kept outside the database again");
            }
            Ok(()) => {}
            Err(error @ StoreError::File { .. }) => {
                if since.is_none() {
                    tracing::error!(%error, "what a restore must not undo could not be kept outside the database; trying again");
                }
                since.get_or_insert_with(Moment::now);
            }
            Err(error) => {
                tracing::warn!(%error, "what a restore must not undo could not be read; trying again");
            }
        }
    }

    fn ledger(&self) -> MutexGuard<'_, Option<Moment>> {
        let since = self.ledger_unwritable.lock();
        since.unwrap_or_else(PoisonError::into_inner)
    }

    fn unstored(&self) -> MutexGuard<'_, Vec<Alarm>> {
        self.unstored.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn copies(&self) -> MutexGuard<'_, Option<u32>> {
        self.copies_failed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
