//! One read of the counters: everything that the boards of a scope need, in one statement that returns one row.
//!
//! Each row that the database returns costs microseconds, and a year's histograms have a thousand of them. So every column is
//! one list of numbers, packed the way its engine packs fastest: that is text on both, since PostgreSQL sends the numbers of a
//! binary array one by one. Of the histograms, which are most of it, a column is one list for each bucket, and field and bin are
//! one number.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::error::BoxDynError;
use sqlx::{AssertSqlSafe, ColumnIndex, Decode, Type, query};

use sanh_domain::deadline::Instant;
use sanh_domain::id::FieldId;
use sanh_domain::scope::Scope;

use super::due::overdue_sql;
use super::list;
use crate::conn::{Conn, on};
use crate::counter_row::agency_of;
use crate::counter_row::{FlowRow, OpenRow};
use crate::error::{Result, StoreError};
use crate::row::Row;
use crate::stored_time::ms;

/// What a field's number is multiplied by where it is packed with a bin, which is 32 bits wide.
const BINS: i64 = 1 << 32;

/// A query for the counters.
pub(crate) struct CounterQuery {
    /// The scope.
    pub scope: Scope,
    /// Buckets of the periods: flows and handling times by field.
    pub periods: BTreeSet<i64>,
    /// Buckets of chart and comparison.
    pub trend: BTreeSet<i64>,
    /// Whether chart and comparison are read by field, or the sum of all.
    pub trend_by_field: bool,
    /// Running dossiers due before it count as overdue.
    pub due_before: Instant,
}

/// The flow of a bucket, for chart and comparison.
pub(crate) struct TrendRow {
    /// The bucket.
    pub bucket: i64,
    /// The field; 0 for the sum of all.
    pub field_id: i64,
    /// Received, all channels.
    pub received: i64,
    /// Resolved early or on time.
    pub in_time: i64,
    /// Resolved late.
    pub late: i64,
}

/// How many dossiers of a field have handling times of one bin.
pub(crate) struct HandlingCount {
    /// The field.
    pub field_id: i64,
    /// The bin.
    pub handling_bin: i64,
    /// The number of dossiers.
    pub n: i64,
}

/// The result of the read.
pub(crate) struct CounterSnapshot {
    /// The number of the last change that it includes.
    pub change_number: i64,
    /// The number of the last change to the rules that it includes.
    pub rules_number: i64,
    /// Flows by bucket of the periods and by field.
    pub flows: Vec<FlowRow>,
    /// Flows by bucket of chart and comparison, and by field; field 0 is the sum of all.
    pub trend: Vec<TrendRow>,
    /// Handling times by bucket of the periods.
    pub handlings: BTreeMap<i64, Vec<HandlingCount>>,
    /// Open dossiers by field.
    pub open: Vec<OpenRow>,
    /// Running dossiers that are overdue, by field.
    pub overdue: BTreeMap<FieldId, i64>,
}

/// Reads the counters in one statement.
pub(crate) async fn snapshot(conn: &mut Conn<'_>, asked: &CounterQuery) -> Result<CounterSnapshot> {
    let sql = AssertSqlSafe(sql(asked, matches!(conn, Conn::Sqlite(_))));
    let (agency, due_before) = (agency_of(asked.scope), ms(asked.due_before));
    let (change_number, rules_number, columns) = on!(conn, c => {
        let row = query(sql).bind(agency).bind(due_before).fetch_one(&mut **c).await?;
        (sqlx::Row::try_get(&row, 0)?, sqlx::Row::try_get(&row, 1)?, columns(&row)?)
    });
    let mut parts = Parts(columns.into_iter());
    let open = parts.rows()?.into_iter();
    let overdue = parts.rows()?.into_iter();
    let flows = parts.rows()?.into_iter();
    let trend = parts.rows()?.into_iter();
    let handlings = parts.handlings()?;
    Ok(CounterSnapshot {
        change_number,
        rules_number,
        flows: flows
            .map(|[bucket, field, sums @ ..]: [i64; 10]| FlowRow::of((agency, bucket, field), sums))
            .collect(),
        trend: trend
            .map(|[bucket, field_id, received, in_time, late]| TrendRow {
                bucket,
                field_id,
                received,
                in_time,
                late,
            })
            .collect(),
        handlings,
        open: open
            .map(|[field, sums @ ..]: [i64; 7]| OpenRow::of((agency, field), sums))
            .collect(),
        overdue: overdue
            .map(|[field, n]: [i64; 2]| (FieldId(field), n))
            .collect(),
    })
}

