//! Whose turn it is to be rendered.
//!
//! Walls wait in no queue with anybody else: what they show needs no body, no session and no query. Forms that hash a password wait
//! in one of their own, as hashing is slow on purpose. In the third wait all other pages; one visitor holds a share of it only.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::places::{Holder, Most, Place, Places};
use crate::config::Config;

/// Password forms that are worked on at once: more than hashes at once, as each also reads and writes.
const HASHING_MAX: u32 = 8;
/// Requests that wait for one of these turns at the most; more are told at once to come again.
const HASHING_WAITING_MAX: u32 = 64;
/// How long a turn may take to come until the server counts as not ready.
const READY_WAIT: Duration = Duration::from_secs(2);

/// The queues.
#[derive(Clone, Debug)]
pub struct Turns {
    /// Of walls and pairing.
    pub walls: Queue,
    /// Of forms that hash passwords.
    pub hashing: Queue,
    /// Of all other pages.
    pub pages: Queue,
}

impl Turns {
    /// The queues as the settings bound them.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        let max = config.renders_max;
        let queue = |at_once: u32, all, each| Queue {
            turns: Arc::new(Semaphore::new(at_once as usize)),
            held: Places::default(),
            most: Most { all, each },
        };
        Self {
            walls: queue(max, u32::MAX, u32::MAX),
            hashing: queue(HASHING_MAX, HASHING_WAITING_MAX, HASHING_WAITING_MAX / 2),
            // Half of the turns are for others, whoever asks.
            pages: queue(max, u32::MAX, (max / 2).max(1)),
        }
    }

    /// Whether whoever asks for a wall or a page gets it soon.
    pub async fn come(&self) -> bool {
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
    held: Places,
    most: Most,
}

/// A turn; over when it is dropped.
#[derive(Debug)]
pub struct Turn {
    _turn: OwnedSemaphorePermit,
    _place: Place,
}

impl Queue {
    /// Waits for a turn; `None` at once where this visitor, or all together, wait for too many.
    pub async fn turn(&self, holder: Holder) -> Option<Turn> {
        let place = self.held.take(holder, self.most)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.ok()?;
        Some(Turn {
            _turn: turn,
            _place: place,
        })
    }
}
