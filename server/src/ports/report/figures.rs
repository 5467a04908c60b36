//! The figures of a period, beside those of others.

use std::collections::BTreeMap;

use sanh_app::deadline::Instant;
use sanh_app::error::AppError;
use sanh_app::report::compare::{Sides, last_year, sides};
use sanh_app::report::model::{
    Compared, Counted, GROUPS_MAX, Group, GroupRow, Report, ReportQuery, Source, Standing,
    Throughput,
};
use sanh_app::report::quality::QualityProgress;

use super::super::admin::fault;
use crate::store::{MovedByGroup, StandingByGroup, Store, ThroughputAsked, Within};

/// The report.
pub(super) async fn report(
    store: &Store,
    within: Within,
    query: &ReportQuery,
    now: Instant,
) -> Result<Counted<Report>, AppError> {
    let centre = store.centre(now).await.map_err(fault)?;
    let calendar = &centre.calendar;
    let is_running = calendar.local_date(now) < query.period.to;
    let before = sides(&query.period, query.period.previous(), now, calendar);
    let last_year = sides(&query.period, last_year(&query.period), now, calendar);
    let compared = [&before, &last_year].into_iter().flatten();
    let asked = ThroughputAsked {
        within,
        grouping: Some(query.grouping),
        period: query.period,
        compared: compared
            .flat_map(|sides| [sides.days, sides.other_days])
            .collect(),
        standing_at: is_running.then_some(now),
    };
    let look = store.throughput(asked).await.map_err(fault)?;
    let mut compared = look.compared.into_iter();
    let mut beside = |sides: Option<Sides>| {
        let sides = sides?;
        Some(Compared {
            other: sides.other,
            days: sides.days,
            other_days: sides.other_days,
            working_days: sides.working_days,
            now: compared.next()?,
            then: compared.next()?,
        })
    };
    let (before, last_year) = (beside(before), beside(last_year));
    let (total, rows, rows_left_out) = split(look.moved, is_running.then_some(look.standing));
    Ok(Counted::Done(Report {
        query: query.clone(),
        at: now,
        standing_at: query.period.status_at(now, calendar),
        is_running,
        rule: centre.rules.deadline_rule,
        source: Source::Counters,
        change_number: look.change_number,
        quality: total
            .standing
            .and_then(|standing| QualityProgress::of(&total.moved.flows, &standing)),
        total,
        rows,
        rows_left_out,
        standing: None,
        before,
        last_year,
    }))
}

/// All of it, and by group those with the most dossiers.
fn split(
    moved: MovedByGroup,
    standing: Option<StandingByGroup>,
) -> (Throughput, Vec<GroupRow>, u64) {
    let is_told = standing.is_some();
    let mut total = Throughput {
        standing: is_told.then(Standing::default),
        ..Throughput::default()
    };
    let mut by_group: BTreeMap<Group, Throughput> = BTreeMap::new();
    for (group, moved) in moved {
        total.moved.flows += moved.flows;
        total.moved.working_time.merge(&moved.working_time);
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
    // Stable: of equal ones in the order of their numbers.
    rows.sort_by_key(|row| std::cmp::Reverse(weight(&row.figures)));
    let left_out = rows.len().saturating_sub(GROUPS_MAX);
    rows.truncate(GROUPS_MAX);
    (total, rows, left_out as u64)
}

/// How many dossiers a group has to do with.
fn weight(figures: &Throughput) -> u64 {
    let flows = &figures.moved.flows;
    let open = figures.standing.map_or(0, |standing| standing.open());
    flows.received() + flows.ended() + flows.refused + flows.handed_over + open
}
