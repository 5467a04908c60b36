//! The queue for hashing passwords. It is bounded: a full lane refuses at once, so that many sign-ins delay neither pages nor
//! each other. Strangers and known people have separate lanes, so that flooding one does not affect the other.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{AccountError, password};

/// Passwords of one lane hashed at the same time (ours: with both lanes two, so that the machine can still serve walls).
const AT_ONCE: usize = 1;
/// Passwords of one lane that wait or are hashed (ours: about a second's work).
const WAITING_MAX: usize = 16;
/// The same of one person or network, so that none fills a lane alone.
const OF_ONE_MAX: usize = 8;
/// The longest wait for a turn (ours: less than the time limit of a request, so that a page can say so).
const WAIT: Duration = Duration::from_secs(8);

/// The person or network that a place in the queue counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requester<'a> {
    /// A person who is signed in, has a one-time link, or has signed in with this browser before; with the key by which they
    /// are counted.
    Known(&'a str),
    /// Anybody else, by their network.
    Stranger(&'a str),
}

/// The two lanes of a process.
#[derive(Default)]
pub struct Queue {
    known: PasswordQueue,
    strangers: PasswordQueue,
}

struct PasswordQueue {
    waiting: Arc<Semaphore>,
    working: Arc<Semaphore>,
    shares: Shares,
}

/// The number of waiting passwords by key.
type Shares = Arc<Mutex<HashMap<String, usize>>>;

impl Default for PasswordQueue {
    fn default() -> Self {
        Self {
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
            working: Arc::new(Semaphore::new(AT_ONCE)),
            shares: Arc::default(),
        }
    }
}

/// A slot in the queue; released when dropped.
pub struct PasswordSlot {
    working: Arc<Semaphore>,
    wait: Duration,
    _waiting: OwnedSemaphorePermit,
    _share: Share,
}

/// The share of one.
struct Share {
    of: String,
    shares: Shares,
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(waiting) = shares.get_mut(&self.of) else {
            return;
        };
        *waiting -= 1;
        if *waiting == 0 {
            shares.remove(&self.of);
        }
    }
}

impl Queue {
    /// Takes a turn.
    ///
    /// # Errors
    ///
    /// [`AccountError::Busy`], at once, if the lane is full or the requester has used up their share of it.
    pub fn enter(&self, who: Requester<'_>) -> Result<PasswordSlot, AccountError> {
        match who {
            Requester::Known(one) => self.known.enter(one),
            Requester::Stranger(network) => self.strangers.enter(network),
        }
    }
}

impl PasswordQueue {
    fn enter(&self, of: &str) -> Result<PasswordSlot, AccountError> {
        let share = self.share(of)?;
        let waiting = Arc::clone(&self.waiting).try_acquire_owned();
        Ok(PasswordSlot {
            working: Arc::clone(&self.working),
            wait: WAIT,
            _waiting: waiting.map_err(|_| AccountError::Busy)?,
            _share: share,
        })
    }

    fn share(&self, of: &str) -> Result<Share, AccountError> {
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = shares.entry(of.to_owned()).or_default();
        if *waiting >= OF_ONE_MAX {
            return Err(AccountError::Busy);
        }
        *waiting += 1;
        Ok(Share {
            of: of.to_owned(),
            shares: Arc::clone(&self.shares),
        })
    }
}

impl PasswordSlot {
    /// Whether a password matches a hash. Without a hash it does not, and the check takes as long.
    ///
    /// # Errors
    ///
    /// [`AccountError::Busy`] when its turn does not come in time; [`AccountError::Internal`] when it cannot be computed.
    pub async fn verify(
        &self,
        password: String,
        hash: Option<String>,
    ) -> Result<bool, AccountError> {
        self.run_blocking(move || password::verify(&password, hash.as_deref()))
            .await
    }

    /// The hash of a password, to be stored.
    ///
    /// # Errors
    ///
    /// As for [`PasswordSlot::verify`].
    pub async fn hash(&self, password: String) -> Result<String, AccountError> {
        self.run_blocking(move || password::hash(&password)).await?
    }

    /// Works apart from the tasks that serve. The slot is held until the work is done, even if the client has gone.
    async fn run_blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AccountError> {
        let place =
            tokio::time::timeout(self.wait, Arc::clone(&self.working).acquire_owned()).await;
        let place = place.map_err(|_| AccountError::Busy)?;
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
        let turns: Vec<PasswordSlot> = (0..WAITING_MAX)
            .map(|n| queue.enter(Requester::Stranger(&one(n))).unwrap())
            .collect();
        let full = queue.enter(Requester::Stranger("198.51.100.0"));
        assert_eq!(full.err(), Some(AccountError::Busy));
        assert!(queue.enter(Requester::Known("lan")).is_ok());
        drop(turns);
        assert!(queue.enter(Requester::Stranger("198.51.100.0")).is_ok());
        assert!(queue.strangers.shares.lock().unwrap().is_empty());
    }

    #[test]
    fn no_one_alone_fills_a_lane() {
        let queue = Queue::default();
        for who in [Requester::Stranger, Requester::Known] {
            let _turns: Vec<PasswordSlot> = (0..OF_ONE_MAX)
                .map(|_| queue.enter(who("one")).unwrap())
                .collect();
            assert_eq!(queue.enter(who("one")).err(), Some(AccountError::Busy));
            assert!(queue.enter(who("another")).is_ok());
        }
    }

    #[tokio::test]
    async fn a_turn_that_does_not_come_in_time_is_an_error() {
        let queue = Queue::default();
        let _worked_out = Arc::clone(&queue.known.working).acquire_owned().await;
        let mut turn = queue.enter(Requester::Known("lan")).unwrap();
        turn.wait = Duration::from_millis(1);
        let late = turn.verify("con trau di cay".to_owned(), None).await;
        assert_eq!(late, Err(AccountError::Busy));
    }
}
