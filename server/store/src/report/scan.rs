//! The same as [`super::rollup`], counted from the dossiers: for filters that the counters do not have.

use std::collections::BTreeMap;

use sanh_domain::period::Period;
use sanh_domain::report::model::PeriodTotals;

use super::key::{self, Key, ScopedFilter, Split, in_days, whole};
use crate::conn::Conn;
use crate::counting::CountedMoment;
use crate::error::Result;

/// The flows of these days.
pub(super) async fn moved(
    conn: &mut Conn<'_>,
    within: &ScopedFilter,
    split: Split,
    period: &Period,
) -> Result<BTreeMap<Key, PeriodTotals>> {
    let mut by_key = BTreeMap::new();
    for moment in CountedMoment::ALL {
        let sql = sql(moment, within, split, period);
        for (key, numbers) in key::lines(conn, sql, within.person()).await? {
            let numbers = numbers.into_iter().map(whole).collect::<Result<Vec<_>>>()?;
            add(by_key.entry(key).or_default(), moment, &numbers);
        }
    }
    Ok(by_key)
}

/// Also grouped by the bin of working time, which holds everything about the resolved dossiers, and is 0 for all others.
fn sql(moment: CountedMoment, within: &ScopedFilter, split: Split, period: &Period) -> String {
    let (bin, minutes) = match moment {
        CountedMoment::Ended => (
            "coalesce(working_time_bin, -1) + 1",
            "coalesce(sum(handled_min) FILTER (WHERE outcome IS NOT NULL), 0)",
        ),
        CountedMoment::Received | CountedMoment::HandedOver => ("CAST(0 AS BIGINT)", "0"),
    };
    let counts: Vec<String> = moment.flows().map(|flow| flow.rule.count()).collect();
    let (day, person) = (moment.day_column(), moment.person_column());
    format!(
        "SELECT {}, {bin}, count(*), CAST({minutes} AS BIGINT), {} FROM dossier WHERE {}{} GROUP BY 1, 2, 3, 4",
        split.columns(person, day),
        counts.join(", "),
        in_days(period, day),
        within.conditions(person, split)
    )
}

fn add(moved: &mut PeriodTotals, moment: CountedMoment, numbers: &[u64]) {
    let [bin, count, minutes, flows @ ..] = numbers else {
        return;
    };
    for (flow, n) in moment.flows().zip(flows) {
        flow.add(&mut moved.flows, *n);
    }
    if let Some(bin) = bin.checked_sub(1).and_then(|bin| u32::try_from(bin).ok()) {
        moved.working_time.add_bin(bin, *count);
        moved.working_time.add_minutes(*minutes);
    }
}
