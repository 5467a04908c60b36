//! Kept views and exports, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use sanh_app::error::AppError;
use sanh_app::page::File;
use sanh_app::report::view::port::ViewPort;
use sanh_domain::account::model::Caller;
use sanh_domain::report::sheet::FileFormat;
use sanh_domain::report::view::model::{Export, SavedView};
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, Store};

use super::exported::exported;
use super::fault;
use crate::live::store_source::OpenStore;

/// Kept views of a store that may still be opening.
pub struct Views {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Views {
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
impl ViewPort for Views {
    async fn views(&self, caller: &Caller) -> Result<Vec<SavedView>, AppError> {
        let views = self.store()?.saved_views(caller.person.id).await;
        views.map_err(fault)
    }

    async fn keep(&self, caller: &Caller, name: &str, query: &str) -> Result<bool, AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let (name, query) = (name.to_owned(), query.to_owned());
        let kept = store.keep_view(caller.person.id, name, query, AuditActor::from(caller), now);
        kept.await.map_err(fault)
    }

    async fn remove(&self, caller: &Caller, id: i64) -> Result<(), AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let removed = store.remove_view(caller.person.id, id, AuditActor::from(caller), now);
        if removed.await.map_err(fault)? {
            Ok(())
        } else {
            Err(AppError::NotFound)
        }
    }

    async fn file(
        &self,
        caller: &Caller,
        export: Export,
        format: FileFormat,
    ) -> Result<File, AppError> {
        let store = self.store()?;
        exported(&store, caller, export, format, self.clock.now()).await
    }
}
