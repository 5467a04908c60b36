//! The same as [`super::rollup`], counted from the dossiers: for filters that the counters do not have.

use std::collections::BTreeMap;

use sanh_domain::period::Period;
use sanh_domain::report::model::{Flows, PeriodTotals};

use super::key::{self, Key, ScopedFilter, Split, in_days, whole};
use crate::conn::Conn;
use crate::error::Result;

/// What flowed on these days.
pub(super) async fn moved(
    conn: &mut Conn<'_>,
    within: &ScopedFilter,
    split: Split,
    period: &Period,
) -> Result<BTreeMap<Key, PeriodTotals>> {
    let mut by_key = BTreeMap::new();
    for (sql, add) in [
        (
            received(within, split, period),
            add_received as fn(&mut PeriodTotals, &[u64]),
        ),
        (ended(within, split, period), add_ended),
        (handed_over(within, split, period), add_handed_over),
    ] {
        for (key, numbers) in key::lines(conn, sql, within.person()).await? {
            let numbers = numbers.into_iter().map(whole).collect::<Result<Vec<_>>>()?;
            add(by_key.entry(key).or_default(), &numbers);
        }
    }
    Ok(by_key)
}

fn received(within: &ScopedFilter, split: Split, period: &Period) -> String {
    format!(
        "SELECT {}, count(*) FILTER (WHERE channel = 'online'), count(*) FILTER (WHERE channel = 'direct'),
                count(*) FILTER (WHERE channel = 'post')
         FROM dossier WHERE {}{} GROUP BY 1, 2, 3",
        split.columns("received_by", "received_day"),
        in_days(period, "received_day"),
        within.conditions("received_by", split)
    )
}

/// By the bin of working time, too: it says all there is to say of the resolved ones.
fn ended(within: &ScopedFilter, split: Split, period: &Period) -> String {
    let reasons = ["withdrawn", "ineligible", "refused"]
        .map(|reason| format!("count(*) FILTER (WHERE end_reason = '{reason}')"))
        .join(", ");
    let outcomes = ["early", "on_time", "late"]
        .map(|outcome| format!("count(*) FILTER (WHERE outcome = '{outcome}')"))
        .join(", ");
    format!(
        "SELECT {}, coalesce(working_time_bin, -1) + 1, count(*), CAST(coalesce(sum(handled_min) FILTER (WHERE outcome IS NOT NULL), 0) AS BIGINT),
                {outcomes}, count(*) FILTER (WHERE first_late = 1), {reasons}
         FROM dossier WHERE {} AND (received_day IS NOT NULL OR end_reason = 'refused'){}
         GROUP BY 1, 2, 3, 4",
        split.columns("ended_by", "ended_day"),
        in_days(period, "ended_day"),
        within.conditions("ended_by", split)
    )
}

fn handed_over(within: &ScopedFilter, split: Split, period: &Period) -> String {
    format!(
        "SELECT {}, count(*) FROM dossier WHERE {}{} GROUP BY 1, 2, 3",
        split.columns("handed_over_by", "handed_over_day"),
        in_days(period, "handed_over_day"),
        within.conditions("handed_over_by", split)
    )
}

fn add_received(moved: &mut PeriodTotals, numbers: &[u64]) {
    if let [received_online, received_direct, received_post] = *numbers {
        moved.flows += Flows {
            received_online,
            received_direct,
            received_post,
            ..Flows::default()
        };
    }
}

fn add_ended(moved: &mut PeriodTotals, numbers: &[u64]) {
    let [
        bin,
        count,
        minutes,
        early,
        on_time,
        late,
        first_late,
        withdrawn,
        ineligible,
        refused,
    ] = *numbers
    else {
        return;
    };
    moved.flows += Flows {
        early,
        on_time,
        late,
        first_late,
        withdrawn,
        ineligible,
        refused,
        ..Flows::default()
    };
    if let Some(bin) = bin.checked_sub(1).and_then(|bin| u32::try_from(bin).ok()) {
        moved.working_time.add_bin(bin, count);
        moved.working_time.add_minutes(minutes);
    }
}

fn add_handed_over(moved: &mut PeriodTotals, numbers: &[u64]) {
    if let [handed_over] = *numbers {
        moved.flows.handed_over += handed_over;
    }
}
