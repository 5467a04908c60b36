//! Dossiers received and ended by day or by month.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use sanh_domain::deadline::Calendar;
use sanh_domain::period::Period;
use sanh_domain::report::counts::{Flows, OpenCounts};
use sanh_domain::report::model::{CountResult, FLOW_DAYS_MAX, FlowPoint};
use sanh_store::ScopedFilter;

use super::Reports;
use crate::error::AppError;
use crate::server::failure;

impl Reports {
    /// The points of a period, up to today.
    pub(super) async fn points(
        &self,
        within: ScopedFilter,
        period: Period,
    ) -> Result<CountResult<Vec<FlowPoint>>, AppError> {
        let (store, now) = (&self.store, self.now);
        let centre = store.centre(now).await.map_err(failure)?;
        let calendar = &centre.calendar;
        let tomorrow = calendar.local_date(now).succ_opt();
        let after = tomorrow.ok_or(AppError::Internal)?;
        // Up to now even if the period is over: the open dossiers of that time are computed back from those open now.
        let Some(span) = Period::range(period.from, after) else {
            return Ok(CountResult::Done(Vec::new()));
        };
        let by_day = match self.flows(&within, span).await? {
            CountResult::Done(by_day) => by_day,
            CountResult::Counting(progress) => return Ok(CountResult::Counting(progress)),
        };
        let open = if within.cut.person.is_none() {
            let standing = store.standing_by_group(within, None, now);
            let standing = standing.await.map_err(failure)?;
            Some(standing.values().map(OpenCounts::open).sum())
        } else {
            None
        };
        Ok(CountResult::Done(points(
            &period, after, &by_day, open, calendar,
        )))
    }
}

/// Computes backwards from what is open now: the number open at a day's end is that number, less those received later, plus
/// those closed later.
fn points(
    period: &Period,
    after: NaiveDate,
    by_day: &BTreeMap<NaiveDate, Flows>,
    open: Option<u64>,
    calendar: &Calendar,
) -> Vec<FlowPoint> {
    let to = period.to.min(after);
    let mut open = open;
    for (_, flows) in by_day.range(to..) {
        open = before(open, flows);
    }
    let mut points = Vec::new();
    let mut end = to;
    while end > period.from {
        let from = step_start(period, end);
        let mut flows = Flows::default();
        for (_, of_day) in by_day.range(from..end) {
            flows += *of_day;
        }
        points.push(FlowPoint {
            from,
            to: end,
            is_working: !calendar.working_days(from, end).is_empty(),
            flows,
            open,
        });
        open = before(open, &flows);
        end = from;
    }
    points.reverse();
    points
}

/// The number open before these days. A negative number is shown as 0: there was a change between two queries.
fn before(open: Option<u64>, flows: &Flows) -> Option<u64> {
    (open? + flows.ended()).checked_sub(flows.received())
}

/// The start of the step that ends before a date.
fn step_start(period: &Period, end: NaiveDate) -> NaiveDate {
    let last = end.pred_opt().unwrap_or(end);
    if period.days() <= FLOW_DAYS_MAX {
        return last;
    }
    last.with_day(1).unwrap_or(last).max(period.from)
}
