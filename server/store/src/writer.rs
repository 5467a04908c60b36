//! The SQLite writer: one connection, one task. Changes that wait at the same time share one commit.
//!
//! A commit costs an fsync (some milliseconds), a change microseconds. So the task takes whatever is waiting, runs each change
//! inside a savepoint of its own, commits once, and only then answers: nothing is acknowledged or announced that is not on disk.
//!
//! A change waits for its turn no longer than the limit. Then it is taken back before it has begun, and its caller is told so: what
//! is refused as busy is never written later.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteConnectOptions;
use tokio::sync::{mpsc, oneshot, watch};
use tracing::{Instrument, Span};

use super::change;
use super::conn::{Conn, close, connect_sqlite};
use super::error::{Result, StoreError};
use super::options::StoreOptions;

/// Changes still unanswered when the store is dropped are finished first; more than this many seconds are not granted.
const CLOSE_S: u64 = 30;

/// The handle by which changes are handed to the writing task.
pub(super) struct Writer {
    queue: mpsc::Sender<Message>,
    busy: Duration,
    counts: Arc<WriterCounts>,
    changes: watch::Sender<i64>,
}

/// What the writer has done since the start, for `/metrics` and for the proof that commits are shared.
#[derive(Debug, Default)]
pub struct WriterCounts {
    /// Transactions committed: one fsync each.
    pub commits: AtomicU64,
    /// Changes committed in them.
    pub changes: AtomicU64,
}

/// What stands in the queue.
enum Message {
    Change(Box<dyn Job>),
    /// Everything before it is committed, then the connection is closed and this is answered.
    Close(oneshot::Sender<()>),
}

/// One waiting change.
trait Job: Send {
    /// Runs it inside its savepoint; false: roll it back.
    fn run<'c>(&'c mut self, conn: &'c mut SqliteConnection) -> BoxFuture<'c, bool>;
    /// Answers its caller once the commit is known.
    fn answer(self: Box<Self>, committed: Option<StoreError>);
    /// Whether it must have a transaction to itself.
    fn is_alone(&self) -> bool;
    /// Begins it, unless its caller no longer waits.
    fn begin(&self) -> bool;
    /// What the disk said, where it took this change no more.
    fn unwritable(&self) -> Option<&str>;
}

/// Whether a change waits, has begun, or was taken back: decided once, by whichever comes first.
#[derive(Clone, Debug, Default)]
struct Stage(Arc<AtomicU8>);

impl Stage {
    const WAITING: u8 = 0;
    const BEGUN: u8 = 1;
    const TAKEN_BACK: u8 = 2;

    fn leave_waiting(&self, to: u8) -> bool {
        let moved = self
            .0
            .compare_exchange(Self::WAITING, to, Ordering::AcqRel, Ordering::Acquire);
        moved.is_ok()
    }

    fn begin(&self) -> bool {
        self.leave_waiting(Self::BEGUN)
    }

    fn take_back(&self) -> bool {
        self.leave_waiting(Self::TAKEN_BACK)
    }
}

struct Ticket<T, F> {
    work: Option<F>,
    /// Of whoever asked for the change: what is logged of it is logged there.
    span: Span,
    outcome: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
    alone: bool,
    stage: Stage,
}

