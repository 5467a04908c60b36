//! The reference count: the figures of a period, counted from the dossiers one at a time.
//!
//! The board is served from counters, which must equal this count. The count also answers what the counters cannot: any period,
//! as of any instant.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::figures::Figures;
use super::handling::HandlingTimes;
use super::measure::Measure;
use super::model::{Board, ChartDay, Comparison, Field, FieldRow, Flow, TrendFields};
use crate::deadline::Instant;
use crate::deadline::calendar::Calendar;
use crate::deadline::lateness::{Lateness, Outcome};
use crate::dossier::{Dossier, EndReason};
use crate::id::FieldId;
use crate::period::{ComparisonDays, Period, chart_days, comparison_days};
use crate::scope::Scope;
use crate::text::name::Name;

/// A running count with one row per field, however many dossiers are added.
#[derive(Clone, Debug)]
pub struct Count {
    scope: Scope,
    period: Period,
    at: Instant,
    measure: Measure,
    calendar: Calendar,
    fields: BTreeMap<FieldId, (Figures, HandlingTimes)>,
    trend_fields: TrendFields,
    chart: BTreeMap<NaiveDate, ChartDay>,
    compared: Option<ComparisonDays>,
    current: Flow,
    previous: Flow,
}

impl Count {
    /// Starts a count. `calendar` is the agency's calendar for an agency scope, else the centre's.
    pub fn new(
        scope: Scope,
        period: Period,
        at: Instant,
        lateness: Lateness,
        calendar: &Calendar,
    ) -> Self {
        let measure = Measure::new(&period, at, lateness, calendar);
        let chart = chart_days(calendar.local_date(measure.status_at()), calendar)
            .into_iter()
            .map(|date| {
                (
                    date,
                    ChartDay {
                        date,
                        received: 0,
                        resolved: 0,
                    },
                )
            })
            .collect();
        Self {
            scope,
            period,
            at,
            measure,
            calendar: calendar.clone(),
            fields: BTreeMap::new(),
            trend_fields: TrendFields::All,
            chart,
            compared: comparison_days(&period, at, calendar),
            current: Flow::default(),
            previous: Flow::default(),
        }
    }

    /// Restricts chart and comparison to these fields; to be called before the first dossier is added.
    #[must_use]
    pub fn with_trend_fields(self, trend_fields: TrendFields) -> Self {
        Self {
            trend_fields,
            ..self
        }
    }

    /// The instant to which dossiers must have been replayed before they are added: `at`, or the period's last millisecond if
    /// that comes first. Today's row of a dossier does not say whether it was paused then.
    pub fn status_at(&self) -> Instant {
        self.measure.status_at()
    }

    /// Counts a dossier as it stood at [`Self::status_at`].
    pub fn add(&mut self, dossier: &Dossier) {
        if !self.scope.covers(dossier.agency)
            || !dossier.counted_in.counts_for(self.scope.counted_by())
        {
            return;
        }
        self.add_trend(dossier);
        let figures = self.measure.figures_of(dossier);
        let (sum, handling) = self.fields.entry(dossier.field).or_default();
        *sum += figures;
        if let (true, Some(minutes)) = (figures.resolved() > 0, dossier.handled_min) {
            handling.add(minutes);
        }
    }

    /// The board, its rows in the order of `fields`. A dossier of a field that is not listed gets a row of its own at the end,
    /// named by the field's number, so that the rows always add up to the total.
    pub fn finish(mut self, fields: &[Field]) -> Board {
        let mut rows: Vec<FieldRow> = fields
            .iter()
            .map(|listed| {
                let counted = self.fields.remove(&listed.field).unwrap_or_default();
                row(listed.clone(), counted)
            })
            .collect();
        rows.extend(self.fields.into_iter().map(|(field, counted)| {
            let name = Name {
                vi: field.0.to_string(),
                en: None,
            };
            row(
                Field {
                    field,
                    name,
                    sensitive: false,
                },
                counted,
            )
        }));
        Board {
            scope: self.scope,
            period: self.period,
            at: self.at,
            rule: self.measure.rule(),
            total: rows.iter().map(|row| &row.figures).sum(),
            rows,
            comparison: self.compared.map(|days| Comparison {
                previous_period: days.previous_period,
                working_days: days.working_days,
                current: self.current,
                previous: self.previous,
            }),
            chart: self.chart.into_values().collect(),
            trend_fields: self.trend_fields,
        }
    }

    fn add_trend(&mut self, dossier: &Dossier) {
        if !self.trend_fields.covers(dossier.field)
            || dossier.end_reason == Some(EndReason::Refused)
        {
            return;
        }
        let Some(received_at) = dossier.received_at else {
            return;
        };
        let received_on = self.calendar.local_date(received_at);
        if let Some(day) = self.chart.get_mut(&received_on) {
            day.received += 1;
        }
        if let Some(flow) = self.flow_on(received_on) {
            flow.received += 1;
        }
        let resolved = dossier.end_reason == Some(EndReason::Resolved);
        let Some(ended_at) = dossier.ended_at.filter(|_| resolved) else {
            return;
        };
        let ended_on = self.calendar.local_date(ended_at);
        if let Some(day) = self.chart.get_mut(&ended_on) {
            day.resolved += 1;
        }
        let outcome = self.measure.outcome_of(dossier.due_at, ended_at);
        if let Some(flow) = self.flow_on(ended_on) {
            match outcome {
                Outcome::Early | Outcome::OnTime => flow.in_time += 1,
                Outcome::Late => flow.late += 1,
            }
        }
    }

    /// The side of the comparison a date belongs to, if any.
    fn flow_on(&mut self, date: NaiveDate) -> Option<&mut Flow> {
        let days = self.compared?;
        if days.current.contains(date) {
            Some(&mut self.current)
        } else if days.previous.contains(date) {
            Some(&mut self.previous)
        } else {
            None
        }
    }
}

/// Counts dossiers, each as it stood at [`Period::status_at`] of `at`; see [`Count`].
pub fn count<'a>(
    dossiers: impl IntoIterator<Item = &'a Dossier>,
    scope: Scope,
    period: &Period,
    at: Instant,
    lateness: Lateness,
    calendar: &Calendar,
    fields: &[Field],
) -> Board {
    let mut running = Count::new(scope, *period, at, lateness, calendar);
    for dossier in dossiers {
        running.add(dossier);
    }
    running.finish(fields)
}

fn row(listed: Field, (figures, handling): (Figures, HandlingTimes)) -> FieldRow {
    FieldRow {
        field: listed.field,
        name: listed.name,
        sensitive: listed.sensitive,
        figures,
        handling,
    }
}
