//! The walls, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use sanh_app::screen::port::ScreenPort;

use crate::clock::Clock;
use crate::live::store_source::OpenStore;

/// The walls, of a store that may still be opening.
#[allow(dead_code)]
pub struct Screens {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Screens {
    /// Those of a store.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }
}

#[async_trait]
impl ScreenPort for Screens {}
