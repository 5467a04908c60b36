//! Alarms, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use sanh_app::alarm::port::AlarmPort;

use crate::clock::Clock;
use crate::live::store_source::OpenStore;

/// Alarms, of a store that may still be opening.
#[allow(dead_code)]
pub struct Alarms {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Alarms {
    /// Those of a store.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }
}

#[async_trait]
impl AlarmPort for Alarms {}