impl<T, F> Job for Ticket<T, F>
where
    T: Send,
    F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>> + Send,
{
    fn run<'c>(&'c mut self, conn: &'c mut SqliteConnection) -> BoxFuture<'c, bool> {
        Box::pin(async move {
            let Some(work) = self.work.take() else {
                return false;
            };
            let outcome = AssertUnwindSafe(work(Conn::Sqlite(conn)))
                .catch_unwind()
                .instrument(self.span.clone())
                .await;
            let outcome = outcome
                .unwrap_or_else(|_| Err(StoreError::Corrupt("a change panicked".to_owned())));
            let good = outcome.is_ok();
            self.outcome = Some(outcome);
            good
        })
    }

    fn answer(self: Box<Self>, failed: Option<StoreError>) {
        let outcome = match (self.outcome, failed) {
            (Some(Ok(_)) | None, Some(error)) => Err(error),
            (Some(outcome), _) => outcome,
            (None, None) => Err(StoreError::Closed),
        };
        // The caller may have gone away; the change stands all the same.
        let _ = self.reply.send(outcome);
    }

    fn is_alone(&self) -> bool {
        self.alone
    }

    fn begin(&self) -> bool {
        !self.reply.is_closed() && self.stage.begin()
    }

    fn unwritable(&self) -> Option<&str> {
        match &self.outcome {
            Some(Err(StoreError::Unwritable(why))) => Some(why),
            _ => None,
        }
    }
}

impl Writer {
    /// Opens the connection and starts the task.
    pub(super) async fn open(
        connect: SqliteConnectOptions,
        options: &StoreOptions,
    ) -> Result<Self> {
        let busy_ms = options.busy().as_millis();
        let conn = connect_sqlite(&connect, busy_ms).await?;
        let (queue, jobs) = mpsc::channel(options.queue_max.max(1));
        let counts = Arc::new(WriterCounts::default());
        let changes = watch::Sender::new(0);
        let task = Task {
            connect,
            busy_ms,
            conn: Some(conn),
            jobs,
            held: None,
            group_max: options.group_max.max(1),
            counts: Arc::clone(&counts),
            changes: changes.clone(),
        };
        tokio::spawn(task.run());
        Ok(Self {
            queue,
            busy: options.busy(),
            counts,
            changes,
        })
    }

    /// Runs a change in a transaction and answers after its commit. One whose caller goes away before it has begun is not made.
    pub(super) async fn write<T, F>(&self, alone: bool, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        let (reply, mut answer) = oneshot::channel();
        let stage = Stage::default();
        let ticket = Ticket {
            work: Some(work),
            span: Span::current(),
            outcome: None,
            reply,
            alone,
            stage: stage.clone(),
        };
        let until = tokio::time::Instant::now() + self.busy;
        let sent = self
            .queue
            .send_timeout(Message::Change(Box::new(ticket)), self.busy)
            .await;
        sent.map_err(|error| match error {
            mpsc::error::SendTimeoutError::Timeout(_) => StoreError::Busy,
            mpsc::error::SendTimeoutError::Closed(_) => StoreError::Closed,
        })?;
        let answered = tokio::time::timeout_at(until, &mut answer).await;
        match answered {
            Ok(answer) => answer.map_err(|_| StoreError::Closed)?,
            Err(_) if stage.take_back() => Err(StoreError::Busy),
            // It has begun: what becomes of it is known at its commit, and nowhere before.
            Err(_) => answer.await.map_err(|_| StoreError::Closed)?,
        }
    }

    pub(super) fn counts(&self) -> &WriterCounts {
        &self.counts
    }

    pub(super) fn changes(&self) -> &watch::Sender<i64> {
        &self.changes
    }

    /// Waits until everything handed over is committed and the connection is closed.
    pub(super) async fn close(&self) {
        let (closed, answer) = oneshot::channel();
        let close = async {
            // Closed already is as good.
            let _ = self.queue.send(Message::Close(closed)).await;
            let _ = answer.await;
        };
        if tokio::time::timeout(Duration::from_secs(CLOSE_S), close)
            .await
            .is_err()
        {
            tracing::warn!("the writer did not finish in time");
        }
    }
}

/// Why a group was not committed: each of its changes is told.
enum Failed {
    Busy,
    Unwritable(String),
    NotCommitted(String),
}

impl Failed {
    fn of(error: &StoreError) -> Self {
        match error {
            StoreError::Busy => Self::Busy,
            // Unfit: its file cannot be opened any more; the folder is gone, or has no room for the log.
            StoreError::Unwritable(why) | StoreError::Misconfigured(why) => {
                Self::Unwritable(why.clone())
            }
            other => Self::NotCommitted(other.to_string()),
        }
    }

