//! The store: SQLite (embedded, the default) and PostgreSQL behind one face.
//!
//! Two equalities always hold: a dossier = the replay of its events, the counters = the count of the dossiers. The counters
//! follow the dossier row by triggers in the same transaction. Answers leave after the commit.
//!
//! Instants are stored as milliseconds UTC, dates as text, days of counters as yyyymmdd in the centre's zone.

mod absence;
mod account;
mod act;
mod agency;
mod alarm;
mod amend;
mod applicant;
mod audit;
mod backup;
mod board;
mod board_version;
mod bulk;
mod calendar;
mod catalogue;
mod cell;
mod centre;
mod chain;
mod change;
mod content;
mod counted;
mod counter;
mod cube;
mod db;
mod disclosure;
mod dossier;
mod double;
mod error;
mod event;
mod fault;
mod field;
mod history;
mod import;
mod import_job;
mod import_mapping;
mod ledger;
mod limits;
mod linked;
mod merge;
mod migration;
mod news;
mod note;
mod notice;
mod options;
mod outbox;
mod outside;
mod period;
mod procedure;
mod proof;
mod rebuild;
mod reception;
mod recount;
mod remind;
mod replay;
mod report;
mod request;
mod requirements;
mod restore;
mod resume;
mod row;
mod screen;
mod scrub;
mod seal;
mod seal_key;
mod sealed_file;
mod secret;
mod setting;
mod signed;
mod slip;
mod tally;
mod throughput;
mod told;
mod trigger;
mod upgrade;
mod verify;
mod view;
mod worklist;
mod writer;

use std::sync::{Arc, OnceLock};

use futures::future::BoxFuture;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteConnectOptions;
use tokio::sync::watch;

use crate::vault::Vault;

pub use account::{
    Account, HalfSession, Link, NewAccount, NewSession, SessionLimits, Settled, StoredSession,
    folded as folded_name,
};
pub use act::{Acted, Step};
pub use agency::{Agency, NewAgency};
pub use alarm::{ALARM_TRIES_MAX, AlarmMessage, AlarmMoment, AlarmWay, Slice, Telling};
pub use amend::{Amended, Amending};
pub use applicant::Mark;
pub use audit::{AuditQuery, By, Deed};
pub use backup::Backup;
pub use board::Boards;
pub use board_version::{KeptBoardVersion, NewBoardVersion, Presence, ScreenPast, Shown};
pub use bulk::{BulkEntry, BulkReport};
pub use catalogue::Changed;
pub use cell::{CellListing, CellPage};
pub use centre::Centre;
pub use chain::{ChainBegin, ChainCause};
pub use cube::{Counted, Progress, unwatched};
pub use dossier::StoredDossier;
pub use double::{Double, DoubleRow};
pub use error::{Result, StoreError};
pub use fault::Fault;
pub use field::{Field, NewField};
pub use import::{Brought, Found, ImportTransaction, Imported};
pub use import_job::{ImportChange, ImportMark, NewImport, Stepped};
pub use import_mapping::{KeptMapping, MAPPINGS_MAX};
pub use ledger::{LedgerLine, read_ledger};
pub use linked::{Linked, LinkedPart};
pub use merge::Merged;
pub use news::Happened;
pub use notice::{Decided, NewNotice, Painted, Writing, Wrote};
pub use options::{SealKey, StoreOptions};
pub use outbox::{LEASE_S, LETTER_TRIES_MAX, ListedOutbox, Outbox, OutboxCounts, OutboxList, Told};
pub use outside::{Outside, Serial};
pub use period::PeriodPut;
pub use procedure::{NewProcedure, Procedure};
pub use rebuild::RebuildReport;
pub use reception::{Opened, Opening};
pub use recount::CalendarDone;
pub use remind::RemindersDue;
pub use replay::Replay;
pub use report::{
    BacklogPart, Listing, MovedByGroup, StandingByGroup, Stood, ThroughputAsked, ThroughputLook,
    Within, stood_by_group,
};
pub use request::Done;
pub use requirements::Requirements;
pub use restore::Restored;
pub use resume::Resumed;
pub use screen::{
    Coded, PAIRINGS_MAX, PAIRINGS_PER_ADDRESS_MAX, Paired, SCREENS_MAX, Screen, StoredScreen,
};
pub use seal::SealHead;
pub use signed::Signing;
pub use slip::{PinTried, Slip};
pub use verify::{VerifyOptions, VerifyReport};
pub use worklist::{ListedRow, WorklistFilter};
pub use writer::WriterCounts;

