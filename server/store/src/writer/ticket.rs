//! A waiting change: its operation, its caller, and its result.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::sync::oneshot;
use tracing::{Instrument, Span};

use crate::conn::Conn;
use crate::error::{Result, StoreError};
use crate::fence::{self, Lease};
use crate::group::{Context, Decision, Needs, Request, RequestUnit};

/// One waiting change.
pub(super) trait Job: Send {
    /// Whether it is a request that can be decided with others.
    fn is_of_set(&self) -> bool;
    /// Adds what its decision needs.
    fn tell_needs(&self, needs: &mut Needs);
    /// Decides it in memory.
    fn decide(&mut self, unit: &mut RequestUnit<'_>) -> Verdict;
    /// Whether its result is known.
    fn is_decided(&self) -> bool;
    /// Runs it by itself; the verdict says whether its writes are kept.
    fn run<'c>(&'c mut self, conn: Conn<'c>, context: &'c Context) -> BoxFuture<'c, bool>;
    /// Answers its caller once the result of the commit is known.
    fn answer(self: Box<Self>, failed: Option<StoreError>);
    /// Whether it needs a transaction of its own.
    fn is_alone(&self) -> bool;
    /// Begins it, unless its caller no longer waits.
    fn begin(&self) -> bool;
    /// The error of the disk, if the change failed because of it.
    fn unwritable(&self) -> Option<&str>;
}

/// Whether the writes of a change are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// They are committed.
    Write,
    /// They are rolled back.
    Drop,
}

/// Whether a change waits, has begun, or was withdrawn: decided once, by whichever comes first.
#[derive(Clone, Debug, Default)]
pub(super) struct TicketState(Arc<AtomicU8>);

impl TicketState {
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

    /// Withdraws it, unless it has begun.
    pub(super) fn take_back(&self) -> bool {
        self.leave_waiting(Self::TAKEN_BACK)
    }
}

type Closure<T> = Box<dyn for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>> + Send>;

/// The operation of a change.
pub(super) enum Operation<T> {
    /// A closure; `None` once it has run.
    Closure(Option<Closure<T>>),
    /// A request that can be decided with others, if this node still has these leases.
    Request {
        /// The request.
        request: Box<dyn Request<Output = T>>,
        /// The leases.
        fences: Arc<[Lease]>,
    },
}

impl<T: Send> Operation<T> {
    async fn run(&mut self, mut conn: Conn<'_>, context: &Context) -> Decision<T> {
        match self {
            Self::Closure(work) => match work.take() {
                Some(work) => work(conn).await.into(),
                None => Decision::Refuse(Err(StoreError::Closed)),
            },
            Self::Request { request, fences } => match fence::check(&mut conn, fences).await {
                Ok(()) => request.run(conn, context).await,
                Err(error) => Decision::Refuse(Err(error)),
            },
        }
    }
}

/// A change and its caller.
pub(super) struct Ticket<T> {
    pub(super) work: Operation<T>,
    /// The span of the caller: what is logged of the change belongs to it.
    pub(super) span: Span,
    pub(super) outcome: Option<Result<T>>,
    pub(super) reply: oneshot::Sender<Result<T>>,
    pub(super) alone: bool,
    pub(super) stage: TicketState,
}

impl<T> Ticket<T> {
    fn note(&mut self, decision: Decision<T>) -> Verdict {
        let (verdict, outcome) = match decision {
            Decision::Write(value) => (Verdict::Write, Ok(value)),
            Decision::Refuse(outcome) => (Verdict::Drop, outcome),
        };
        self.outcome = Some(outcome);
        verdict
    }
}

fn panicked<T>() -> Decision<T> {
    Decision::Refuse(Err(StoreError::Corrupt("a change panicked".to_owned())))
}

impl<T: Send> Job for Ticket<T> {
    fn is_of_set(&self) -> bool {
        matches!(&self.work, Operation::Request { fences, .. } if fences.is_empty())
    }

    fn tell_needs(&self, needs: &mut Needs) {
        if let Operation::Request { request, .. } = &self.work {
            request.tell_needs(needs);
        }
    }

    fn decide(&mut self, unit: &mut RequestUnit<'_>) -> Verdict {
        let Operation::Request { request, .. } = &self.work else {
            return Verdict::Drop;
        };
        let decide = AssertUnwindSafe(|| request.decide(unit));
        let decided = self.span.in_scope(|| std::panic::catch_unwind(decide));
        match decided.unwrap_or_else(|_| Some(panicked())) {
            Some(decision) => self.note(decision),
            None => Verdict::Drop,
        }
    }

    fn is_decided(&self) -> bool {
        self.outcome.is_some()
    }

    fn run<'c>(&'c mut self, conn: Conn<'c>, context: &'c Context) -> BoxFuture<'c, bool> {
        Box::pin(async move {
            let run = AssertUnwindSafe(self.work.run(conn, context));
            let run = run.catch_unwind().instrument(self.span.clone()).await;
            self.note(run.unwrap_or_else(|_| panicked())) == Verdict::Write
        })
    }

    fn answer(self: Box<Self>, failed: Option<StoreError>) {
        let outcome = match (self.outcome, failed) {
            (Some(Ok(_)) | None, Some(error)) => Err(error),
            (Some(outcome), _) => outcome,
            (None, None) => Err(StoreError::Closed),
        };
        // The caller may be gone; the change stays committed.
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
