//! Wrong passwords while the database takes no writes: counted in memory, by the monotonic clock.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sanh_domain::account::model::AccountId;

/// Wrong tries without a wait (ours, as for stored tries).
const FREE: u32 = 5;
/// The wait after these tries (ours).
const WAIT: Duration = Duration::from_mins(15);

/// The tries of a process.
#[derive(Default)]
pub(super) struct UnwrittenTries(Mutex<HashMap<AccountId, (u32, Instant)>>);

impl UnwrittenTries {
    /// Counts a try as a wrong one until it is known to be right. Returns the seconds to wait if it may not be made.
    pub(super) fn begin(&self, account: AccountId) -> Result<(), u32> {
        let now = Instant::now();
        let mut tries = self.inner();
        let (wrong, last) = tries.entry(account).or_insert((0, now));
        let left = WAIT.saturating_sub(now.duration_since(*last));
        if *wrong >= FREE && !left.is_zero() {
            return Err(u32::try_from(left.as_secs()).unwrap_or(u32::MAX).max(1));
        }
        *wrong = if left.is_zero() { 1 } else { *wrong + 1 };
        *last = now;
        Ok(())
    }

    /// Forgets the tries of an account: one was right.
    pub(super) fn right(&self, account: AccountId) {
        self.inner().remove(&account);
    }

    fn inner(&self) -> MutexGuard<'_, HashMap<AccountId, (u32, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_some_wrong_tries_the_next_one_waits_and_a_right_one_resets_them() {
        let (tries, one) = (UnwrittenTries::default(), AccountId(1));
        for _ in 0..FREE {
            assert_eq!(tries.begin(one), Ok(()));
        }
        assert!(tries.begin(one).is_err());
        assert_eq!(tries.begin(AccountId(2)), Ok(()), "nobody else waits");
        tries.right(one);
        assert_eq!(tries.begin(one), Ok(()));
    }
}
