//! Boards made from one read of the counters: a plan says what is read, and the figures are filled in afterwards.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use sanh_domain::board::figures::Figures;
use sanh_domain::board::handling::HandlingTimes;
use sanh_domain::board::model::{Board, ChartDay, Comparison, FieldRow, Flow, TrendFields};
use sanh_domain::deadline::Instant;
use sanh_domain::id::FieldId;
use sanh_domain::period::{ComparisonDays, Period, chart_days, comparison_days};
use sanh_domain::scope::Scope;

use super::{calendar_of, due_before};
use crate::centre::CentreRules;
use crate::counter::{CounterQuery, CounterSnapshot, buckets, signed_buckets};
use crate::counter_row::ALL;
use crate::counter_row::FlowRow;
use crate::error::{Result, StoreError};
use crate::stored_time::day_number;

/// The content of the boards of a scope, before anything is read.
pub(super) struct Plan {
    scope: Scope,
    at: Instant,
    /// The days of the chart.
    pub chart: Vec<NaiveDate>,
    /// The content of each board.
    pub frames: Vec<Frame>,
}

impl Plan {
    /// A plan whose charts and comparisons count all fields, as for the centre.
    pub(super) fn new(
        centre_rules: &CentreRules,
        scope: Scope,
        periods: &[Period],
        at: Instant,
    ) -> Result<Self> {
        let calendar = calendar_of(centre_rules, scope);
        let today = centre_rules.calendar().local_date(at);
        if periods.iter().any(|period| !period.contains(today)) {
            return Err(StoreError::Invalid(
                "the counters know running periods only".to_owned(),
            ));
        }
        let frame = |period: &Period| Frame {
            period: *period,
            compared: comparison_days(period, at, &calendar),
            trend_fields: TrendFields::All,
        };
        Ok(Self {
            scope,
            at,
            chart: chart_days(calendar.local_date(at), &calendar),
            frames: periods.iter().map(frame).collect(),
        })
    }

    /// The query for the counters.
    pub(super) fn counter_query(&self, centre_rules: &CentreRules) -> CounterQuery {
        let compared = self.frames.iter().flat_map(Frame::compared_buckets);
        CounterQuery {
            scope: self.scope,
            periods: self.frames.iter().flat_map(Frame::buckets).collect(),
            trend: compared
                .chain(self.chart.iter().map(|date| day_number(*date)))
                .collect(),
            trend_by_field: self.scope != Scope::Centre,
            due_before: due_before(centre_rules, self.at),
        }
    }

    /// The boards, from the counters that were read.
    pub(super) fn boards(
        self,
        centre_rules: &CentreRules,
        look: &CounterSnapshot,
    ) -> Result<Vec<Board>> {
        let Self {
            scope,
            at,
            chart,
            frames,
        } = self;
        frames
            .into_iter()
            .map(|frame| filled(centre_rules, (scope, at), frame, &chart, look))
            .collect()
    }
}

/// The content of one board.
pub(super) struct Frame {
    period: Period,
    /// The days that it compares, if any are over.
    pub compared: Option<ComparisonDays>,
    /// The fields counted in its chart and comparison.
    pub trend_fields: TrendFields,
}

impl Frame {
    /// The buckets of its period.
    fn buckets(&self) -> Vec<i64> {
        buckets(self.period.from, self.period.to)
    }

    /// The buckets of the days it compares.
    fn compared_buckets(&self) -> Vec<i64> {
        let compared = self.compared.iter();
        compared
            .flat_map(|days| [&days.current, &days.previous])
            .flat_map(|days| signed_buckets(days.from, days.to))
            .map(|(bucket, _)| bucket)
            .collect()
    }
}

/// The board of a frame, from the counters that were read.
fn filled(
    centre_rules: &CentreRules,
    (scope, at): (Scope, Instant),
    frame: Frame,
    chart: &[NaiveDate],
    look: &CounterSnapshot,
) -> Result<Board> {
    let buckets = frame.buckets();
    let mut figures = figures_by_field(look, &buckets)?;
    let mut handlings = handling_by_field(look, &buckets)?;
    let mut rows = Vec::with_capacity(centre_rules.fields.len());
    for field in &centre_rules.fields {
        let counted = figures.remove(&field.id).unwrap_or_default();
        let figures = counted.with_carried().ok_or_else(|| drifted(field.id))?;
        rows.push(FieldRow {
            field: field.id,
            name: field.name.clone(),
            sensitive: field.sensitive,
            figures,
            handling: handlings.remove(&field.id).unwrap_or_default(),
        });
    }
    Ok(Board {
        scope,
        period: frame.period,
        at,
        rule: centre_rules.lateness_at(at).rule,
        total: rows.iter().map(|row| &row.figures).sum(),
        rows,
        comparison: comparison(&frame, look)?,
        chart: charted(&frame, chart, look)?,
        trend_fields: frame.trend_fields,
    })
}

