//! The figures of a period, compared with those of others.

use std::collections::BTreeMap;

use sanh_domain::deadline::Instant;
use sanh_domain::period::Period;
use sanh_domain::report::compare::{ComparisonSides, last_year, sides};
use sanh_domain::report::counts::OpenCounts;
use sanh_domain::report::model::{
    ComparedFigures, CountProgress, CountResult, FigureSource, GROUPS_MAX, GroupRow, PeriodTotals,
    Report, Throughput,
};
use sanh_domain::report::quality::QualityProgress;
use sanh_domain::report::query::{Group, ReportQuery};
use sanh_store::{
    Centre, OpenCountsByGroup, PeriodTotalsByGroup, ScopedFilter, Store, ThroughputQuery,
    ThroughputSnapshot, open_counts_at_end_by_group,
};

use super::Reports;
use crate::error::AppError;
use crate::server::failure;

/// The days of a report.
struct ComparedDays {
    /// Whether the period still runs, or is to come.
    is_running: bool,
    before: Option<ComparisonSides>,
    last_year: Option<ComparisonSides>,
}

impl ComparedDays {
    fn of(query: &ReportQuery, centre: &Centre, now: Instant) -> Self {
        let (period, calendar) = (&query.period, &centre.calendar);
        Self {
            is_running: calendar.local_date(now) < period.to,
            before: sides(period, period.previous(), now, calendar),
            last_year: sides(period, last_year(period), now, calendar),
        }
    }

    /// The days to compare.
    fn compared(&self) -> Vec<Period> {
        let sides = [&self.before, &self.last_year].into_iter().flatten();
        sides
            .flat_map(|sides| [sides.days, sides.other_days])
            .collect()
    }

    /// What was found of them, beside each other.
    fn beside(
        &self,
        moved: Vec<PeriodTotals>,
    ) -> (Option<ComparedFigures>, Option<ComparedFigures>) {
        let mut moved = moved.into_iter();
        let mut beside = |sides: Option<ComparisonSides>| {
            let sides = sides?;
            Some(ComparedFigures {
                other: sides.other,
                days: sides.days,
                other_days: sides.other_days,
                working_days: sides.working_days,
                now: moved.next()?,
                then: moved.next()?,
            })
        };
        (beside(self.before), beside(self.last_year))
    }
}

/// The flow, and how it was counted.
struct CountedFlow {
    look: ThroughputSnapshot,
    source: FigureSource,
}

impl Reports {
    /// The report.
    pub(super) async fn figures(
        &self,
        within: ScopedFilter,
        query: &ReportQuery,
    ) -> Result<CountResult<Report>, AppError> {
        let (store, now) = (&self.store, self.now);
        let centre = store.centre(now).await.map_err(failure)?;
        let frame = ComparedDays::of(query, &centre, now);
        let CountedFlow { look, source } = match self.flowed(&within, query, &frame).await? {
            CountResult::Done(flowed) => flowed,
            CountResult::Counting(progress) => return Ok(CountResult::Counting(progress)),
        };
        let (standing, counting) = if frame.is_running {
            (Some(look.standing), None)
        } else {
            self.open_at_end(&within, query).await?
        };
        let (before, last_year) = frame.beside(look.compared);
        let Groups {
            total,
            counts_parts,
            rows,
            rows_left_out,
        } = split(
            look.moved,
            standing,
            within.has_own_total(Some(query.grouping)),
        );
        Ok(CountResult::Done(Report {
            query: query.clone(),
            at: now,
            standing_at: query.period.status_at(now, &centre.calendar),
            is_running: frame.is_running,
            rule: centre.rules.lateness.rule,
            source,
            change_number: look.change_number,
            quality: total
                .standing
                .and_then(|standing| QualityProgress::of(&total.moved.flows, &standing)),
            total,
            counts_parts,
            rows,
            rows_left_out,
            standing: counting,
            before,
            last_year,
        }))
    }

