//! The backlog, and when it is cleared at the present pace.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sanh_domain::deadline::{Calendar, Instant};
use sanh_domain::period::Period;
use sanh_domain::report::backlog::{band, coming_days, due_until, pace_days};
use sanh_domain::report::counts::{Flows, OpenCounts};
use sanh_domain::report::forecast::{DayPace, Forecast, ForecastStart, coming_friday};
use sanh_domain::report::model::{
    AgeBand, Backlog, DATED_DAYS_MAX, DueWithin, PACE_DAYS, Workload,
};
use sanh_domain::report::query::{AGE_BANDS, DUE_WITHIN_DAYS};
use sanh_store::{BacklogPart, ScopedFilter, Store};

use crate::error::AppError;
use crate::server::failure;

/// The position of "due within three working days" in [`DUE_WITHIN_DAYS`].
const DUE_SOON: usize = 1;

/// The backlog.
pub(super) async fn backlog(
    store: &Store,
    within: ScopedFilter,
    now: Instant,
) -> Result<Backlog, AppError> {
    let centre = store.centre(now).await.map_err(failure)?;
    let calendar = &centre.calendar;
    let today = calendar.local_date(now);
    let friday = coming_friday(today);
    let parts = store.backlog(within.clone(), now, friday);
    let parts = parts.await.map_err(failure)?;
    let standing = total(&parts);
    let due: u64 = parts.iter().map(|part| part.due_by).sum();
    let start = ForecastStart {
        open: standing.open(),
        overdue: standing.overdue,
        due,
        days_left: days_between(calendar, today, friday),
    };
    let forecast = match within.cut.person {
        Some(_) => None,
        None => Forecast::of(&pace(store, within, calendar, today).await?, start),
    };
    Ok(Backlog {
        at: now,
        standing,
        ages: ages(&parts),
        due_within: due_within(&parts, calendar, today),
        people: people(&parts),
        forecast,
        coming_days: coming_days(calendar, today, DATED_DAYS_MAX + 1),
    })
}

/// All that is open.
fn total(parts: &[BacklogPart]) -> OpenCounts {
    let mut sum = OpenCounts::default();
    for part in parts {
        sum += part.standing;
    }
    sum
}

fn ages(parts: &[BacklogPart]) -> Vec<AgeBand> {
    let of_band = |index: usize| {
        let (from, to) = band(index);
        let mut standing = OpenCounts::default();
        for part in parts.iter().filter(|part| part.band == Some(index)) {
            standing += part.standing;
        }
        AgeBand { from, to, standing }
    };
    (0..AGE_BANDS.len()).map(of_band).collect()
}

fn due_within(parts: &[BacklogPart], calendar: &Calendar, today: NaiveDate) -> Vec<DueWithin> {
    let within = DUE_WITHIN_DAYS.iter().enumerate();
    let within = within.map(|(at, working_days)| DueWithin {
        working_days: *working_days,
        until: due_until(calendar, today, *working_days),
        dossiers: parts
            .iter()
            .filter_map(|part| part.due_within.get(at))
            .sum(),
    });
    within.collect()
}

/// Those with anything received in hand.
fn people(parts: &[BacklogPart]) -> Vec<Workload> {
    let mut by_person: BTreeMap<&Option<String>, (OpenCounts, u64)> = BTreeMap::new();
    for part in parts.iter().filter(|part| part.band.is_some()) {
        let (standing, due_soon) = by_person.entry(&part.person).or_default();
        *standing += part.standing;
        *due_soon += part.due_within.get(DUE_SOON).copied().unwrap_or_default();
    }
    let people = by_person
        .into_iter()
        .map(|(person, (standing, due_soon))| Workload {
            person: person.clone(),
            standing,
            due_soon,
        });
    let mut people: Vec<Workload> = people.collect();
    people.sort_by_key(|one| std::cmp::Reverse(one.standing.open()));
    people
}

/// Working days from one date to another, both included.
fn days_between(calendar: &Calendar, from: NaiveDate, to: NaiveDate) -> u32 {
    let after = to.succ_opt().unwrap_or(to);
    u32::try_from(calendar.working_days(from, after).len()).unwrap_or(u32::MAX)
}

/// Received and resolved dossiers of the last working days; those of days off count to the working day before them.
async fn pace(
    store: &Store,
    within: ScopedFilter,
    calendar: &Calendar,
    today: NaiveDate,
) -> Result<Vec<DayPace>, AppError> {
    let days = pace_days(calendar, today, PACE_DAYS);
    let Some(period) = days.first().and_then(|first| Period::range(*first, today)) else {
        return Ok(Vec::new());
    };
    let flows = store.flow_by_day(within, period).await.map_err(failure)?;
    let begins = flows.keys().next().copied();
    let paces = days.iter().enumerate().map(|(at, day)| {
        let next = days.get(at + 1).copied().unwrap_or(today);
        let mut sum = Flows::default();
        for (_, flows) in flows.range(*day..next) {
            sum += *flows;
        }
        (next, sum)
    });
    // Days before the first dossier say nothing about the pace.
    let told = paces.filter(|(next, _)| begins.is_some_and(|begins| begins < *next));
    Ok(told.map(|(_, flows)| pace_of(&flows)).collect())
}

const fn pace_of(flows: &Flows) -> DayPace {
    DayPace {
        received: flows.received(),
        ended: flows.ended(),
        resolved: flows.resolved(),
        late: flows.late,
    }
}
