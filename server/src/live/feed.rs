//! Sends the changes of dossiers to the open desks.
//!
//! The database is queried once for all desks, at most twice a second and only after a change: the events since the last query,
//! by their numbers (a range of the primary key, however long the history). At 200 changes a second these are two queries a
//! second of a hundred rows, with one desk open or a hundred; with none open there are none. Each desk then drops the events
//! that it does not show without a query, and reads the changed rows that it shows by their codes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sanh_store::{RecentEvent, Store, StoreError};
use tokio::sync::{broadcast, watch};

use super::store_source::OpenStore;

/// The least milliseconds between two messages (ours).
const GAP_MS: u64 = 500;
/// Milliseconds between two checks whether a desk is still open.
const IDLE_MS: u64 = 1_000;
/// Events sent one by one. If there are more at once, as from an import, desks are only told that much has changed.
const EVENTS_MAX: u32 = 1_000;
/// Messages that a desk may lag behind.
const TOLD_MAX: usize = 16;

/// A message to the desks.
#[derive(Clone, Debug)]
pub enum FeedMessage {
    /// These events happened.
    These(Arc<[RecentEvent]>),
    /// So much happened that anything may have changed.
    Much,
}

/// The feed of one process.
pub struct Feed {
    store: OpenStore,
    sender: broadcast::Sender<FeedMessage>,
    /// Whether its task runs, which it does only while a desk is open.
    runs: Mutex<bool>,
}

/// The position of the feed.
struct FeedPosition {
    changes: watch::Receiver<i64>,
    last_event: i64,
}

impl Feed {
    /// A feed of a store that may still be opening.
    #[must_use]
    pub fn new(store: OpenStore) -> Arc<Self> {
        Arc::new(Self {
            store,
            sender: broadcast::channel(TOLD_MAX).0,
            runs: Mutex::new(false),
        })
    }

    /// A receiver of all messages from now on.
    pub fn listen(self: &Arc<Self>) -> broadcast::Receiver<FeedMessage> {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        let listener = self.sender.subscribe();
        if !std::mem::replace(&mut *runs, true) {
            tokio::spawn(Arc::clone(self).run());
        }
        listener
    }

    async fn run(self: Arc<Self>) {
        let mut place = None;
        while self.keep_running() {
            let store = self.store.borrow().clone();
            let Some(store) = store else {
                tokio::time::sleep(Duration::from_millis(IDLE_MS)).await;
                continue;
            };
            if let Err(error) = self.step(&store, &mut place).await {
                tracing::debug!(%error, "the desks cannot be told what happens");
                // After an error the desks do not get the missed events one by one.
                place = None;
                tokio::time::sleep(Duration::from_millis(IDLE_MS)).await;
            }
        }
    }

    /// Records whether the task goes on, which it does while a desk is open.
    fn keep_running(&self) -> bool {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        *runs = self.sender.receiver_count() > 0;
        *runs
    }

    /// Waits a moment for a change and sends its events.
    async fn step(
        &self,
        store: &Store,
        place: &mut Option<FeedPosition>,
    ) -> Result<(), StoreError> {
        let Some(at) = place else {
            // Listen before reading, so that no change in between is missed.
            let changes = store.changes();
            let last_event = store.last_event().await?;
            *place = Some(FeedPosition {
                changes,
                last_event,
            });
            self.send(FeedMessage::Much);
            return Ok(());
        };
        let idle = Duration::from_millis(IDLE_MS);
        match tokio::time::timeout(idle, at.changes.changed()).await {
            Err(_) => return Ok(()),
            // The store is closed.
            Ok(Err(_)) => {
                tokio::time::sleep(idle).await;
                return Ok(());
            }
            Ok(Ok(())) => {}
        }
        let (happened, last) = store.events_after(at.last_event, EVENTS_MAX).await?;
        at.last_event = last;
        if happened.len() == EVENTS_MAX as usize {
            at.last_event = store.last_event().await?;
            self.send(FeedMessage::Much);
        } else if !happened.is_empty() {
            self.send(FeedMessage::These(happened.into()));
        }
        tokio::time::sleep(Duration::from_millis(GAP_MS)).await;
        Ok(())
    }

    fn send(&self, message: FeedMessage) {
        // An error means that there is no receiver any more.
        let _ = self.sender.send(message);
    }
}
