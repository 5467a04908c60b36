//! Long-running counts: started by the first request, polled with their progress, cached for a short time, cancelled when nobody
//! polls.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sanh_domain::report::model::{CountProgress, CountResult};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::error::AppError;

/// The most counts at the same time (ours: each keeps a reader of the database busy).
const AT_ONCE: usize = 3;

/// The time limits of a count.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// How long a request waits for the result before it returns the progress.
    wait: Duration,
    /// How long an answer is kept.
    keep: Duration,
    /// A count that nobody has polled since then is cancelled.
    give_up: Duration,
}

impl Default for Limits {
    /// Ours: a page asks again every two seconds; an answer serves a reload, and another page of a list.
    fn default() -> Self {
        Self {
            wait: Duration::from_millis(1_500),
            keep: Duration::from_mins(1),
            give_up: Duration::from_secs(20),
        }
    }
}

/// Counts how far a count has come, while it runs.
#[derive(Debug, Default)]
pub(super) struct CountMeter {
    done: AtomicU64,
    total: AtomicU64,
}

impl CountMeter {
    /// Sets how many are to be counted.
    pub(super) fn expect(&self, total: u64) {
        self.total.store(total, Ordering::Relaxed);
    }

    /// Adds how many more were counted.
    pub(super) fn add(&self, done: u64) {
        self.done.fetch_add(done, Ordering::Relaxed);
    }

    fn progress(&self) -> CountProgress {
        let total = self.total.load(Ordering::Relaxed);
        CountProgress {
            // A dossier that changes during the count may be counted in addition, so `done` can exceed `total`.
            done: self.done.load(Ordering::Relaxed).min(total),
            total,
        }
    }
}

/// The result of a count.
type Outcome<V> = Option<Result<Arc<V>, AppError>>;

struct Task<V> {
    meter: Arc<CountMeter>,
    outcome: watch::Receiver<Outcome<V>>,
    asked: watch::Sender<Instant>,
    ended: Arc<Mutex<Option<Instant>>>,
}

/// Counts of one kind, by what they count.
pub(super) struct Tasks<K, V> {
    tasks: Mutex<BTreeMap<K, Task<V>>>,
    limits: Limits,
}

impl<K, V> Default for Tasks<K, V> {
    fn default() -> Self {
        Self {
            tasks: Mutex::default(),
            limits: Limits::default(),
        }
    }
}

impl<K: Ord + Clone, V: Send + Sync + 'static> Tasks<K, V> {
    /// The answer, or the progress. The first request begins the count, unless too many are running.
    pub(super) async fn ask<W>(
        &self,
        key: K,
        work: impl FnOnce(Arc<CountMeter>) -> W,
    ) -> Result<CountResult<Arc<V>>, AppError>
    where
        W: Future<Output = Result<V, AppError>> + Send + 'static,
    {
        let Some((meter, mut outcome)) = self.begun(key.clone(), work) else {
            return Ok(CountResult::Counting(CountProgress::default()));
        };
        let waited =
            tokio::time::timeout(self.limits.wait, outcome.wait_for(Option::is_some)).await;
        let came = match waited {
            Ok(Ok(came)) => came.clone(),
            // The count was cancelled, or ended without a result.
            Ok(Err(_)) => Some(Err(AppError::Internal)),
            Err(_) => None,
        };
        match came {
            None => Ok(CountResult::Counting(meter.progress())),
            Some(Ok(answer)) => Ok(CountResult::Done(answer)),
            Some(Err(error)) => {
                self.lock().remove(&key);
                Err(error)
            }
        }
    }

    fn begun<W>(
        &self,
        key: K,
        work: impl FnOnce(Arc<CountMeter>) -> W,
    ) -> Option<(Arc<CountMeter>, watch::Receiver<Outcome<V>>)>
    where
        W: Future<Output = Result<V, AppError>> + Send + 'static,
    {
        let now = Instant::now();
        let mut tasks = self.lock();
        tasks.retain(|_, task| task.is_wanted(now, self.limits.keep));
        if let Some(task) = tasks.get(&key) {
            task.asked.send_replace(now);
            return Some((Arc::clone(&task.meter), task.outcome.clone()));
        }
        let under_way = tasks.values().filter(|task| task.ended_at().is_none());
        if under_way.count() >= AT_ONCE {
            return None;
        }
        let (meter, (tell, outcome)) = (Arc::<CountMeter>::default(), watch::channel(None));
        let (asked, last_asked) = watch::channel(now);
        let ended = Arc::<Mutex<Option<Instant>>>::default();
        let (work, ending) = (work(Arc::clone(&meter)), Arc::clone(&ended));
        let give_up = self.limits.give_up;
        tokio::spawn(async move {
            tokio::select! {
                came = work => {
                    tell.send_replace(Some(came.map(Arc::new)));
                }
                () = unwanted(last_asked, give_up) => {}
            }
            *locked(&ending) = Some(Instant::now());
        });
        let task = Task {
            meter: Arc::clone(&meter),
            outcome: outcome.clone(),
            asked,
            ended,
        };
        tasks.insert(key, task);
        Some((meter, outcome))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<K, Task<V>>> {
        locked(&self.tasks)
    }
}

