//! The writer: one task. Changes that wait at the same time share one commit.
//!
//! A commit costs an fsync (some milliseconds), a change microseconds. So the task takes whatever is waiting, runs it in one
//! transaction, commits once, and only then answers: nothing is acknowledged or announced that is not on disk.
//!
//! Requests ([`Request`]) are decided in memory and written as a set. If writing the set fails, the transaction begins again
//! and each request runs by itself, inside a savepoint of its own, so that only the faulty one is refused. Other work always
//! runs that way.
//!
//! A change waits for its turn no longer than the limit. Then it is withdrawn before it has begun, and its caller gets an
//! error: what is refused as busy is never written later.

mod engine;
mod ticket;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::postgres::PgPool;
use sqlx::sqlite::SqliteConnectOptions;
use tokio::sync::{mpsc, oneshot, watch};
use tracing::Span;

use super::change;
use super::conn::{Conn, connect_sqlite};
use super::error::{Result, StoreError};
use super::fence::Lease;
use super::group::{Context, Group, Needs, Request};
use super::options::StoreOptions;
use engine::Engine;
use ticket::{Job, Operation, Ticket, TicketState, Verdict};

/// Changes without an answer when the store is dropped are finished first, for at most this many seconds.
const CLOSE_S: u64 = 30;

/// The handle through which changes reach the writing task.
pub(super) struct Writer {
    queue: mpsc::Sender<Message>,
    busy: Duration,
    counts: Arc<WriterCounts>,
    changes: watch::Sender<i64>,
}

/// Counts since the start: they tell how many changes share a commit.
#[derive(Debug, Default)]
pub struct WriterCounts {
    /// Transactions committed: one fsync each.
    pub commits: AtomicU64,
    /// Changes committed in them.
    pub changes: AtomicU64,
}

/// A message in the queue.
enum Message {
    Change(Box<dyn Job>),
    /// Commits everything before it, then closes the connection and answers.
    Close(oneshot::Sender<()>),
}

impl Writer {
    /// Opens SQLite's writing connection and starts the task.
    pub(super) async fn open_sqlite(
        connect: SqliteConnectOptions,
        options: &StoreOptions,
        context: Context,
    ) -> Result<Self> {
        let busy_ms = options.busy().as_millis();
        let conn = connect_sqlite(&connect, busy_ms).await?;
        let engine = Engine::Sqlite {
            connect: Box::new(connect),
            busy_ms,
            conn: Some(conn),
        };
        Ok(Self::start(engine, options, context))
    }

    /// Starts the task for PostgreSQL, on one of the writing connections.
    pub(super) fn open_postgres(pool: PgPool, options: &StoreOptions, context: Context) -> Self {
        let engine = Engine::Postgres {
            pool,
            options: Box::new(options.clone()),
        };
        Self::start(engine, options, context)
    }

    fn start(engine: Engine, options: &StoreOptions, context: Context) -> Self {
        let (queue, jobs) = mpsc::channel(options.queue_max.max(1));
        let counts = Arc::new(WriterCounts::default());
        let changes = watch::Sender::new(0);
        let task = Task {
            engine,
            context,
            jobs,
            held: None,
            group_max: options.group_max.max(1),
            counts: Arc::clone(&counts),
            changes: changes.clone(),
        };
        tokio::spawn(task.run());
        Self {
            queue,
            busy: options.busy(),
            counts,
            changes,
        }
    }

    /// Runs work in a transaction and returns after its commit. If the caller goes away before it has begun, it is not done.
    pub(super) async fn write<T, F>(&self, alone: bool, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        self.submit(Operation::Closure(Some(Box::new(work))), alone)
            .await
    }

    /// Runs a request in a transaction shared with others, and returns after its commit. It is refused if this node has lost
    /// one of these leases.
    pub(super) async fn request<R>(&self, request: R, fences: Arc<[Lease]>) -> Result<R::Output>
    where
        R: Request + 'static,
        R::Output: 'static,
    {
        let request = Box::new(request);
        self.submit(Operation::Request { request, fences }, false)
            .await
    }