    fn error(&self) -> StoreError {
        match self {
            Self::Busy => StoreError::Busy,
            Self::Unwritable(why) => StoreError::Unwritable(why.clone()),
            Self::NotCommitted(why) => StoreError::NotCommitted(why.clone()),
        }
    }
}

struct Task {
    connect: SqliteConnectOptions,
    busy_ms: u128,
    conn: Option<SqliteConnection>,
    jobs: mpsc::Receiver<Message>,
    held: Option<Message>,
    group_max: usize,
    counts: Arc<WriterCounts>,
    changes: watch::Sender<i64>,
}

impl Task {
    async fn run(mut self) {
        let mut closed = None;
        while let Some(message) = self.next().await {
            match message {
                Message::Change(first) => {
                    let group = self.group(first);
                    self.commit(group).await;
                }
                Message::Close(answer) => {
                    closed = Some(answer);
                    break;
                }
            }
        }
        if let Some(conn) = self.conn.take() {
            close(conn).await;
        }
        // What is still in the queue is answered by its end.
        drop(self.jobs);
        closed.map(|answer| answer.send(()));
    }

    async fn next(&mut self) -> Option<Message> {
        match self.held.take() {
            Some(message) => Some(message),
            None => self.jobs.recv().await,
        }
    }

    /// The first change and whatever else is waiting and may share its commit.
    fn group(&mut self, first: Box<dyn Job>) -> Vec<Box<dyn Job>> {
        let is_alone = first.is_alone();
        let mut group = vec![first];
        while !is_alone && group.len() < self.group_max {
            match self.jobs.try_recv() {
                Ok(Message::Change(job)) if !job.is_alone() => group.push(job),
                Ok(other) => {
                    self.held = Some(other);
                    break;
                }
                Err(_) => break,
            }
        }
        group
    }

    async fn commit(&mut self, mut group: Vec<Box<dyn Job>>) {
        let outcome = self.transact(&mut group).await;
        match outcome {
            Ok((number, changed)) => {
                self.counts.commits.fetch_add(1, Ordering::Relaxed);
                self.counts.changes.fetch_add(changed, Ordering::Relaxed);
                change::announce(&self.changes, number);
                for job in group {
                    job.answer(None);
                }
            }
            Err(error) => {
                // The state of the connection is unknown: the next group gets a new one.
                self.conn = None;
                // On a full disk SQLite gives up the whole transaction, so that what fails next only says that it is gone: the
                // first change knows why.
                let disk = group.iter().find_map(|job| job.unwritable());
                let failed = match disk {
                    Some(why) => Failed::Unwritable(why.to_owned()),
                    None => Failed::of(&error),
                };
                for job in group {
                    job.answer(Some(failed.error()));
                }
            }
        }
    }

    /// Runs a group in one transaction; returns the change number and how many changes went in.
    async fn transact(&mut self, group: &mut [Box<dyn Job>]) -> Result<(i64, u64)> {
        let conn = match &mut self.conn {
            Some(conn) => conn,
            None => self
                .conn
                .insert(connect_sqlite(&self.connect, self.busy_ms).await?),
        };
        let mut changed = 0;
        sqlx::query("BEGIN IMMEDIATE").execute(&mut *conn).await?;
        for job in group.iter_mut().filter(|job| job.begin()) {
            sqlx::query("SAVEPOINT change_of_group")
                .execute(&mut *conn)
                .await?;
            if job.run(&mut *conn).await {
                changed += 1;
            } else {
                sqlx::query("ROLLBACK TO change_of_group")
                    .execute(&mut *conn)
                    .await?;
            }
            sqlx::query("RELEASE change_of_group")
                .execute(&mut *conn)
                .await?;
        }
        let number = change::read(&mut Conn::Sqlite(&mut *conn)).await?;
        sqlx::query("COMMIT").execute(&mut *conn).await?;
        Ok((number, changed))
    }
}
