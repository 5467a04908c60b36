//! Bulk load: many new dossiers in one transaction, for the demo's history. All or nothing, with one publication.
//!
//! The triggers would update the counters with every batch, on SQLite with every row, which would cost more than the rows. So
//! they are off inside this transaction; the counts are tallied in memory and added to the counters before the commit. If all
//! earlier events are sealed, the new ones are sealed when they are written: reading them again would take longer than writing
//! them. Rows, sums and seals of the next batch are prepared while the database writes the current one.
//!
//! A load's write-ahead log holds everything that it writes, so very large loads are split into several of at most
//! [`LOAD_DOSSIERS_MAX`].

mod sealing;

use std::sync::Arc;
use std::time::Duration;

use futures::{Stream, StreamExt};
use sqlx::{AssertSqlSafe, Connection};
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use sanh_domain::dossier::{Dossier, Event};

use super::centre::CentreRules;
use super::conn::{Conn, on};
use super::dossier::{self, DossierRow};
use super::error::{Result, StoreError};
use super::event::EventRow;
use super::row::insert_all;
use super::seal::SealRow;
use super::tally::Tally;
use super::trigger::Triggers;
use super::{Store, change, counter};

use sealing::{Sealing, last_event};

/// New dossiers from which PostgreSQL gets new statistics at once, if they are at least as many as before: until its own
/// analysis, a minute later, it would plan as if they did not exist.
const ANALYZED_MIN: u64 = 10_000;

/// The most dossiers of one load (ours): some 200 MB of log. Smaller loads write the rows of months and years more often.
pub const LOAD_DOSSIERS_MAX: u32 = 50_000;

/// Batches that are prepared before the database takes them.
const PREPARED_AHEAD: usize = 2;

/// Pages that SQLite caches during a load, in KiB: enough for the ends of all indexes. With less, a page goes into the log many
/// times.
const LOADING_CACHE_KIB: u32 = 65_536;
/// SQLite's default cache, in KiB.
const USUAL_CACHE_KIB: u32 = 2_000;

/// One new dossier of a load, with its whole history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkEntry {
    /// The dossier after its events.
    pub dossier: Dossier,
    /// Its events, in order, from the first.
    pub events: Vec<Event>,
}

/// The result of a load.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BulkReport {
    /// Dossiers written.
    pub added: u64,
    /// Events written.
    pub events: u64,
}

impl Store {
    /// Loads a stream of batches (some hundreds of entries each) in one transaction. An error in the stream, or a batch that
    /// does not come within the time limit, undoes everything. Other writers wait meanwhile.
    ///
    /// # Errors
    /// The stream's own error; [`StoreError::CodeTaken`] or [`StoreError::Invalid`] when a dossier is known. Nothing was
    /// written then.
    pub async fn bulk<S>(&self, batches: S) -> Result<BulkReport>
    where
        S: Stream<Item = Result<Vec<BulkEntry>>> + Send + 'static,
    {
        let rules_cache = self.rules_cache();
        let idle = Duration::from_secs(self.options.bulk_idle_s);
        let seal_key = self.options.seal_key.clone();
        self.write_alone(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let sealing = match &seal_key {
                    Some(key) => Sealing::begin(conn, key).await?,
                    None => None,
                };
                let preparation = Preparation {
                    centre_rules: rules_cache.of(conn).await?,
                    next_id: dossier::next_id(conn).await?,
                    change_number: change::read(conn).await? + 1,
                    tally: Tally::default(),
                    sealing,
                    idle,
                };
                enlarge_cache(conn).await?;
                let loaded = load(conn, preparation, batches).await;
                give_back(conn).await?;
                loaded
            })
        })
        .await
    }
}

async fn load<S>(conn: &mut Conn<'_>, preparation: Preparation, batches: S) -> Result<BulkReport>
where
    S: Stream<Item = Result<Vec<BulkEntry>>> + Send + 'static,
{
    let triggers = Triggers::off(conn).await?;
    let before = u64::try_from(preparation.next_id - 1).unwrap_or_default();
    let (mut prepared, preparing) = preparation.start(batches);
    let mut report = BulkReport::default();
    let mut is_sealing = true;
    while let Some(batch) = prepared.recv().await {
        let batch = batch?;
        is_sealing = batch.write(conn, is_sealing).await?;
        report.added += batch.dossiers.len() as u64;
        report.events += batch.events.len() as u64;
    }
    let tally = preparing
        .await
        .map_err(|error| StoreError::Corrupt(format!("a load's rows: {error}")))?;
    finish(conn, tally, report, before).await?;
    triggers.on(conn).await?;
    Ok(report)
}

async fn finish(conn: &mut Conn<'_>, tally: Tally, report: BulkReport, before: u64) -> Result<()> {
    if report != BulkReport::default() {
        counter::add(conn, tally.into_rows()).await?;
        change::bump(conn).await?;
    }
    if let Conn::Postgres(conn) = conn
        && report.added >= before.max(ANALYZED_MIN)
    {
        let sql = "ANALYZE dossier, event, flow_counter, handling_counter, open_counter, due_counter, throughput_counter,
                   throughput_procedure, throughput_person, working_time_counter, working_time_procedure, working_time_person";
        sqlx::query(sql).execute(&mut **conn).await?;
    }
    Ok(())
}

/// Enlarges SQLite's page cache; that of PostgreSQL belongs to its server.
async fn enlarge_cache(conn: &mut Conn<'_>) -> Result<()> {
    let Conn::Sqlite(conn) = conn else {
        return Ok(());
    };
    let sql = format!("PRAGMA cache_size = -{LOADING_CACHE_KIB}");
    sqlx::query(AssertSqlSafe(sql)).execute(&mut **conn).await?;
    Ok(())
}

/// Gives back what only a load needs: its pages, and its statements with thousands of parameters.
async fn give_back(conn: &mut Conn<'_>) -> Result<()> {
    on!(&mut *conn, c => c.clear_cached_statements().await)?;
    let Conn::Sqlite(conn) = conn else {
        return Ok(());
    };
    let sql = format!("PRAGMA cache_size = -{USUAL_CACHE_KIB}; PRAGMA shrink_memory");
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut **conn)
        .await?;
    Ok(())
}

