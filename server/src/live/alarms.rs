//! How many alarms of each kind are open, for the metrics.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use sanh_domain::alarm::model::{Alarm, AlarmKind};

/// The open alarms of the last check, by kind.
#[derive(Debug, Default)]
pub struct OpenByKind(Mutex<BTreeMap<AlarmKind, u64>>);

impl OpenByKind {
    /// Replaces the open alarms.
    pub fn set(&self, open: &[Alarm]) {
        let mut counts = BTreeMap::new();
        for alarm in open {
            *counts.entry(alarm.kind).or_default() += 1;
        }
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = counts;
    }

    /// Every kind with its number of open alarms.
    #[must_use]
    pub fn list(&self) -> Vec<(AlarmKind, u64)> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |kind| (kind, counts.get(&kind).copied().unwrap_or_default());
        AlarmKind::ALL.into_iter().map(of).collect()
    }
}
