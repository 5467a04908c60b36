//! The server's clock for administrators, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use sanh_app::admin::port::{AdminPort, ClockDoubt, ClockState};
use sanh_app::error::AppError;
use sanh_domain::account::model::Caller;
use sanh_store::clock::Clock;
use sanh_store::clock::guard::ClockFault;
use sanh_store::{AuditActor, Store, StoreError};

use crate::live::store_source::OpenStore;

/// The administration of a store that may still be opening.
pub struct Admin {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Admin {
    /// The administration of a store.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    fn store(&self) -> Result<Arc<Store>, AppError> {
        self.store.borrow().clone().ok_or(AppError::Unavailable)
    }
}

/// Causes are logged here, where they are met.
#[expect(clippy::needless_pass_by_value, reason = "the end of the error's way")]
pub(super) fn fault(error: StoreError) -> AppError {
    if let Some(why) = super::not_written(&error) {
        return why.into();
    }
    if error.is_transient() {
        tracing::warn!(%error, "the administration cannot be served now");
        return AppError::Unavailable;
    }
    tracing::error!(%error, "the administration cannot be served");
    AppError::Internal
}

#[async_trait]
impl AdminPort for Admin {
    async fn clock(&self) -> Result<ClockState, AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let doubt = store.clock_fault().map(|fault| match fault {
            ClockFault::BeforeBuild { built_at, .. } => ClockDoubt::BeforeBuild { built_at },
            ClockFault::Behind { newest, .. } => ClockDoubt::Behind { newest },
            ClockFault::Ahead { expected, .. } => ClockDoubt::Ahead { expected },
        });
        Ok(ClockState {
            now,
            zone: store.centre(now).await.map_err(fault)?.zone,
            newest: store.known_time().await.map_err(fault)?.newest,
            doubt,
        })
    }

    async fn confirm_clock(&self, caller: &Caller) -> Result<(), AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let confirmed = store.confirm_clock(AuditActor::from(caller), now).await;
        confirmed.map_err(fault)
    }
}
