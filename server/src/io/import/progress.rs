//! The progress of an import, and the request to stop it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use sanh_domain::import::model;

use super::ImportError;

/// Progress, shared between the import and its observer.
#[derive(Debug, Default)]
pub struct RunProgress {
    is_writing: AtomicBool,
    done: AtomicU64,
    whole: AtomicU64,
    stop: AtomicBool,
}

impl RunProgress {
    /// Reading begins; the size in bytes, 0 if unknown.
    pub(super) fn begin_reading(&self, whole: u64) {
        self.whole.store(whole, Ordering::Relaxed);
    }

    /// All rows are read; this many dossiers are to be compared and written.
    pub fn begin_writing(&self, whole: u64) {
        self.done.store(0, Ordering::Relaxed);
        self.whole.store(whole, Ordering::Relaxed);
        self.is_writing.store(true, Ordering::Relaxed);
    }

    /// Sets the progress.
    pub(super) fn advance_to(&self, done: u64) {
        self.done.store(done, Ordering::Relaxed);
    }

    /// Adds to the progress.
    pub fn advance_by(&self, more: u64) {
        self.done.fetch_add(more, Ordering::Relaxed);
    }

    /// Checks whether the import must stop.
    ///
    /// # Errors
    /// [`ImportError::Stopped`] when it must.
    pub(super) fn go_on(&self) -> Result<(), ImportError> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(ImportError::Stopped);
        }
        Ok(())
    }

    /// Asks the import to stop; it does so within some thousand rows, and nothing is written.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// The progress.
    pub fn now(&self) -> model::ImportProgress {
        model::ImportProgress {
            is_writing: self.is_writing.load(Ordering::Relaxed),
            done: self.done.load(Ordering::Relaxed),
            whole: self.whole.load(Ordering::Relaxed),
        }
    }
}
