//! The transactions in which a store reads and writes.

use std::sync::Arc;

use futures::future::BoxFuture;
use tracing::Instrument;

use super::conn::Conn;
use super::db::Db;
use super::error::{Result, StoreError};
use super::group::Request;
use super::{Store, change, fence, postgres};

impl Store {
    /// Reads in one transaction, so that everything read belongs to one state.
    pub(super) async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        match self.db() {
            Db::Sqlite {
                readers, reserved, ..
            } => {
                let readers = self.pool.of(readers, reserved);
                let mut transaction = readers.begin().await?;
                let read = work(Conn::Sqlite(&mut transaction)).await;
                transaction.rollback().await?;
                read
            }
            Db::Postgres(pools, _) => {
                let mut transaction = pools
                    .readers(self.pool)
                    .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?;
                let read = work(Conn::Postgres(&mut transaction)).await;
                transaction.rollback().await?;
                read
            }
        }
    }

    /// Writes in one transaction, which on SQLite may be shared with other writes, and returns after its commit.
    pub(super) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        self.transact(false, work).await
    }

    /// Runs a request in one transaction, shared with others, and returns after its commit.
    pub(super) async fn request<R>(&self, request: R) -> Result<R::Output>
    where
        R: Request + 'static,
        R::Output: 'static,
    {
        self.admit().await?;
        let span = tracing::debug_span!("write", alone = false);
        let fences = Arc::clone(&self.fences);
        let made = self.db().writer().request(request, fences);
        let made = made.instrument(span).await;
        self.health.note_write(&made);
        if let Err(StoreError::Fenced(_)) = &made {
            self.node.lose(&self.fences);
        }
        made
    }

    /// Writes in a transaction that is not shared: for long work and for schema changes.
    pub(super) async fn write_alone<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        self.transact(true, work).await
    }

    /// Writes without checking this node's leases: for the leases themselves.
    pub(super) async fn write_unfenced<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        self.transact_unfenced(false, work).await
    }

    async fn transact<T, F>(&self, alone: bool, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        if self.fences.is_empty() {
            return self.transact_unfenced(alone, work).await;
        }
        let fences = Arc::clone(&self.fences);
        let written = self.transact_unfenced(alone, move |mut conn| {
            Box::pin(async move {
                fence::check(&mut conn, &fences).await?;
                work(conn).await
            })
        });
        let written = written.await;
        if let Err(StoreError::Fenced(_)) = &written {
            self.node.lose(&self.fences);
        }
        written
    }

    async fn transact_unfenced<T, F>(&self, alone: bool, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        self.admit().await?;
        let span = tracing::debug_span!("write", alone);
        let written = self.transact_now(alone, work).instrument(span).await;
        self.health.note_write(&written);
        written
    }

    async fn transact_now<T, F>(&self, alone: bool, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        match self.db() {
            Db::Sqlite { writer, .. } => writer.write(alone, work).await,
            Db::Postgres(pools, _) => {
                let mut transaction =
                    postgres::begin_writing(&pools.writers, &self.options, alone).await?;
                let written = work(Conn::Postgres(&mut transaction)).await?;
                let limit = self.options.busy();
                let number = postgres::commit(&pools.writers, transaction, limit).await?;
                change::announce(&self.changes, number);
                Ok(written)
            }
        }
    }
}