    /// The flow: from the counters at once, else counted from the dossiers.
    async fn flowed(
        &self,
        within: &ScopedFilter,
        query: &ReportQuery,
        frame: &ComparedDays,
    ) -> Result<CountResult<CountedFlow>, AppError> {
        let (store, now) = (&self.store, self.now);
        let (period, grouping) = (query.period, query.grouping);
        if Store::counts(within, Some(grouping)) {
            let asked = ThroughputQuery {
                within: within.clone(),
                grouping: Some(grouping),
                period,
                compared: frame.compared(),
                standing_at: frame.is_running.then_some(now),
            };
            return Ok(CountResult::Done(CountedFlow {
                look: store.throughput(asked).await.map_err(failure)?,
                source: FigureSource::Counters,
            }));
        }
        let change_number = store.change_number().await.map_err(failure)?;
        let scanned = match self.scanned(within, query, frame.compared()).await? {
            CountResult::Done(scanned) => scanned,
            CountResult::Counting(progress) => return Ok(CountResult::Counting(progress)),
        };
        let standing = if frame.is_running {
            let standing = store.standing_by_group(within.clone(), Some(grouping), now);
            standing.await.map_err(failure)?
        } else {
            OpenCountsByGroup::new()
        };
        Ok(CountResult::Done(CountedFlow {
            look: ThroughputSnapshot {
                change_number,
                moved: scanned.moved.clone(),
                compared: scanned.compared.clone(),
                standing,
            },
            source: FigureSource::Dossiers(scanned.looked_at),
        }))
    }

    /// The dossiers open at the end of the period, or the progress of the count.
    async fn open_at_end(
        &self,
        within: &ScopedFilter,
        query: &ReportQuery,
    ) -> Result<(Option<OpenCountsByGroup>, Option<CountProgress>), AppError> {
        Ok(match self.open_rows_at_end(query.period).await? {
            CountResult::Done(stood) => {
                let by_group = open_counts_at_end_by_group(&stood, within, Some(query.grouping));
                (Some(by_group), None)
            }
            CountResult::Counting(progress) => (None, Some(progress)),
        })
    }
}

/// All of it, and by group those with the most dossiers.
struct Groups {
    total: Throughput,
    counts_parts: bool,
    rows: Vec<GroupRow>,
    rows_left_out: u64,
}

/// Splits the figures by group. The total is the entry without a group, if it is counted separately and not zero; else it is
/// the sum of the groups.
fn split(
    mut moved: PeriodTotalsByGroup,
    mut standing: Option<OpenCountsByGroup>,
    has_own_total: bool,
) -> Groups {
    let is_told = standing.is_some();
    let own_total = has_own_total.then(|| Throughput {
        moved: moved.remove(&None).unwrap_or_default(),
        standing: standing
            .as_mut()
            .map(|by_group| by_group.remove(&None).unwrap_or_default()),
    });
    let mut total = Throughput {
        standing: is_told.then(OpenCounts::default),
        ..Throughput::default()
    };
    let mut by_group: BTreeMap<Group, Throughput> = BTreeMap::new();
    for (group, moved) in moved {
        total.moved.merge(&moved);
        if let Some(group) = group {
            by_group.entry(group).or_default().moved = moved;
        }
    }
    for (group, stands) in standing.unwrap_or_default() {
        if let Some(sum) = &mut total.standing {
            *sum += stands;
        }
        if let Some(group) = group {
            by_group.entry(group).or_default().standing = Some(stands);
        }
    }
    let mut rows: Vec<GroupRow> = by_group
        .into_iter()
        .map(|(group, figures)| GroupRow { group, figures })
        .collect();
    for row in rows.iter_mut().filter(|_| is_told) {
        row.figures.standing.get_or_insert_default();
    }
    // The sort is stable: equal rows stay in the order of their numbers.
    rows.sort_by_key(|row| std::cmp::Reverse(weight(&row.figures)));
    let left_out = rows.len().saturating_sub(GROUPS_MAX);
    rows.truncate(GROUPS_MAX);
    let own_total = own_total.unwrap_or_else(|| total.clone());
    Groups {
        counts_parts: own_total != total,
        total: own_total,
        rows,
        rows_left_out: left_out as u64,
    }
}

/// The number of dossiers that concern a group.
fn weight(figures: &Throughput) -> u64 {
    let flows = &figures.moved.flows;
    let open = figures.standing.map_or(0, |standing| standing.open());
    flows.received() + flows.ended() + flows.refused + flows.handed_over + open
}