/// The rows of a batch.
struct Prepared {
    dossiers: Vec<DossierRow>,
    events: Vec<EventRow>,
    /// The seals of the events, valid if their numbers follow on the existing ones; empty if the sealer has to seal them.
    seals: Vec<SealRow>,
}

impl Prepared {
    /// Writes the rows, and their seals if all earlier events are sealed; returns whether the seals were written.
    async fn write(&self, conn: &mut Conn<'_>, is_sealing: bool) -> Result<bool> {
        insert_all(conn, &self.dossiers)
            .await
            .map_err(|error| taken(error, &self.dossiers))?;
        insert_all(conn, &self.events).await?;
        let Some(last) = self.seals.last().filter(|_| is_sealing) else {
            return Ok(false);
        };
        // The database may skip numbers; then the seal was computed for a wrong number.
        if last_event(conn).await? != last.event_id {
            return Ok(false);
        }
        insert_all(conn, &self.seals).await?;
        Ok(true)
    }
}

/// Prepares the rows of entries, and tallies what the triggers would count.
struct Preparation {
    centre_rules: Arc<CentreRules>,
    next_id: i64,
    change_number: i64,
    tally: Tally,
    sealing: Option<Sealing>,
    /// How long it waits for a batch.
    idle: Duration,
}

impl Preparation {
    /// Starts the preparation; after the last batch it returns the tally. It ends early when nobody takes the rows any more.
    fn start<S>(
        mut self,
        batches: S,
    ) -> (mpsc::Receiver<Result<Prepared>>, AbortOnDropHandle<Tally>)
    where
        S: Stream<Item = Result<Vec<BulkEntry>>> + Send + 'static,
    {
        let (sender, receiver) = mpsc::channel(PREPARED_AHEAD);
        let preparing = tokio::spawn(async move {
            let mut batches = std::pin::pin!(batches);
            loop {
                let batch = match tokio::time::timeout(self.idle, batches.next()).await {
                    Ok(Some(batch)) => batch.and_then(|batch| self.rows(&batch)),
                    Ok(None) => break,
                    Err(_) => Err(StoreError::Busy),
                };
                let is_bad = batch.is_err();
                if sender.send(batch).await.is_err() || is_bad {
                    break;
                }
            }
            self.tally
        });
        (receiver, AbortOnDropHandle::new(preparing))
    }

    fn rows(&mut self, batch: &[BulkEntry]) -> Result<Prepared> {
        let mut dossiers = Vec::with_capacity(batch.len());
        let count = batch.iter().map(|entry| entry.events.len()).sum();
        let (mut events, mut seals) = (Vec::with_capacity(count), Vec::new());
        for entry in batch {
            let row = DossierRow::of(self.next_id, &entry.dossier, &self.centre_rules);
            self.next_id += 1;
            self.tally.add(&row, 1);
            for event in &entry.events {
                let event = EventRow::of(row.id, event, self.change_number)?;
                if let Some(sealing) = &mut self.sealing {
                    seals.push(sealing.next(&entry.dossier.code, &event));
                }
                events.push(event);
            }
            dossiers.push(row);
        }
        Ok(Prepared {
            dossiers,
            events,
            seals,
        })
    }
}

/// Names the code in the error if one row had a code that is already taken.
fn taken(error: StoreError, rows: &[DossierRow]) -> StoreError {
    let StoreError::Database(sqlx::Error::Database(cause)) = &error else {
        return error;
    };
    if !cause.is_unique_violation() {
        return error;
    }
    match rows {
        [only] => only.code().map_or(error, StoreError::CodeTaken),
        _ => {
            StoreError::Invalid("a dossier of the batch exists already, or comes twice".to_owned())
        }
    }
}
