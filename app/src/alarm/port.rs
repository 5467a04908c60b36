//! What the list of alarms needs of the server.

use async_trait::async_trait;

/// Alarms. Every method is for managers; the pages have seen to that.
#[async_trait]
pub trait AlarmPort: Send + Sync {}