impl<V> Task<V> {
    fn ended_at(&self) -> Option<Instant> {
        *locked(&self.ended)
    }

    /// Whether it is under way, or its answer is still good.
    fn is_wanted(&self, now: Instant, keep: Duration) -> bool {
        let Some(ended) = self.ended_at() else {
            return true;
        };
        let is_told = self.outcome.borrow().is_some();
        is_told && now.duration_since(ended) < keep
    }
}

/// Returns when nobody has polled for a while.
async fn unwanted(last_asked: watch::Receiver<Instant>, give_up: Duration) {
    loop {
        let until = *last_asked.borrow() + give_up;
        if until <= Instant::now() {
            return;
        }
        tokio::time::sleep_until(until).await;
    }
}

/// Nothing can panic while it is held; what a lock that is poisoned guards is whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use std::future::pending;
    use std::sync::atomic::AtomicBool;

    use super::*;

    type Counts = Tasks<u8, u64>;

    /// Counts with limits short enough for a test.
    fn counts() -> Counts {
        Counts {
            limits: Limits {
                wait: Duration::from_millis(100),
                keep: Duration::from_millis(1_500),
                give_up: Duration::from_millis(1_500),
            },
            ..Counts::default()
        }
    }

    /// Records when it is dropped.
    struct Ending(Arc<AtomicBool>);

    impl Drop for Ending {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    async fn ask_for_ever(counts: &Counts, key: u8) -> CountProgress {
        let asked = counts.ask(key, |meter| async move {
            meter.expect(10);
            meter.add(3);
            pending::<Result<u64, AppError>>().await
        });
        match asked.await.unwrap() {
            CountResult::Counting(progress) => progress,
            CountResult::Done(answer) => panic!("{answer} came"),
        }
    }

    #[tokio::test]
    async fn a_short_count_is_answered_at_once_and_cached() {
        let counts = counts();
        let ask = |answer| counts.ask(1, move |_| async move { Ok(answer) });
        assert_eq!(ask(7).await, Ok(CountResult::Done(Arc::new(7))));
        assert_eq!(ask(8).await, Ok(CountResult::Done(Arc::new(7))));
        tokio::time::sleep(counts.limits.keep).await;
        assert_eq!(ask(9).await, Ok(CountResult::Done(Arc::new(9))));
    }

    #[tokio::test]
    async fn a_long_count_returns_its_progress() {
        let counts = counts();
        let far = CountProgress { done: 3, total: 10 };
        assert_eq!(ask_for_ever(&counts, 1).await, far);
        assert_eq!(ask_for_ever(&counts, 1).await, far);
    }

    #[tokio::test]
    async fn a_few_counts_run_at_once_and_the_next_one_waits_for_its_turn() {
        let counts = counts();
        for key in 0..u8::try_from(AT_ONCE).unwrap() {
            assert_eq!(ask_for_ever(&counts, key).await.total, 10);
        }
        assert_eq!(ask_for_ever(&counts, 9).await, CountProgress::default());
        tokio::time::sleep(counts.limits.give_up * 2).await;
        assert_eq!(ask_for_ever(&counts, 9).await.total, 10);
    }

    #[tokio::test]
    async fn a_count_that_nobody_polls_is_cancelled() {
        let (counts, ended) = (counts(), Arc::new(AtomicBool::new(false)));
        let ending = Ending(Arc::clone(&ended));
        let asked = counts.ask(1, |_| async move {
            let _ending = ending;
            pending().await
        });
        assert_eq!(
            asked.await,
            Ok(CountResult::Counting(CountProgress::default()))
        );
        tokio::time::sleep(counts.limits.give_up / 3).await;
        assert!(!ended.load(Ordering::Relaxed));
        tokio::time::sleep(counts.limits.give_up * 2).await;
        assert!(ended.load(Ordering::Relaxed));
    }

    #[tokio::test]
    async fn a_failed_count_reports_the_error_once_and_begins_again() {
        let counts = counts();
        let failed = counts.ask(1, |_| async { Err(AppError::Unavailable) });
        assert_eq!(failed.await, Err(AppError::Unavailable));
        let again = counts.ask(1, |_| async { Ok(2) });
        assert_eq!(again.await, Ok(CountResult::Done(Arc::new(2))));
    }
}
