//! Staged imports: the whole import is staged in short transactions, then written batch by batch in short transactions, so that
//! no other write waits longer than for one batch.
//!
//! Until all of it is staged it can be dropped. From then on it is completed by any process: each batch is written once, in the
//! transaction that moves on to the next, so several processes may try. The staged content is the importer's own JSON; the
//! store does not read it.

use futures::future::BoxFuture;
use sqlx::{query_as, query_scalar};

use sanh_domain::deadline::Instant;
use sanh_domain::import::model::ImportId;
use sanh_domain::import::state::ImportState;

use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::stored_time::{instant, ms};
use super::{ImportTransaction, Store};

/// Minutes after which staging without progress counts as interrupted (ours: a batch takes less than a second).
const STALE_MIN: i64 = 2;
/// The number of batches from which the planner's statistics are renewed.
const ANALYZED_BATCHES_MIN: i64 = 10;

/// The import that is completely staged and not yet completely written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagedImport {
    /// Its job; `None` if the command line began it.
    pub job: Option<ImportId>,
    /// The importer's task, as JSON.
    pub task: String,
    /// The results of the written batches, as JSON.
    pub progress: String,
    /// The first batch that is not written.
    pub place: i64,
    /// The number of batches.
    pub batches: i64,
    /// When the last batch was written.
    pub moved_at: Instant,
}

/// One batch to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagedBatch {
    /// The importer's task, as JSON.
    pub task: String,
    /// The results of the batches before, as JSON.
    pub progress: String,
    /// The batch.
    pub content: Vec<u8>,
    /// Whether it is the last: its transaction ends the import.
    pub is_last: bool,
}

/// The result of writing a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BatchOutcome {
    /// It is written, and more batches follow.
    More,
    /// The last batch is written; with the results of the import.
    Last(String),
    /// Another process has written it.
    Elsewhere,
}

#[derive(sqlx_macros::FromRow)]
struct StagedRow {
    job_id: Option<i64>,
    task: String,
    progress: String,
    is_whole: i64,
    place: i64,
    batches: i64,
    moved_at: i64,
}

