//! The queue of passwords to be worked out. It is bounded: a full one answers at once, so that many sign-ins keep neither pages nor
//! each other waiting. Strangers and those who are known wait in lanes of their own: who floods the one does not reach the other.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use sanh_app::account::port::AccountError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::password;

/// Passwords of one lane worked out at once (ours: with both lanes two, and the rest of the machine goes on serving walls).
const AT_ONCE: usize = 1;
/// Passwords of one lane that wait or are worked out (ours: about a second's work, and with both lanes half of the renders that may
/// be under way).
const WAITING_MAX: usize = 16;
/// Those of one network in the strangers' lane, so that one network alone does not fill it.
const OF_NETWORK_MAX: usize = 8;

/// Who waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who<'a> {
    /// Somebody who is signed in, holds a one-time link, or has signed in in this browser before.
    Known,
    /// Anybody else, by their network.
    Stranger(&'a str),
}

/// The two lanes of a process.
pub struct Queue {
    known: Lane,
    strangers: Lane,
    networks: Arc<Mutex<HashMap<String, usize>>>,
}

struct Lane {
    waiting: Arc<Semaphore>,
    working: Arc<Semaphore>,
}

impl Lane {
    fn new() -> Self {
        Self {
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
            working: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

/// A turn in the queue, given back when it is dropped.
pub struct Turn {
    working: Arc<Semaphore>,
    _waiting: OwnedSemaphorePermit,
    _share: Option<Share>,
}

/// The share of one network.
struct Share {
    network: String,
    networks: Arc<Mutex<HashMap<String, usize>>>,
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut networks = self.networks.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(waiting) = networks.get_mut(&self.network) else {
            return;
        };
        *waiting -= 1;
        if *waiting == 0 {
            networks.remove(&self.network);
        }
    }
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            known: Lane::new(),
            strangers: Lane::new(),
            networks: Arc::default(),
        }
    }
}

impl Queue {
    /// Takes a turn.
    ///
    /// # Errors
    /// [`AccountError::Busy`], at once, where the lane is full or the network has its share of it.
    pub fn enter(&self, who: Who<'_>) -> Result<Turn, AccountError> {
        let (lane, share) = match who {
            Who::Known => (&self.known, None),
            Who::Stranger(network) => (&self.strangers, Some(self.share(network)?)),
        };
        let waiting = Arc::clone(&lane.waiting).try_acquire_owned();
        Ok(Turn {
            working: Arc::clone(&lane.working),
            _waiting: waiting.map_err(|_| AccountError::Busy)?,
            _share: share,
        })
    }

    fn share(&self, network: &str) -> Result<Share, AccountError> {
        let mut networks = self.networks.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = networks.entry(network.to_owned()).or_default();
        if *waiting >= OF_NETWORK_MAX {
            return Err(AccountError::Busy);
        }
        *waiting += 1;
        Ok(Share {
            network: network.to_owned(),
            networks: Arc::clone(&self.networks),
        })
    }
}

impl Turn {
    /// Whether a password is the one of a hash. Without a hash it is not, and takes as long to find out.
    ///
    /// # Errors
    /// [`AccountError::Internal`] when it cannot be worked out.
    pub async fn verify(
        &self,
        password: String,
        hash: Option<String>,
    ) -> Result<bool, AccountError> {
        self.apart(move || password::verify(&password, hash.as_deref()))
            .await
    }

    /// The hash to keep of a password.
    ///
    /// # Errors
    /// [`AccountError::Internal`] when it cannot be worked out.
    pub async fn hash(&self, password: String) -> Result<String, AccountError> {
        self.apart(move || password::hash(&password)).await?
    }

    /// Works apart from the tasks that serve. The place is kept until the work is done, also where nobody waits for it any more.
    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AccountError> {
        let place = Arc::clone(&self.working).acquire_owned().await;
        let place = place.map_err(|_| AccountError::Internal)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(place);
            done
        });
        done.await.map_err(|_| AccountError::Internal)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_full_lane_refuses_at_once_and_leaves_the_other_open() {
        let queue = Queue::default();
        let one = |n: usize| format!("192.0.2.{n}");
        let turns: Vec<Turn> = (0..WAITING_MAX)
            .map(|n| queue.enter(Who::Stranger(&one(n))).unwrap())
            .collect();
        let full = queue.enter(Who::Stranger("198.51.100.0"));
        assert_eq!(full.err(), Some(AccountError::Busy));
        assert!(queue.enter(Who::Known).is_ok());
        drop(turns);
        assert!(queue.enter(Who::Stranger("198.51.100.0")).is_ok());
        assert!(queue.networks.lock().unwrap().is_empty());
    }

    #[test]
    fn one_network_does_not_fill_the_strangers_lane() {
        let queue = Queue::default();
        let _turns: Vec<Turn> = (0..OF_NETWORK_MAX)
            .map(|_| queue.enter(Who::Stranger("192.0.2.0")).unwrap())
            .collect();
        let more = queue.enter(Who::Stranger("192.0.2.0"));
        assert_eq!(more.err(), Some(AccountError::Busy));
        assert!(queue.enter(Who::Stranger("198.51.100.0")).is_ok());
    }
}
