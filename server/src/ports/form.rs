//! The official report, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use sanh_app::report::form::port::FormPort;

use crate::clock::Clock;
use crate::live::store_source::OpenStore;

/// The official report, of a store that may still be opening.
#[allow(dead_code)]
pub struct Forms {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Forms {
    /// Those of a store.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }
}

#[async_trait]
impl FormPort for Forms {}