impl Store {
    /// Begins to stage an import. `owner` names this attempt; an earlier, interrupted one is dropped.
    ///
    /// # Errors
    /// [`StoreError::Importing`] while another import is staged or written; it cannot be written.
    pub async fn begin_staging(
        &self,
        owner: &str,
        job: Option<ImportId>,
        task: String,
        now: Instant,
    ) -> Result<()> {
        let owner = owner.to_owned();
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                if !take_back(conn, now).await? {
                    return Err(StoreError::Importing);
                }
                let sql = "INSERT INTO staged_import (id, owner, job_id, task, progress, moved_at) VALUES (1, $1, $2, $3, '', $4)";
                on!(conn, c => {
                    let put = sqlx::query(sql).bind(&owner).bind(job.map(|job| job.0)).bind(&task);
                    put.bind(ms(now)).execute(&mut **c).await.map(drop)
                })?;
                Ok(())
            })
        })
        .await
    }

    /// Stages one more batch.
    ///
    /// # Errors
    /// [`StoreError::Importing`] if this attempt was dropped meanwhile; it cannot be written.
    pub async fn stage_batch(
        &self,
        owner: &str,
        place: i64,
        content: Vec<u8>,
        now: Instant,
    ) -> Result<()> {
        let owner = owner.to_owned();
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let sql = "UPDATE staged_import SET moved_at = $2 WHERE owner = $1 AND is_whole = 0";
                let goes_on = on!(&mut *conn, c => {
                    sqlx::query(sql).bind(&owner).bind(ms(now)).execute(&mut **c).await.map(|done| done.rows_affected())
                })?;
                if goes_on == 0 {
                    return Err(StoreError::Importing);
                }
                let sql = "INSERT INTO staged_batch (place, content) VALUES ($1, $2)";
                on!(conn, c => sqlx::query(sql).bind(place).bind(&content).execute(&mut **c).await.map(drop))?;
                Ok(())
            })
        })
        .await
    }

    /// Marks the import as completely staged: from now on it will be completed, whatever happens.
    ///
    /// # Errors
    /// [`StoreError::Importing`] if this attempt was dropped meanwhile; [`StoreError::Invalid`] if its job was ended; it cannot
    /// be written.
    pub async fn end_staging(&self, owner: &str, batches: i64, now: Instant) -> Result<()> {
        let owner = owner.to_owned();
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let sql = "UPDATE staged_import SET is_whole = 1, batches = $2, moved_at = $3 WHERE owner = $1 AND is_whole = 0";
                let ended = on!(&mut *conn, c => {
                    let put = sqlx::query(sql).bind(&owner).bind(batches).bind(ms(now));
                    put.execute(&mut **c).await.map(|done| done.rows_affected())
                })?;
                if ended == 0 {
                    return Err(StoreError::Importing);
                }
                let sql = "SELECT state FROM import_job WHERE id = (SELECT job_id FROM staged_import)";
                let state: Option<String> =
                    on!(conn, c => query_scalar(sql).fetch_optional(&mut **c).await)?;
                if state.is_some_and(|state| state != ImportState::Applying.as_str()) {
                    return Err(StoreError::Invalid(
                        "the import was ended meanwhile".to_owned(),
                    ));
                }
                Ok(())
            })
        })
        .await
    }

    /// Drops what an attempt has staged, unless it is completely staged.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn drop_staging(&self, owner: &str) -> Result<()> {
        let owner = owner.to_owned();
        self.write(move |mut conn| {
            Box::pin(async move {
                let sql = "DELETE FROM staged_import WHERE owner = $1 AND is_whole = 0";
                let dropped = on!(&mut conn, c => {
                    sqlx::query(sql).bind(&owner).execute(&mut **c).await.map(|done| done.rows_affected())
                })?;
                if dropped > 0 {
                    clear_batches(&mut conn).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Drops what a process that is gone has staged; a completely staged import stays and is returned.
    ///
    /// # Errors
    /// It cannot be read or written.
    pub async fn drop_stale_staging(&self, now: Instant) -> Result<Option<StagedImport>> {
        let row = self
            .read(|mut conn| Box::pin(async move { staged(&mut conn).await }))
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        if row.is_whole != 0 {
            return row.staged().map(Some);
        }
        self.write(move |mut conn| {
            Box::pin(async move { take_back(&mut conn, now).await.map(drop) })
        })
        .await?;
        Ok(None)
    }

    /// The import that is completely staged and not yet completely written.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn staged_import(&self) -> Result<Option<StagedImport>> {
        self.read(|mut conn| {
            Box::pin(async move {
                let row = staged(&mut conn).await?.filter(|row| row.is_whole != 0);
                row.map(StagedRow::staged).transpose()
            })
        })
        .await
    }

    /// Writes the batch at a position, if it is the next. `work` returns the results so far.
    ///
    /// # Errors
    /// The error of `work`; or the database cannot be written. The batch is not written then.
    pub async fn write_staged_batch<F>(
        &self,
        place: i64,
        now: Instant,
        work: F,
    ) -> Result<BatchOutcome>
    where
        F: for<'a, 'c> FnOnce(
                &'a mut ImportTransaction<'c>,
                StagedBatch,
            ) -> BoxFuture<'a, Result<String>>
            + Send
            + 'static,
    {
        let rules_cache = self.rules_cache();
        self.write_alone(move |mut conn| {
            Box::pin(async move {
                let next = staged(&mut conn).await?;
                let Some(row) = next.filter(|row| row.is_whole != 0 && row.place == place) else {
                    return Ok(BatchOutcome::Elsewhere);
                };
                let batch = StagedBatch {
                    task: row.task,
                    progress: row.progress,
                    content: content(&mut conn, place).await?,
                    is_last: place + 1 >= row.batches,
                };
                let is_last = batch.is_last;
                let mut transaction = ImportTransaction::begin_writing(conn, &rules_cache).await?;
                let progress = work(&mut transaction, batch).await?;
                let conn = transaction.conn();
                if is_last {
                    end(conn, place).await?;
                    return Ok(BatchOutcome::Last(progress));
                }
                go_on(conn, place, &progress, now).await?;
                Ok(BatchOutcome::More)
            })
        })
        .await
    }
}

impl StagedRow {
    fn staged(self) -> Result<StagedImport> {
        Ok(StagedImport {
            job: self.job_id.map(ImportId),
            task: self.task,
            progress: self.progress,
            place: self.place,
            batches: self.batches,
            moved_at: instant(self.moved_at)?,
        })
    }
}

async fn staged(conn: &mut Conn<'_>) -> Result<Option<StagedRow>> {
    let sql =
        "SELECT job_id, task, progress, is_whole, place, batches, moved_at FROM staged_import";
    Ok(on!(conn, c => query_as(sql).fetch_optional(&mut **c).await)?)
}

async fn content(conn: &mut Conn<'_>, place: i64) -> Result<Vec<u8>> {
    let sql = "SELECT content FROM staged_batch WHERE place = $1";
    let content: Option<Vec<u8>> =
        on!(conn, c => query_scalar(sql).bind(place).fetch_optional(&mut **c).await)?;
    content.ok_or_else(|| {
        StoreError::Corrupt(format!("batch {place} of the staged import is missing"))
    })
}

/// Drops an interrupted staging; `false` if another import is running.
async fn take_back(conn: &mut Conn<'_>, now: Instant) -> Result<bool> {
    let Some(row) = staged(conn).await? else {
        return Ok(true);
    };
    let moved_at = instant(row.moved_at)?;
    if row.is_whole != 0 || now - moved_at < chrono::Duration::minutes(STALE_MIN) {
        return Ok(false);
    }
    let sql = "DELETE FROM staged_import";
    on!(&mut *conn, c => sqlx::query(sql).execute(&mut **c).await.map(drop))?;
    clear_batches(conn).await?;
    Ok(true)
}

async fn clear_batches(conn: &mut Conn<'_>) -> Result<()> {
    let sql = "DELETE FROM staged_batch";
    on!(conn, c => sqlx::query(sql).execute(&mut **c).await.map(drop))?;
    Ok(())
}

/// Moves on to the next batch, and tells the publisher that more will follow.
async fn go_on(conn: &mut Conn<'_>, place: i64, progress: &str, now: Instant) -> Result<()> {
    let sql = "DELETE FROM staged_batch WHERE place = $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(place).execute(&mut **c).await.map(drop))?;
    let sql = "UPDATE staged_import SET place = $1, progress = $2, moved_at = $3";
    on!(&mut *conn, c => {
        sqlx::query(sql).bind(place + 1).bind(progress).bind(ms(now)).execute(&mut **c).await.map(drop)
    })?;
    let sql = "UPDATE change SET importing_at = $1";
    on!(conn, c => sqlx::query(sql).bind(ms(now)).execute(&mut **c).await.map(drop))?;
    Ok(())
}

/// Deletes the staged batches; where earlier batches were held back from the boards, this is the change that publishes them.
async fn end(conn: &mut Conn<'_>, last: i64) -> Result<()> {
    clear_batches(conn).await?;
    if last >= ANALYZED_BATCHES_MIN {
        analyze(conn).await?;
    }
    for sql in [
        "DELETE FROM staged_import",
        "UPDATE change SET number = number + 1, importing_at = NULL WHERE importing_at IS NOT NULL",
    ] {
        on!(&mut *conn, c => sqlx::query(sql).execute(&mut **c).await.map(drop))?;
    }
    Ok(())
}

/// Renews the planner's statistics: those of an empty database would mislead it.
async fn analyze(conn: &mut Conn<'_>) -> Result<()> {
    if let Conn::Sqlite(sqlite) = conn {
        // Without a limit, reading every index of a large database would take minutes.
        sqlx::query("PRAGMA analysis_limit = 1000")
            .execute(&mut **sqlite)
            .await?;
    }
    on!(conn, c => sqlx::query("ANALYZE dossier").execute(&mut **c).await.map(drop))?;
    Ok(())
}
