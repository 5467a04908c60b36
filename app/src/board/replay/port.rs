//! What the replay of walls needs of the server.

use async_trait::async_trait;

/// What a wall showed. Every method is for managers; the pages have seen to that.
#[async_trait]
pub trait ReplayPort: Send + Sync {}
