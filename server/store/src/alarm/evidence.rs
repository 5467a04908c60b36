//! The queries behind the alarm checks: each costs a bounded time, however long the history.

use sqlx::{query_as, query_scalar};

use sanh_domain::deadline::Instant;
use sanh_domain::dossier::DossierCode;

use super::super::Store;
use super::super::conn::{Conn, on};
use super::super::dossier_page::DossierPage;
use super::super::error::Result;
use super::super::rebuild::replayed;
use super::super::stored_time::{instant, ms};

/// Dossiers verified in one check.
const SLICE_ROWS: i64 = 2_000;

/// The result of verifying some dossiers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// The dossiers that do not equal the replay of their events.
    pub faults: Vec<DossierCode>,
    /// The number of the last verified dossier; `None` if there were none.
    pub last: Option<i64>,
}

impl Store {
    /// When the last event of a dossier was recorded.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn last_change(&self) -> Result<Option<Instant>> {
        self.read(|mut conn| {
            Box::pin(async move {
                let sql = "SELECT recorded_at FROM event ORDER BY id DESC LIMIT 1";
                let last: Option<i64> =
                    on!(&mut conn, c => query_scalar(sql).fetch_optional(&mut **c).await)?;
                last.map(instant).transpose()
            })
        })
        .await
    }

    /// When events were recorded since an instant, in order, of the last `rows_max` events.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn changes_since(&self, since: Instant, rows_max: u32) -> Result<Vec<Instant>> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT recorded_at FROM event WHERE id > (SELECT coalesce(max(id), 0) FROM event) - $1";
                let rows: Vec<i64> = on!(&mut conn, c => {
                    query_scalar(sql).bind(i64::from(rows_max)).fetch_all(&mut **c).await
                })?;
                let since = ms(since);
                let mut changes: Vec<i64> = rows.into_iter().filter(|at| *at >= since).collect();
                changes.sort_unstable();
                changes.dedup();
                changes.into_iter().map(instant).collect()
            })
        })
        .await
    }

    /// The number of events without a seal; 0 without a key.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn unsealed(&self) -> Result<i64> {
        if self.options.seal_key.is_none() {
            return Ok(0);
        }
        let last = self.last_event().await?;
        let sealed = self.seal_head().await?.map_or(0, |head| head.event_id);
        Ok((last - sealed).max(0))
    }

    /// The time of the database's clock.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn database_now(&self) -> Result<Instant> {
        self.read(|mut conn| {
            Box::pin(async move {
                let now = match &mut conn {
                    Conn::Sqlite(c) => {
                        let sql =
                            "SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";
                        query_scalar::<_, i64>(sql).fetch_one(&mut **c).await
                    }
                    Conn::Postgres(c) => {
                        let sql = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";
                        query_scalar::<_, i64>(sql).fetch_one(&mut **c).await
                    }
                };
                instant(now?)
            })
        })
        .await
    }

    /// Verifies the dossiers after this number: a bounded part of [`Store::verify`].
    ///
    /// # Errors
    /// When they cannot be read. Faults are in the result.
    pub async fn verify_slice(&self, after: i64) -> Result<Slice> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let centre_rules = rules_cache.of_committed(&mut conn).await?;
                let Some(page) = DossierPage::read(&mut conn, after, SLICE_ROWS).await? else {
                    return Ok(Slice::default());
                };
                let mut faults = Vec::new();
                for row in &page.rows {
                    let made = replayed(row, page.history(row), &centre_rules);
                    if !matches!(made, Ok(Ok(made)) if made == *row) {
                        faults.push(row.code()?);
                    }
                }
                Ok(Slice {
                    faults,
                    last: Some(page.last_id),
                })
            })
        })
        .await
    }

    /// Stores that walls are connected.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn note_screens(&self, screens: Vec<String>, at: Instant) -> Result<()> {
        if screens.is_empty() {
            return Ok(());
        }
        self.write(move |mut conn| {
            Box::pin(async move {
                let sql = "INSERT INTO screen_seen (screen, seen_at) VALUES ($1, $2)
                           ON CONFLICT (screen) DO UPDATE SET seen_at = excluded.seen_at";
                for screen in screens {
                    on!(&mut conn, c => sqlx::query(sql).bind(screen).bind(ms(at)).execute(&mut **c).await.map(drop))?;
                }
                Ok(())
            })
        })
        .await
    }

    /// When walls were last connected, by name.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn screens_seen(&self) -> Result<Vec<(String, Instant)>> {
        self.read(|mut conn| {
            Box::pin(async move {
                let sql = "SELECT screen, seen_at FROM screen_seen ORDER BY screen";
                let rows: Vec<(String, i64)> =
                    on!(&mut conn, c => query_as(sql).fetch_all(&mut **c).await)?;
                let seen = |(screen, at)| Ok((screen, instant(at)?));
                rows.into_iter().map(seen).collect()
            })
        })
        .await
    }
}
