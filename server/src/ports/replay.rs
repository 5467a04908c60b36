//! What the walls showed, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use sanh_app::board::replay::port::ReplayPort;

use crate::clock::Clock;
use crate::live::store_source::OpenStore;

/// What the walls showed, of a store that may still be opening.
#[allow(dead_code)]
pub struct Replays {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Replays {
    /// Those of a store.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }
}

#[async_trait]
impl ReplayPort for Replays {}
