//! Counts in the background: a count that takes longer than a page waits continues, and the page polls.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::NaiveDate;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::period::Period;
use sanh_domain::report::model::{CountProgress, CountResult};
use sanh_store::{CountedCube, Store};
use tokio::sync::watch;

use crate::error::AppError;
use crate::server::failure;

/// The most cubes counted at a time (ours): each reads the history, and desks need the disk too.
const COUNTS_MAX: usize = 2;
/// How long a page waits for a cube before it shows the progress.
const PAGE_WAIT: Duration = Duration::from_secs(2);
/// How long a counted cube is kept for its page to ask again.
const KEPT: Duration = Duration::from_mins(2);

#[derive(Clone)]
struct RunningCount {
    passed: Arc<AtomicU64>,
    whole: Arc<AtomicU64>,
    done: watch::Receiver<Option<Result<CountedCube, AppError>>>,
    since: tokio::time::Instant,
}

/// A cube is counted for the whole centre, once for all readers: [`Store::report_content`] limits what each of them sees.
const WHOLE: &AgencyScope = &AgencyScope::Everywhere;

/// The running counts, by their days.
#[derive(Clone, Default)]
pub struct Counting(Arc<Mutex<BTreeMap<(NaiveDate, NaiveDate), RunningCount>>>);

impl Counting {
    /// The cube of a period as of now: the stored one, else the one being counted, else a new count is begun.
    pub(super) async fn cube(
        &self,
        store: &Arc<Store>,
        period: Period,
        now: Instant,
    ) -> Result<CountResult<CountedCube>, AppError> {
        let kept = store.stored_cube(period, now, WHOLE).await;
        if let Some(kept) = kept.map_err(failure)? {
            return Ok(CountResult::Done(kept));
        }
        let mut under = self.under(store, period, now)?;
        let done = tokio::time::timeout(PAGE_WAIT, under.done.wait_for(Option::is_some)).await;
        let Ok(done) = done else {
            let (passed, whole) = (&under.passed, &under.whole);
            return Ok(CountResult::Counting(CountProgress {
                done: passed.load(Ordering::Relaxed),
                total: whole.load(Ordering::Relaxed),
            }));
        };
        let counted = done.map_err(|_| AppError::Internal)?.clone();
        self.forget(period);
        let counted = counted.ok_or(AppError::Internal)??;
        Ok(CountResult::Done(CountedCube {
            cube: counted.cube.with_period(period),
            ..counted
        }))
    }

    fn forget(&self, period: Period) {
        self.lock().remove(&(period.from, period.to));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<(NaiveDate, NaiveDate), RunningCount>> {
        // No code panics while it holds this lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn under(
        &self,
        store: &Arc<Store>,
        period: Period,
        now: Instant,
    ) -> Result<RunningCount, AppError> {
        let mut all = self.lock();
        // Results that nobody polls are dropped.
        all.retain(|_, under| under.done.borrow().is_none() || under.since.elapsed() < KEPT);
        let days = (period.from, period.to);
        if let Some(under) = all.get(&days) {
            return Ok(under.clone());
        }
        let running = all.values().filter(|under| under.done.borrow().is_none());
        if running.count() >= COUNTS_MAX {
            return Err(AppError::Busy);
        }
        let under = begin(store, period, now);
        all.insert(days, under.clone());
        Ok(under)
    }
}

fn begin(store: &Arc<Store>, period: Period, now: Instant) -> RunningCount {
    let (passed, whole) = (Arc::<AtomicU64>::default(), Arc::<AtomicU64>::default());
    let (tell, done) = watch::channel(None);
    let under = RunningCount {
        passed: Arc::clone(&passed),
        whole: Arc::clone(&whole),
        done,
        since: tokio::time::Instant::now(),
    };
    let store = Arc::clone(store);
    tokio::spawn(async move {
        let progress = Arc::new(move |done, of| {
            passed.store(done, Ordering::Relaxed);
            whole.store(of, Ordering::Relaxed);
        });
        let counted = store.cube(period, now, progress, WHOLE).await;
        tell.send_replace(Some(counted.map_err(failure)));
    });
    under
}
