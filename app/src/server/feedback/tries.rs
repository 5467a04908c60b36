//! Limits how often messages are looked up, by each network and by all together.

use std::sync::{Mutex, PoisonError};

use sanh_domain::deadline::Instant;
use sanh_store::Store;

use super::super::failure;
use super::super::network::network_of;
use crate::error::AppError;
use crate::model::feedback::FOLLOWED_PER_MIN_MAX;
use crate::ui::response::request;

/// Tries in the current minute, of one process. It needs constant memory, and an attack delays others for a minute at most.
#[derive(Debug, Default)]
pub struct TryWindow(Mutex<(i64, u32)>);

impl TryWindow {
    /// Counts one more try at an instant; false if there were too many in its minute.
    pub(super) fn take(&self, now: Instant) -> bool {
        let minute = now.timestamp().div_euclid(60);
        // No code panics while it holds this lock.
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if window.0 != minute {
            *window = (minute, 0);
        }
        if window.1 >= FOLLOWED_PER_MIN_MAX {
            return false;
        }
        window.1 += 1;
        true
    }
}

/// The tries of the network that asks.
pub(super) struct NetworkTries {
    name: String,
}

impl NetworkTries {
    /// The keys of a kind of secret.
    pub(super) fn of(kind: &str) -> Self {
        let network = network_of(request().visitor.from.address);
        Self {
            name: format!("{kind}:network:{network}"),
        }
    }

    /// Counts a try before it is made. Returns the seconds until the next one is allowed, if there were too many wrong ones.
    pub(super) async fn begin(
        &self,
        store: &Store,
        free: u32,
        now: Instant,
    ) -> Result<u32, AppError> {
        let names = vec![(self.name.clone(), free)];
        store.begin_try(names, now).await.map_err(failure)
    }

    /// Gives back a try that was right.
    pub(super) async fn give_back(self, store: &Store) -> Result<(), AppError> {
        store.give_back_try(vec![self.name]).await.map_err(failure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_minute_accepts_a_limited_number_of_tries() {
        let window = TryWindow::default();
        let now = Instant::default();
        for _ in 0..FOLLOWED_PER_MIN_MAX {
            assert!(window.take(now));
        }
        assert!(!window.take(now));
        assert!(window.take(now + chrono::Duration::minutes(1)));
    }
}
