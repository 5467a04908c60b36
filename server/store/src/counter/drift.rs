//! Whether the counters of one scope equal the count of its dossiers: a bounded check, whatever the history. It reads the open
//! dossiers, and those received or ended on one day; the nightly proof checks the rest.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{AssertSqlSafe, query_as};

use sanh_domain::deadline::Instant;
use sanh_domain::scope::Scope;

use crate::Store;
use crate::conn::{Conn, on};
use crate::counted::counted_in_scope;
use crate::counter_row::ALL;
use crate::counter_row::agency_of;
use crate::counter_row::{DAY_MS, SPANS_DAYS};
use crate::counting::{OPEN, RUNNING, Rule, WAITING_COLLECTION};
use crate::error::Result;
use crate::stored_time::day_number;

/// Counts by field.
type ByField<const N: usize> = BTreeMap<i64, [i64; N]>;
/// Running dossiers, by the length of a span in days, the span, and the field.
type ByDue = BTreeMap<(i64, i64, i64), [i64; 1]>;

impl Store {
    /// The number of counter values that differ from the count of the dossiers: of those open in a scope, and of those received
    /// or ended on the day of an instant.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn counter_drift(&self, scope: Scope, at: Instant) -> Result<u64> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of_committed(conn).await?;
                let day = day_number(centre_rules.calendar().local_date(at));
                let open = differing(&open(conn, scope).await?, &open_counted(conn, scope).await?);
                let flow = differing(
                    &flow(conn, scope, day).await?,
                    &flow_counted(conn, scope, day).await?,
                );
                let due = differing(&due(conn, scope).await?, &due_counted(conn, scope).await?);
                Ok(open + flow + due)
            })
        })
        .await
    }
}

/// The number of keys, such as fields, whose counts differ; a missing count is zero.
fn differing<K: Ord + Copy, const N: usize>(
    expected: &BTreeMap<K, [i64; N]>,
    found: &BTreeMap<K, [i64; N]>,
) -> u64 {
    let keys: BTreeSet<K> = expected.keys().chain(found.keys()).copied().collect();
    let of = |counts: &BTreeMap<K, [i64; N]>, key: K| counts.get(&key).copied().unwrap_or([0; N]);
    let differing = keys
        .into_iter()
        .filter(|key| of(expected, *key) != of(found, *key));
    differing.count() as u64
}

/// The condition of one agency, or of all: an index that begins with the agency serves both.
fn of_agency(scope: Scope) -> &'static str {
    match scope {
        Scope::Centre => "$1 = 0",
        Scope::Agency(_) => "agency_id = $1",
    }
}

/// The open dossiers, counted from the dossiers: the columns of `open_counter`.
async fn open(conn: &mut Conn<'_>, scope: Scope) -> Result<ByField<6>> {
    let (of_agency, counted) = (of_agency(scope), counted_in_scope(scope));
    let counts = OPEN.map(Rule::count).join(", ");
    let waiting = WAITING_COLLECTION.sql;
    // Two index scans: among the ended dossiers only those that wait for collection are read.
    let parts = ["ended_day IS NULL", waiting].map(|part| {
        format!(
            "SELECT field_id, {counts} FROM dossier WHERE {part} AND {of_agency} AND {counted} GROUP BY field_id"
        )
    });
    let sql = parts.join(" UNION ALL ");
    let rows: Vec<(i64, i64, i64, i64, i64, i64, i64)> = on!(conn, c => {
        query_as(AssertSqlSafe(sql)).bind(agency_of(scope)).fetch_all(&mut **c).await
    })?;
    let mut by_field = ByField::new();
    for (field, a, b, c, d, e, f) in rows {
        add(&mut by_field, field, [a, b, c, d, e, f]);
    }
    Ok(by_field)
}

async fn open_counted(conn: &mut Conn<'_>, scope: Scope) -> Result<ByField<6>> {
    let sql = "SELECT field_id, running, paused_within, paused_overdue, no_due, registered_waiting, waiting_collection
               FROM open_counter WHERE agency_id = $1";
    let rows: Vec<(i64, i64, i64, i64, i64, i64, i64)> =
        on!(conn, c => query_as(sql).bind(agency_of(scope)).fetch_all(&mut **c).await)?;
    let of = |(field, a, b, c, d, e, f)| (field, [a, b, c, d, e, f]);
    Ok(rows.into_iter().map(of).collect())
}

