//! What happens to dossiers, told to the desks that are open.
//!
//! The database is asked once for all of them, at most twice a second and only after a change: the events since the last look, by
//! their numbers (a range of the primary key, whatever the history). At 200 changes a second that is two reads a second of a
//! hundred rows, with one desk open or with a hundred; with none open it is nothing. Each desk then drops what it does not show
//! without a query, and reads the rows it shows that have changed: a few by their codes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sanh_store::{RecentEvent, Store, StoreError};
use tokio::sync::{broadcast, watch};

use super::store_source::OpenStore;

/// Milliseconds between two looks, at least (ours).
const GAP_MS: u64 = 500;
/// Milliseconds between two looks whether a desk is still open.
const IDLE_MS: u64 = 1_000;
/// Events told one by one. More at once, as by an import, are told as a whole.
const EVENTS_MAX: u32 = 1_000;
/// Tellings that a desk may lag behind.
const TOLD_MAX: usize = 16;

/// A message to the desks.
#[derive(Clone, Debug)]
pub enum FeedMessage {
    /// These events.
    These(Arc<[RecentEvent]>),
    /// So many that anything may have changed.
    Much,
}

/// The feed of one process.
pub struct Feed {
    store: OpenStore,
    told: broadcast::Sender<FeedMessage>,
    /// Whether its motor runs: only while a desk is open.
    runs: Mutex<bool>,
}

/// The position of the feed.
struct Place {
    changes: watch::Receiver<i64>,
    last_event: i64,
}

impl Feed {
    /// A feed of a store that may still be opening.
    #[must_use]
    pub fn new(store: OpenStore) -> Arc<Self> {
        Arc::new(Self {
            store,
            told: broadcast::channel(TOLD_MAX).0,
            runs: Mutex::new(false),
        })
    }

    /// What happens from now on.
    pub fn listen(self: &Arc<Self>) -> broadcast::Receiver<FeedMessage> {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        let listener = self.told.subscribe();
        if !std::mem::replace(&mut *runs, true) {
            tokio::spawn(Arc::clone(self).run());
        }
        listener
    }

    async fn run(self: Arc<Self>) {
        let mut place = None;
        while self.is_heard() {
            let store = self.store.borrow().clone();
            let Some(store) = store else {
                tokio::time::sleep(Duration::from_millis(IDLE_MS)).await;
                continue;
            };
            if let Err(error) = self.step(&store, &mut place).await {
                tracing::debug!(%error, "the desks cannot be told what happens");
                // What happened meanwhile is told as a whole, once it can be.
                place = None;
                tokio::time::sleep(Duration::from_millis(IDLE_MS)).await;
            }
        }
    }

    /// Whether a desk is open. The motor stops where this says that none is.
    fn is_heard(&self) -> bool {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        *runs = self.told.receiver_count() > 0;
        *runs
    }

    /// Waits a moment for a change, and tells it.
    async fn step(&self, store: &Store, place: &mut Option<Place>) -> Result<(), StoreError> {
        let Some(at) = place else {
            // First the receiver, so that a change between the two is told.
            let changes = store.changes();
            let last_event = store.last_event().await?;
            *place = Some(Place {
                changes,
                last_event,
            });
            self.tell(FeedMessage::Much);
            return Ok(());
        };
        let idle = Duration::from_millis(IDLE_MS);
        match tokio::time::timeout(idle, at.changes.changed()).await {
            Err(_) => return Ok(()),
            // The store is gone.
            Ok(Err(_)) => {
                tokio::time::sleep(idle).await;
                return Ok(());
            }
            Ok(Ok(())) => {}
        }
        let (happened, last) = store.happened_after(at.last_event, EVENTS_MAX).await?;
        at.last_event = last;
        if happened.len() == EVENTS_MAX as usize {
            at.last_event = store.last_event().await?;
            self.tell(FeedMessage::Much);
        } else if !happened.is_empty() {
            self.tell(FeedMessage::These(happened.into()));
        }
        tokio::time::sleep(Duration::from_millis(GAP_MS)).await;
        Ok(())
    }

    fn tell(&self, told: FeedMessage) {
        // An error means that there is no receiver any more.
        let _ = self.told.send(told);
    }
}
