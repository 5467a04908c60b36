//! Throughput: the flows of some days and the open dossiers, with any filter and any grouping.
//!
//! Flows with the usual filters come from counters; with any other, from the dossiers themselves, over indexes that contain all
//! counted columns. Open dossiers come from an index of the open ones, whose size does not depend on the history.

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
use sanh_domain::report::counts::{Flows, OpenCounts};
use sanh_domain::report::model::PeriodTotals;
use sanh_domain::report::query::{Group, Grouping};

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

/// Flows by group; under `None` the total, if there is no grouping or the total is counted differently from its groups
/// ([`ScopedFilter::has_own_total`]).
pub type PeriodTotalsByGroup = BTreeMap<Option<Group>, PeriodTotals>;

/// Open dossiers by group; under `None` the total, likewise.
pub type OpenCountsByGroup = BTreeMap<Option<Group>, OpenCounts>;

/// A query for throughput.
#[derive(Clone, Debug)]
pub struct ThroughputQuery {
    /// The dossiers.
    pub within: ScopedFilter,
    /// The grouping.
    pub grouping: Option<Grouping>,
    /// The period of the grouped flows.
    pub period: Period,
    /// Further periods, each with flows in total only.
    pub compared: Vec<Period>,
    /// The instant of the grouped open dossiers; `None` to leave them out.
    pub standing_at: Option<Instant>,
}

/// The figures, read in one transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThroughputSnapshot {
    /// The number of the last change that they include.
    pub change_number: i64,
    /// The flows.
    pub moved: PeriodTotalsByGroup,
    /// The flows of the further periods, in order.
    pub compared: Vec<PeriodTotals>,
    /// The open dossiers.
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
    /// Whether the counters have this filter and grouping; if not, the dossiers are counted.
    #[must_use]
    pub fn counts(within: &ScopedFilter, grouping: Option<Grouping>) -> bool {
        Counter::of(within, Split::of(grouping)).is_some()
    }

    /// The flows of some days, for filters that no counter has: a part of a longer count.
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

    /// The open dossiers at an instant, by group.
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

    /// The flows of each day of a period that has any.
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

/// The flows of a period by group, and in total where that is counted differently.
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

/// The open dossiers by group, and in total where that is counted differently.
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

/// The flows of a period: from the counter that has the filter, else from the dossiers.
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

/// The date of a day number of the counters.
fn date_of(day: i64) -> Option<NaiveDate> {
    let part = |n: i64| u32::try_from(n).ok();
    NaiveDate::from_ymd_opt(
        i32::try_from(day / 10_000).ok()?,
        part(day / 100 % 100)?,
        part(day % 100)?,
    )
}