/// The dossiers received online and otherwise, and ended, on a day, counted from the dossiers. Field 0 is the sum.
async fn flow(conn: &mut Conn<'_>, scope: Scope, day: i64) -> Result<ByField<3>> {
    let (of_agency, counted) = (of_agency(scope), counted_in_scope(scope));
    let mut by_field = ByField::new();
    let sql = format!(
        "SELECT field_id, channel, count(*) FROM dossier WHERE received_day = $2 AND {of_agency} AND {counted} GROUP BY 1, 2"
    );
    let rows: Vec<(i64, String, i64)> = on!(&mut *conn, c => {
        query_as(AssertSqlSafe(sql)).bind(agency_of(scope)).bind(day).fetch_all(&mut **c).await
    })?;
    for (field, channel, n) in rows {
        let online = n * i64::from(channel == "online");
        for field in [field, ALL] {
            add(&mut by_field, field, [online, n - online, 0]);
        }
    }
    let sql = format!(
        "SELECT field_id, count(*) FROM dossier WHERE ended_day = $2 AND (received_day IS NOT NULL OR end_reason = 'refused')
         AND {of_agency} AND {counted} GROUP BY field_id"
    );
    let rows: Vec<(i64, i64)> = on!(conn, c => {
        query_as(AssertSqlSafe(sql)).bind(agency_of(scope)).bind(day).fetch_all(&mut **c).await
    })?;
    for (field, n) in rows {
        for field in [field, ALL] {
            add(&mut by_field, field, [0, 0, n]);
        }
    }
    Ok(by_field)
}

async fn flow_counted(conn: &mut Conn<'_>, scope: Scope, day: i64) -> Result<ByField<3>> {
    let sql = "SELECT field_id, received_online, received_direct, early + on_time + late + withdrawn + ineligible + refused
               FROM flow_counter WHERE agency_id = $1 AND bucket = $2";
    let rows: Vec<(i64, i64, i64, i64)> = on!(conn, c => {
        query_as(sql).bind(agency_of(scope)).bind(day).fetch_all(&mut **c).await
    })?;
    let of = |(field, online, direct, ended)| (field, [online, direct, ended]);
    Ok(rows.into_iter().map(of).collect())
}

/// The running dossiers by due time, counted from the dossiers.
async fn due(conn: &mut Conn<'_>, scope: Scope) -> Result<ByDue> {
    let (of_agency, counted) = (of_agency(scope), counted_in_scope(scope));
    let sql = format!(
        "SELECT due_at / {DAY_MS}, field_id, count(*) FROM dossier
         WHERE {running} AND due_at IS NOT NULL AND {of_agency} AND {counted} GROUP BY 1, 2",
        running = RUNNING.sql
    );
    let rows: Vec<(i64, i64, i64)> = on!(conn, c => {
        query_as(AssertSqlSafe(sql)).bind(agency_of(scope)).fetch_all(&mut **c).await
    })?;
    let mut by_due = ByDue::new();
    for (day, field, n) in rows {
        for span_days in SPANS_DAYS {
            let [sum] = by_due
                .entry((span_days, day / span_days, field))
                .or_default();
            *sum += n;
        }
    }
    Ok(by_due)
}

async fn due_counted(conn: &mut Conn<'_>, scope: Scope) -> Result<ByDue> {
    let sql = "SELECT span_days, span, field_id, running FROM due_counter WHERE agency_id = $1";
    let rows: Vec<(i64, i64, i64, i64)> =
        on!(conn, c => query_as(sql).bind(agency_of(scope)).fetch_all(&mut **c).await)?;
    let of = |(span_days, span, field, running)| ((span_days, span, field), [running]);
    Ok(rows.into_iter().map(of).collect())
}

fn add<const N: usize>(by_field: &mut ByField<N>, field: i64, more: [i64; N]) {
    let counts = by_field.entry(field).or_insert([0; N]);
    counts.iter_mut().zip(more).for_each(|(sum, n)| *sum += n);
}
