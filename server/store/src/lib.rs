//! The case database: SQLite (embedded, the default) and PostgreSQL behind one interface.
//!
//! Two equalities always hold: a dossier = the replay of its events, the counters = the count of the dossiers. Triggers update
//! the counters in the transaction that writes the dossier. A method that writes returns after the commit.
//!
//! Instants are stored as milliseconds UTC, dates as text, days of counters as yyyymmdd in the centre's zone.

mod absence;
mod account;
mod act;
mod agency_scope;
mod alarm;
mod amend;
mod applicant;
mod attachment;
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
pub mod clock;
mod clock_fault;
mod conn;
mod counted;
mod counter;
mod counter_row;
mod counting;
mod cube;
mod db;
mod delivery;
mod demo_mark;
mod disclosed_procedures;
mod disclosure;
mod document;
mod dossier;
mod dossier_page;
mod duplicate;
mod erasure;
mod error;
mod event;
mod external_files;
mod fault;
mod feedback;
mod fence;
mod file;
mod group;
mod guide;
mod health;
mod history;
mod import;
mod import_job;
mod import_mapping;
mod lease;
mod ledger;
mod ledger_replay;
mod letter;
mod limits;
mod linked;
mod lookup;
mod merge;
mod migration;
mod node_screen;
mod note;
mod notice;
mod notified_due;
mod options;
mod outbox;
mod pending;
mod period;
mod postgres;
mod probe;
mod procedure;
mod procedure_figures;
mod procedure_import;
mod proof;
mod rating;
mod rebuild;
mod recent_events;
mod reception;
mod recount;
mod register;
mod rekey;
mod remind;
mod report;
mod report_text;
mod request;
mod requirements;
mod restore;
mod resume;
mod retention;
mod row;
mod row_page;
mod row_set;
mod screen;
mod scrub;
mod seal;
mod seal_key;
mod sealed_file;
mod search;
mod secret;
mod serial;
mod setting;
mod signed;
mod single_change;
mod slip;
mod slip_grant;
mod staged_import;
pub mod stored;
mod stored_time;
mod stream_report;
mod subscription;
mod subscription_end;
mod tally;
mod throughput;
mod transaction;
mod trigger;
mod upgrade;
pub mod vault;
mod verify;
mod verify_report;
mod view;
mod worklist;
mod writer;

use std::sync::{Arc, OnceLock};

use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteConnectOptions;
use tokio::sync::watch;

use crate::clock::guard::ClockGuard;
use crate::vault::Vault;

