//! Counts that take long and report their progress.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use futures::future::BoxFuture;
use futures::{FutureExt, StreamExt, TryStreamExt, stream};
use sanh_domain::account::model::AgencyScope;
use sanh_domain::period::Period;
use sanh_domain::report::counts::Flows;
use sanh_domain::report::model::{PeriodTotals, Steps};
use sanh_domain::report::query::Grouping;
use sanh_domain::report::steps::StepSum;
use sanh_store::{OpenAtPeriodEnd, PeriodTotalsByGroup, ScopedFilter, Store};

use super::tasks::CountMeter;
use crate::error::AppError;
use crate::server::failure;

/// Dossiers read at a time: often enough to show the progress, and to end a cancelled count soon.
const ROWS_PER_LOOK: u64 = 50_000;
/// Dossiers replayed at a time.
const REPLAYED_PER_LOOK: usize = 500;
/// Looks at the same time: a count is not to take every reader.
const LOOKS: usize = 2;

/// The flow of several periods, for a filter that has no counters: the first split by group, the others in total.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    /// The first.
    pub moved: PeriodTotalsByGroup,
    /// The others.
    pub compared: Vec<PeriodTotals>,
    /// The number of dossiers read.
    pub looked_at: u64,
}

/// Counts from the dossiers.
pub(super) async fn scanned(
    store: Arc<Store>,
    within: ScopedFilter,
    grouping: Grouping,
    periods: Vec<Period>,
    meter: Arc<CountMeter>,
) -> Result<Scanned, AppError> {
    let mut looks = Vec::new();
    for (at, period) in periods.iter().enumerate() {
        let chunks = chunks(&store, *period).await?;
        looks.extend(chunks.into_iter().map(|(part, rows)| (at, part, rows)));
    }
    let total = looks.iter().map(|(_, _, rows)| rows).sum();
    meter.expect(total);
    let counted = looks.into_iter().map(|(at, part, rows)| {
        let (store, within, meter) = (Arc::clone(&store), within.clone(), Arc::clone(&meter));
        let grouping = (at == 0).then_some(grouping);
        async move {
            let moved = store.moved(within, grouping, part).await.map_err(failure)?;
            meter.add(rows);
            Ok::<_, AppError>((at, moved))
        }
    });
    let mut sum = Scanned {
        compared: vec![PeriodTotals::default(); periods.len().saturating_sub(1)],
        looked_at: total,
        ..Scanned::default()
    };
    let mut counted = stream::iter(counted).buffer_unordered(LOOKS);
    while let Some((at, moved)) = counted.try_next().await? {
        for (group, moved) in moved {
            match at.checked_sub(1).and_then(|at| sum.compared.get_mut(at)) {
                Some(all) => all.merge(&moved),
                None => sum.moved.entry(group).or_default().merge(&moved),
            }
        }
    }
    Ok(sum)
}

/// The flow of each day of a period, for a filter that has no counters.
pub(super) async fn by_day(
    store: Arc<Store>,
    within: ScopedFilter,
    period: Period,
    meter: Arc<CountMeter>,
) -> Result<BTreeMap<NaiveDate, Flows>, AppError> {
    let chunks = chunks(&store, period).await?;
    meter.expect(chunks.iter().map(|(_, rows)| rows).sum());
    let looks = chunks.into_iter().map(|(part, rows)| {
        let (store, within, meter) = (Arc::clone(&store), within.clone(), Arc::clone(&meter));
        async move {
            let by_day = store.flow_by_day(within, part).await.map_err(failure)?;
            meter.add(rows);
            Ok::<_, AppError>(by_day)
        }
    });
    let mut sum = BTreeMap::new();
    let mut looks = stream::iter(looks).buffer_unordered(LOOKS);
    while let Some(by_day) = looks.try_next().await? {
        sum.extend(by_day);
    }
    Ok(sum)
}

