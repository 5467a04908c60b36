//! The counters as rows, and how they are read for a board.

mod drift;
mod due;
mod repair;
mod snapshot;

use chrono::{Datelike, Days, Months, NaiveDate};
use sqlx::{AssertSqlSafe, query_as, query_scalar};

use super::conn::{Conn, on};
use super::counter_row::FlowRow;
use super::error::Result;
use super::row::{Row, insert_all, insert_all_or};
use super::row_page::fetch_table;
use super::stored_time::day_number;
use super::tally::CounterRows;
use super::throughput::{self, ThroughputRows};

pub use repair::RepairReport;
pub(super) use snapshot::{CounterQuery, CounterSnapshot, snapshot};

/// The fewest buckets that cover `[from, to)` exactly: years, months and days.
pub(super) fn buckets(from: NaiveDate, to: NaiveDate) -> Vec<i64> {
    let mut buckets = Vec::new();
    let mut date = from;
    while date < to {
        let (bucket, next) = largest_bucket(date, to);
        buckets.push(bucket);
        date = next;
    }
    buckets
}

fn largest_bucket(date: NaiveDate, to: NaiveDate) -> (i64, NaiveDate) {
    let day = day_number(date);
    let after = |months| {
        date.checked_add_months(Months::new(months))
            .filter(|end| *end <= to)
    };
    if let Some(next) = after(12).filter(|_| date.ordinal() == 1) {
        return (day / 10_000 * 10_000, next);
    }
    if let Some(next) = after(1).filter(|_| date.day() == 1) {
        return (day / 100 * 100, next);
    }
    (
        day,
        date.checked_add_days(Days::new(1))
            .unwrap_or(NaiveDate::MAX),
    )
}

/// Buckets that add up to `[from, to)`, each added or subtracted once. Late in a year, the year less the months after `to` has
/// fewer buckets than its months up to `to`, and each month has a row for every field.
pub(super) fn signed_buckets(from: NaiveDate, to: NaiveDate) -> Vec<(i64, i64)> {
    let signed = |buckets: Vec<i64>, sign: i64| buckets.into_iter().map(move |b| (b, sign));
    let months = |buckets: &[i64]| buckets.iter().filter(|b| **b % 100 == 0).count();
    let plain = buckets(from, to);
    if let Some(end) = from.checked_add_months(Months::new(12))
        && from.ordinal() == 1
        && to < end
    {
        let rest = buckets(to, end);
        if months(&rest) + 1 < months(&plain) {
            let year = signed(buckets(from, end), 1);
            return year.chain(signed(rest, -1)).collect();
        }
    }
    signed(plain, 1).collect()
}

/// `1, 2, 3`, for `IN`: month and year numbers lie between day numbers, so a range would scan all days. Of nothing: `NULL`,
/// which matches no number.
fn list<'n>(numbers: impl IntoIterator<Item = &'n i64>) -> String {
    let numbers: Vec<String> = numbers.into_iter().map(i64::to_string).collect();
    if numbers.is_empty() {
        return "NULL".to_owned();
    }
    numbers.join(", ")
}