pub use account::throttle::SIGN_IN;
pub use account::{
    Account, Link, LinkSettings, NewAccount, NewSession, PendingSession, SealedFactor,
    SessionLimits, SignedIn, StoredSession, folded as folded_name,
};
pub use act::RequestOutcome;
pub use alarm::{
    ALARM_TRIES_MAX, AlarmChannel, AlarmDelivery, AlarmMessage, AlarmMoment, Slice, Trouble,
};
pub use amend::{AmendmentOutcome, AmendmentRequest};
pub use applicant::BlindIndex;
pub use attachment::NewAttachment;
pub use audit::{AuditActor, AuditEntry, AuditQuery, AuditRecord};
pub use backup::{Backup, BackupLimits, KeepRule, newest_copy, remove_unfinished};
pub use board::BoardSnapshot;
pub use board_version::{
    BoardVersionBatch, NewBoardVersion, Presence, ScreenPast, StoredBoardVersion,
};
pub use bulk::{BulkEntry, BulkReport, LOAD_DOSSIERS_MAX};
pub use catalogue::{Agency, ChangeOutcome, Field, NewAgency, NewField};
pub use cell::{CellListing, CellPage};
pub use centre::Centre;
pub use chain::{ChainBegin, ChainCause};
pub use change::LastChange;
pub use counter::RepairReport;
pub use cube::{CountedCube, OnProgress, unwatched};
pub use delivery::{DeliveryOutcome, LEASE_S, LETTER_TRIES_MAX};
pub use document::NewDocument;
pub use dossier::StoredDossier;
pub use duplicate::{Duplicate, DuplicateRow};
pub use erasure::ErasedBatch;
pub use error::{Result, StoreError};
pub use external_files::{Outside, Serial};
pub use fault::Fault;
pub use feedback::{
    FeedbackChange, FeedbackFigures, FeedbackFilter, FeedbackOutcome, FeedbackSecrets, NewFeedback,
    SendOutcome,
};
pub use fence::Duty;
pub use health::Health;
pub use import::{DossierChange, ExistingDossier, ImportTransaction, Imported};
pub use import_job::{ImportChange, ImportMarker, NewImport, StepOutcome};
pub use import_mapping::{MAPPINGS_MAX, StoredMapping};
pub use lease::{DUTY_ASKED_EVERY, DUTY_S};
pub use ledger::{LedgerLine, read_ledger};
pub use ledger_replay::LedgerReplay;
pub use letter::{DueLetter, LetterAbout};
pub use linked::{Linked, LinkedPart};
pub use lookup::{LookedUpDossier, LookedUpPart, LookedUpRecord};
pub use merge::MergeOutcome;
pub use node_screen::{SCREENS_TOLD_EVERY_S, WatchedElsewhere};
pub use notice::{DecisionOutcome, NewNotice, NoticeSubmission, PaintedReport, SubmissionOutcome};
pub use options::{SealKey, StoreOptions};
pub use outbox::{ListedOutbox, Outbox, OutboxCounts, OutboxList};
pub use period::PeriodOutcome;
pub use procedure::{NewProcedure, Procedure};
pub use procedure_import::{ImportedProcedure, ProcedureImportOutcome};
pub use rating::{OpeningRatingOutcome, RatingOutcome, RatingTicket};
pub use rebuild::RebuildReport;
pub use recent_events::RecentEvent;
pub use reception::{OpeningOutcome, OpeningRequest};
pub use recount::CalendarOutcome;
pub use rekey::{KeyChange, ReadBlindIndexes, RekeyReport};
pub use remind::RemindersDue;
pub use report::{
    BacklogPart, Listing, OpenAtPeriodEnd, OpenCountsByGroup, PeriodTotalsByGroup, ScopedFilter,
    ThroughputQuery, ThroughputSnapshot, open_counts_at_end_by_group,
};
pub use restore::RestoreOutcome;
pub use resume::ResumeReport;
pub use retention::ExpiringData;
pub use screen::{
    PAIRINGS_MAX, PAIRINGS_PER_ADDRESS_MAX, PairingOutcome, PairingState, SCREENS_MAX, Screen,
    StoredScreen,
};
pub use seal::SealHead;
pub use search::FitsRecord;
pub use signed::SigningOutcome;
pub use single_change::ActionOutcome;
pub use slip::{PinOutcome, Slip, SlipOfToday};
pub use slip_grant::SlipGrant;
pub use staged_import::{BatchOutcome, StagedBatch, StagedImport};
pub use stream_report::StreamReport;
pub use subscription::{ConfirmOutcome, NewSubscription, SubscribeOutcome, Subscriber};
pub use verify_report::{VerifyOptions, VerifyReport};
pub use view::ViewOf;
pub use worklist::{
    AgencyOpenCounts, InstantRange, ListedRow, WorklistBounds, WorklistFilter, WorklistOrder,
};
pub use writer::WriterCounts;

pub use sanh_domain::centre::setting::SettingKey;

use centre::RulesCache;
use conn::PoolChoice;
use db::Db;
use fence::Lease;
use group::Context;
use lease::Node;

/// The store. Share it in an `Arc`.
pub struct Store {
    db: Arc<Db>,
    pool: PoolChoice,
    options: Arc<StoreOptions>,
    rules_cache: Arc<RulesCache>,
    changes: watch::Sender<i64>,
    vault: Arc<OnceLock<Arc<Vault>>>,
    node: Arc<Node>,
    /// The leases that each write checks first; empty if none is needed.
    fences: Arc<[Lease]>,
    health: Arc<Health>,
    guard: Option<Arc<ClockGuard>>,
    /// The last audit entry that the ledger contains; 0 if not read yet.
    ledger: Arc<tokio::sync::Mutex<i64>>,
}

