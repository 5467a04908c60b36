//! How screens that are not paired come to a code, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use sanh_app::error::AppError;
use sanh_app::screen::port::{PairingDisplay, PairingPort};
use sanh_domain::account::session::Origin;
use sanh_store::clock::Clock;
use sanh_store::{PairingState, Store};

use super::fault;
use crate::account::secret;
use crate::live::store_source::OpenStore;
use crate::network::line_of;

/// The codes of screens, in a store that may still be opening.
pub struct Pairings {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Pairings {
    /// Creates the port over a store that may still be opening.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    fn store(&self) -> Result<Arc<Store>, AppError> {
        self.store.borrow().clone().ok_or(AppError::Unavailable)
    }
}

#[async_trait]
impl PairingPort for Pairings {
    fn new_token(&self) -> String {
        secret::token()
    }

    async fn code(&self, token: &str, from: &Origin) -> Result<PairingDisplay, AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let line = from.address.map(|address| line_of(address).to_string());
        let hash = secret::hash(token);
        let coded = store
            .pairing_code(&hash, &line.unwrap_or_default(), now)
            .await;
        Ok(match coded.map_err(fault)? {
            PairingState::Code(code, _) => PairingDisplay::Code(code),
            PairingState::Paired(name) => PairingDisplay::Paired(name),
            PairingState::Full => {
                tracing::warn!("no code was free for a screen that waits to be paired");
                PairingDisplay::Full
            }
        })
    }
}