/// The statement: its answer is one row, since each of its parts is an aggregate.
fn sql(asked: &CounterQuery, is_sqlite: bool) -> String {
    let list_of = |column: &str| {
        if is_sqlite {
            format!("group_concat({column})")
        } else {
            format!("CAST(array_agg({column}) AS TEXT)")
        }
    };
    let pack = |columns: &[&str]| {
        let packed = columns.iter().map(|column| list_of(column));
        packed.collect::<Vec<_>>().join(", ")
    };
    let join = if is_sqlite {
        "group_concat"
    } else {
        "string_agg"
    };
    format!(
        "SELECT c.number, c.rules_number, o.*, d.*, f.*, t.*, h.* FROM change c,
         (SELECT {} FROM open_counter WHERE agency_id = $1) o,
         (SELECT {} FROM ({}) r) d,
         (SELECT {} FROM flow_counter WHERE agency_id = $1 AND bucket IN ({periods}) AND field_id <> 0) f,
         (SELECT {} FROM ({}) s) t,
         (SELECT {}, {join}(bins, ';'), {join}(counts, ';') FROM ({}) b) h",
        pack(&OpenRow::COLUMNS[1..]),
        pack(&["field_id", "n"]),
        overdue_sql(asked.scope, asked.due_before),
        pack(&FlowRow::COLUMNS[1..]),
        pack(&["bucket", "field_id", "received", "in_time", "late"]),
        trend_sql(asked),
        list_of("bucket"),
        handling_sql(
            &asked.periods,
            &list_of(&format!("field_id * {BINS} + handling_bin")),
            &list_of("n")
        ),
        periods = list(&asked.periods),
    )
}

/// The flows of each bucket, by field or of all fields.
fn trend_sql(asked: &CounterQuery) -> String {
    format!(
        "SELECT bucket, field_id, received_online + received_direct AS received, early + on_time AS in_time, late FROM flow_counter
         WHERE agency_id = $1 AND bucket IN ({}) AND field_id {} 0",
        list(&asked.trend),
        if asked.trend_by_field { "<>" } else { "=" }
    )
}

/// The histogram of each bucket as one row. One part for each, because grouping by bucket would cost a sixth more. The first part
/// has no row: it names the columns, also where there is no bucket.
fn handling_sql(buckets: &BTreeSet<i64>, bins: &str, counts: &str) -> String {
    let named = "SELECT CAST(0 AS BIGINT) AS bucket, CAST('' AS TEXT) AS bins, CAST('' AS TEXT) AS counts WHERE 1 = 0".to_owned();
    let parts = buckets.iter().map(|bucket| {
        format!(
            "SELECT CAST({bucket} AS BIGINT), {bins}, {counts} FROM handling_counter
             WHERE agency_id = $1 AND bucket = {bucket} HAVING count(*) > 0"
        )
    });
    let parts: Vec<String> = std::iter::once(named).chain(parts).collect();
    parts.join(" UNION ALL ")
}

/// The lists of each column after the two numbers; a column of a part without rows has none.
fn columns<R: sqlx::Row>(row: &R) -> sqlx::Result<Vec<Vec<Vec<i64>>>>
where
    usize: ColumnIndex<R>,
    String: for<'r> Decode<'r, R::Database> + Type<R::Database>,
{
    (2..row.len())
        .map(|column| {
            let packed: Option<String> = row.try_get(column)?;
            let lists = packed.iter().flat_map(|packed| packed.split(';'));
            lists
                .map(|list| numbers(list).map_err(sqlx::Error::Decode))
                .collect()
        })
        .collect()
}

/// Reads `1,2,3`; PostgreSQL puts arrays in braces. By bytes: a search for each comma of these short numbers takes longer.
fn numbers(packed: &str) -> std::result::Result<Vec<i64>, BoxDynError> {
    let numbers = packed.trim_start_matches('{').trim_end_matches('}');
    numbers
        .as_bytes()
        .split(|byte| *byte == b',')
        .map(|number| Ok(str::from_utf8(number)?.parse()?))
        .collect()
}

/// The columns of the parts, one after another.
struct Parts(std::vec::IntoIter<Vec<Vec<i64>>>);

impl Parts {
    /// The rows of the next part, which has `N` columns of one list each.
    fn rows<const N: usize>(&mut self) -> Result<Vec<[i64; N]>> {
        let columns: Vec<Vec<i64>> = self
            .0
            .by_ref()
            .take(N)
            .map(|lists| lists.concat())
            .collect();
        let rows = columns.first().map_or(0, Vec::len);
        if columns.len() != N || columns.iter().any(|column| column.len() != rows) {
            return Err(differ());
        }
        Ok((0..rows)
            .map(|row| std::array::from_fn(|column| columns[column][row]))
            .collect())
    }

    /// The histograms: a list of buckets, and for each of them a list of bins and one of their counts.
    fn handlings(&mut self) -> Result<BTreeMap<i64, Vec<HandlingCount>>> {
        let mut next = || self.0.next().unwrap_or_default();
        let (buckets, bins, counts) = (next().concat(), next(), next());
        if [bins.len(), counts.len()] != [buckets.len(); 2] {
            return Err(differ());
        }
        let histograms = bins.iter().zip(&counts);
        let histograms = histograms.map(|(bins, counts)| histogram(bins, counts));
        buckets
            .into_iter()
            .zip(histograms)
            .map(|(bucket, histogram)| Ok((bucket, histogram?)))
            .collect()
    }
}

fn histogram(bins: &[i64], counts: &[i64]) -> Result<Vec<HandlingCount>> {
    if bins.len() != counts.len() {
        return Err(differ());
    }
    let count = |(bin, n): (&i64, &i64)| HandlingCount {
        field_id: bin.div_euclid(BINS),
        handling_bin: bin.rem_euclid(BINS),
        n: *n,
    };
    Ok(bins.iter().zip(counts).map(count).collect())
}

fn differ() -> StoreError {
    StoreError::Corrupt("the columns of the counters differ in length".to_owned())
}
