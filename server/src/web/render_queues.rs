//! Queues for rendering pages.
//!
//! Walls have their own queue: what they show needs no body, no session and no query. All other pages wait in the other queue,
//! where one visitor has a limited share. Forms that hash a password wait in neither: their order is decided only in
//! [`Passwords`](sanh_app::server::account::Passwords), which knows who has signed in before.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::slots::{Holder, Slot, SlotLimits, Slots};
use crate::config::Config;

/// The longest wait for a slot until the server counts as not ready.
const READY_WAIT: Duration = Duration::from_secs(2);

/// The queues.
#[derive(Clone, Debug)]
pub struct RenderQueues {
    /// The queue of walls and pairing.
    pub walls: Queue,
    /// The queue of all other pages.
    pub pages: Queue,
}

impl RenderQueues {
    /// The queues with the limits of the settings.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        let max = config.renders_max;
        let queue = |each| Queue {
            turns: Arc::new(Semaphore::new(max as usize)),
            held: Slots::default(),
            most: SlotLimits {
                all: u32::MAX,
                each,
            },
        };
        Self {
            walls: queue(u32::MAX),
            // One visitor gets at most half of the slots.
            pages: queue((max / 2).max(1)),
        }
    }

    /// Whether a wall and a page get their turn soon enough for the server to be ready.
    pub async fn are_served_in_time(&self) -> bool {
        let both = async {
            let wall = self.walls.turns.acquire().await;
            let page = self.pages.turns.acquire().await;
            wall.is_ok() && page.is_ok()
        };
        tokio::time::timeout(READY_WAIT, both)
            .await
            .unwrap_or(false)
    }
}

/// One queue.
#[derive(Clone, Debug)]
pub struct Queue {
    turns: Arc<Semaphore>,
    held: Slots,
    most: SlotLimits,
}

/// A slot in a queue; released when dropped.
#[derive(Debug)]
pub struct RenderSlot {
    _turn: OwnedSemaphorePermit,
    _place: Slot,
}

impl Queue {
    /// Waits for a turn; `None` at once if this visitor, or all together, have too many requests waiting.
    pub async fn turn(&self, holder: Holder) -> Option<RenderSlot> {
        let place = self.held.take(holder, self.most)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.ok()?;
        Some(RenderSlot {
            _turn: turn,
            _place: place,
        })
    }
}
