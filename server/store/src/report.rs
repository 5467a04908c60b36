//! Throughput: what flowed in some days and what stands, of any cut of the dossiers, split by any grouping.
//!
//! Flows of the usual cuts come from counters; of any other, from the dossiers themselves, over indexes that hold all that is counted.
//! What stands open comes from an index of the open ones: as long as these are many, whatever the history.

mod backlog;
mod key;
mod list;
mod past;
mod receptions;
mod rollup;
mod scan;
mod span;
mod standing;
mod steps;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use sanh_domain::deadline::Instant;
use sanh_domain::period::Period;
use sanh_domain::report::model::{Flows, Group, Grouping, OpenCounts, PeriodTotals};

use super::centre::CentreRules;
use super::conn::Conn;
use super::error::Result;
use super::{Store, change};
use key::{Key, Split, by_group};
use rollup::Counter;

pub use backlog::BacklogPart;
pub use key::ScopedFilter;
pub use list::Listing;
pub use past::{OpenAtPeriodEnd, open_counts_at_end_by_group};

/// What flowed, by group; under `None`: in all, where nothing is split or all is counted otherwise than its groups
/// ([`ScopedFilter::has_own_total`]).
pub type PeriodTotalsByGroup = BTreeMap<Option<Group>, PeriodTotals>;

/// What stands, by group; under `None`: in all, likewise.
pub type OpenCountsByGroup = BTreeMap<Option<Group>, OpenCounts>;

/// A query for throughput.
#[derive(Clone, Debug)]
pub struct ThroughputQuery {
    /// Of which dossiers.
    pub within: ScopedFilter,
    /// Split by what.
    pub grouping: Option<Grouping>,
    /// What flowed in these days, split.
    pub period: Period,
    /// What flowed in each of these, not split.
    pub compared: Vec<Period>,
    /// What stands now, split; `None`: not asked.
    pub standing_at: Option<Instant>,
}

/// The figures, read in one transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThroughputSnapshot {
    /// The number of the last change it has seen.
    pub change_number: i64,
    /// What flowed.
    pub moved: PeriodTotalsByGroup,
    /// What flowed in the days to compare, in their order.
    pub compared: Vec<PeriodTotals>,
    /// What stands.
    pub standing: OpenCountsByGroup,
}

impl Store {
    /// The figures of throughput.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn throughput(&self, asked: ThroughputQuery) -> Result<ThroughputSnapshot> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of_committed(conn).await?;
                let ThroughputQuery {
                    within,
                    grouping,
                    period,
                    compared,
                    standing_at,
                } = &asked;
                let mut look = ThroughputSnapshot {
                    change_number: change::read(conn).await?,
                    moved: moved_by_group(conn, &centre_rules, within, *grouping, period).await?,
                    ..ThroughputSnapshot::default()
                };
                for period in compared {
                    let all = moved(conn, &centre_rules, within, Split::All, period).await?;
                    let total = all.into_values().next();
                    look.compared.push(total.unwrap_or_default());
                }
                if let Some(at) = standing_at {
                    look.standing =
                        standing_by_group(conn, &centre_rules, within, *grouping, *at).await?;
                }
                Ok(look)
            })
        })
        .await
    }
}

impl Store {
    /// Whether the counters know a cut split so: if not, it is counted from the dossiers.
    #[must_use]
    pub fn counts(within: &ScopedFilter, grouping: Option<Grouping>) -> bool {
        Counter::of(within, Split::of(grouping)).is_some()
    }

    /// What flowed in some days, for the cuts no counter knows: a part of a longer count.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn moved(
        &self,
        within: ScopedFilter,
        grouping: Option<Grouping>,
        period: Period,
    ) -> Result<PeriodTotalsByGroup> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of_committed(conn).await?;
                moved_by_group(conn, &centre_rules, &within, grouping, &period).await
            })
        })
        .await
    }

    /// What stands at an instant, by group.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn standing_by_group(
        &self,
        within: ScopedFilter,
        grouping: Option<Grouping>,
        at: Instant,
    ) -> Result<OpenCountsByGroup> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of_committed(conn).await?;
                standing_by_group(conn, &centre_rules, &within, grouping, at).await
            })
        })
        .await
    }

    /// What flowed on each day of a period on which anything did.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn flow_by_day(
        &self,
        within: ScopedFilter,
        period: Period,
    ) -> Result<BTreeMap<NaiveDate, Flows>> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of_committed(conn).await?;
                let moved = match Counter::of(&within, Split::Day) {
                    Some(counter) => {
                        rollup::by_day(conn, &centre_rules, counter, &within, &period).await?
                    }
                    None => scan::moved(conn, &within, Split::Day, &period).await?,
                };
                let by_day = moved.into_iter().filter_map(|((day, _, _), moved)| {
                    date_of(day).map(|date| (date, moved.flows))
                });
                Ok(by_day.collect())
            })
        })
        .await
    }
}

/// What flowed in a period, by group, and in all where that is counted otherwise.
async fn moved_by_group(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    within: &ScopedFilter,
    grouping: Option<Grouping>,
    period: &Period,
) -> Result<PeriodTotalsByGroup> {
    let by_key = moved(conn, centre_rules, within, Split::of(grouping), period).await?;
    let mut groups = by_group(grouping, by_key)?;
    if within.has_own_total(grouping) {
        let all = moved(conn, centre_rules, within, Split::All, period).await?;
        groups.insert(None, all.into_values().next().unwrap_or_default());
    }
    Ok(groups)
}

/// What stands, by group, and in all where that is counted otherwise.
async fn standing_by_group(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    within: &ScopedFilter,
    grouping: Option<Grouping>,
    at: Instant,
) -> Result<OpenCountsByGroup> {
    let by_key = standing::standing(conn, centre_rules, within, Split::of(grouping), at).await?;
    let mut groups = by_group(grouping, by_key)?;
    if within.has_own_total(grouping) {
        let all = standing::standing(conn, centre_rules, within, Split::All, at).await?;
        groups.insert(None, all.into_values().next().unwrap_or_default());
    }
    Ok(groups)
}

/// What flowed in a period: from the counter that knows the cut, else from the dossiers.
async fn moved(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    within: &ScopedFilter,
    split: Split,
    period: &Period,
) -> Result<BTreeMap<Key, PeriodTotals>> {
    match Counter::of(within, split) {
        Some(counter) => rollup::moved(conn, centre_rules, counter, within, split, period).await,
        None => scan::moved(conn, within, split, period).await,
    }
}

/// The date of a day as the counters number it.
fn date_of(day: i64) -> Option<NaiveDate> {
    let part = |n: i64| u32::try_from(n).ok();
    NaiveDate::from_ymd_opt(
        i32::try_from(day / 10_000).ok()?,
        part(day / 100 % 100)?,
        part(day % 100)?,
    )
}