/// Parts of a period with about the same number of dossiers, and that number.
async fn chunks(store: &Store, period: Period) -> Result<Vec<(Period, u64)>, AppError> {
    // These numbers only divide the work and are shown to nobody, so they need no scope.
    let all = ScopedFilter::all(AgencyScope::Everywhere);
    let by_day = store.flow_by_day(all, period);
    let by_day = by_day.await.map_err(failure)?;
    let mut chunks = Vec::new();
    let (mut from, mut rows): (NaiveDate, u64) = (period.from, 0);
    for (day, flows) in by_day {
        rows += event_count(&flows);
        let next = day.succ_opt().unwrap_or(day);
        if rows >= ROWS_PER_LOOK
            && let Some(part) = Period::range(from, next)
        {
            chunks.push((part, rows));
            (from, rows) = (next, 0);
        }
    }
    if let Some(part) = Period::range(from, period.to).filter(|_| rows > 0) {
        chunks.push((part, rows));
    }
    Ok(chunks)
}

const fn event_count(flows: &Flows) -> u64 {
    flows.received() + flows.ended() + flows.refused + flows.handed_over
}

/// A part of the dossiers open at the end of a period.
type OpenLook = BoxFuture<'static, Result<Vec<OpenAtPeriodEnd>, AppError>>;

/// The dossiers open at the end of a period, of the whole centre: counted once for all readers; each is shown the part of their
/// [`ScopedFilter`].
///
/// Counted from history. If the figures of closed periods are stored, they can be taken from there instead.
pub(super) async fn open_at_end(
    store: Arc<Store>,
    period: Period,
    meter: Arc<CountMeter>,
) -> Result<Vec<OpenAtPeriodEnd>, AppError> {
    let scope = &AgencyScope::Everywhere;
    let ids = store.open_at_end(period, scope).await.map_err(failure)?;
    meter.expect(ids.len() as u64);
    // What waited is read beside the first replays.
    let waiting = Arc::clone(&store);
    let waited = async move { waiting.waited(period, scope).await.map_err(failure) };
    let mut looks: Vec<OpenLook> = vec![waited.boxed()];
    for ids in ids.chunks(REPLAYED_PER_LOOK).map(<[i64]>::to_vec) {
        let (store, meter) = (Arc::clone(&store), Arc::clone(&meter));
        let replayed = async move {
            let count = ids.len() as u64;
            let stood = store
                .replay_open_at_end(period, ids, scope)
                .await
                .map_err(failure)?;
            meter.add(count);
            Ok(stood)
        };
        looks.push(replayed.boxed());
    }
    let mut all = Vec::new();
    let mut looks = stream::iter(looks).buffer_unordered(LOOKS);
    while let Some(part) = looks.try_next().await? {
        all.extend(part);
    }
    Ok(all)
}

/// The working time by step, of the dossiers resolved in a period: `of` of them.
pub(super) async fn steps(
    store: Arc<Store>,
    within: ScopedFilter,
    period: Period,
    of: u64,
    meter: Arc<CountMeter>,
) -> Result<Steps, AppError> {
    let scope = within.scope.clone();
    let ids = store.resolved_sample(within, period, of);
    let ids = ids.await.map_err(failure)?;
    meter.expect(ids.len() as u64);
    let parts: Vec<Vec<i64>> = ids.chunks(REPLAYED_PER_LOOK).map(<[i64]>::to_vec).collect();
    let looks = parts.into_iter().map(|ids| {
        let (store, scope, meter) = (Arc::clone(&store), scope.clone(), Arc::clone(&meter));
        async move {
            let count = ids.len() as u64;
            let sum = store.steps_of(ids, &scope).await.map_err(failure)?;
            meter.add(count);
            Ok::<_, AppError>(sum)
        }
    });
    let mut sum = StepSum::default();
    let mut looks = stream::iter(looks).buffer_unordered(LOOKS);
    while let Some(part) = looks.try_next().await? {
        sum.merge(&part);
    }
    Ok(Steps {
        steps: sum.steps(),
        dossiers: sum.dossiers(),
        of: of.max(sum.dossiers()),
    })
}
