//! What flowed in some days, counted from the dossiers themselves: for the cuts no counter knows.

use sanh_app::report::model::{Flows, Grouping, Moved};

use super::MovedByGroup;
use super::key::{self, Days, Within, whole};
use crate::store::db::Conn;
use crate::store::error::Result;

/// What flowed on these days, by group.
pub(super) async fn moved(
    conn: &mut Conn<'_>,
    within: &Within,
    grouping: Option<Grouping>,
    days: &Days,
) -> Result<MovedByGroup> {
    let mut by_group = MovedByGroup::new();
    let person = within.cut.person.as_deref();
    for (sql, add) in [
        (
            received(within, grouping, days),
            add_received as fn(&mut Moved, &[u64]),
        ),
        (ended(within, grouping, days), add_ended),
        (handed_over(within, grouping, days), add_handed_over),
    ] {
        for ((a, b, c), numbers) in key::lines(conn, sql, person).await? {
            let group = key::group(grouping, (a, b, &c))?;
            let numbers = numbers.into_iter().map(whole).collect::<Result<Vec<_>>>()?;
            add(by_group.entry(group).or_default(), &numbers);
        }
    }
    Ok(by_group)
}

fn received(within: &Within, grouping: Option<Grouping>, days: &Days) -> String {
    format!(
        "SELECT {}, count(*) FILTER (WHERE channel = 'online'), count(*) FILTER (WHERE channel = 'direct'),
                count(*) FILTER (WHERE channel = 'post')
         FROM dossier WHERE {}{} GROUP BY 1, 2, 3",
        key::columns(grouping, "received_by"),
        days.condition("received_day"),
        within.conditions("received_by")
    )
}

/// By the bin of working time, too: it says all there is to say of the resolved ones.
fn ended(within: &Within, grouping: Option<Grouping>, days: &Days) -> String {
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
        key::columns(grouping, "ended_by"),
        days.condition("ended_day"),
        within.conditions("ended_by")
    )
}

fn handed_over(within: &Within, grouping: Option<Grouping>, days: &Days) -> String {
    format!(
        "SELECT {}, count(*) FROM dossier WHERE {}{} GROUP BY 1, 2, 3",
        key::columns(grouping, "handed_over_by"),
        days.condition("handed_over_day"),
        within.conditions("handed_over_by")
    )
}

fn add_received(moved: &mut Moved, numbers: &[u64]) {
    if let [received_online, received_direct, received_post] = *numbers {
        moved.flows += Flows {
            received_online,
            received_direct,
            received_post,
            ..Flows::default()
        };
    }
}

fn add_ended(moved: &mut Moved, numbers: &[u64]) {
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

fn add_handed_over(moved: &mut Moved, numbers: &[u64]) {
    if let [handed_over] = *numbers {
        moved.flows.handed_over += handed_over;
    }
}