pub use sanh_app::centre::setting::SettingKey;

use centre::Books;
use db::{Conn, Db};

/// The store. Share it by `Arc`.
pub struct Store {
    db: Db,
    options: StoreOptions,
    books: Arc<Books>,
    changes: watch::Sender<i64>,
    vault: OnceLock<Arc<Vault>>,
    /// Up to which line of the audit the ledger holds everything; 0: it is not known yet.
    ledger: tokio::sync::Mutex<i64>,
}

impl Store {
    /// Connects, and refuses a database that would not keep what it acknowledges. The tables may not be there yet: see
    /// [`Store::migrate`].
    ///
    /// # Errors
    /// [`StoreError::Unfit`] says in one line what to do; or the database cannot be reached.
    pub async fn open(options: &StoreOptions) -> Result<Self> {
        let db = Db::open(options).await?;
        let changes = match &db {
            Db::Sqlite { writer, .. } => writer.changes().clone(),
            Db::Postgres(_) => watch::Sender::new(0),
        };
        let store = Self {
            db,
            options: options.clone(),
            books: Arc::default(),
            changes,
            vault: OnceLock::new(),
            ledger: tokio::sync::Mutex::default(),
        };
        store.notice_changes().await?;
        Ok(store)
    }

    /// Tells of every change after its commit: those made here at once, those of other processes when
    /// [`Store::notice_changes`] looks. The value is the change number.
    pub fn changes(&self) -> watch::Receiver<i64> {
        self.changes.subscribe()
    }

    /// The number of the last change, whoever made it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn change_number(&self) -> Result<i64> {
        self.read(|mut conn| Box::pin(async move { change::read(&mut conn).await }))
            .await
    }

    /// Looks for changes of other processes and tells those who wait at [`Store::changes`]. One small read.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn notice_changes(&self) -> Result<i64> {
        let number = self.change_number().await?;
        change::announce(&self.changes, number);
        Ok(number)
    }

    /// What the SQLite writer has done; `None` on PostgreSQL, where every change has its own transaction.
    pub fn writer_counts(&self) -> Option<&WriterCounts> {
        match &self.db {
            Db::Sqlite { writer, .. } => Some(writer.counts()),
            Db::Postgres(_) => None,
        }
    }

    /// Commits what is under way and closes every connection.
    pub async fn close(&self) {
        match &self.db {
            Db::Sqlite {
                readers, writer, ..
            } => {
                // The writer last: it brings the write-ahead log into the database and removes it.
                readers.close().await;
                writer.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }

    /// Reads in one transaction: everything read belongs together.
    async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        match &self.db {
            Db::Sqlite { readers, .. } => {
                let mut transaction = readers.begin().await?;
                let read = work(Conn::Sqlite(&mut transaction)).await;
                transaction.rollback().await?;
                read
            }
            Db::Postgres(pool) => {
                let mut transaction = pool
                    .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?;
                let read = work(Conn::Postgres(&mut transaction)).await;
                transaction.rollback().await?;
                read
            }
        }
    }

    /// Writes in one transaction, on SQLite shared with others, and answers after its commit.
    async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        self.transact(false, work).await
    }

    /// Writes in a transaction shared with nobody: long work, and work that changes the schema.
    async fn write_alone<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        self.transact(true, work).await
    }

    async fn transact<T, F>(&self, alone: bool, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        match &self.db {
            Db::Sqlite { writer, .. } => writer.write(alone, work).await,
            Db::Postgres(pool) => {
                let mut transaction = db::begin_writing(pool).await?;
                let written = work(Conn::Postgres(&mut transaction)).await?;
                let number = change::read(&mut Conn::Postgres(&mut transaction)).await?;
                transaction.commit().await?;
                change::announce(&self.changes, number);
                Ok(written)
            }
        }
    }

    /// What seals the audit.
    pub(crate) fn seal_key(&self) -> Option<SealKey> {
        self.options.seal_key.clone()
    }

    fn db(&self) -> &Db {
        &self.db
    }

    fn books(&self) -> Arc<Books> {
        Arc::clone(&self.books)
    }

    /// One more SQLite connection, checked like all others.
    async fn connect_sqlite(&self, options: &SqliteConnectOptions) -> Result<SqliteConnection> {
        db::connect_sqlite(options, self.options.busy().as_millis()).await
    }
}
