//! Dossiers received, ended and handed over in a range of days, from the counters.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, ColumnIndex, Decode, Type};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::period::Period;
use sanh_domain::report::model::PeriodTotals;
use sanh_domain::report::query::{DossierFilter, Grouping};

use super::key::{self, Key, ScopedFilter, Split, in_days, list, whole};
use super::span::{Covered, covering};
use crate::centre::CentreRules;
use crate::conn::{Conn, on};
use crate::counting::FLOWS;
use crate::error::{Result, StoreError};

/// The sums of every counter of flows: those of [`FLOWS`], then the working minutes of the resolved dossiers.
fn sums(sign: &str) -> String {
    let columns = FLOWS.iter().map(|flow| flow.column).chain(["handled_min"]);
    let sums = columns.map(|column| format!("CAST(sum({sign}{column}) AS BIGINT)"));
    sums.collect::<Vec<_>>().join(", ")
}

/// A counter of throughput, by its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counter {
    /// Agency, field and channel.
    Channel,
    /// Procedure, agency and field.
    Procedure,
    /// Person and agency.
    Person,
}

impl Counter {
    /// The counter that has all requested keys; `None` if there is none.
    pub(super) fn of(within: &ScopedFilter, split: Split) -> Option<Self> {
        let DossierFilter {
            field,
            channel,
            procedure,
            person,
            ..
        } = &within.cut;
        if within.without_procedure || within.without_person {
            return None;
        }
        let by = |wanted: &[Grouping]| matches!(split, Split::By(by) if wanted.contains(&by));
        let person = person.is_some() || by(&[Grouping::Person]);
        let procedure = procedure.is_some() || by(&[Grouping::Procedure]);
        let channel = channel.is_some() || by(&[Grouping::Channel, Grouping::AgencyFieldChannel]);
        let field = field.is_some() || by(&[Grouping::Field, Grouping::AgencyFieldChannel]);
        match (person, procedure, channel, field) {
            (false, false, _, _) => Some(Self::Channel),
            (false, true, false, _) => Some(Self::Procedure),
            (true, false, false, false) => Some(Self::Person),
            _ => None,
        }
    }

    /// Its table of flows, and that of working times.
    const fn tables(self) -> (&'static str, &'static str) {
        match self {
            Self::Channel => ("throughput_counter", "working_time_counter"),
            Self::Procedure => ("throughput_procedure", "working_time_procedure"),
            Self::Person => ("throughput_person", "working_time_person"),
        }
    }

    /// `AND …` for a statement over its tables.
    fn conditions(self, centre_rules: &CentreRules, within: &ScopedFilter, split: Split) -> String {
        let mut sql = within.conditions("person", split);
        if self == Self::Channel {
            sql += if is_of_all(within, split) {
                " AND agency_id = 0"
            } else {
                " AND agency_id <> 0"
            };
        }
        // The keys begin with the agency: with all agencies listed, each is looked up and other fields are not read.
        if self == Self::Channel
            && within.cut.field.is_some()
            && within.agencies() == AgencyScope::Everywhere
        {
            let agencies = list(centre_rules.agencies.iter().map(|agency| agency.id.0));
            sql = sql + " AND agency_id IN (" + &agencies + ")";
        }
        sql
    }
}

/// Whether the whole centre is requested without a grouping by keys: the counters have a sum of all.
fn is_of_all(within: &ScopedFilter, split: Split) -> bool {
    !matches!(split, Split::By(_)) && *within == ScopedFilter::all(AgencyScope::Everywhere)
}

/// The flows of a period.
pub(super) async fn moved(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    counter: Counter,
    within: &ScopedFilter,
    split: Split,
    period: &Period,
) -> Result<BTreeMap<Key, PeriodTotals>> {
    let covered = covering(period.from, period.to);
    let mut by_key = flows(conn, centre_rules, counter, within, split, &covered).await?;
    let sql = times_sql(
        counter,
        centre_rules,
        within,
        split,
        &covered,
        matches!(conn, Conn::Sqlite(_)),
    );
    for (key, packed) in packed(conn, sql, within.person()).await? {
        let moved = by_key.entry(key).or_default();
        for (bin, n) in unpacked(&packed)? {
            moved.working_time.add_bin(bin, n);
        }
    }
    Ok(by_key)
}

/// The flows of each day of a period, without working times.
pub(super) async fn by_day(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    counter: Counter,
    within: &ScopedFilter,
    period: &Period,
) -> Result<BTreeMap<Key, PeriodTotals>> {
    let (table, _) = counter.tables();
    let sql = format!(
        "SELECT bucket AS a, CAST(0 AS BIGINT) AS b, '' AS c, {} FROM {table}
         WHERE {} AND bucket % 100 <> 0{} GROUP BY 1, 2, 3",
        sums(""),
        in_days(period, "bucket"),
        counter.conditions(centre_rules, within, Split::Day),
    );
    read_flows(conn, sql, within).await
}