    async fn submit<T: Send + 'static>(&self, work: Operation<T>, alone: bool) -> Result<T> {
        let (reply, mut answer) = oneshot::channel();
        let stage = TicketState::default();
        let ticket = Ticket {
            work,
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
            // The job has begun, so only its commit tells the result.
            Err(_) => answer.await.map_err(|_| StoreError::Closed)?,
        }
    }

    pub(super) fn counts(&self) -> &WriterCounts {
        &self.counts
    }

    pub(super) fn changes(&self) -> &watch::Sender<i64> {
        &self.changes
    }

    /// Waits until everything in the queue is committed and the connection is closed.
    pub(super) async fn close(&self) {
        let (closed, answer) = oneshot::channel();
        let close = async {
            // If the queue is closed already, there is nothing to do.
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

/// Why a group was not committed; each of its changes gets this error.
enum Failed {
    Busy,
    Unwritable(String),
    Misconfigured(String),
    Unknown(String),
    NotCommitted(String),
}

impl Failed {
    fn of(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::Busy,
            StoreError::Unwritable(why) => Self::Unwritable(why),
            StoreError::Misconfigured(why) => Self::Misconfigured(why),
            StoreError::Unknown(why) => Self::Unknown(why),
            StoreError::NotCommitted(why) => Self::NotCommitted(why),
            other => Self::NotCommitted(other.to_string()),
        }
    }

    fn error(&self) -> StoreError {
        match self {
            Self::Busy => StoreError::Busy,
            Self::Unwritable(why) => StoreError::Unwritable(why.clone()),
            Self::Misconfigured(why) => StoreError::Misconfigured(why.clone()),
            Self::Unknown(why) => StoreError::Unknown(why.clone()),
            Self::NotCommitted(why) => StoreError::NotCommitted(why.clone()),
        }
    }
}

struct Task {
    engine: Engine,
    context: Context,
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
        self.engine.close().await;
        // Dropping the queue answers the jobs that are still in it.
        drop(self.jobs);
        closed.map(|answer| answer.send(()));
    }

    async fn next(&mut self) -> Option<Message> {
        match self.held.take() {
            Some(message) => Some(message),
            None => self.jobs.recv().await,
        }
    }

    /// The first change and other waiting ones that may share its commit.
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
                self.engine.forget_connection();
                // On a full disk SQLite rolls the whole transaction back, and later changes only report that it is gone; the first
                // error has the reason.
                let disk = group.iter().find_map(|job| job.unwritable());
                let failed = match disk {
                    Some(why) => Failed::Unwritable(why.to_owned()),
                    None => Failed::of(self.engine.explain(error)),
                };
                for job in group {
                    job.answer(Some(failed.error()));
                }
            }
        }
    }

    /// Runs a group in one transaction; returns the change number and the number of changes.
    async fn transact(&mut self, group: &mut [Box<dyn Job>]) -> Result<(i64, u64)> {
        let begun = group.iter_mut().filter(|job| job.begin());
        let (mut set, mut others): (Vec<_>, Vec<_>) = begun.partition(|job| job.is_of_set());
        let mut transaction = self.engine.begin().await?;
        let mut changed = match write_set(&mut transaction.conn(), &self.context, &mut set).await {
            Ok(changed) => changed,
            Err(error) => {
                tracing::debug!(%error, "a set was not written; its changes are made one by one");
                transaction = transaction.begin_anew().await?;
                run_all(&mut transaction.conn(), &self.context, &mut set).await?
            }
        };
        others.extend(set.into_iter().filter(|job| !job.is_decided()));
        changed += run_all(&mut transaction.conn(), &self.context, &mut others).await?;
        Ok((transaction.commit().await?, changed))
    }
}

/// Decides requests in memory, and writes their rows as a set; returns their number. Requests that cannot be decided in memory
/// are left.
async fn write_set(
    conn: &mut Conn<'_>,
    context: &Context,
    jobs: &mut [&mut Box<dyn Job>],
) -> Result<u64> {
    if jobs.is_empty() {
        return Ok(0);
    }
    let mut needs = Needs::default();
    for job in jobs.iter() {
        job.tell_needs(&mut needs);
    }
    let mut group = Group::read(conn, context, needs).await?;
    let mut changed = 0;
    for job in jobs.iter_mut() {
        let mut unit = group.unit();
        if job.decide(&mut unit) == Verdict::Write {
            let written = unit.written();
            group.take(written);
            changed += 1;
        }
    }
    group.write(conn, context).await?;
    Ok(changed)
}

/// Runs changes one by one, each inside a savepoint; returns how many succeeded.
async fn run_all(
    conn: &mut Conn<'_>,
    context: &Context,
    jobs: &mut [&mut Box<dyn Job>],
) -> Result<u64> {
    let mut changed = 0;
    for job in jobs {
        engine::execute(conn, "SAVEPOINT change_of_group").await?;
        if job.run(conn.lend(), context).await {
            changed += 1;
        } else {
            engine::execute(conn, "ROLLBACK TO SAVEPOINT change_of_group").await?;
        }
        engine::execute(conn, "RELEASE SAVEPOINT change_of_group").await?;
    }
    Ok(changed)
}
