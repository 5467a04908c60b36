//! Throughput, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use sanh_app::report::port::ReportPort;

use crate::clock::Clock;
use crate::live::store_source::OpenStore;

/// Throughput, of a store that may still be opening.
#[allow(dead_code)]
pub struct Reports {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Reports {
    /// Those of a store.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }
}

#[async_trait]
impl ReportPort for Reports {}
