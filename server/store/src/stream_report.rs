//! Reports of screens that reached another node than the one with their stream: a load balancer sends each request to any node.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sqlx::query_as;

use sanh_domain::board::edition::Version;
use sanh_domain::deadline::Instant;
use sanh_domain::notice::model::NoticeId;

use super::Store;
use super::conn::on;
use super::error::{Result, StoreError};
use super::stored_time::{instant, ms};

/// The prefix of what the proof of a stream's token covers, so that it cannot be used for anything else.
const FORM: &[u8] = b"sanh stream token 1";
/// Milliseconds after which unread reports are dropped, because their node is gone.
const UNREAD_MS: i64 = 60_000;

/// A screen's report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamReport {
    /// The version that it has painted.
    pub version: Version,
    /// The error since its last report.
    pub error: Option<String>,
    /// The emergency that it has painted.
    pub emergency: Option<NoticeId>,
    /// Milliseconds its device's clock is ahead of the server's.
    pub clock_ahead_ms: Option<i64>,
    /// When it was reported.
    pub at: Instant,
}

type Row = (String, i64, Option<String>, Option<i64>, Option<i64>, i64);

impl Store {
    /// The proof that a node with this database issued a stream's token; `None` without a key.
    #[must_use]
    pub fn token_proof(&self, token: &str) -> Option<String> {
        let key = self.seal_key()?;
        let mut mac = Hmac::<Sha256>::new_from_slice(key.bytes()).ok()?;
        mac.update(FORM);
        mac.update(token.as_bytes());
        // 128 bits are more than anybody can guess while a stream lives.
        Some(hex::encode(&mac.finalize().into_bytes()[..16]))
    }

    /// Stores reports for the nodes of their streams, by token and node.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put_stream_reports(
        &self,
        reports: Vec<(String, String, StreamReport)>,
        now: Instant,
    ) -> Result<()> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let sql = "DELETE FROM stream_report WHERE at < $1";
                let unread = ms(now).saturating_sub(UNREAD_MS);
                on!(&mut *conn, c => sqlx::query(sql).bind(unread).execute(&mut **c).await.map(drop))?;
                let sql = "INSERT INTO stream_report (token, node, version, error, emergency, clock_ahead_ms, at)
                           VALUES ($1, $2, $3, $4, $5, $6, $7)
                           ON CONFLICT (token) DO UPDATE SET version = excluded.version, at = excluded.at,
                               error = coalesce(excluded.error, stream_report.error), emergency = excluded.emergency,
                               clock_ahead_ms = coalesce(excluded.clock_ahead_ms, stream_report.clock_ahead_ms)";
                for (token, node, report) in reports {
                    let version = i64::try_from(report.version.0).unwrap_or(i64::MAX);
                    on!(&mut *conn, c => {
                        let query = sqlx::query(sql).bind(token).bind(node).bind(version).bind(report.error);
                        let query = query.bind(report.emergency.map(|id| id.0)).bind(report.clock_ahead_ms);
                        query.bind(ms(report.at)).execute(&mut **c).await.map(drop)
                    })?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Reads and deletes the reports of this node's streams, by their tokens. Nothing is written if there are none.
    ///
    /// # Errors
    /// When they cannot be read or written.
    pub async fn take_stream_reports(&self) -> Result<Vec<(String, StreamReport)>> {
        let node = self.node().to_owned();
        let found: Vec<Row> = self
            .read(move |mut conn| {
                Box::pin(async move {
                    let sql = "SELECT token, version, error, emergency, clock_ahead_ms, at FROM stream_report WHERE node = $1";
                    Ok(on!(&mut conn, c => query_as(sql).bind(node).fetch_all(&mut **c).await)?)
                })
            })
            .await?;
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let read: Vec<(String, i64)> = found.iter().map(|row| (row.0.clone(), row.5)).collect();
        self.write(move |mut conn| {
            Box::pin(async move {
                // A report that was replaced in the meantime stays.
                let sql = "DELETE FROM stream_report WHERE token = $1 AND at = $2";
                for (token, at) in read {
                    on!(&mut conn, c => sqlx::query(sql).bind(token).bind(at).execute(&mut **c).await.map(drop))?;
                }
                Ok(())
            })
        })
        .await?;
        found.into_iter().map(report).collect()
    }
}

fn report((token, version, error, emergency, clock, at): Row) -> Result<(String, StreamReport)> {
    let version = u64::try_from(version)
        .map_err(|_| StoreError::Corrupt(format!("there is no board version {version}")))?;
    let report = StreamReport {
        version: Version(version),
        error,
        emergency: emergency.map(NoticeId),
        clock_ahead_ms: clock,
        at: instant(at)?,
    };
    Ok((token, report))
}
