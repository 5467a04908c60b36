//! Dossiers open now: by agency and field from the board's counter, else from the index of open dossiers.

use std::collections::BTreeMap;

use sanh_domain::deadline::Instant;
use sanh_domain::report::counts::OpenCounts;
use sanh_domain::report::query::{DossierFilter, Figure, Grouping};
use sanh_domain::scope::CountedBy;

use super::key::{self, Key, ScopedFilter, Split, whole};
use crate::board::due_before;
use crate::centre::CentreRules;
use crate::conn::Conn;
use crate::counting::{
    PAUSED_OVERDUE, PAUSED_WITHIN, REGISTERED_WAITING, RUNNING, WAITING_COLLECTION,
};
use crate::error::Result;
use crate::stored_time::ms;

/// The figures that count open dossiers, in the order of [`of`].
const COUNTED: [Figure; 5] = [
    Figure::Within,
    Figure::Overdue,
    Figure::Paused,
    Figure::RegisteredWaiting,
    Figure::NoDue,
];

/// A zero of the type in which the engines sum.
const ZERO: &str = "CAST(0 AS BIGINT)";

/// The open dossiers.
pub(super) async fn standing(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    within: &ScopedFilter,
    split: Split,
    at: Instant,
) -> Result<BTreeMap<Key, OpenCounts>> {
    if is_counted(within, split) {
        return counted(conn, centre_rules, within, split, at).await;
    }
    let sql = sql(conn, within, split, &sums(centre_rules, at));
    let mut by_key: BTreeMap<Key, OpenCounts> = BTreeMap::new();
    for (key, numbers) in key::lines(conn, sql, within.person()).await? {
        *by_key.entry(key).or_default() += of(&numbers)?;
    }
    Ok(by_key)
}

/// Whether the board's counter of open dossiers has the keys: agency and field.
fn is_counted(within: &ScopedFilter, split: Split) -> bool {
    let DossierFilter {
        channel,
        procedure,
        person,
        ..
    } = &within.cut;
    let is_split_so = matches!(
        split,
        Split::All | Split::By(Grouping::Agency | Grouping::Field)
    );
    let narrow = channel.is_some() || procedure.is_some() || person.is_some();
    is_split_so && !narrow && !within.without_procedure && !within.without_person
}

/// The same from that counter; those that became overdue by time alone come from their index.
async fn counted(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    within: &ScopedFilter,
    split: Split,
    at: Instant,
) -> Result<BTreeMap<Key, OpenCounts>> {
    let columns = split.columns("''", "0");
    let (cut, conditions) = (within.cut_conditions("''"), within.conditions("''", split));
    // The counter has rows for the centre (agency 0) beside those for its agencies.
    let of_whom = match within.counted_by(split) {
        CountedBy::Centre => "agency_id = 0",
        CountedBy::Agencies => "agency_id <> 0",
    };
    let sum = |column: &str| format!("CAST(sum({column}) AS BIGINT)");
    let sql = format!(
        "SELECT {columns}, {}, {}, {}, {}, {}, {} FROM open_counter WHERE {of_whom}{cut} GROUP BY 1, 2, 3
         UNION ALL
         SELECT {columns}, -count(*), count(*), {ZERO}, {ZERO}, {ZERO}, {ZERO} FROM dossier
         WHERE {} AND due_at < {}{conditions} GROUP BY 1, 2, 3",
        sum("running"),
        sum("paused_overdue"),
        sum("paused_within"),
        sum("registered_waiting"),
        sum("no_due"),
        sum("waiting_collection"),
        RUNNING.sql,
        ms(due_before(centre_rules, at)),
    );
    let mut sums: BTreeMap<Key, Vec<i64>> = BTreeMap::new();
    for (key, numbers) in key::lines(conn, sql, None).await? {
        let sum = sums.entry(key).or_insert_with(|| vec![0; numbers.len()]);
        sum.iter_mut().zip(numbers).for_each(|(sum, n)| *sum += n);
    }
    let standing = sums.into_iter().map(|(key, sum)| Ok((key, of(&sum)?)));
    // A group with only zeros had dossiers once and is left out.
    let told =
        standing.filter(|one| !matches!(one, Ok((_, none)) if *none == OpenCounts::default()));
    told.collect()
}

/// The condition that an open dossier counts in a figure at an instant; ended dossiers are no longer open.
pub(super) fn condition(figure: Figure, centre_rules: &CentreRules, at: Instant) -> Option<String> {
    let due = ms(due_before(centre_rules, at));
    let never = i64::MAX;
    Some(match figure {
        // A condition on the day of reception would read the whole index of that column.
        Figure::Open => "clock <> 'not_started'".to_owned(),
        Figure::Within => format!("{} AND coalesce(due_at, {never}) >= {due}", RUNNING.sql),
        Figure::Overdue => format!(
            "({} AND due_at < {due} OR {})",
            RUNNING.sql, PAUSED_OVERDUE.sql
        ),
        Figure::Paused => PAUSED_WITHIN.sql.to_owned(),
        Figure::RegisteredWaiting => REGISTERED_WAITING.sql.to_owned(),
        // Without the day of the end, which the index of open dossiers does not have: each row would be looked up.
        Figure::NoDue => "clock <> 'not_started' AND due_at IS NULL".to_owned(),
        _ => return None,
    })
}

/// The sums over open dossiers.
pub(super) fn sums(centre_rules: &CentreRules, at: Instant) -> String {
    let conditions = COUNTED
        .iter()
        .filter_map(|one| condition(*one, centre_rules, at));
    let sums = conditions.map(|counted| format!("count(*) FILTER (WHERE {counted})"));
    sums.collect::<Vec<_>>().join(", ")
}

/// The counts of these sums; the last is the number that wait for collection.
pub(super) fn of(numbers: &[i64]) -> Result<OpenCounts> {
    let n = |at: usize| whole(numbers.get(at).copied().unwrap_or_default());
    Ok(OpenCounts {
        within: n(0)?,
        overdue: n(1)?,
        paused: n(2)?,
        registered_waiting: n(3)?,
        no_due: n(4)?,
        waiting_collection: n(5)?,
    })
}

fn sql(conn: &Conn<'_>, within: &ScopedFilter, split: Split, sums: &str) -> String {
    let (columns, conditions) = (
        split.columns("assignee", "received_day"),
        within.conditions("assignee", split),
    );
    let zeros = [ZERO; COUNTED.len()].join(", ");
    let waiting = WAITING_COLLECTION.sql;
    let open_dossiers = conn.dossiers_along("dossier_standing");
    let resolved_dossiers = conn.dossiers_along("dossier_collection");
    format!(
        "SELECT {columns}, {sums}, {ZERO} FROM {open_dossiers} WHERE ended_day IS NULL{conditions} GROUP BY 1, 2, 3
         UNION ALL
         SELECT {columns}, {zeros}, count(*) FROM {resolved_dossiers} WHERE {waiting}{conditions} GROUP BY 1, 2, 3"
    )
}