impl Store {
    /// Connects, and refuses a database that would not keep committed data. The tables may not exist yet: see
    /// [`Store::migrate`].
    ///
    /// # Errors
    /// [`StoreError::Misconfigured`] says in one line what to do; or the database cannot be reached.
    pub async fn open(options: &StoreOptions) -> Result<Self> {
        let rules_cache = Arc::new(RulesCache::new(&options.part_due_reason));
        let context = Context {
            rules_cache: Arc::clone(&rules_cache),
            seal_key: options.seal_key.clone(),
        };
        let db = Db::open(options, context).await?;
        let changes = db.writer().changes().clone();
        let store = Self {
            db: Arc::new(db),
            pool: PoolChoice::Shared,
            options: Arc::new(options.clone()),
            rules_cache,
            changes,
            vault: Arc::default(),
            node: Arc::new(Node::new()),
            fences: fence::none(),
            health: Arc::default(),
            guard: None,
            ledger: Arc::default(),
        };
        store.notice_changes().await?;
        Ok(store)
    }

    /// The same store, reading on the connections reserved for the publisher and for readiness checks, so that it never waits for
    /// other work. Not for requests of visitors.
    #[must_use]
    pub fn reserved(&self) -> Self {
        Self {
            pool: PoolChoice::Reserved,
            ..self.view()
        }
    }

    /// Another handle to the same store.
    fn view(&self) -> Self {
        Self {
            db: Arc::clone(&self.db),
            pool: self.pool,
            options: Arc::clone(&self.options),
            rules_cache: Arc::clone(&self.rules_cache),
            changes: self.changes.clone(),
            vault: Arc::clone(&self.vault),
            node: Arc::clone(&self.node),
            fences: Arc::clone(&self.fences),
            health: Arc::clone(&self.health),
            guard: self.guard.clone(),
            ledger: Arc::clone(&self.ledger),
        }
    }

    /// Reports every change after its commit: changes of this process at once, those of other processes when
    /// [`Store::notice_changes`] reads them. The value is the change number.
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

    /// The last change, whoever made it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn latest_change(&self) -> Result<LastChange> {
        self.read(|mut conn| Box::pin(async move { change::last(&mut conn).await }))
            .await
    }

    /// Reads the change number and notifies receivers of [`Store::changes`] if another process has raised it. One small read.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn notice_changes(&self) -> Result<i64> {
        let number = self.change_number().await?;
        change::announce(&self.changes, number);
        Ok(number)
    }

    /// The state of the disk and of the scheduled backups.
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// Counts of the writer; `None` on PostgreSQL, which has other writers, too.
    pub fn writer_counts(&self) -> Option<&WriterCounts> {
        match self.db() {
            Db::Sqlite { writer, .. } => Some(writer.counts()),
            Db::Postgres(_, _) => None,
        }
    }

    /// Commits running writes and closes every connection.
    pub async fn close(&self) {
        self.release_leases().await;
        match self.db() {
            Db::Sqlite {
                readers,
                reserved,
                writer,
                ..
            } => {
                // The writer closes last, because SQLite's last connection merges the write-ahead log and removes it.
                readers.close().await;
                reserved.close().await;
                writer.close().await;
            }
            Db::Postgres(pools, writer) => {
                writer.close().await;
                pools.close().await;
            }
        }
    }

    /// The key that seals the audit, if there is one.
    pub fn seal_key(&self) -> Option<SealKey> {
        self.options.seal_key.clone()
    }

    fn db(&self) -> &Db {
        &self.db
    }

    fn pool(&self) -> PoolChoice {
        self.pool
    }

    fn rules_cache(&self) -> Arc<RulesCache> {
        Arc::clone(&self.rules_cache)
    }

    /// One more SQLite connection, checked like all others.
    async fn connect_sqlite(&self, options: &SqliteConnectOptions) -> Result<SqliteConnection> {
        conn::connect_sqlite(options, self.options.busy().as_millis()).await
    }
}
