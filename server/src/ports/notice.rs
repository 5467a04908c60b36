//! Notices, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use sanh_app::notice::port::NoticePort;

use crate::clock::Clock;
use crate::live::store_source::OpenStore;

/// Notices, of a store that may still be opening.
#[allow(dead_code)]
pub struct Notices {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Notices {
    /// Those of a store.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }
}

#[async_trait]
impl NoticePort for Notices {}
