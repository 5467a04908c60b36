//! What stands open now, from the index of the open dossiers.

use sanh_app::deadline::Instant;
use sanh_app::report::model::{Grouping, Standing};

use super::StandingByGroup;
use super::key::{self, Within, whole};
use crate::store::board::due_before;
use crate::store::centre::Book;
use crate::store::db::Conn;
use crate::store::dossier::ms;
use crate::store::error::Result;

/// What stands, by group.
pub(super) async fn standing(
    conn: &mut Conn<'_>,
    book: &Book,
    within: &Within,
    grouping: Option<Grouping>,
    at: Instant,
) -> Result<StandingByGroup> {
    let sql = sql(within, grouping, &sums(book, at));
    let lines = key::lines(conn, sql, within.cut.person.as_deref()).await?;
    let mut by_group = StandingByGroup::new();
    for ((a, b, c), numbers) in &lines {
        let group = key::group(grouping, (*a, *b, c))?;
        *by_group.entry(group).or_default() += of(numbers)?;
    }
    Ok(by_group)
}

/// The sums over open dossiers, in the order of [`of`].
pub(super) fn sums(book: &Book, at: Instant) -> String {
    let due = ms(due_before(book, at));
    [
        format!(
            "clock = 'running' AND coalesce(due_at, {}) >= {due}",
            i64::MAX
        ),
        format!("clock = 'running' AND due_at < {due} OR clock = 'stopped' AND paused_overdue = 1"),
        "clock = 'stopped' AND paused_overdue = 0".to_owned(),
        "received_day IS NULL".to_owned(),
        "received_day IS NOT NULL AND due_at IS NULL".to_owned(),
    ]
    .map(|counted| format!("count(*) FILTER (WHERE {counted})"))
    .join(", ")
}

/// What those sums say.
pub(super) fn of(numbers: &[i64]) -> Result<Standing> {
    let n = |at: usize| whole(numbers.get(at).copied().unwrap_or_default());
    Ok(Standing {
        within: n(0)?,
        overdue: n(1)?,
        paused: n(2)?,
        registered_waiting: n(3)?,
        no_due: n(4)?,
        waiting_collection: n(5)?,
    })
}

fn sql(within: &Within, grouping: Option<Grouping>, sums: &str) -> String {
    let (columns, conditions) = (
        key::columns(grouping, "assignee"),
        within.conditions("assignee"),
    );
    let zero = "CAST(0 AS BIGINT)";
    format!(
        "SELECT {columns}, {sums}, {zero} FROM dossier WHERE ended_day IS NULL{conditions} GROUP BY 1, 2, 3
         UNION ALL
         SELECT {columns}, {zero}, {zero}, {zero}, {zero}, {zero}, count(*) FROM dossier WHERE status = 9{conditions} GROUP BY 1, 2, 3"
    )
}