fn drifted(field: FieldId) -> StoreError {
    StoreError::Corrupt(format!(
        "the counters of field {} do not add up: run `sanh verify`, then `sanh rebuild`",
        field.0
    ))
}

fn figures_by_field(look: &CounterSnapshot, buckets: &[i64]) -> Result<BTreeMap<FieldId, Figures>> {
    let mut by_field: BTreeMap<FieldId, Figures> = BTreeMap::new();
    for row in look
        .flows
        .iter()
        .filter(|row| buckets.contains(&row.bucket))
    {
        *by_field.entry(FieldId(row.field_id)).or_default() += flow_figures(row)?;
    }
    for row in &look.open {
        let field = FieldId(row.field_id);
        let running_overdue = look.overdue.get(&field).copied().unwrap_or(0);
        *by_field.entry(field).or_default() += Figures {
            within: whole(row.running - running_overdue, field)?,
            overdue: whole(running_overdue + row.paused_overdue, field)?,
            paused: whole(row.paused_within, field)?,
            no_due: whole(row.no_due, field)?,
            registered_waiting: whole(row.registered_waiting, field)?,
            waiting_collection: whole(row.waiting_collection, field)?,
            ..Figures::default()
        };
    }
    Ok(by_field)
}

fn flow_figures(row: &FlowRow) -> Result<Figures> {
    let field = FieldId(row.field_id);
    Ok(Figures {
        received_online: whole(row.received_online, field)?,
        received_at_desk_or_post: whole(row.received_direct, field)?,
        early: whole(row.early, field)?,
        on_time: whole(row.on_time, field)?,
        late: whole(row.late, field)?,
        withdrawn: whole(row.withdrawn, field)?,
        ineligible: whole(row.ineligible, field)?,
        refused: whole(row.refused, field)?,
        ..Figures::default()
    })
}

/// A count from the counters; a negative one is drift.
fn whole(n: i64, field: FieldId) -> Result<u64> {
    u64::try_from(n).map_err(|_| drifted(field))
}

fn handling_by_field(
    look: &CounterSnapshot,
    buckets: &[i64],
) -> Result<BTreeMap<FieldId, HandlingTimes>> {
    let mut by_field: BTreeMap<FieldId, HandlingTimes> = BTreeMap::new();
    let histograms = buckets
        .iter()
        .filter_map(|bucket| look.handlings.get(bucket));
    let of_fields =
        histograms.flat_map(|it| it.chunk_by(|one, next| one.field_id == next.field_id));
    for bins in of_fields {
        let field = FieldId(bins[0].field_id);
        let times = by_field.entry(field).or_default();
        for count in bins {
            let bin = u32::try_from(count.handling_bin).map_err(|_| drifted(field))?;
            times.add_bin(bin, whole(count.n, field)?);
        }
    }
    Ok(by_field)
}

fn charted(frame: &Frame, chart: &[NaiveDate], look: &CounterSnapshot) -> Result<Vec<ChartDay>> {
    chart
        .iter()
        .map(|date| {
            let sum = flow(frame, look, &[(day_number(*date), 1)])?;
            Ok(ChartDay {
                date: *date,
                received: sum.received,
                resolved: sum.resolved(),
            })
        })
        .collect()
}

fn comparison(frame: &Frame, look: &CounterSnapshot) -> Result<Option<Comparison>> {
    let Some(days) = &frame.compared else {
        return Ok(None);
    };
    let side = |days: &Period| flow(frame, look, &signed_buckets(days.from, days.to));
    Ok(Some(Comparison {
        previous_period: days.previous_period,
        working_days: days.working_days,
        current: side(&days.current)?,
        previous: side(&days.previous)?,
    }))
}

/// The flow of these buckets, over the fields counted in chart and comparison.
fn flow(frame: &Frame, look: &CounterSnapshot, buckets: &[(i64, i64)]) -> Result<Flow> {
    let (mut received, mut in_time, mut late) = (0, 0, 0);
    for row in &look.trend {
        let signed = buckets.iter().find(|(bucket, _)| *bucket == row.bucket);
        if let Some((_, sign)) = signed
            && frame.trend_fields.covers(FieldId(row.field_id))
        {
            received += sign * row.received;
            in_time += sign * row.in_time;
            late += sign * row.late;
        }
    }
    let all = FieldId(ALL);
    Ok(Flow {
        received: whole(received, all)?,
        in_time: whole(in_time, all)?,
        late: whole(late, all)?,
    })
}
