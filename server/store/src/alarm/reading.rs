//! The check results of every node, for the node that decides on alarms: a wall may be connected to another node than that one.

use sqlx::{AssertSqlSafe, query_as};

use sanh_domain::alarm::model::{CheckResult, CheckState};
use sanh_domain::deadline::Instant;

use super::super::Store;
use super::super::conn::on;
use super::super::error::Result;
use super::super::stored_time::ms;

/// The most rows in one INSERT.
const ROWS_PER_INSERT: usize = 100;
/// Milliseconds after which the results of a node that is gone are deleted.
const GONE_MS: i64 = 3_600_000;

/// Kind, subject, value and threshold; the value is `None` for an unknown state.
type Row = (String, String, Option<i64>, Option<i64>);

impl Store {
    /// Replaces the check results of this node.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_readings(&self, readings: Vec<CheckResult>, now: Instant) -> Result<()> {
        let node = self.node().to_owned();
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let sql = "DELETE FROM node_reading WHERE node = $1 OR seen_at < $2";
                let gone = ms(now).saturating_sub(GONE_MS);
                on!(&mut *conn, c => sqlx::query(sql).bind(&node).bind(gone).execute(&mut **c).await.map(drop))?;
                let known: Vec<Row> = readings.into_iter().filter_map(row).collect();
                for some in known.chunks(ROWS_PER_INSERT) {
                    let places = |n: usize| {
                        let n = 4 * n + 3;
                        format!("($1, ${n}, ${}, ${}, ${}, $2)", n + 1, n + 2, n + 3)
                    };
                    let places: Vec<String> = (0..some.len()).map(places).collect();
                    let sql = format!(
                        "INSERT INTO node_reading (node, kind, subject, value, threshold, seen_at) VALUES {}",
                        places.join(", ")
                    );
                    on!(&mut *conn, c => {
                        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(&node).bind(ms(now));
                        for (kind, subject, value, threshold) in some {
                            query = query.bind(kind).bind(subject).bind(*value).bind(*threshold);
                        }
                        query.execute(&mut **c).await.map(drop)
                    })?;
                }
                Ok(())
            })
        })
        .await
    }

    /// The check results of other nodes since an instant.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn readings_of_others(&self, since: Instant) -> Result<Vec<CheckResult>> {
        let node = self.node().to_owned();
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT kind, subject, value, threshold FROM node_reading WHERE node <> $1 AND seen_at >= $2";
                let rows: Vec<Row> = on!(&mut conn, c => {
                    query_as(sql).bind(node).bind(ms(since)).fetch_all(&mut **c).await
                })?;
                // Kinds that only a newer node knows are skipped, so that the others are still judged.
                Ok(rows.into_iter().filter_map(reading).collect())
            })
        })
        .await
    }
}

fn row(reading: CheckResult) -> Option<Row> {
    let (value, threshold) = match reading.state {
        CheckState::Unknown => return None,
        CheckState::Fine => (None, None),
        CheckState::Wrong { value, threshold } => (Some(value), Some(threshold)),
    };
    let kind = reading.kind.as_str().to_owned();
    Some((kind, reading.subject, value, threshold))
}

fn reading((kind, subject, value, threshold): Row) -> Option<CheckResult> {
    let state = match value.zip(threshold) {
        Some((value, threshold)) => CheckState::Wrong { value, threshold },
        None => CheckState::Fine,
    };
    Some(CheckResult {
        kind: kind.parse().ok()?,
        subject,
        state,
    })
}