/// Received and ended in `[from, to)`, by field.
pub(super) async fn flows(
    conn: &mut Conn<'_>,
    agency: i64,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<FlowRow>> {
    let sums: Vec<String> = FlowRow::COLUMNS
        .iter()
        .skip(3)
        .map(|c| format!("CAST(sum({c}) AS BIGINT) AS {c}"))
        .collect();
    let sql = format!(
        "SELECT agency_id, CAST(0 AS BIGINT) AS bucket, field_id, {} FROM flow_counter
         WHERE agency_id = $1 AND bucket IN ({}) AND field_id <> 0 GROUP BY agency_id, field_id",
        sums.join(", "),
        list(&buckets(from, to))
    );
    Ok(on!(conn, c => query_as(AssertSqlSafe(sql)).bind(agency).fetch_all(&mut **c).await)?)
}

/// Every row of the counters.
pub(super) async fn load(conn: &mut Conn<'_>) -> Result<CounterRows> {
    Ok(CounterRows {
        flow: fetch_table(conn).await?,
        handling: fetch_table(conn).await?,
        open: fetch_table(conn).await?,
        due: fetch_table(conn).await?,
        throughput: throughput::load(conn).await?,
    })
}

/// Adds a tally to the counters.
pub(super) async fn add(conn: &mut Conn<'_>, rows: CounterRows) -> Result<()> {
    add_rows(conn, &rows.flow, 3).await?;
    add_rows(conn, &rows.handling, 4).await?;
    add_rows(conn, &rows.open, 2).await?;
    add_rows(conn, &rows.due, 4).await?;
    add_throughput(conn, &rows.throughput).await
}

/// Adds to the counters of throughput.
pub(super) async fn add_throughput(conn: &mut Conn<'_>, rows: &ThroughputRows) -> Result<()> {
    add_rows(conn, &rows.counter, 5).await?;
    add_rows(conn, &rows.procedure, 5).await?;
    add_rows(conn, &rows.person, 4).await?;
    add_rows(conn, &rows.time, 6).await?;
    add_rows(conn, &rows.procedure_time, 6).await?;
    add_rows(conn, &rows.person_time, 5).await
}

/// Adds rows to a counter; the first `keys` columns are the key. An empty table has no conflicts, so its rows are inserted
/// without conflict handling, which is fastest.
async fn add_rows<R: Row>(conn: &mut Conn<'_>, rows: &[R], keys: usize) -> Result<()> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM {})", R::TABLE);
    let is_counting: bool =
        on!(conn, c => query_scalar(AssertSqlSafe(sql)).fetch_one(&mut **c).await)?;
    if is_counting {
        insert_all_or(conn, rows, &adding::<R>(keys)).await
    } else {
        insert_all(conn, rows).await
    }
}

/// Empties the counters.
pub(super) async fn clear(conn: &mut Conn<'_>) -> Result<()> {
    for sql in [
        "DELETE FROM flow_counter",
        "DELETE FROM handling_counter",
        "DELETE FROM open_counter",
        "DELETE FROM due_counter",
    ] {
        on!(conn, c => sqlx::query(sql).execute(&mut **c).await.map(drop))?;
    }
    clear_throughput(conn).await
}

/// Empties the counters of throughput.
pub(super) async fn clear_throughput(conn: &mut Conn<'_>) -> Result<()> {
    for sql in [
        "DELETE FROM throughput_counter",
        "DELETE FROM throughput_procedure",
        "DELETE FROM throughput_person",
        "DELETE FROM working_time_counter",
        "DELETE FROM working_time_procedure",
        "DELETE FROM working_time_person",
    ] {
        on!(&mut *conn, c => sqlx::query(sql).execute(&mut **c).await.map(drop))?;
    }
    repair::bump(conn).await
}

/// `ON CONFLICT (<keys>) DO UPDATE SET x = table.x + excluded.x, …`.
fn adding<R: Row>(keys: usize) -> String {
    let (keys, sums) = R::COLUMNS.split_at(keys);
    let sums: Vec<String> = sums
        .iter()
        .map(|c| format!("{c} = {}.{c} + excluded.{c}", R::TABLE))
        .collect();
    format!(
        " ON CONFLICT ({}) DO UPDATE SET {}",
        keys.join(", "),
        sums.join(", ")
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn buckets_cover_every_day_of_a_period_once() {
        let first = date("2024-11-13");
        for begins in (0..500).step_by(7) {
            for length in [0, 1, 2, 29, 30, 31, 60, 365, 366, 800] {
                let from = first + Days::new(begins);
                let to = from + Days::new(length);
                let buckets = buckets(from, to);
                let covering = |date: &NaiveDate| {
                    let day = day_number(*date);
                    let of_day = [day, day / 100 * 100, day / 10_000 * 10_000];
                    buckets
                        .iter()
                        .filter(|bucket| of_day.contains(bucket))
                        .count()
                };
                let nearby = (from - Days::new(40))
                    .iter_days()
                    .take_while(|date| *date < to + Days::new(40));
                for date in nearby {
                    let is_in = from <= date && date < to;
                    assert_eq!(
                        covering(&date),
                        usize::from(is_in),
                        "{date} in {from} to {to}"
                    );
                }
            }
        }
    }

    #[test]
    fn late_in_a_year_the_days_so_far_are_read_as_the_year_less_the_rest() {
        for to in date("2026-01-01").iter_days().take(365) {
            let signed = signed_buckets(date("2026-01-01"), to);
            for day in date("2025-12-20").iter_days().take(390) {
                let number = day_number(day);
                let of_day = [number, number / 100 * 100, number / 10_000 * 10_000];
                let times = signed.iter().filter(|(bucket, _)| of_day.contains(bucket));
                let is_in = date("2026-01-01") <= day && day < to;
                assert_eq!(
                    times.map(|(_, sign)| sign).sum::<i64>(),
                    i64::from(is_in),
                    "{day} before {to}"
                );
            }
        }
        let november = signed_buckets(date("2026-01-01"), date("2026-11-28"));
        assert_eq!(
            november,
            [
                (20_260_000, 1),
                (20_261_128, -1),
                (20_261_129, -1),
                (20_261_130, -1),
                (20_261_200, -1)
            ]
        );
    }

    #[test]
    fn a_month_is_one_bucket_and_a_year_is_one_bucket() {
        assert_eq!(
            buckets(date("2026-05-01"), date("2026-06-01")),
            [20_260_500]
        );
        assert_eq!(
            buckets(date("2026-01-01"), date("2027-01-01")),
            [20_260_000]
        );
        assert_eq!(
            buckets(date("2026-05-04"), date("2026-05-05")),
            [20_260_504]
        );
        assert_eq!(
            buckets(date("2026-04-30"), date("2026-06-02")),
            [20_260_430, 20_260_500, 20_260_601]
        );
    }
}
