//! Many dossiers in one transaction: imports and the demo. All or nothing, and one publication.
//!
//! Row by row the triggers would cost more than the rows. So they are off inside this transaction; what they would have counted
//! is tallied in memory and added to the counters before the commit.

use std::sync::Arc;
use std::time::Duration;

use futures::{Stream, StreamExt};

use sanh_domain::dossier::{Dossier, Event};

use super::centre::CentreRules;
use super::conn::Conn;
use super::dossier::{self, DossierRow};
use super::error::{Result, StoreError};
use super::event::EventRow;
use super::row::insert_all;
use super::row_set::update_set;
use super::tally::Tally;
use super::trigger::Triggers;
use super::{Store, change, counter};

/// New dossiers after which PostgreSQL is told at once what its tables hold now: until it looks for itself, a minute later, it
/// plans as if they were empty.
const ANALYZED_MIN: u64 = 10_000;

/// One dossier of a load, as it is to stand, with its events that the store does not know yet. The first event's sequence tells
/// whether the dossier is new (1) or which version of it must stand in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkEntry {
    /// The dossier after its events.
    pub dossier: Dossier,
    /// The new events, in order.
    pub events: Vec<Event>,
}

/// What a load did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BulkReport {
    /// Dossiers that were new.
    pub added: u64,
    /// Dossiers that had been there and got further events.
    pub changed: u64,
    /// Events written.
    pub events: u64,
}

impl Store {
    /// Loads a stream of batches (some hundreds of entries each) in one transaction. An error in the stream, or a batch that does
    /// not come within the limit, undoes everything. Other writers wait meanwhile.
    ///
    /// # Errors
    /// The stream's own error; [`StoreError::Conflict`] when a known dossier is at another version than the entry begins from;
    /// [`StoreError::CodeTaken`] when a new one is known. Nothing was written then.
    pub async fn bulk<S>(&self, batches: S) -> Result<BulkReport>
    where
        S: Stream<Item = Result<Vec<BulkEntry>>> + Send + 'static,
    {
        let (rules_cache, idle) = (
            self.rules_cache(),
            Duration::from_secs(self.options.bulk_idle_s),
        );
        self.write_alone(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of(conn).await?;
                let triggers = Triggers::off(conn).await?;
                let mut load = Load::new(conn, centre_rules).await?;
                let mut batches = std::pin::pin!(batches);
                while let Some(batch) = tokio::time::timeout(idle, batches.next())
                    .await
                    .map_err(|_| StoreError::Busy)?
                {
                    load.add(conn, batch?).await?;
                }
                let report = load.finish(conn).await?;
                triggers.on(conn).await?;
                Ok(report)
            })
        })
        .await
    }
}

struct Load {
    centre_rules: Arc<CentreRules>,
    next_id: i64,
    change_number: i64,
    tally: Tally,
    report: BulkReport,
}

impl Load {
    async fn new(conn: &mut Conn<'_>, centre_rules: Arc<CentreRules>) -> Result<Self> {
        Ok(Self {
            centre_rules,
            next_id: dossier::next_id(conn).await?,
            change_number: change::read(conn).await? + 1,
            tally: Tally::default(),
            report: BulkReport::default(),
        })
    }

    async fn add(&mut self, conn: &mut Conn<'_>, batch: Vec<BulkEntry>) -> Result<()> {
        let (mut dossiers, mut events) = (
            Vec::with_capacity(batch.len()),
            Vec::with_capacity(batch.len() * 4),
        );
        for BulkEntry {
            dossier,
            events: new,
        } in batch
        {
            let Some(first) = new.first() else { continue };
            let known = first.sequence - 1;
            let id = if known == 0 {
                let row = DossierRow::of(self.next_id, &dossier, &self.centre_rules);
                self.next_id += 1;
                self.tally.add(&row, 1);
                let id = row.id;
                dossiers.push(row);
                id
            } else {
                self.change(conn, &dossier, known).await?
            };
            for event in &new {
                events.push(EventRow::of(id, event, self.change_number)?);
            }
        }
        self.report.added += dossiers.len() as u64;
        self.report.events += events.len() as u64;
        insert_all(conn, &dossiers)
            .await
            .map_err(|error| taken(error, &dossiers))?;
        insert_all(conn, &events).await
    }

    /// Updates a dossier the store knows; answers its id.
    async fn change(&mut self, conn: &mut Conn<'_>, dossier: &Dossier, known: i64) -> Result<i64> {
        let code = &dossier.code;
        let old = dossier::find(conn, code)
            .await?
            .ok_or_else(|| StoreError::NotFound(code.clone()))?;
        let new = DossierRow::of(old.id, dossier, &self.centre_rules);
        if old.version != known || update_set(conn, std::iter::once((&old, &new))).await? == 0 {
            return Err(StoreError::Conflict {
                code: code.clone(),
                expected: known,
                found: old.version,
            });
        }
        self.tally.add(&old, -1);
        self.tally.add(&new, 1);
        self.report.changed += 1;
        Ok(old.id)
    }

    async fn finish(self, conn: &mut Conn<'_>) -> Result<BulkReport> {
        if self.report != BulkReport::default() {
            counter::add(conn, self.tally.into_rows()).await?;
            change::bump(conn).await?;
        }
        if let Conn::Postgres(conn) = conn
            && self.report.added >= ANALYZED_MIN
        {
            let sql = "ANALYZE dossier, event, flow_counter, handling_counter, open_counter, due_counter, throughput_counter,
                       throughput_procedure, throughput_person, working_time_counter, working_time_procedure, working_time_person";
            sqlx::query(sql).execute(&mut **conn).await?;
        }
        Ok(self.report)
    }
}

/// A unique code that is there already is the caller's to hear of by name, where one row was the cause.
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
