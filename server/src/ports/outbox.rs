//! The outbox for administrators, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use sanh_app::error::AppError;
use sanh_app::outbox::port::OutboxPort;
use sanh_domain::account::model::Caller;
use sanh_domain::outbox::model::{LetterList as ListedLetters, ListedLetter, OutboxState};
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, ListedOutbox, OutboxList, Store};

use super::admin::fault;
use crate::live::store_source::OpenStore;

/// The outbox of a store that may still be opening.
pub struct Letters {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Letters {
    /// The outbox of a store.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    fn store(&self) -> Result<Arc<Store>, AppError> {
        self.store.borrow().clone().ok_or(AppError::Unavailable)
    }
}

fn letter(row: ListedOutbox) -> ListedLetter {
    ListedLetter {
        id: row.id,
        code: row.code,
        kind: row.kind,
        tries: row.tries,
        at: row.at,
        fault: row.fault.parse().ok(),
    }
}

fn letters(list: OutboxList) -> ListedLetters {
    ListedLetters {
        count: list.count.unsigned_abs(),
        first: list.rows.into_iter().map(letter).collect(),
    }
}

#[async_trait]
impl OutboxPort for Letters {
    async fn state(&self) -> Result<OutboxState, AppError> {
        let (waiting, dead) = self.store()?.outbox_lists().await.map_err(fault)?;
        Ok(OutboxState {
            waiting: letters(waiting),
            dead: letters(dead),
        })
    }

    async fn retry(&self, caller: &Caller, id: i64) -> Result<bool, AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let retried = store.retry_outbox(id, AuditActor::from(caller), now).await;
        retried.map_err(fault)
    }

    async fn retry_all(&self, caller: &Caller) -> Result<u64, AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let retried = store
            .retry_whole_outbox(AuditActor::from(caller), now)
            .await;
        retried.map_err(fault)
    }
}
