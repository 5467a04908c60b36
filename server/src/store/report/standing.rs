//! What stands open now, from the index of the open dossiers.

use std::collections::BTreeMap;

use sanh_app::deadline::Instant;
use sanh_app::report::model::{Figure, Standing};

use super::key::{self, Key, Split, Within, whole};
use crate::store::board::due_before;
use crate::store::centre::Book;
use crate::store::db::Conn;
use crate::store::dossier::ms;
use crate::store::error::Result;

/// What counts an open dossier in, in the order of [`of`].
const COUNTED: [Figure; 5] = [
    Figure::Within,
    Figure::Overdue,
    Figure::Paused,
    Figure::RegisteredWaiting,
    Figure::NoDue,
];

/// What stands.
pub(super) async fn standing(
    conn: &mut Conn<'_>,
    book: &Book,
    within: &Within,
    split: Split,
    at: Instant,
) -> Result<BTreeMap<Key, Standing>> {
    let sql = sql(within, split, &sums(book, at));
    let mut by_key: BTreeMap<Key, Standing> = BTreeMap::new();
    for (key, numbers) in key::lines(conn, sql, within.person()).await? {
        *by_key.entry(key).or_default() += of(&numbers)?;
    }
    Ok(by_key)
}

/// That an open dossier counts in a figure at an instant; those that end are open no more.
pub(super) fn condition(figure: Figure, book: &Book, at: Instant) -> Option<String> {
    let due = ms(due_before(book, at));
    let never = i64::MAX;
    Some(match figure {
        Figure::Open => "received_day IS NOT NULL".to_owned(),
        Figure::Within => format!("clock = 'running' AND coalesce(due_at, {never}) >= {due}"),
        Figure::Overdue => {
            format!(
                "(clock = 'running' AND due_at < {due} OR clock = 'stopped' AND paused_overdue = 1)"
            )
        }
        Figure::Paused => "clock = 'stopped' AND paused_overdue = 0".to_owned(),
        Figure::RegisteredWaiting => "received_day IS NULL".to_owned(),
        Figure::NoDue => "received_day IS NOT NULL AND due_at IS NULL".to_owned(),
        _ => return None,
    })
}

/// The sums over open dossiers.
pub(super) fn sums(book: &Book, at: Instant) -> String {
    let conditions = COUNTED.iter().filter_map(|one| condition(*one, book, at));
    let sums = conditions.map(|counted| format!("count(*) FILTER (WHERE {counted})"));
    sums.collect::<Vec<_>>().join(", ")
}

/// What those sums say, and after them how many wait to be collected.
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

fn sql(within: &Within, split: Split, sums: &str) -> String {
    let (columns, conditions) = (
        split.columns("assignee", "received_day"),
        within.conditions("assignee"),
    );
    let zero = "CAST(0 AS BIGINT)";
    let zeros = [zero; COUNTED.len()].join(", ");
    format!(
        "SELECT {columns}, {sums}, {zero} FROM dossier WHERE ended_day IS NULL{conditions} GROUP BY 1, 2, 3
         UNION ALL
         SELECT {columns}, {zeros}, count(*) FROM dossier WHERE status = 9{conditions} GROUP BY 1, 2, 3"
    )
}