async fn flows(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    counter: Counter,
    within: &ScopedFilter,
    split: Split,
    covered: &Covered,
) -> Result<BTreeMap<Key, PeriodTotals>> {
    let (table, _) = counter.tables();
    let sql = format!(
        "SELECT {}, {} FROM {table} WHERE bucket IN ({}){} GROUP BY 1, 2, 3",
        split.columns("person", "bucket"),
        sums(&covered.sign("bucket")),
        list(covered.buckets()),
        counter.conditions(centre_rules, within, split),
    );
    read_flows(conn, sql, within).await
}

async fn read_flows(
    conn: &mut Conn<'_>,
    sql: String,
    within: &ScopedFilter,
) -> Result<BTreeMap<Key, PeriodTotals>> {
    let lines = key::lines(conn, sql, within.person()).await?;
    let moved = lines.into_iter().map(|(key, sums)| Ok((key, of(&sums)?)));
    // A group with only zeros had counts once that were corrected, and is left out.
    let told =
        moved.filter(|line| !matches!(line, Ok((_, moved)) if *moved == PeriodTotals::default()));
    told.collect()
}

fn of(sums: &[i64]) -> Result<PeriodTotals> {
    let mut moved = PeriodTotals::default();
    let (minutes, flows) = sums.split_last().unwrap_or((&0, &[]));
    for (flow, n) in FLOWS.iter().zip(flows) {
        flow.add(&mut moved.flows, whole(*n)?);
    }
    moved.working_time.add_minutes(whole(*minutes)?);
    Ok(moved)
}

/// The histograms: of whole months and years from their counter; of single days from the dossiers that ended on them, unless
/// the counter has them. Each is one text: a year's bins would be as many rows, each of which costs more than its numbers.
fn times_sql(
    counter: Counter,
    centre_rules: &CentreRules,
    within: &ScopedFilter,
    split: Split,
    covered: &Covered,
    is_sqlite: bool,
) -> String {
    let (_, table) = counter.tables();
    let is_of_all = counter == Counter::Channel && is_of_all(within, split);
    let mut parts = Vec::new();
    if covered.has_long() || is_of_all {
        let buckets = if is_of_all {
            list(covered.buckets())
        } else {
            list(covered.long_buckets())
        };
        parts.push(format!(
            "SELECT {}, working_time_bin AS bin, {}n AS n FROM {table} WHERE bucket IN ({buckets}){}",
            split.columns("person", "bucket"),
            covered.sign("bucket"),
            counter.conditions(centre_rules, within, split),
        ));
    }
    if covered.has_days() && !is_of_all {
        parts.push(format!(
            "SELECT {}, working_time_bin AS bin, {}CAST(1 AS BIGINT) AS n FROM dossier
             WHERE ended_day IN ({}) AND working_time_bin IS NOT NULL{}",
            split.columns("ended_by", "ended_day"),
            covered.sign("ended_day"),
            list(covered.days()),
            within.conditions("ended_by", split),
        ));
    }
    let parts = parts.join(" UNION ALL ");
    let pack = if is_sqlite {
        "group_concat(bin || ':' || n)"
    } else {
        "string_agg(bin || ':' || n, ',')"
    };
    format!(
        "SELECT a, b, c, {pack} FROM (
             SELECT a, b, c, bin, CAST(sum(n) AS BIGINT) AS n FROM ({parts}) AS parts GROUP BY a, b, c, bin
         ) AS bins WHERE n <> 0 GROUP BY a, b, c"
    )
}

/// Reads keys and packed histograms.
async fn packed(
    conn: &mut Conn<'_>,
    sql: String,
    person: Option<&str>,
) -> Result<Vec<(Key, String)>> {
    Ok(on!(conn, c => {
        let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
        if let Some(person) = person {
            query = query.bind(person);
        }
        let rows = query.fetch_all(&mut **c).await?;
        rows.iter().map(packed_row).collect::<sqlx::Result<Vec<_>>>()?
    }))
}

fn packed_row<R: sqlx::Row>(row: &R) -> sqlx::Result<(Key, String)>
where
    usize: ColumnIndex<R>,
    i64: for<'r> Decode<'r, R::Database> + Type<R::Database>,
    String: for<'r> Decode<'r, R::Database> + Type<R::Database>,
{
    let key = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    Ok((key, row.try_get(3)?))
}

/// Reads `bin:n,bin:n`.
fn unpacked(packed: &str) -> Result<Vec<(u32, u64)>> {
    let damaged = || StoreError::Corrupt(format!("a histogram: {packed}"));
    let pairs = packed.split(',').map(|pair| {
        let (bin, n) = pair.split_once(':').ok_or_else(damaged)?;
        let bin = bin.parse().map_err(|_| damaged())?;
        let n: i64 = n.parse().map_err(|_| damaged())?;
        Ok((bin, whole(n)?))
    });
    pairs.collect()
}
