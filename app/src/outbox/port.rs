//! What the outbox's page needs of the server.

use async_trait::async_trait;
use sanh_domain::account::model::Caller;
use sanh_domain::outbox::model::OutboxState;

use crate::error::AppError;

/// The outbox. Every method is for administrators; the pages have seen to that.
#[async_trait]
pub trait OutboxPort: Send + Sync {
    /// What waits and what was given up.
    async fn state(&self) -> Result<OutboxState, AppError>;

    /// Tries a message again that was given up. Answers whether there was one.
    async fn retry(&self, caller: &Caller, id: i64) -> Result<bool, AppError>;

    /// Tries every message again that was given up; how many there were.
    async fn retry_all(&self, caller: &Caller) -> Result<u64, AppError>;
}
