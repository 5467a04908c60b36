//! Counts that take a while: begun when first asked for, told how far they have come, kept for a short time, given up when nobody asks.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sanh_app::error::AppError;
use sanh_app::report::model::{Counted, Progress};
use tokio::sync::watch;
use tokio::time::Instant;

/// Counts under way at the same time at the most (ours: each keeps a reader of the database busy).
const AT_ONCE: usize = 3;
/// How long whoever asks waits for the answer before they are told how far it has come (ours).
const WAIT: Duration = Duration::from_millis(1_500);
/// How long an answer is kept (ours: a reload, another page of a list).
const KEEP: Duration = Duration::from_secs(60);
/// A count nobody has asked for since then is given up (ours: a page asks again every two seconds).
const GIVE_UP: Duration = Duration::from_secs(20);

/// How far a count has come.
#[derive(Debug, Default)]
pub(super) struct Meter {
    done: AtomicU64,
    total: AtomicU64,
}

impl Meter {
    /// So many are to be looked at.
    pub(super) fn expect(&self, total: u64) {
        self.total.store(total, Ordering::Relaxed);
    }

    /// So many more were.
    pub(super) fn add(&self, done: u64) {
        self.done.fetch_add(done, Ordering::Relaxed);
    }

    fn progress(&self) -> Progress {
        let total = self.total.load(Ordering::Relaxed);
        Progress {
            // What is changed meanwhile may be looked at besides.
            done: self.done.load(Ordering::Relaxed).min(total),
            total,
        }
    }
}

/// How a count came out.
type Outcome<V> = Option<Result<Arc<V>, AppError>>;

struct Task<V> {
    meter: Arc<Meter>,
    outcome: watch::Receiver<Outcome<V>>,
    asked: watch::Sender<Instant>,
    ended: Arc<Mutex<Option<Instant>>>,
}

/// Counts of one kind, by what they count.
pub(super) struct Tasks<K, V> {
    tasks: Mutex<BTreeMap<K, Task<V>>>,
}

impl<K, V> Default for Tasks<K, V> {
    fn default() -> Self {
        Self {
            tasks: Mutex::default(),
        }
    }
}

impl<K: Ord + Clone, V: Send + Sync + 'static> Tasks<K, V> {
    /// The answer, or how far it has come. Whoever asks first begins it, unless as many as may are under way.
    pub(super) async fn ask<W>(
        &self,
        key: K,
        work: impl FnOnce(Arc<Meter>) -> W,
    ) -> Result<Counted<Arc<V>>, AppError>
    where
        W: Future<Output = Result<V, AppError>> + Send + 'static,
    {
        let Some((meter, mut outcome)) = self.begun(key.clone(), work) else {
            return Ok(Counted::Counting(Progress::default()));
        };
        let waited = tokio::time::timeout(WAIT, outcome.wait_for(Option::is_some)).await;
        let came = match waited {
            Ok(Ok(came)) => came.clone(),
            // Given up, or ended without a word.
            Ok(Err(_)) => Some(Err(AppError::Internal)),
            Err(_) => None,
        };
        match came {
            None => Ok(Counted::Counting(meter.progress())),
            Some(Ok(answer)) => Ok(Counted::Done(answer)),
            Some(Err(error)) => {
                self.lock().remove(&key);
                Err(error)
            }
        }
    }

    fn begun<W>(
        &self,
        key: K,
        work: impl FnOnce(Arc<Meter>) -> W,
    ) -> Option<(Arc<Meter>, watch::Receiver<Outcome<V>>)>
    where
        W: Future<Output = Result<V, AppError>> + Send + 'static,
    {
        let now = Instant::now();
        let mut tasks = self.lock();
        tasks.retain(|_, task| task.is_wanted(now));
        if let Some(task) = tasks.get(&key) {
            task.asked.send_replace(now);
            return Some((Arc::clone(&task.meter), task.outcome.clone()));
        }
        let under_way = tasks.values().filter(|task| task.ended_at().is_none());
        if under_way.count() >= AT_ONCE {
            return None;
        }
        let (meter, (tell, outcome)) = (Arc::<Meter>::default(), watch::channel(None));
        let (asked, last_asked) = watch::channel(now);
        let ended = Arc::<Mutex<Option<Instant>>>::default();
        let (work, ending) = (work(Arc::clone(&meter)), Arc::clone(&ended));
        tokio::spawn(async move {
            tokio::select! {
                came = work => {
                    tell.send_replace(Some(came.map(Arc::new)));
                }
                () = unwanted(last_asked) => {}
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
    fn is_wanted(&self, now: Instant) -> bool {
        let Some(ended) = self.ended_at() else {
            return true;
        };
        let is_told = self.outcome.borrow().is_some();
        is_told && now.duration_since(ended) < KEEP
    }
}

/// Comes when nobody has asked for a while.
async fn unwanted(last_asked: watch::Receiver<Instant>) {
    loop {
        let until = *last_asked.borrow() + GIVE_UP;
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
